// Package hottest is the conformance suite of the hot state: what a replica may rely
// on, whatever keeps it. It does not test what happens when the keeper fails.
package hottest
