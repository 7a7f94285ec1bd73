package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // slim containers have no zone files

	"go.uber.org/zap"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
)

// How often the fleet looks, for each organisation, at incidents without outcome,
// at the end of the chain, and at approvals that nobody gave.
const (
	settleEvery     = 30 * time.Second
	checkpointEvery = time.Minute
	expireEvery     = 5 * time.Minute
	daysEvery       = 10 * time.Minute
)

// work builds what happens once for the whole fleet, and the services that it and
// the console share.
func (a *App) work(ctx context.Context) error {
	holder, err := ident.NewID("", a.opts.Now(), rand.Reader)
	if err != nil {
		return err
	}
	a.audit = audit.New(a.store, a.store, a.ring.CheckpointKey, a.opts.Now)
	a.approvals = approval.New(a.store, a.gate, a.isClean, a.opts.Now, rand.Reader)
	if err := errors.Join(a.wireDesk(), a.wireCases()); err != nil {
		return err
	}
	if err := a.wireDelivery(); err != nil {
		return err
	}
	a.wireReports()
	a.wireCouncil()
	a.jobs = &jobs.Runner{
		Store: a.store, Tenants: a.tenants, Jobs: a.periodic(), Now: a.opts.Now, Holder: holder,
		Poll: jobs.DefaultPoll, Lease: jobs.DefaultLease, Grace: jobs.DefaultGrace, Parallel: jobs.DefaultParallel,
		Observe: a.observeJob,
		Lag:     func(job string, late time.Duration) { a.metrics.JobLate.WithLabelValues(job).Set(late.Seconds()) },
		Trouble: func(err error) { a.log.Error("cannot look for periodic work", zap.String("cause", causeOf(err))) },
	}
	return nil
}

func (a *App) periodic() []jobs.Job {
	return append(slices.Concat(a.caseJobs(), a.coverageJobs(), a.reportJobs(), a.deliveryJobs(), a.directoryJobs(), a.councilJobs()), []jobs.Job{
		{Name: "register.settle", Schedule: jobs.Every(settleEvery), Work: func(ctx context.Context, r jobs.Run) error {
			_, err := a.register.SettleOverdue(ctx, r.OrgID)
			return err
		}},
		{Name: "policy.activate", Schedule: jobs.Every(activateEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.desk.ActivateDue(ctx, r.OrgID)
		}},
		{Name: "audit.checkpoint", Schedule: jobs.Every(checkpointEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.audit.Checkpoint(ctx, r.OrgID)
		}},
		{Name: "store.partitions", Schedule: jobs.Daily{Hour: 3, Minute: 30}, Work: func(ctx context.Context, _ jobs.Run) error {
			return a.store.AddPartitions(ctx, a.opts.Now())
		}},
		{Name: "store.days", Schedule: jobs.Every(daysEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return errors.Join(a.store.SumEventDays(ctx, r.OrgID, a.opts.Now()), a.store.SumIncidents(ctx, r.OrgID, a.opts.Now()))
		}},
		{Name: "approval.expire", Schedule: jobs.Every(expireEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.approvals.Expire(ctx, r.OrgID)
		}},
		{Name: "reveal.forget", Schedule: jobs.Every(expireEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.reveals.Forget(ctx, r.OrgID)
		}},
		{Name: "sessions.forget", Schedule: jobs.Every(maintainEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return errors.Join(a.store.ForgetEnded(ctx, r.OrgID, a.opts.Now()), a.store.ForgetRequests(ctx, r.OrgID, a.opts.Now()))
		}},
		{Name: "keys.maintain", Schedule: jobs.Every(maintainEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.maintainKeys(ctx, r.OrgID)
		}},
	}...)
}

// tenants lists the organisations with their clocks.
func (a *App) tenants(ctx context.Context) ([]jobs.Tenant, error) {
	list, err := a.store.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	tenants := make([]jobs.Tenant, len(list))
	for i, o := range list {
		loc, err := time.LoadLocation(o.TimeZone)
		if err != nil {
			return nil, fmt.Errorf("load time zone of %s: %w", o.ID, err)
		}
		tenants[i] = jobs.Tenant{OrgID: o.ID, Location: loc}
	}
	return tenants, nil
}

func (a *App) observeJob(t jobs.Attempt) {
	a.metrics.JobRuns.WithLabelValues(t.Job, string(t.Result)).Inc()
	if t.Result == jobs.Failed {
		a.log.Error("periodic work failed", zap.String("job", t.Job), zap.String("cause", causeOf(t.Err)))
	}
}

// isClean reports whether a text that people write about a case holds no personal
// data and no secrets.
func (a *App) isClean(text string) bool {
	return len(guard.Inspect(a.core.Pack, a.initial, guard.Input{Text: text, Now: a.opts.Now()}).Findings) == 0
}
