// Package detecttest helps the tests of detection: the rules built in, and what a scan
// finds, as text.
//
// It tests nothing itself, and no other code uses it.
package detecttest
