// Package inquiry asks the sender of an event fixed questions, on the device behind
// the pseudonym, and takes closed answers. It reveals nobody, and takes no text.
package inquiry
