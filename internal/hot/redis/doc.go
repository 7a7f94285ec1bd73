// Package redis shares the hot state of replicas through Redis: one server, one
// behind sentinels, or a cluster. Redis may be stopped, paused, flushed or replaced
// at any moment: then each replica goes on by itself, within its share of the
// limits, and says so. Nothing that the register needs is kept here, and no text.
package redis
