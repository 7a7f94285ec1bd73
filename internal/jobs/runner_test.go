package jobs_test

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/sqlstore"
)

// fleet is a store with organisations, for runners in a bubble of time.
type fleet struct {
	t       *testing.T
	poll    time.Duration
	store   *sqlstore.Store
	mu      sync.Mutex
	tenants []jobs.Tenant
	seen    []jobs.Attempt
	runs    []string
}

// inBubble runs a test in which time passes only when everybody waits. It begins
// at midnight UTC on Saturday 1 January 2000.
func inBubble(t *testing.T, test func(t *testing.T, f *fleet)) {
	synctest.Test(t, func(t *testing.T) {
		store, err := sqlstore.Open(t.Context(), t.TempDir(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = store.Close() }()
		f := &fleet{t: t, store: store, poll: jobs.DefaultPoll}
		f.add("org_nl", "Europe/Amsterdam")
		test(t, f)
	})
}

func (f *fleet) add(org, zone string) {
	f.t.Helper()
	loc, err := time.LoadLocation(zone)
	if err == nil {
		err = f.store.CreateOrganisation(f.t.Context(), ident.Organisation{ID: org, Name: org}, chain.Draft{At: time.Now(), Action: "organisation.created"})
	}
	if err != nil {
		f.t.Fatal(err)
	}
	f.tenants = append(f.tenants, jobs.Tenant{OrgID: org, Location: loc})
}

// run runs a runner for so long.
func (f *fleet) run(holder string, d time.Duration, list ...jobs.Job) {
	ctx, stop := context.WithTimeout(f.t.Context(), d)
	defer stop()
	f.runner(holder, list...).Run(ctx)
}

func (f *fleet) runner(holder string, list ...jobs.Job) *jobs.Runner {
	return &jobs.Runner{
		Store: f.store, Holder: holder, Now: time.Now, Jobs: list,
		Tenants: func(context.Context) ([]jobs.Tenant, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			return slices.Clone(f.tenants), nil
		},
		Poll: f.poll, Lease: jobs.DefaultLease, Grace: jobs.DefaultGrace, Parallel: jobs.DefaultParallel,
		Observe: func(a jobs.Attempt) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.seen = append(f.seen, a)
		},
		Lag:     func(string, time.Duration) {},
		Trouble: func(err error) { f.t.Error(err) },
	}
}

// note is work that writes down the run on the clock of the organisation.
func (f *fleet) note(_ context.Context, r jobs.Run) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.runs = append(f.runs, r.OrgID+" "+r.Due.In(r.Location).Format("Mon 2 Jan 15:04"))
	return nil
}

func (f *fleet) results() (list []jobs.Result) {
	for _, a := range f.seen {
		list = append(list, a.Result)
	}
	return list
}

func (f *fleet) row() jobs.Row {
	f.t.Helper()
	list, err := f.store.Jobs(f.t.Context(), "org_nl")
	if err != nil || len(list) == 0 {
		f.t.Fatalf("got %v, %v", list, err)
	}
	return list[0]
}

func want[T any](t *testing.T, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var monday = jobs.Weekly{Day: time.Monday, Hour: 7}

func TestAJobRunsByTheClockOfEachOrganisation(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		f.poll = 10 * time.Minute
		f.add("org_ca", "America/St_Johns")
		f.run("a", 14*24*time.Hour, jobs.Job{Name: "report", Schedule: monday, Work: f.note})
		want(t, []string{"org_nl Mon 3 Jan 07:00", "org_ca Mon 3 Jan 07:00", "org_nl Mon 10 Jan 07:00", "org_ca Mon 10 Jan 07:00"}, f.runs)
	})
}

func TestTwoReplicasDoEachRunOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		f.poll = 10 * time.Minute
		job := jobs.Job{Name: "report", Schedule: monday, Work: f.note}
		var both sync.WaitGroup
		for _, holder := range []string{"a", "b"} {
			both.Go(func() { f.run(holder, 21*24*time.Hour, job) })
		}
		both.Wait()
		want(t, []string{"org_nl Mon 3 Jan 07:00", "org_nl Mon 10 Jan 07:00", "org_nl Mon 17 Jan 07:00"}, f.runs)
	})
}

func TestAfterDowntimeMissedRunsAreMadeUpAsTheJobSays(t *testing.T) {
	for name, tt := range map[string]struct {
		catchUp jobs.CatchUp
		want    []string
	}{
		"once": {jobs.Once, []string{"org_nl Mon 3 Jan 07:00", "org_nl Mon 24 Jan 07:00"}},
		"each": {jobs.Each, []string{"org_nl Mon 3 Jan 07:00", "org_nl Mon 10 Jan 07:00", "org_nl Mon 17 Jan 07:00", "org_nl Mon 24 Jan 07:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, f *fleet) {
				f.poll = 10 * time.Minute
				job := jobs.Job{Name: "report", Schedule: monday, CatchUp: tt.catchUp, Work: f.note}
				f.run("a", time.Hour, job)
				time.Sleep(17 * 24 * time.Hour)
				f.run("a", 7*24*time.Hour, job)
				want(t, tt.want, f.runs)
			})
		})
	}
}

