// Package report makes the weekly violation report as a pure function of the
// register's rows: the same rows give the same report.
//
// It does not read the register, does not know any person or pseudonym, and does
// not send anything.
package report
