package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/chain"
)

// Head implements chain.Source.
func (s *Store) Head(ctx context.Context, org string) (chain.Head, error) {
	var h chain.Head
	err := s.row(ctx, org, "SELECT seq, hash FROM chain_heads WHERE org_id = $1", []any{org}, &h.Seq, &h.Hash)
	return h, err
}

// entryColumns are those of an entry and its payload.
const entryColumns = "e.seq, e.at, e.actor, e.role, e.action, e.object, e.rev, e.payload_commit, e.prev, e.hash, p.salt, p.payload"

const entryTables = "chain_entries e LEFT JOIN chain_payloads p ON p.org_id = e.org_id AND p.seq = e.seq"

// Records implements chain.Source.
func (s *Store) Records(ctx context.Context, org string, after, upTo int64) iter.Seq2[chain.Record, error] {
	var bodies rowReader
	var row sql.NullString
	scan := scanRecords(org, &row)
	return sequence(ctx, s, org, "SELECT "+entryColumns+", "+rowOfEntry+" FROM "+entryTables+
		" WHERE e.org_id = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq", []any{org, after, upTo},
		func(rows *sql.Rows) (chain.Record, error) {
			r, err := scan(rows)
			switch {
			case !row.Valid:
				r.State = chain.RowGone
			case row.String != "":
				r.State = chain.RowHeld
				if body, fits := bodies.body(r.Entry.Action, row.String, r.Payload); fits {
					r.Row = body // one whose columns do not fit it is none that fits the entry
				}
			}
			return r, err
		})
}

// scanRecords reads the entryColumns of one row after the other, and what comes after
// them.
func scanRecords(org string, more ...any) func(*sql.Rows) (chain.Record, error) {
	var e chain.Entry
	var at int64
	var hash string
	var salt, payload sql.NullString
	into := append([]any{&e.Seq, &at, &e.Actor, &e.Role, &e.Action, &e.Object, &e.Rev, &e.PayloadCommit, &e.Prev, &hash, &salt, &payload}, more...)
	return func(rows *sql.Rows) (chain.Record, error) {
		if err := rows.Scan(into...); err != nil {
			return chain.Record{}, err
		}
		e.Org, e.At = org, instant(at)
		r := chain.Record{Entry: e, Hash: hash}
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
	}
}

// orphans finds rows of each kind in a revision that no entry speaks of.
var orphans = []string{
	"SELECT id, 1 FROM events WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND action = 'event.recorded' LIMIT 1",
	"SELECT event_id, rev FROM outcomes WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND action = 'outcome.recorded' LIMIT 1",
	"SELECT id, rev FROM incidents WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 9) = 'incident.' LIMIT 1",
	"SELECT id, rev FROM approvals WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 9) = 'approval.' LIMIT 1",
	"SELECT event_id, rev FROM groupings WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 9) = 'grouping.' LIMIT 1",
	"SELECT id, rev FROM notes WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 5) = 'note.' LIMIT 1",
	"SELECT id, rev FROM notifications WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 13) = 'notification.' LIMIT 1",
	"SELECT id, rev FROM legal_holds WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 11) = 'legal_hold.' LIMIT 1",
	"SELECT org_id, rev FROM retention_settings WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 18) = 'retention_setting.' LIMIT 1",
	"SELECT id, rev FROM alerts WHERE org_id = $1 EXCEPT SELECT object, rev FROM chain_entries WHERE org_id = $1 AND substr(action, 1, 6) = 'alert.' LIMIT 1",
}

// Orphan implements chain.Source.
func (s *Store) Orphan(ctx context.Context, org string) (string, error) {
	for _, query := range orphans {
		id := ""
		err := s.queryWithin(ctx, searchTime, org, query, []any{org}, func(rows *sql.Rows) error {
			var rev int64
			return rows.Scan(&id, &rev)
		})
		if err != nil || id != "" {
			return id, err
		}
	}
	return "", nil
}

// isAct is true of the entries in the index chain_acts.
const isAct = "e.role <> 'device' AND e.action NOT IN ('incident.opened', 'incident.grew', 'incident.settled')"

// Entries implements audit.Store.
func (s *Store) Entries(ctx context.Context, org string, f audit.Filter) ([]chain.Record, error) {
	w := where{clauses: []string{"e.org_id = $1"}, args: []any{org}}
	if !f.All {
		w.clauses = append(w.clauses, isAct)
	}
	if f.Actor != "" {
		w.add("e.actor = ", f.Actor)
	}
	if f.Object != "" {
		w.add("e.object = ", f.Object)
	}
	switch {
	case strings.HasSuffix(f.Action, "."):
		w.clauses = append(w.clauses, "substr(e.action, 1, "+w.arg(len(f.Action))+") = "+w.arg(f.Action))
	case f.Action != "":
		w.add("e.action = ", f.Action)
	}
	if !f.From.IsZero() {
		w.add("e.at >= ", millis(f.From))
	}
	if !f.To.IsZero() {
		w.add("e.at < ", millis(f.To))
	}
	if f.Before > 0 {
		w.add("e.seq < ", f.Before)
	}
	condition := w.text() + " ORDER BY e.seq DESC LIMIT " + w.arg(f.Limit)
	return s.entries(ctx, org, condition, w.args)
}

// entries lists those of a condition.
func (s *Store) entries(ctx context.Context, org, condition string, args []any) ([]chain.Record, error) {
	var list []chain.Record
	scan := scanRecords(org)
	err := s.query(ctx, org, "SELECT "+entryColumns+" FROM "+entryTables+" WHERE "+condition, args, func(rows *sql.Rows) error {
		r, err := scan(rows)
		list = append(list, r)
		return err
	})
	return list, err
}
