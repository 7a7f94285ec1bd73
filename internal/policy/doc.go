// Package policy holds the policy model and decides, as a pure function of
// features, what may happen to one message.
//
// It does not see any text, does not read files (see internal/source), and does
// not know who the user is beyond the names of groups.
package policy
