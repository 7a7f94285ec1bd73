// Package detect finds personal data, health facts and secrets in one pass over
// a text and groups what belongs to one person.
//
// It does not decide what may be sent (see internal/policy), does no I/O, and
// keeps nothing of the text.
package detect
