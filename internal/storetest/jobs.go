package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/register"
)

const (
	jobName  = "count"
	jobEvery = time.Minute
)

// planJob adds a job of the first organisation that is due at w.now.
func (w *world) planJob(t *testing.T) {
	t.Helper()
	must(t, w.store.PlanJob(w.ctx, w.org, jobName, "every 1m0s", w.now.Add(-jobEvery), w.now))
}

// claim takes the job as a process of that name, at a time of its clock, for a minute.
func (w *world) claim(t *testing.T, s Store, holder string, now time.Time) (jobs.Claim, error) {
	t.Helper()
	row, err := s.ClaimJob(w.ctx, w.org, jobName, holder, now, now.Add(time.Minute))
	return jobs.Claim{OrgID: w.org, Name: jobName, Holder: holder, Fence: row.Fence, Due: row.NextRun, Next: row.NextRun.Add(jobEvery), At: now}, err
}

func (w *world) job(t *testing.T) jobs.Row {
	t.Helper()
	list, err := w.store.Jobs(w.ctx, w.org)
	must(t, err)
	if len(list) != 1 {
		t.Fatalf("got %d jobs", len(list))
	}
	return list[0]
}

// effect writes an entry under the context, as the work of a job does.
func (w *world) effect(ctx context.Context, s Store, org, object string) error {
	return s.Write(ctx, org, func(tx register.Tx) error { return tx.Append(w.entry("job.ran", object)) })
}

// effects counts the entries of effect by object.
func (w *world) effects(t *testing.T) map[string]int {
	t.Helper()
	n := map[string]int{}
	for r, err := range w.store.Records(w.ctx, w.org, 0, 1<<53) {
		must(t, err)
		if r.Entry.Action == "job.ran" {
			n[r.Entry.Object]++
		}
	}
	return n
}

func wantLost(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, jobs.ErrLost) {
		t.Errorf("got %v, want a lost lease", err)
	}
}

