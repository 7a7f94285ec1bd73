package hottest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dijkwacht/internal/limit"
)

// hour is a rate that gives nothing back while a test runs.
func hour(quota int) limit.Rate { return limit.Rate{Quota: quota, Window: time.Hour} }

func claim(name, key string, r limit.Rate) limit.Claim {
	return limit.Claim{Name: name, Key: key, Rate: r}
}

func testQuota(t *testing.T, w *world) {
	// One unit comes back every two seconds: a machine that stands still for that long
	// would show more than there is.
	rate := limit.Rate{Quota: 4, Window: 8 * time.Second}
	for i := range rate.Quota {
		r := w.here.Take(w.ctx, w.org, claim("a", "k", rate))
		if !r.Allowed || r.RetryAfter != 0 || len(r.States) != 1 {
			t.Fatalf("%d: got %+v", i, r)
		}
		if left := r.States[0].Remaining; left != rate.Quota-1-i {
			t.Errorf("%d: %d remain", i, left)
		}
		if reset := r.States[0].Reset; reset <= 0 || reset > rate.Window {
			t.Errorf("%d: reset after %v", i, reset)
		}
	}
	r := w.here.Take(w.ctx, w.org, claim("a", "k", rate))
	if r.Allowed || r.RetryAfter <= 0 || r.RetryAfter > rate.Interval() || r.States[0].Remaining != 0 {
		t.Fatalf("got %+v", r)
	}
	time.Sleep(r.RetryAfter + 10*time.Millisecond)
	if r = w.here.Take(w.ctx, w.org, claim("a", "k", rate)); !r.Allowed {
		t.Errorf("after the wait: got %+v", r)
	}
	if r = w.here.Take(w.ctx, w.org, claim("a", "k", rate)); r.Allowed {
		t.Error("one unit came back, two were granted")
	}
}

func testTogether(t *testing.T, w *world) {
	one, ten := claim("one", "k", hour(1)), claim("ten", "k", hour(10))
	if !w.here.Take(w.ctx, w.org, one, ten).Allowed {
		t.Fatal("refused")
	}
	for range 3 {
		r := w.here.Take(w.ctx, w.org, one, ten)
		if r.Allowed || len(r.States) != 2 || r.States[0].Remaining != 0 || r.States[1].Remaining != 9 {
			t.Fatalf("got %+v", r)
		}
		if r.RetryAfter < 50*time.Minute {
			t.Errorf("retry after %v", r.RetryAfter)
		}
	}
	if r := w.here.Take(w.ctx, w.org, ten); !r.Allowed || r.States[0].Remaining != 8 {
		t.Errorf("refused claims were taken: %+v", r)
	}
}

func testApart(t *testing.T, w *world) {
	for _, c := range []struct {
		org   string
		claim limit.Claim
	}{
		{w.org, claim("a", "k", hour(1))}, {w.org, claim("a", "l", hour(1))}, {w.org, claim("b", "k", hour(1))},
		{w.other, claim("a", "k", hour(1))}, {"", claim("a", w.org, hour(1))},
	} {
		if !w.here.Take(w.ctx, c.org, c.claim).Allowed {
			t.Errorf("%+v is refused the first time", c)
		}
		if w.here.Take(w.ctx, c.org, c.claim).Allowed {
			t.Errorf("%+v is granted twice", c)
		}
	}
}

func testUnlimited(t *testing.T, w *world) {
	for range 5 {
		r := w.here.Take(w.ctx, w.org, claim("none", "k", limit.Rate{}), claim("ten", "k", hour(10)))
		if !r.Allowed || len(r.States) != 2 || r.States[0] != (limit.State{}) || r.States[1].Remaining < 5 {
			t.Fatalf("got %+v", r)
		}
	}
	if r := w.here.Take(w.ctx, w.org, claim("none", "k", limit.Rate{})); !r.Allowed {
		t.Errorf("got %+v", r)
	}
}

func testShared(t *testing.T, w *world) {
	c := claim("a", "k", hour(2))
	if !w.here.Take(w.ctx, w.org, c).Allowed || !w.there.Take(w.ctx, w.org, c).Allowed {
		t.Fatal("refused within the quota")
	}
	if w.here.Take(w.ctx, w.org, c).Allowed || w.there.Take(w.ctx, w.org, c).Allowed {
		t.Error("granted beyond the quota")
	}
}

func testExact(t *testing.T, w *world) {
	const quota, callers = 50, 16
	var granted atomic.Int64
	var callersDone sync.WaitGroup
	for i := range callers {
		state := w.here
		if i%2 == 1 {
			state = w.there
		}
		callersDone.Go(func() {
			for range 10 {
				if state.Take(w.ctx, w.org, claim("a", "k", hour(quota)), claim("b", "k", hour(1000))).Allowed {
					granted.Add(1)
				}
			}
		})
	}
	callersDone.Wait()
	if got := granted.Load(); got != quota {
		t.Errorf("%d of %d were granted, the quota is %d", got, callers*10, quota)
	}
}
