// Package redact replaces findings in a text by numbered placeholders such as
// [PERSOON_1].
//
// It does not find anything itself, does not decide what is replaced, and keeps no
// map from placeholders back to values.
package redact
