package app

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"dijkwacht/internal/jobs"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
)

// reportEvery is how often the fleet looks for reports that are due.
const reportEvery = time.Minute

// wireReports builds what makes and sends the weekly reports.
func (a *App) wireReports() {
	a.reports = weekly.New(weekly.Deps{
		Store: a.store, Gate: a.gate, Outbox: a.outbox, Checkpoint: a.audit.Newest, Coverage: a.coverageOf, Names: a.destinationNames, Expiring: a.expiring,
		Console: a.cfg.PublicURL, Now: a.opts.Now, Random: rand.Reader,
	})
}

// reportJobs are the periodic work on reports: those that are due, and new revisions
// of those that late data changed.
func (a *App) reportJobs() []jobs.Job {
	return []jobs.Job{
		{Name: "report.send", Schedule: jobs.Every(reportEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.reports.SendDue(ctx, r.OrgID, r.Location)
		}},
		{Name: "report.revise", Schedule: jobs.Daily{Hour: 2, Minute: 30}, Work: func(ctx context.Context, r jobs.Run) error {
			return a.reports.Revise(ctx, r.OrgID, r.Location)
		}},
	}
}

// destinationNames are those of the catalogue in force.
func (a *App) destinationNames(_ context.Context, org string) map[string]string {
	names := map[string]string{}
	for _, d := range a.policies.Whole(org).Catalogue.Destinations() {
		names[d.ID] = d.Name
	}
	return names
}

// expiring lists the exceptions in force that end in the period.
func (a *App) expiring(_ context.Context, org string, from, to time.Time) []report.Expiring {
	var list []report.Expiring
	for _, e := range a.policies.Whole(org).Policy.Exceptions {
		if !e.Until.Before(from) && e.Until.Before(to) {
			list = append(list, report.Expiring{ID: e.ID, Until: e.Until})
		}
	}
	slices.SortFunc(list, func(x, y report.Expiring) int { return x.Until.Compare(y.Until) })
	return list
}
