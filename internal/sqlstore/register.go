package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"strings"
	"time"

	"dijkwacht/internal/chain"
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
	return s.do(ctx, org, func(b *batch) error {
		for _, c := range counters {
			if err := b.exec(`INSERT INTO counters (org_id, hour, destination_id, destination_class, name, n) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (org_id, hour, destination_id, destination_class, name) DO UPDATE SET n = counters.n + excluded.n`,
				org, millis(c.Hour), c.Destination, c.Class.String(), c.Name, c.N); err != nil {
				return err
			}
		}
		for _, r := range rows {
			if err := b.exec(`INSERT INTO allowed_features (org_id, day, policy_version, rules_version, features, n) VALUES ($1, $2, $3, $4, $5, 1)
				ON CONFLICT (org_id, day, policy_version, rules_version, features) DO UPDATE SET n = allowed_features.n + 1`,
				org, millis(r.Day), r.PolicyVersion, r.RulesVersion, string(r.Features)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Attempts implements register.Store.
func (s *Store) Attempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Attempt, error] {
	return sequence(ctx, s, org, "SELECT e.body, o.body FROM events e "+lastOutcome+" WHERE e.org_id = $1 AND e.at >= $2 AND e.at < $3 ORDER BY e.at, e.id",
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

// Head implements register.Store.
func (s *Store) Head(ctx context.Context, org string) (chain.Head, error) {
	var h chain.Head
	err := s.row(ctx, org, "SELECT seq, hash FROM chain_heads WHERE org_id = $1", []any{org}, &h.Seq, &h.Hash)
	return h, err
}

// Chain implements register.Store.
func (s *Store) Chain(ctx context.Context, org string) iter.Seq2[chain.Record, error] {
	return sequence(ctx, s, org, `SELECT e.seq, e.at, e.actor, e.role, e.action, e.object, e.rev, e.payload_commit, e.prev, e.hash, p.salt, p.payload
		FROM chain_entries e LEFT JOIN chain_payloads p ON p.org_id = e.org_id AND p.seq = e.seq
		WHERE e.org_id = $1 ORDER BY e.seq`, []any{org}, func(rows *sql.Rows) (chain.Record, error) {
		r := chain.Record{Entry: chain.Entry{Org: org}}
		e := &r.Entry
		var at int64
		var salt, payload sql.NullString
		if err := rows.Scan(&e.Seq, &at, &e.Actor, &e.Role, &e.Action, &e.Object, &e.Rev, &e.PayloadCommit, &e.Prev, &r.Hash, &salt, &payload); err != nil {
			return r, err
		}
		e.At = instant(at)
		if !salt.Valid {
			return r, nil
		}
		// A salt that is no longer hex was tampered with: it then fails the commitment.
		r.Salt, _ = fromHex(salt.String)
		if r.Salt == nil {
			r.Salt = []byte{}
		}
		r.Payload = []byte(payload.String)
		return r, nil
	})
}

// Body implements register.Store.
func (s *Store) Body(ctx context.Context, org, action, object string, rev int64) ([]byte, error) {
	var query string
	kind, _, _ := strings.Cut(action, ".")
	switch kind {
	case "event":
		query = "SELECT CAST($3 AS BIGINT), body FROM events WHERE org_id = $1 AND id = $2"
	case "outcome":
		query = "SELECT rev, body FROM outcomes WHERE org_id = $1 AND event_id = $2 AND rev = $3"
	case "incident":
		query = "SELECT rev, body FROM incidents WHERE org_id = $1 AND id = $2 AND rev >= $3"
	default:
		return nil, nil
	}
	var current int64
	var body string
	if err := s.row(ctx, org, query, []any{org, object, rev}, &current, &body); err != nil {
		return nil, err
	}
	if current != rev {
		return nil, nil
	}
	return []byte(body), nil
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
