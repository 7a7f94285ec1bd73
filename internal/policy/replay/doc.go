// Package replay decides again, by another policy, about what was decided before,
// from stored feature vectors without text or person. It does not read the store.
package replay
