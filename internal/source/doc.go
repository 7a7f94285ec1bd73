// Package source reads YAML and JSON into the models of internal/rule and
// internal/policy, strictly: an unknown key, a wrong type or a key given twice is
// an error with its line and column.
//
// It does not open files (callers pass bytes), does not compile rule packs, and
// decides nothing.
package source
