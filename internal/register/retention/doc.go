// Package retention says how long each kind of data is kept, keeps legal holds, and
// has deleted what is past its term. It does not delete by itself: the store does,
// in small commits, and leaves the chain whole.
package retention
