// Package approval keeps four-eyes acts apart: one person asks, another approves,
// and the act itself uses the approval up in its own commit. It does not carry out
// the acts, and it does not know what the objects are: it binds an approval to
// the digest that their packages give.
package approval
