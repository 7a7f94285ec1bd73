package app

import (
	"context"
	"crypto/rand"
	"time"

	"dijkwacht/internal/coverage"
	"dijkwacht/internal/jobs"
)

const (
	// applyEvery is how soon a site that two people switched off is off.
	applyEvery = 30 * time.Second
	// measureEvery is how old the metric of coverage may be.
	measureEvery = time.Minute
)

func (a *App) wireCoverage() {
	a.coverage = coverage.New(coverage.Deps{
		Store: a.store, Approvals: a.approvals, Gate: a.gate, Now: a.opts.Now, Random: rand.Reader,
		Active: func(org, department string) int { return a.policies.For(org, department).Version },
		Known: func(org, destination string) bool {
			_, known := a.policies.Whole(org).Catalogue.ByID(destination)
			return known
		},
	})
}

// coverageJobs are the periodic work on what is guarded.
func (a *App) coverageJobs() []jobs.Job {
	return []jobs.Job{
		{Name: "coverage.gaps", Schedule: jobs.Every(coverage.GapEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.coverage.FindGaps(ctx, r.OrgID)
		}},
		{Name: "coverage.switches", Schedule: jobs.Every(applyEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.coverage.ApplySwitches(ctx, r.OrgID)
		}},
		{Name: "coverage.devices", Schedule: jobs.Daily{Hour: 4}, Work: func(ctx context.Context, r jobs.Run) error {
			return a.coverage.Tidy(ctx, r.OrgID)
		}},
	}
}

// measureCoverage refreshes the metric, over all organisations.
func (a *App) measureCoverage(ctx context.Context) error {
	list, err := a.store.Organisations(ctx)
	if err != nil {
		return err
	}
	orgs := make([]string, len(list))
	for i, o := range list {
		orgs[i] = o.ID
	}
	ratios, err := a.coverage.Ratios(ctx, orgs)
	if err != nil {
		return err
	}
	a.metrics.Coverage.Reset()
	for destination, ratio := range ratios {
		a.metrics.Coverage.WithLabelValues(destination).Set(ratio)
	}
	return nil
}
