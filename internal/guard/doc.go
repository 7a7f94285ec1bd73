// Package guard is the front of the core: one call from text to verdict.
//
// It does no I/O, keeps nothing of the text, and knows no users or devices.
package guard
