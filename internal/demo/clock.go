package demo

import (
	"sync/atomic"
	"time"
)

// Clock begins in the past, stands still while the past is told, and runs from the
// present on. It is safe for concurrent use.
type Clock struct {
	now   func() time.Time
	still atomic.Pointer[time.Time]
}

// NewClock stands still at the beginning of the story, so long before now.
func NewClock(now func() time.Time, before time.Duration) *Clock {
	c := &Clock{now: now}
	c.Set(now().Add(-before))
	return c
}

// Now is the time of the story, or the present.
func (c *Clock) Now() time.Time {
	if t := c.still.Load(); t != nil {
		return *t
	}
	return c.now()
}

// Set moves the story to a time.
func (c *Clock) Set(t time.Time) { c.still.Store(&t) }

// Run lets the clock run from the present on.
func (c *Clock) Run() { c.still.Store(nil) }
