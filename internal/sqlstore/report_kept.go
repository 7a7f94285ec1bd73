package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
)

var _ weekly.Store = (*Store)(nil)

// SaveReport implements weekly.Store.
func (s *Store) SaveReport(ctx context.Context, r weekly.Stored, entry chain.Draft) error {
	totals, err := json.Marshal(r.Past)
	if err != nil {
		return err
	}
	return s.do(ctx, r.OrgID, func(b *batch) error {
		n, err := b.changed(`INSERT INTO reports (org_id, week, revision, made_at, totals, body) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (org_id, week, revision) DO NOTHING`, r.OrgID, r.Week, r.Revision, millis(r.MadeAt), string(totals), string(r.Body))
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(r.OrgID, entry)
	})
}

// StoredReport implements weekly.Store.
func (s *Store) StoredReport(ctx context.Context, org, week string, revision int) (weekly.Stored, error) {
	r := weekly.Stored{OrgID: org, Week: week}
	var made int64
	var totals, body string
	err := s.row(ctx, org, "SELECT revision, made_at, totals, body FROM reports WHERE org_id = $1 AND week = $2 AND (revision = $3 OR $3 = 0) ORDER BY revision DESC LIMIT 1",
		[]any{org, week, revision}, &r.Revision, &made, &totals, &body)
	if err != nil {
		return r, err
	}
	r.MadeAt, r.Body = instant(made), json.RawMessage(body)
	return r, decode(totals, &r.Past)
}

// ReportsFrom implements weekly.Store.
func (s *Store) ReportsFrom(ctx context.Context, org, week string, limit int) ([]weekly.Stored, error) {
	var list []weekly.Stored
	err := s.query(ctx, org, `SELECT week, revision, made_at, totals FROM reports r WHERE org_id = $1 AND week >= $2
		AND revision = (SELECT MAX(revision) FROM reports WHERE org_id = r.org_id AND week = r.week) ORDER BY week DESC LIMIT $3`,
		[]any{org, week, limit}, func(rows *sql.Rows) error {
			r := weekly.Stored{OrgID: org}
			var made int64
			var totals string
			if err := rows.Scan(&r.Week, &r.Revision, &made, &totals); err != nil {
				return err
			}
			r.MadeAt = instant(made)
			err := decode(totals, &r.Past)
			list = append(list, r)
			return err
		})
	return list, err
}

// Partition implements weekly.Store.
func (s *Store) Partition(ctx context.Context, org, quarter string) (report.Partition, error) {
	var p report.Partition
	var body string
	err := s.row(ctx, org, "SELECT body FROM report_partitions WHERE org_id = $1 AND quarter = $2", []any{org, quarter}, &body)
	if err != nil {
		return p, err
	}
	return p, decode(body, &p)
}

// SavePartition implements weekly.Store.
func (s *Store) SavePartition(ctx context.Context, org, quarter string, p report.Partition) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("INSERT INTO report_partitions (org_id, quarter, body) VALUES ($1, $2, $3) ON CONFLICT (org_id, quarter) DO UPDATE SET body = excluded.body", org, quarter, string(body))
	})
}

// Schedules implements weekly.Store.
func (s *Store) Schedules(ctx context.Context, org string) ([]weekly.Schedule, error) {
	var list []weekly.Schedule
	err := s.query(ctx, org, "SELECT body, sent_week FROM report_schedules WHERE org_id = $1 ORDER BY id", []any{org}, func(rows *sql.Rows) error {
		c, err := scanSchedule(org, rows)
		list = append(list, c)
		return err
	})
	return list, err
}

func scanSchedule(org string, rows *sql.Rows) (weekly.Schedule, error) {
	c := weekly.Schedule{OrgID: org}
	var body string
	if err := rows.Scan(&body, &c.SentWeek); err != nil {
		return c, err
	}
	return c, decode(body, &c)
}

// Schedule implements weekly.Store.
func (s *Store) Schedule(ctx context.Context, org, id string) (weekly.Schedule, error) {
	return only(ctx, s, org, "SELECT body, sent_week FROM report_schedules WHERE org_id = $1 AND id = $2", []any{org, id}, func(rows *sql.Rows) (weekly.Schedule, error) {
		return scanSchedule(org, rows)
	})
}

