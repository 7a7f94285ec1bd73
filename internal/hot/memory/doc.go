// Package memory keeps the hot state of one process: limits, revocations, policy
// versions, one-time ids and the live feed. All of it is bounded. It reaches no
// other replica; without Redis that takes until each has looked in the store.
package memory
