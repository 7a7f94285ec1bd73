// Package ruletest runs the examples of a rule as tests: as written, and pasted
// into the contexts in which people paste such things.
//
// It does not judge how well a rule does on texts it was not written for (see
// internal/detect/score).
package ruletest
