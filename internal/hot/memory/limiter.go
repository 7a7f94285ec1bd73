package memory

import (
	"context"
	"sync"
	"time"

	"dijkwacht/internal/limit"
)

// maxKeys bounds the limits and the one-time ids that are remembered.
const maxKeys = 1 << 17

type limitKey struct {
	org, name, key string
}

// Limiter grants the claims of this process by the generic cell rate algorithm:
// one time per key, the theoretical arrival time of the next unit.
type Limiter struct {
	now func() time.Time

	mu   sync.Mutex
	next map[limitKey]int64 // Unix nanoseconds
}

// NewLimiter is a limiter that goes by the given clock.
func NewLimiter(now func() time.Time) *Limiter {
	return &Limiter{now: now, next: map[limitKey]int64{}}
}

// Take implements limit.Limiter.
func (l *Limiter) Take(_ context.Context, org string, claims ...limit.Claim) limit.Result {
	now := l.now().UnixNano()
	result := limit.Result{Allowed: true, States: make([]limit.State, len(claims))}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range claims {
		if wait := l.cell(org, c, now).wait(c.Rate, now); wait > 0 {
			result.Allowed = false
			result.RetryAfter = max(result.RetryAfter, wait)
		}
	}
	for i, c := range claims {
		next := l.cell(org, c, now)
		if result.Allowed && !c.Rate.Unlimited() {
			next += cell(c.Rate.Interval())
			l.keep(limitKey{org, c.Name, c.Key}, int64(next))
		}
		result.States[i] = next.state(c.Rate, now)
	}
	return result
}

// cell is a theoretical arrival time that is not in the past.
type cell int64

func (l *Limiter) cell(org string, c limit.Claim, now int64) cell {
	return cell(max(l.next[limitKey{org, c.Name, c.Key}], now))
}

// wait is how long one unit must wait to fit in the window, not positive when it
// fits.
func (c cell) wait(r limit.Rate, now int64) time.Duration {
	if r.Unlimited() {
		return 0
	}
	return time.Duration(int64(c)-now) + r.Interval() - r.Window
}

func (c cell) state(r limit.Rate, now int64) limit.State {
	if r.Unlimited() {
		return limit.State{}
	}
	taken := time.Duration(int64(c) - now)
	return limit.State{Remaining: int((r.Window - taken) / r.Interval()), Reset: taken}
}

// keep stores a time. When there is no room it forgets, of a few, a key whose time
// has passed, or the one that is nearest to it: a flood of fresh keys cannot wash
// out one that is at its limit.
func (l *Limiter) keep(key limitKey, next int64) {
	if _, known := l.next[key]; !known && len(l.next) >= maxKeys {
		delete(l.next, nearest(l.next, func(at int64) int64 { return at }))
	}
	l.next[key] = next
}

// sample is how many entries are compared to choose one to forget.
const sample = 8

// nearest picks, of a few entries in the random order of maps, the one whose time
// comes first.
func nearest[K comparable, V any](entries map[K]V, at func(V) int64) K {
	var first K
	var least int64
	seen := 0
	for k, v := range entries {
		if t := at(v); seen == 0 || t < least {
			first, least = k, t
		}
		if seen++; seen == sample {
			break
		}
	}
	return first
}