func testJobPlans(t *testing.T, w *world) {
	w.planJob(t)
	other, _ := w.addOrganisation(t)
	t.Run("a job is there as it was planned", func(t *testing.T) {
		want := jobs.Row{OrgID: w.org, Name: jobName, Schedule: "every 1m0s", NextRun: w.now}
		if diff := cmp.Diff(want, w.job(t)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("planning it again changes nothing", func(t *testing.T) {
		must(t, w.store.PlanJob(w.ctx, w.org, jobName, "every 1m0s", w.now.Add(-time.Hour), w.now.Add(time.Hour)))
		if got := w.job(t); !got.NextRun.Equal(w.now) {
			t.Errorf("got %v", got.NextRun)
		}
	})
	t.Run("another schedule moves a run that is to come, not one that is due", func(t *testing.T) {
		must(t, w.store.PlanJob(w.ctx, w.org, jobName, "every 2m0s", w.now, w.now.Add(time.Hour)))
		if got := w.job(t); !got.NextRun.Equal(w.now) {
			t.Errorf("a run that was due moved to %v", got.NextRun)
		}
		must(t, w.store.PlanJob(w.ctx, w.org, jobName, "every 2m0s", w.now.Add(-time.Second), w.now.Add(time.Hour)))
		if got := w.job(t); !got.NextRun.Equal(w.now.Add(time.Hour)) || got.Schedule != "every 2m0s" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("another organisation does not have it", func(t *testing.T) {
		list, err := w.store.Jobs(w.ctx, other)
		must(t, err)
		_, failed := w.store.ClaimJob(w.ctx, other, jobName, "a", w.now.Add(2*time.Hour), w.now.Add(3*time.Hour))
		wantFault(t, failed, fault.NotFound)
		if len(list) != 0 {
			t.Errorf("got %+v", list)
		}
	})
}

func testJobLeases(t *testing.T, w *world) {
	w.planJob(t)
	replica := w.backend.Open(t)
	_, err := w.claim(t, w.store, "a", w.now.Add(-time.Millisecond))
	wantFault(t, err, fault.NotFound) // not due yet
	first, err := w.claim(t, w.store, "a", w.now)
	must(t, err)
	t.Run("a lease keeps others away until it runs out", func(t *testing.T) {
		_, err := w.claim(t, replica, "b", w.now.Add(time.Minute-time.Millisecond))
		wantFault(t, err, fault.NotFound)
		must(t, w.store.RenewJob(w.ctx, first, w.now.Add(2*time.Minute)))
		_, err = w.claim(t, replica, "b", w.now.Add(time.Minute))
		wantFault(t, err, fault.NotFound)
	})
	second, err := w.claim(t, replica, "b", w.now.Add(2*time.Minute))
	must(t, err)
	t.Run("the next holder does the same run under a greater fence", func(t *testing.T) {
		if second.Fence <= first.Fence || !second.Due.Equal(first.Due) {
			t.Errorf("got %+v after %+v", second, first)
		}
	})
	t.Run("a holder that wakes up late changes nothing", func(t *testing.T) {
		wantLost(t, w.effect(jobs.WithGuard(w.ctx, jobs.Guard{Claim: first}), w.store, w.org, "late"))
		wantLost(t, w.effect(jobs.WithGuard(w.ctx, jobs.Guard{Claim: first, Completes: true}), w.store, w.org, "late"))
		wantLost(t, w.store.RenewJob(w.ctx, first, w.now.Add(time.Hour)))
		wantLost(t, w.store.CompleteJob(w.ctx, first))
		wantLost(t, w.store.ReleaseJob(w.ctx, first, w.now, fault.Internal))
		if got := w.job(t); got.Holder != "b" || got.Attempts != 0 || len(w.effects(t)) != 0 {
			t.Errorf("got %+v, %v", got, w.effects(t))
		}
	})
	t.Run("a process of the same name does not pass for the holder", func(t *testing.T) {
		twin := second
		twin.Fence--
		wantLost(t, w.store.CompleteJob(w.ctx, twin))
	})
	t.Run("work for another organisation is refused", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		wantLost(t, w.effect(jobs.WithGuard(w.ctx, jobs.Guard{Claim: second}), replica, other, "elsewhere"))
	})
	t.Run("writes of the holder stay, and the last one completes the run", func(t *testing.T) {
		must(t, w.effect(jobs.WithGuard(w.ctx, jobs.Guard{Claim: second}), replica, w.org, "some"))
		last := jobs.WithGuard(w.ctx, jobs.Guard{Claim: second, Completes: true})
		must(t, w.effect(last, replica, w.org, "last"))
		wantLost(t, w.effect(last, replica, w.org, "after"))
		want := jobs.Row{
			OrgID: w.org, Name: jobName, Schedule: "every 1m0s", NextRun: w.now.Add(jobEvery), Fence: second.Fence,
			LastRun: second.At, LastDue: w.now,
		}
		if diff := cmp.Diff(want, w.job(t)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]int{"some": 1, "last": 1}, w.effects(t)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a last write that fails leaves the run to do", func(t *testing.T) {
		third, err := w.claim(t, w.store, "a", w.now.Add(3*time.Minute))
		must(t, err)
		refused := fault.E(fault.Conflict)
		err = w.store.Write(jobs.WithGuard(w.ctx, jobs.Guard{Claim: third, Completes: true}), w.org, func(tx register.Tx) error {
			must(t, tx.Append(w.entry("job.ran", "refused")))
			return refused
		})
		wantFault(t, err, fault.Conflict)
		must(t, w.store.ReleaseJob(w.ctx, third, w.now.Add(time.Hour), fault.Conflict))
		got := w.job(t)
		if got.Attempts != 1 || got.Failure != fault.Conflict || !got.NextRun.Equal(third.Due) || w.effects(t)["refused"] != 0 {
			t.Errorf("got %+v", got)
		}
		_, err = w.claim(t, w.store, "a", w.now.Add(time.Hour-time.Millisecond))
		wantFault(t, err, fault.NotFound)
		fourth, err := w.claim(t, w.store, "a", w.now.Add(time.Hour))
		must(t, err)
		must(t, w.store.CompleteJob(w.ctx, fourth))
		if got := w.job(t); got.Attempts != 0 || got.Failure != "" || !got.NotBefore.IsZero() {
			t.Errorf("got %+v", got)
		}
	})
}

func testJobRace(t *testing.T, w *world) {
	w.planJob(t)
	stores := []Store{w.store, w.backend.Open(t)}
	var mu sync.Mutex
	var got []jobs.Claim
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			c, err := w.claim(t, stores[i%2], string(rune('a'+i)), w.now)
			if err == nil {
				mu.Lock()
				got = append(got, c)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(got) != 1 || w.job(t).Holder != got[0].Holder {
		t.Errorf("of several callers at once %d got the lease", len(got))
	}
}

// testJobRunners runs two replicas whose clocks differ by more than a lease, so that
// one takes every run out of the hands of the other, and a third one
// that freezes with a run in hand and goes on when others have long taken it over.
func testJobRunners(t *testing.T, w *world) {
	const every, last = 40 * time.Millisecond, 25
	began := time.Now()
	thawed, frozen := make(chan struct{}), make(chan struct{})
	var late error
	work := func(s Store, freeze bool) func(context.Context, jobs.Run) error {
		return func(ctx context.Context, r jobs.Run) error {
			effect := func() error { return w.effect(r.Last(ctx), s, w.org, r.Due.Format(time.RFC3339Nano)) }
			if !freeze {
				time.Sleep(5 * time.Millisecond)
				return effect()
			}
			close(frozen)
			<-thawed
			ctx = context.WithoutCancel(ctx) // a frozen process does not hear of its end
			late = effect()
			return late
		}
	}
	ctx, stop := context.WithCancel(w.ctx)
	var running sync.WaitGroup
	start := func(s Store, holder string, skew time.Duration, freeze bool) {
		r := &jobs.Runner{
			Store: s, Holder: holder, Now: func() time.Time { return time.Now().Add(skew) },
			Tenants: func(context.Context) ([]jobs.Tenant, error) {
				return []jobs.Tenant{{OrgID: w.org, Location: time.UTC}}, nil
			},
			Jobs: []jobs.Job{{Name: jobName, Schedule: jobs.Every(every), CatchUp: jobs.Each, Work: work(s, freeze)}},
			Poll: 10 * time.Millisecond, Lease: 200 * time.Millisecond, Grace: time.Second, Parallel: 1,
			Observe: func(jobs.Attempt) {}, Lag: func(string, time.Duration) {}, Trouble: func(err error) { t.Error(err) },
		}
		if freeze {
			r.Lease = time.Millisecond // nobody renews the lease of a frozen process
		}
		running.Go(func() { r.Run(ctx) })
	}
	start(w.backend.Open(t), "frozen", 0, true)
	<-frozen
	start(w.store, "ahead", 250*time.Millisecond, false)
	start(w.backend.Open(t), "behind", 0, false)
	for len(w.effects(t)) < last && time.Since(began) < 20*time.Second {
		time.Sleep(20 * time.Millisecond)
	}
	close(thawed)
	time.Sleep(50 * time.Millisecond)
	stop()
	running.Wait()
	wantLost(t, late)
	done := w.effects(t)
	if len(done) < last {
		t.Fatalf("only %d runs were done", len(done))
	}
	row := w.job(t)
	for due := row.LastDue; len(done) > 0; due = due.Add(-every) {
		key := due.Format(time.RFC3339Nano)
		if done[key] != 1 {
			t.Fatalf("the run of %s was done %d times", key, done[key])
		}
		delete(done, key)
	}
}
