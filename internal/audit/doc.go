// Package audit shows the chain of an organisation: who did what, when, on whose
// behalf and with which outcome, whether it is whole, and its signed checkpoints.
// It writes no entries of its own but those on its own use, and does not change
// what others wrote.
package audit
