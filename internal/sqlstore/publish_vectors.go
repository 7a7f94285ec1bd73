package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/replay"
	"dijkwacht/internal/publish"
)

var _ publish.Vectors = (*Store)(nil)

// Vectors implements publish.Vectors: attempts that are in the register, then the
// allowed ones.
func (s *Store) Vectors(ctx context.Context, org string, from time.Time) iter.Seq2[replay.Vector, error] {
	recorded := sequence(ctx, s, org, `SELECT e.features, COALESCE(d.department_id, ''), e.action, e.at FROM events e
		LEFT JOIN devices d ON d.org_id = e.org_id AND d.id = e.device_id WHERE e.org_id = $1 AND e.at >= $2`,
		[]any{org, millis(from)}, func(rows *sql.Rows) (replay.Vector, error) {
			v := replay.Vector{Number: 1}
			var action sql.RawBytes
			var at int64
			if err := rows.Scan(&v.Features, &v.Department, &action, &at); err != nil {
				return v, err
			}
			v.At = instant(at)
			if v.Action.UnmarshalText(action) != nil {
				return v, errDamaged
			}
			return v, nil
		})
	allowed := sequence(ctx, s, org, "SELECT features, day, n FROM allowed_features WHERE org_id = $1 AND day >= $2",
		[]any{org, millis(from)}, func(rows *sql.Rows) (replay.Vector, error) {
			v := replay.Vector{Action: policy.Allow}
			var day int64
			err := rows.Scan(&v.Features, &day, &v.Number)
			v.At = instant(day)
			return v, err
		})
	return func(yield func(replay.Vector, error) bool) {
		for _, part := range []iter.Seq2[replay.Vector, error]{recorded, allowed} {
			for v, err := range part {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	}
}

// Inspected implements publish.Vectors.
func (s *Store) Inspected(ctx context.Context, org string, from time.Time) (int64, error) {
	n := int64(0)
	err := s.row(ctx, org, "SELECT COALESCE(SUM(n), 0) FROM counters WHERE org_id = $1 AND hour >= $2 AND name = 'inspected'", []any{org, millis(from)}, &n)
	return n, err
}

// RuleHits implements publish.Vectors.
func (s *Store) RuleHits(ctx context.Context, org string, from time.Time) (map[string]publish.RuleHits, error) {
	hits := map[string]publish.RuleHits{}
	err := s.query(ctx, org, "SELECT e.at, e.body, COALESCE("+lastOutcomeBody+", '{}') FROM events e WHERE e.org_id = $1 AND e.at >= $2 ORDER BY e.at",
		[]any{org, millis(from)}, func(rows *sql.Rows) error {
			var at int64
			var body, outcome string
			if err := rows.Scan(&at, &body, &outcome); err != nil {
				return err
			}
			var event struct {
				Decision struct {
					Rules []struct {
						ID         string `json:"id"`
						ExceptedBy string `json:"excepted_by"`
					} `json:"matched_rules"`
				} `json:"decision"`
			}
			var after struct {
				Reason *string `json:"override_reason"`
			}
			if err := decode(body, &event); err != nil {
				return err
			}
			if err := decode(outcome, &after); err != nil {
				return err
			}
			for _, r := range event.Decision.Rules {
				if r.ExceptedBy != "" {
					continue
				}
				h := hits[r.ID]
				h.Hits++
				h.LastAt = instant(at)
				if after.Reason != nil {
					h.Overrides++
				}
				hits[r.ID] = h
			}
			return nil
		})
	return hits, err
}

// DestinationUse implements publish.Vectors.
func (s *Store) DestinationUse(ctx context.Context, org string, from, week time.Time) (list []publish.DestinationUse, err error) {
	err = s.query(ctx, org, `SELECT destination_id, SUM(n), SUM(CASE WHEN hour >= $3 THEN n ELSE 0 END), MAX(hour) FROM counters
		WHERE org_id = $1 AND hour >= $2 AND name = 'inspected' GROUP BY destination_id ORDER BY 2 DESC, 1`, []any{org, millis(from), millis(week)}, func(rows *sql.Rows) error {
		var u publish.DestinationUse
		var last int64
		err := rows.Scan(&u.ID, &u.Inspected, &u.LastWeek, &last)
		u.LastHour = instant(last)
		list = append(list, u)
		return err
	})
	return list, err
}