func TestARunThatFailsComesBackLaterEachTimeAndStaysTheSame(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		var at []time.Duration
		due := map[time.Time]bool{}
		began := time.Now()
		f.run("a", time.Minute, jobs.Job{Name: "report", Schedule: monday, Work: f.note})
		time.Sleep(3 * 24 * time.Hour)
		f.run("a", 10*time.Minute, jobs.Job{Name: "report", Schedule: monday, Work: func(_ context.Context, r jobs.Run) error {
			at, due[r.Due] = append(at, time.Since(began).Round(10*time.Second)), true
			if len(at) < 5 {
				return fault.E(fault.StoreUnavailable)
			}
			return nil
		}})
		want(t, []jobs.Result{jobs.Failed, jobs.Failed, jobs.Failed, jobs.Failed, jobs.Done}, f.results())
		gaps := make([]time.Duration, 0, len(at))
		for i := 1; i < len(at); i++ {
			gaps = append(gaps, at[i]-at[i-1])
		}
		for i, least := range []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute} {
			if gaps[i] < least-5*time.Second || gaps[i] > least+15*time.Second {
				t.Errorf("attempt %d came after %v", i+2, gaps[i])
			}
		}
		if got := f.row(); len(due) != 1 || got.Attempts != 0 || got.Failure != "" || got.NextRun.Day() != 10 {
			t.Errorf("got %v, %+v", due, got)
		}
	})
}

func TestAPanicIsAFailureOfThatRunAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		f.run("a", time.Minute,
			jobs.Job{Name: "bad", Schedule: jobs.Every(50 * time.Second), Work: func(context.Context, jobs.Run) error { panic("111222333") }},
			jobs.Job{Name: "good", Schedule: jobs.Every(50 * time.Second), Work: f.note})
		if got := f.row(); got.Name != "bad" || got.Failure != fault.Internal || len(f.runs) != 1 {
			t.Errorf("got %+v, %v", got, f.runs)
		}
		for _, a := range f.seen {
			if a.Err != nil && a.Err.Error() != "internal: panic of type string in a job" {
				t.Errorf("got %v", a.Err)
			}
		}
	})
}

func TestARunThatHangsIsEnded(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		f.run("a", 3*time.Minute, jobs.Job{Name: "slow", Schedule: jobs.Every(time.Hour), Timeout: time.Minute, Work: func(ctx context.Context, _ jobs.Run) error {
			<-ctx.Done()
			return ctx.Err()
		}})
		want(t, nil, f.results()) // nothing is due in the first minutes
		time.Sleep(time.Hour - 3*time.Minute)
		f.run("a", 70*time.Second, jobs.Job{Name: "slow", Schedule: jobs.Every(time.Hour), Timeout: time.Minute, Work: func(ctx context.Context, _ jobs.Run) error {
			<-ctx.Done()
			return ctx.Err()
		}})
		want(t, []jobs.Result{jobs.Failed}, f.results())
	})
}

func TestALongRunKeepsItsLease(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		running := 0
		job := jobs.Job{Name: "long", Schedule: jobs.Every(10 * time.Minute), Work: func(context.Context, jobs.Run) error {
			running++
			time.Sleep(5 * jobs.DefaultLease)
			return nil
		}}
		var both sync.WaitGroup
		for _, holder := range []string{"a", "b"} {
			both.Go(func() { f.run(holder, 19*time.Minute, job) })
		}
		both.Wait()
		want(t, 1, running)
		want(t, []jobs.Result{jobs.Done}, f.results())
	})
}

func TestAStopWaitsForTheRunAndGivesItBackWhenItTakesTooLong(t *testing.T) {
	for name, tt := range map[string]struct {
		takes time.Duration
		want  jobs.Result
	}{
		"in time": {jobs.DefaultGrace - time.Second, jobs.Done}, "too long": {time.Hour, jobs.Stopped},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, f *fleet) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				job := jobs.Job{Name: "work", Schedule: jobs.Every(time.Minute), Work: func(ctx context.Context, _ jobs.Run) error {
					stop()
					select {
					case <-time.After(tt.takes):
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				}}
				f.runner("a", job).Run(ctx)
				want(t, []jobs.Result{tt.want}, f.results())
				row := f.row()
				if row.Holder != "" || row.Attempts != 0 || row.LastRun.IsZero() != (tt.want == jobs.Stopped) {
					t.Errorf("got %+v", row)
				}
				if tt.want == jobs.Stopped { // another replica need not wait
					if _, err := f.store.ClaimJob(t.Context(), "org_nl", "work", "b", time.Now(), time.Now().Add(time.Minute)); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestAnotherTimeZoneMovesTheNextRun(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		job := jobs.Job{Name: "report", Schedule: monday, Work: f.note}
		f.run("a", time.Hour, job)
		f.tenants[0].Location = time.UTC
		f.run("a", time.Hour, job)
		if got := f.row().NextRun; !got.Equal(time.Date(2000, 1, 3, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("got %v", got)
		}
	})
}

func TestTroubleWithOneOrganisationDoesNotHoldUpTheOthers(t *testing.T) {
	inBubble(t, func(t *testing.T, f *fleet) {
		f.tenants = append([]jobs.Tenant{{OrgID: "org_gone", Location: time.UTC}}, f.tenants...)
		r := f.runner("a", jobs.Job{Name: "work", Schedule: jobs.Every(time.Minute), Work: f.note})
		var troubles []error
		r.Trouble = func(err error) { troubles = append(troubles, err) }
		ctx, stop := context.WithTimeout(t.Context(), 90*time.Second)
		defer stop()
		r.Run(ctx)
		if len(f.runs) != 1 || len(troubles) == 0 {
			t.Errorf("got %v, %v", f.runs, troubles)
		}
	})
}
