// Package inspection writes the register of a period into one file that a third
// party can check without our server, database or trust: the entries of the chain
// with the content of the register, the checkpoints, the public keys, and a signed
// list of all that. The form is described in docs/inspection.md.
//
// It does not read live data when it verifies, and it leaves the content of
// entries that are not about the register out: their place in the chain is enough.
package inspection
