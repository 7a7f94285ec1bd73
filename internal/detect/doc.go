// Package detect finds personal data, health facts and secrets in one pass over
// a text and groups what belongs to one person. The recognisers are packages of
// their own below it and share a pass.Pass; this one orders them, decodes, and
// chooses among what overlaps.
//
// It does not decide what may be sent (see internal/policy), does no I/O, and
// keeps nothing of the text.
package detect
