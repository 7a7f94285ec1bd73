// Package savedview keeps the filters that people gave a name: their own, and those
// that they share. It does not know what a filter selects.
package savedview
