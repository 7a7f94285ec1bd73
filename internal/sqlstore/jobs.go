package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/jobs"
)

// fenced makes a change of a running job fail when its lease is no longer its own,
// and complete the run with it where that is asked. Every write takes the chain of
// the organisation first, so that no lease changes hands meanwhile.
func fenced(ctx context.Context, org string, change func(*batch) error) func(*batch) error {
	guard, running := jobs.GuardOf(ctx)
	if !running {
		return change
	}
	return func(b *batch) error {
		if guard.OrgID != org {
			return jobs.ErrLost
		}
		var held int
		if err := b.one("SELECT COUNT(*) FROM jobs WHERE org_id = $1 AND name = $2 AND holder = $3 AND fence = $4",
			[]any{org, guard.Name, guard.Holder, guard.Fence}, &held); err != nil {
			return err
		}
		if held == 0 {
			return jobs.ErrLost
		}
		if err := change(b); err != nil || !guard.Completes {
			return err
		}
		return complete(b, guard.Claim)
	}
}

// PlanJob implements jobs.Store.
func (s *Store) PlanJob(ctx context.Context, org, name, schedule string, now, next time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec(`INSERT INTO jobs (org_id, name, schedule, next_run) VALUES ($1, $2, $3, $4)
			ON CONFLICT (org_id, name) DO UPDATE SET schedule = excluded.schedule, next_run = excluded.next_run
			WHERE jobs.schedule <> excluded.schedule AND jobs.holder = '' AND jobs.next_run > $5`,
			org, name, schedule, millis(next), millis(now))
	})
}

const jobColumns = "name, schedule, next_run, not_before, holder, lease_until, fence, attempts, failure, last_run, last_due"

// scanJob reads the jobColumns.
func scanJob(org string, scan func(...any) error) (jobs.Row, error) {
	r := jobs.Row{OrgID: org}
	var next, notBefore, until, lastRun, lastDue int64
	err := scan(&r.Name, &r.Schedule, &next, &notBefore, &r.Holder, &until, &r.Fence, &r.Attempts, &r.Failure, &lastRun, &lastDue)
	r.NextRun, r.NotBefore, r.LeaseUntil = instant(next), instant(notBefore), instant(until)
	r.LastRun, r.LastDue = instant(lastRun), instant(lastDue)
	return r, err
}

// Jobs implements jobs.Store.
func (s *Store) Jobs(ctx context.Context, org string) ([]jobs.Row, error) {
	var list []jobs.Row
	err := s.query(ctx, org, "SELECT "+jobColumns+" FROM jobs WHERE org_id = $1 ORDER BY name", []any{org}, func(rows *sql.Rows) error {
		r, err := scanJob(org, rows.Scan)
		list = append(list, r)
		return err
	})
	return list, err
}

// ClaimJob implements jobs.Store.
func (s *Store) ClaimJob(ctx context.Context, org, name, holder string, now, until time.Time) (jobs.Row, error) {
	var claimed jobs.Row
	err := s.do(ctx, org, func(b *batch) error {
		found := false
		err := b.each(`UPDATE jobs SET holder = $1, lease_until = $2, fence = fence + 1
			WHERE org_id = $3 AND name = $4 AND next_run <= $5 AND not_before <= $5 AND (holder = '' OR lease_until <= $5)
			RETURNING `+jobColumns, []any{holder, millis(until), org, name, millis(now)}, func(rows *sql.Rows) error {
			found = true
			var err error
			claimed, err = scanJob(org, rows.Scan)
			return err
		})
		if err == nil && !found {
			return fault.E(fault.NotFound)
		}
		return err
	})
	if err != nil {
		return jobs.Row{}, err
	}
	return claimed, nil
}

// RenewJob implements jobs.Store.
func (s *Store) RenewJob(ctx context.Context, c jobs.Claim, until time.Time) error {
	return s.do(ctx, c.OrgID, func(b *batch) error {
		return held(b.changed("UPDATE jobs SET lease_until = $1 WHERE org_id = $2 AND name = $3 AND holder = $4 AND fence = $5",
			millis(until), c.OrgID, c.Name, c.Holder, c.Fence))
	})
}

// CompleteJob implements jobs.Store.
func (s *Store) CompleteJob(ctx context.Context, c jobs.Claim) error {
	return s.do(ctx, c.OrgID, func(b *batch) error { return complete(b, c) })
}

func complete(b *batch, c jobs.Claim) error {
	return held(b.changed(`UPDATE jobs SET next_run = $1, last_run = $2, last_due = $3, holder = '', lease_until = 0, not_before = 0, attempts = 0, failure = ''
		WHERE org_id = $4 AND name = $5 AND holder = $6 AND fence = $7`,
		millis(c.Next), millis(c.At), millis(c.Due), c.OrgID, c.Name, c.Holder, c.Fence))
}

// ReleaseJob implements jobs.Store.
func (s *Store) ReleaseJob(ctx context.Context, c jobs.Claim, notBefore time.Time, failure fault.Code) error {
	failed := flag(failure != "")
	return s.do(ctx, c.OrgID, func(b *batch) error {
		return held(b.changed(`UPDATE jobs SET holder = '', lease_until = 0, not_before = $1, attempts = attempts + $2, failure = $3
			WHERE org_id = $4 AND name = $5 AND holder = $6 AND fence = $7`,
			millis(notBefore), failed, string(failure), c.OrgID, c.Name, c.Holder, c.Fence))
	})
}

// held turns a lease that matched no row into jobs.ErrLost.
func held(rows int64, err error) error {
	if err == nil && rows == 0 {
		return jobs.ErrLost
	}
	return err
}
