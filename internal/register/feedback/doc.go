// Package feedback keeps what senders say of a decision: that a finding is wrong,
// missed or of another type. It changes no incident and no rule: it proposes, and a
// person decides.
package feedback
