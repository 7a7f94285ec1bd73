// Package chain makes the register tamper-evident: each entry holds the hash of
// the one before it and a salted commitment to its payload, so that a payload can
// be deleted without breaking the chain. It does not store anything and does not
// know what the payloads mean.
package chain
