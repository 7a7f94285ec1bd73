// Package casework is what people do with the register: look at events and
// incidents, move a case through its life, judge its severity, merge and split,
// note, plan measures, and tell the authority. Each act is one commit with its
// chain entry, made by a principal who may. It does not detect anything, and it
// knows people under attempts by their pseudonym alone: nothing here finds, counts
// or ranks by it.
package casework
