// Package clock computes the terms of the law after a leak, on instants: hours that
// pass, whatever the wall clock does. What the law says is data (see Profile). It
// does not decide who is aware of what, and it sends nothing.
package clock
