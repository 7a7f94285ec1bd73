package app

import (
	"context"
	"crypto/rand"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/sqlstore"
)

// purgeTime is more than a purge takes that has years to catch up with.
const purgeTime = 2 * time.Hour

// wireRetention builds what looks after terms and holds.
func (a *App) wireRetention() {
	a.retention = retention.New(retention.Deps{
		Store: a.store, Gate: a.gate, Approvals: a.approvals, Clean: a.isClean, Now: a.opts.Now, Random: rand.Reader,
		Forgot: func(rows map[string]int64) {
			for table, n := range rows {
				a.metrics.Purged.WithLabelValues(table).Add(float64(n))
			}
		},
	})
}

// retentionJobs delete at night what is past its term.
func (a *App) retentionJobs() []jobs.Job {
	return []jobs.Job{
		{Name: "retention.purge", Schedule: jobs.Daily{Hour: 4, Minute: 15}, Timeout: purgeTime, Work: func(ctx context.Context, r jobs.Run) error {
			report, err := a.retention.Purge(ctx, ident.Service(r.OrgID, "retention"), false)
			if err != nil {
				return err
			}
			a.metrics.PurgeSuccess.Set(float64(a.opts.Now().Unix()))
			return a.store.DropPartitions(ctx, report.Limits.OpenEvents)
		}},
	}
}

// OfflineRetention looks after terms beside a running service, from the command
// line. Nobody writes reasons there.
func OfflineRetention(store *sqlstore.Store, now func() time.Time) *retention.Service {
	gate := ident.NewGate(store, now)
	clean := func(string) bool { return false }
	return retention.New(retention.Deps{
		Store: store, Gate: gate, Approvals: approval.New(store, gate, clean, now, rand.Reader), Clean: clean, Now: now, Random: rand.Reader,
	})
}
