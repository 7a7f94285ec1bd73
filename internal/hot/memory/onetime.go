package memory

import (
	"context"
	"sync"
	"time"
)

type oneTimeKey struct {
	org, id string
}

type presentations struct {
	count   int
	expires int64 // Unix nanoseconds
}

// OneTime remembers the one-time ids that this process saw.
type OneTime struct {
	now func() time.Time

	mu   sync.Mutex
	seen map[oneTimeKey]presentations
}

// NewOneTime is a memory that goes by the given clock.
func NewOneTime(now func() time.Time) *OneTime {
	return &OneTime{now: now, seen: map[oneTimeKey]presentations{}}
}

// Seen implements auth.OneTime.
func (o *OneTime) Seen(_ context.Context, org, id string, ttl time.Duration) int {
	now, key := o.now(), oneTimeKey{org, id}
	o.mu.Lock()
	defer o.mu.Unlock()
	p, known := o.seen[key]
	if !known && len(o.seen) >= maxKeys {
		delete(o.seen, nearest(o.seen, func(p presentations) int64 { return p.expires }))
	}
	if p.expires <= now.UnixNano() {
		p = presentations{expires: now.Add(ttl).UnixNano()}
	}
	p.count++
	o.seen[key] = p
	return p.count - 1
}
