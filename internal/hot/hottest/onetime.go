package hottest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func testOnce(t *testing.T, w *world) {
	for i := range 3 {
		if got := w.here.Seen(w.ctx, w.org, "jti-1", time.Minute); got != i {
			t.Errorf("presentation %d: seen %d times before", i+1, got)
		}
	}
	if got := w.there.Seen(w.ctx, w.org, "jti-1", time.Minute); got != 3 {
		t.Errorf("the other replica: seen %d times before", got)
	}
	if got := w.here.Seen(w.ctx, w.other, "jti-1", time.Minute); got != 0 {
		t.Errorf("the other organisation: seen %d times before", got)
	}
}

func testOnceAgain(t *testing.T, w *world) {
	w.here.Seen(w.ctx, w.org, "jti-2", 200*time.Millisecond)
	time.Sleep(300 * time.Millisecond)
	if got := w.here.Seen(w.ctx, w.org, "jti-2", time.Minute); got != 0 {
		t.Errorf("seen %d times before", got)
	}
}

func testFirst(t *testing.T, w *world) {
	var first atomic.Int64
	var callers sync.WaitGroup
	for i := range 16 {
		state := w.here
		if i%2 == 1 {
			state = w.there
		}
		callers.Go(func() {
			if state.Seen(w.ctx, w.org, "jti-3", time.Minute) == 0 {
				first.Add(1)
			}
		})
	}
	callers.Wait()
	if got := first.Load(); got != 1 {
		t.Errorf("%d were first", got)
	}
}
