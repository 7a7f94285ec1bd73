// Package wire is what all handlers share: strict decoding, answers, problems, and
// the middleware around every request. It knows no resource.
package wire