// SaveSchedule implements weekly.Store.
func (s *Store) SaveSchedule(ctx context.Context, c weekly.Schedule, entry chain.Draft) error {
	return s.saveRevision(ctx, c.OrgID, "report_schedules", c.ID, c.Rev, c, entry)
}

// saveRevision adds revision 1 of a row with a body, or replaces the revision before.
func (s *Store) saveRevision(ctx context.Context, org, table, id string, rev int64, of any, entry chain.Draft) error {
	body, err := json.Marshal(of)
	if err != nil {
		return err
	}
	return s.do(ctx, org, func(b *batch) error {
		query, args := "UPDATE "+table+" SET rev = $1, body = $2 WHERE org_id = $3 AND id = $4 AND rev = $1 - 1", []any{rev, string(body), org, id}
		if rev == 1 {
			query, args = "INSERT INTO "+table+" (rev, body, org_id, id) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, id) DO NOTHING", []any{rev, string(body), org, id}
		}
		return b.revised(b.changed(query, args...))(org, entry)
	})
}

// revised turns a change of no row into fault.PreconditionFailed; else it appends the
// entry.
func (b *batch) revised(n int64, err error) func(org string, entry chain.Draft) error {
	return func(org string, entry chain.Draft) error {
		if err == nil && n == 0 {
			err = fault.E(fault.PreconditionFailed)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	}
}

// RemoveSchedule implements weekly.Store.
func (s *Store) RemoveSchedule(ctx context.Context, org, id string, rev int64, entry chain.Draft) error {
	return s.removeRevision(ctx, org, "report_schedules", id, rev, entry)
}

func (s *Store) removeRevision(ctx context.Context, org, table, id string, rev int64, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.revised(b.changed("DELETE FROM "+table+" WHERE org_id = $1 AND id = $2 AND rev = $3", org, id, rev))(org, entry)
	})
}

// SendScheduled implements weekly.Store.
func (s *Store) SendScheduled(ctx context.Context, org, id, week string, letters []outbox.Message) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed("UPDATE report_schedules SET sent_week = $1 WHERE org_id = $2 AND id = $3 AND sent_week < $1", week, org, id)
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		return b.addMessages(org, letters)
	})
}

// CoachingCounts implements weekly.Store.
func (s *Store) CoachingCounts(ctx context.Context, org string, from, to time.Time) ([]weekly.CoachingCount, error) {
	var list []weekly.CoachingCount
	err := s.query(ctx, org, "SELECT department_id, action, outcome, SUM(n) FROM event_counts WHERE org_id = $1 AND day >= $2 AND day < $3 GROUP BY department_id, action, outcome ORDER BY 1, 2, 3",
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) error {
			var c weekly.CoachingCount
			var action, outcome string
			if err := rows.Scan(&c.Department, &action, &outcome, &c.N); err != nil {
				return err
			}
			c.Result = register.Result(outcome)
			if c.Action.UnmarshalText([]byte(action)) != nil {
				return errDamaged
			}
			list = append(list, c)
			return nil
		})
	return list, err
}

// MailSettings implements weekly.Store.
func (s *Store) MailSettings(ctx context.Context, org string) (mail.Settings, error) {
	list, err := bodies(ctx, s, org, "SELECT body FROM mail_settings WHERE org_id = $1", []any{org}, func(m *mail.Settings) { m.OrgID = org })
	if err != nil || len(list) == 0 {
		return mail.Settings{OrgID: org, Domains: []string{}}, err
	}
	return list[0], nil
}

// SaveMailSettings implements weekly.Store.
func (s *Store) SaveMailSettings(ctx context.Context, m mail.Settings, entry chain.Draft) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.do(ctx, m.OrgID, func(b *batch) error {
		query := "UPDATE mail_settings SET rev = $1, body = $2 WHERE org_id = $3 AND rev = $1 - 1"
		if m.Rev == 1 {
			query = "INSERT INTO mail_settings (rev, body, org_id) VALUES ($1, $2, $3) ON CONFLICT (org_id) DO NOTHING"
		}
		return b.revised(b.changed(query, m.Rev, string(body), m.OrgID))(m.OrgID, entry)
	})
}
