package redis

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// parts is into how many parts organisations fall. Each has a breaker, since
	// one node of a cluster can be gone while the others answer.
	parts = 32
	// slots is how many slots a Redis cluster divides among its nodes.
	slots = 1 << 14
	// tripAfter is how many calls in a row must fail before no more are made.
	tripAfter = 3
	// tryEvery is how often a silent part is tried again, by nobody's request.
	tryEvery = 250 * time.Millisecond
)

// breaker keeps requests from waiting for a server that does not answer.
type breaker struct {
	failures atomic.Int32
	open     atomic.Bool
}

func (b *breaker) succeeded() { b.failures.Store(0) }

// failed reports whether this failure opened the breaker.
func (b *breaker) failed() bool {
	return b.failures.Add(1) >= tripAfter && b.open.CompareAndSwap(false, true)
}

// part is the breaker of an organisation. Nodes have ranges of slots, so that those
// of one part are, but at the ends of ranges, of one node: the answers for one
// organisation must not hide that its neighbour gets none.
func (s *State) part(org string) *breaker {
	return &s.parts[slot(tag(org))*parts/slots]
}

// slot is where a cluster keeps the keys with the tag: CRC16 (XMODEM) modulo the
// number of slots (Redis cluster specification, "key distribution model").
func slot(tag string) int {
	crc := uint16(0)
	for i := range len(tag) {
		crc ^= uint16(tag[i]) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			if crc <<= 1; carry {
				crc ^= 0x1021
			}
		}
	}
	return int(crc) % slots
}

// call runs one call for a request, within its time. It returns false at once when
// the part of the organisation is silent, and false when the call failed. The
// request going away does not count against Redis, so it does not end the call.
func (s *State) call(ctx context.Context, org string, use Use, f func(context.Context) error) bool {
	b := s.part(org)
	if b.open.Load() || s.ctx.Err() != nil {
		s.fallback(use)
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.callTime)
	defer cancel()
	if err := f(ctx); err == nil || errors.Is(err, redis.Nil) {
		b.succeeded()
		return true
	}
	s.lookAgain()
	if b.failed() {
		s.tell()
		s.work.Go(func() { s.revive(b, org) })
	}
	s.fallback(use)
	return false
}

// revive tries the part until it answers to a write, and closes the breaker.
func (s *State) revive(b *breaker, org string) {
	s.pause(tryEvery)
	for s.ctx.Err() == nil {
		ctx, cancel := context.WithTimeout(s.ctx, linkTime)
		err := s.client.Set(ctx, key(org, "try", ""), "", time.Second).Err()
		cancel()
		if err == nil {
			b.succeeded()
			b.open.Store(false)
			s.tell()
			return
		}
		s.lookAgain()
		s.pause(tryEvery)
	}
}

// lookAgain reads which node of a cluster has which slots. The client does that by
// itself when a node says that a slot has moved, not when a node says nothing.
func (s *State) lookAgain() {
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		cluster.ReloadState(s.ctx)
	}
}

// pause waits, not longer than the state lives.
func (s *State) pause(d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.ctx.Done():
	}
}
