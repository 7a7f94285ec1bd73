package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Overdue implements register.Store.
func (s *Store) Overdue(ctx context.Context, org string, before time.Time, limit int) ([]string, error) {
	var ids []string
	err := s.query(ctx, org, `SELECT DISTINCT i.id FROM incidents i
		JOIN events e ON e.org_id = i.org_id AND e.incident_id = i.id AND e.at <= $2
		LEFT JOIN outcomes o ON o.org_id = e.org_id AND o.event_id = e.id
		WHERE i.org_id = $1 AND i.awaiting = 1 AND o.event_id IS NULL ORDER BY i.id LIMIT $3`,
		[]any{org, millis(before), limit}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
	return ids, err
}

// AddTallies implements register.Store.
func (s *Store) AddTallies(ctx context.Context, org string, counters []register.Counter, rows []register.FeatureRow) error {
	var totals, vectors [][]any
	for _, c := range counters {
		totals = append(totals, []any{org, millis(c.Hour), c.Destination, c.Class.String(), c.Name, c.N})
	}
	for r, n := range countVectors(rows) {
		vectors = append(vectors, []any{org, r.day, r.policyVersion, r.rulesVersion, r.features, n})
	}
	return s.do(ctx, org, func(b *batch) error {
		err := b.merge("INSERT INTO counters (org_id, hour, destination_id, destination_class, name, n)", totals,
			" ON CONFLICT (org_id, hour, destination_id, destination_class, name) DO UPDATE SET n = counters.n + excluded.n")
		if err != nil {
			return err
		}
		return b.merge("INSERT INTO allowed_features (org_id, day, policy_version, rules_version, features, n)", vectors,
			" ON CONFLICT (org_id, day, policy_version, rules_version, features) DO UPDATE SET n = allowed_features.n + excluded.n")
	})
}

// vector is a row of feature vectors that are equal.
type vector struct {
	day                    int64
	policyVersion          int
	rulesVersion, features string
}

func countVectors(rows []register.FeatureRow) map[vector]int64 {
	counts := map[vector]int64{}
	for _, r := range rows {
		counts[vector{millis(r.Day), r.PolicyVersion, r.RulesVersion, string(r.Features)}]++
	}
	return counts
}

// lastOutcomeBody is that of event e. For many events it is looked up one by one: so
// PostgreSQL needs no statistics, and is never silent before the first row.
const lastOutcomeBody = "(SELECT o.body FROM outcomes o WHERE o.org_id = e.org_id AND o.event_id = e.id ORDER BY o.rev DESC LIMIT 1)"

// Attempts implements register.Store.
func (s *Store) Attempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Attempt, error] {
	return sequence(ctx, s, org, "SELECT e.body, "+lastOutcomeBody+" FROM events e WHERE e.org_id = $1 AND e.at >= $2 AND e.at < $3 ORDER BY e.at, e.id",
		[]any{org, millis(from), millis(to)}, scanAttempt)
}

// Incidents implements register.Store.
func (s *Store) Incidents(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Incident, error] {
	return sequence(ctx, s, org, "SELECT body FROM incidents WHERE org_id = $1 AND detected_at >= $2 AND detected_at < $3 ORDER BY detected_at, id",
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) (register.Incident, error) {
			var i register.Incident
			var body string
			if err := rows.Scan(&body); err != nil {
				return i, err
			}
			return i, decode(body, &i)
		})
}

// Counters implements register.Store.
func (s *Store) Counters(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Counter, error] {
	return sequence(ctx, s, org, `SELECT hour, destination_id, destination_class, name, n FROM counters
		WHERE org_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour, destination_id, name`,
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) (register.Counter, error) {
			var c register.Counter
			var hour int64
			var class string
			if err := rows.Scan(&hour, &c.Destination, &class, &c.Name, &c.N); err != nil {
				return c, err
			}
			c.Hour = instant(hour)
			return c, parseClass(class, &c.Class)
		})
}

func parseClass(stored string, into *policy.Class) error {
	if into.UnmarshalText([]byte(stored)) != nil {
		return errDamaged
	}
	return nil
}

// CheckHead compares the end of the chain on record with the last entry.
func (s *Store) CheckHead(ctx context.Context, org string) error {
	var whole bool
	err := s.row(ctx, org, `SELECT h.seq = COALESCE((SELECT MAX(seq) FROM chain_entries WHERE org_id = h.org_id), 0)
		AND (h.seq = 0 OR EXISTS (SELECT 1 FROM chain_entries e WHERE e.org_id = h.org_id AND e.seq = h.seq AND e.hash = h.hash))
		FROM chain_heads h WHERE h.org_id = $1`, []any{org}, &whole)
	if err == nil && !whole {
		err = storeError(errDamaged)
	}
	return err
}
