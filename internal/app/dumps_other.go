//go:build !unix

package app

// NoCoreDumps has nothing to do here: the system writes no core dumps unless its
// administrator asks for them.
func NoCoreDumps() error { return nil }
