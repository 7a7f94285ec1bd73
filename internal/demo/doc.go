// Package demo fills an empty service with thirteen weeks of invented work, so that
// every page has something to show. It comes in by the doors that extensions use,
// with a clock of its own; it knows nothing of the store, and holds no real person.
package demo
