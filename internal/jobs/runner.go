package jobs

import (
	"context"
	"errors"
	"sync"
	"time"

	"dijkwacht/internal/fault"
)

// Tenant is an organisation with its clock.
type Tenant struct {
	OrgID    string
	Location *time.Location
}

// Result is how an attempt at a run ended.
type Result string

// The results.
const (
	Done    Result = "done"
	Failed  Result = "failed"  // and comes back later
	Lost    Result = "lost"    // another process took it over
	Stopped Result = "stopped" // given back at a stop of the service
)

// Attempt is one attempt at a run, for logs and metrics.
type Attempt struct {
	Job, OrgID string
	Due        time.Time
	Result     Result
	Took       time.Duration
	// Err is why it failed; its text may hold anything but what fault.From keeps.
	Err error
}

// Runner runs the jobs of all organisations. Any number of runners may share one
// store.
type Runner struct {
	Store   Store
	Tenants func(context.Context) ([]Tenant, error)
	Jobs    []Job
	Now     func() time.Time
	// Holder names this process, unlike every other.
	Holder string
	// Poll is how often the runner looks for work, Lease how long work may go on
	// without a sign of life before another process takes it over, Grace how long
	// a run may go on after a stop. Parallel bounds the runs at once.
	Poll, Lease, Grace time.Duration
	Parallel           int
	// Observe is told of each attempt, Lag how late the latest run of a job is at
	// each look; zero: nothing is late. Trouble is told when the runner cannot look.
	Observe func(Attempt)
	Lag     func(job string, late time.Duration)
	Trouble func(error)
}

// Defaults for a Runner.
const (
	DefaultPoll     = 5 * time.Second
	DefaultLease    = time.Minute
	DefaultGrace    = 5 * time.Second
	DefaultParallel = 4
)

// Run looks for work until ctx ends. Then it takes no new work, waits for what is
// running, at most Grace, gives back the leases of what did not finish, and returns.
func (r *Runner) Run(ctx context.Context) {
	// Runs outlive ctx by Grace.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var running sync.WaitGroup
	slots := make(chan struct{}, r.Parallel)
	tick := time.NewTicker(r.Poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		r.look(ctx, work, slots, &running)
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	stop := time.AfterFunc(r.Grace, cancel)
	defer stop.Stop()
	running.Wait()
}

// look plans what is new and starts what is due.
func (r *Runner) look(ctx, work context.Context, slots chan struct{}, running *sync.WaitGroup) {
	tenants, err := r.Tenants(ctx)
	if err != nil {
		r.trouble(ctx, err)
		return
	}
	late := map[string]time.Duration{}
	for _, t := range tenants {
		rows, err := r.rows(ctx, t)
		if err != nil {
			r.trouble(ctx, err)
			continue
		}
		for _, j := range r.Jobs {
			row := rows[j.Name]
			late[j.Name] = max(late[j.Name], r.Now().Sub(row.NextRun))
			if row.Claimable(r.Now()) && !r.start(ctx, work, j, t, slots, running) {
				return
			}
		}
	}
	for _, j := range r.Jobs {
		r.Lag(j.Name, late[j.Name])
	}
}

func (r *Runner) trouble(ctx context.Context, err error) {
	if ctx.Err() == nil {
		r.Trouble(err)
	}
}

// rows reads the jobs of an organisation by name, after planning those that have no
// row or another schedule.
func (r *Runner) rows(ctx context.Context, t Tenant) (map[string]Row, error) {
	read := func() (map[string]Row, error) {
		list, err := r.Store.Jobs(ctx, t.OrgID)
		rows := map[string]Row{}
		for _, row := range list {
			rows[row.Name] = row
		}
		return rows, err
	}
	rows, err := read()
	if err != nil {
		return nil, err
	}
	planned := false
	for _, j := range r.Jobs {
		key, now := j.Schedule.Key(t.Location), r.Now()
		if row, ok := rows[j.Name]; ok && (row.Schedule == key || !row.NextRun.After(now)) {
			continue
		}
		if err := r.Store.PlanJob(ctx, t.OrgID, j.Name, key, now, j.Schedule.Next(now, t.Location)); err != nil {
			return nil, err
		}
		planned = true
	}
	if planned {
		return read()
	}
	return rows, nil
}

// start claims a run and works on it beside the others; false when ctx ended while
// all slots were taken.
func (r *Runner) start(ctx, work context.Context, j Job, t Tenant, slots chan struct{}, running *sync.WaitGroup) bool {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	now := r.Now()
	row, err := r.Store.ClaimJob(ctx, t.OrgID, j.Name, r.Holder, now, now.Add(r.Lease))
	if err != nil {
		<-slots
		if !errors.Is(err, fault.E(fault.NotFound)) {
			r.trouble(ctx, err)
		}
		return true
	}
	c := Claim{OrgID: t.OrgID, Name: j.Name, Holder: r.Holder, Fence: row.Fence, Due: row.NextRun, At: now}
	c.Next = j.next(c.Due, now, t.Location)
	running.Go(func() {
		defer func() { <-slots }()
		r.attempt(ctx, work, j, t, c, row.Attempts)
	})
	return true
}

// next is the run after the one that was due.
func (j Job) next(due, now time.Time, loc *time.Location) time.Time {
	if j.CatchUp == Once && now.After(due) {
		due = now
	}
	return j.Schedule.Next(due, loc)
}
