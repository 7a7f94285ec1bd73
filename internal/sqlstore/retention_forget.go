package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
)

// pieceSize bounds what one commit of retention deletes, so that those who wait for
// the writer wait for little.
const pieceSize = 100

// Forget implements retention.Store.
func (s *Store) Forget(ctx context.Context, org string, p retention.Piece) (retention.Forgotten, error) {
	var done retention.Forgotten
	err := s.do(ctx, org, func(b *batch) (err error) {
		f := &forgetting{b: b, org: org, piece: p, rows: map[string]int64{}}
		next, err := f.part()
		if err != nil {
			return err
		}
		done = retention.Forgotten{Rows: f.rows, Next: next}
		return nil
	})
	if err != nil {
		return retention.Forgotten{}, err
	}
	return done, nil
}

// forgetting is one commit of retention.
type forgetting struct {
	b     *batch
	org   string
	piece retention.Piece
	rows  map[string]int64
}

// part does one piece of a part, and returns where the next begins.
func (f *forgetting) part() (next string, err error) {
	l := f.piece.Limits
	switch f.piece.Part {
	case retention.PartEvents:
		return f.events()
	case retention.PartCounters:
		return "", f.counters()
	case retention.PartIdentities:
		return "", f.identities()
	case retention.PartIncidents:
		return f.incidents()
	case retention.PartRequests:
		return f.byID("rights_requests", "state <> 'open' AND due_at < $3", millis(l.Incidents))
	case retention.PartReports:
		return "", f.reports()
	case retention.PartAudit:
		return f.audit()
	}
	return "", nil
}

// counters deletes old counts, and those that moved away.
func (f *forgetting) counters() error {
	l := f.piece.Limits
	if !f.piece.Dry {
		if err := f.b.exec("DELETE FROM event_counts WHERE org_id = $1 AND n = 0", f.org); err != nil {
			return err
		}
	}
	return errors.Join(
		f.delete("counters", "hour < $2", millis(l.Counters)), f.delete("past_event_counts", "day < $2", millis(l.Counters)),
		f.delete("allowed_features", "day < $2", millis(l.Events)))
}

// reports deletes weekly reports, and the groups of departments of quarters that no
// report is left of. There are some hundreds of them at most.
func (f *forgetting) reports() error {
	l := f.piece.Limits
	return errors.Join(
		f.delete("reports", "made_at < $2", millis(l.Reports)),
		f.delete("report_partitions", "quarter < $2", ident.Quarter(l.Reports)))
}

// delete deletes rows of the organisation, and counts them; a dry run counts alone.
func (f *forgetting) delete(table, condition string, args ...any) error {
	from := table
	if slices.Contains(appendOnly, table) {
		from = f.b.writer.store.dialect.past + table
	}
	args = append([]any{f.org}, args...)
	where := " FROM " + from + " WHERE org_id = $1 AND " + condition
	n, err := int64(0), error(nil)
	if f.piece.Dry {
		err = f.b.one("SELECT COUNT(*)"+where, args, &n)
	} else {
		n, err = f.b.changed("DELETE"+where, args...)
	}
	f.rows[table] += n
	return err
}

// deleteIn deletes the rows with one of the values in the column.
func (f *forgetting) deleteIn(table, column string, values []string) error {
	return inChunks(values, func(list string, args []any) error { return f.delete(table, column+" IN ("+list+")", args...) })
}

// inChunks calls run with lists of placeholders, from $2 on, and their values: few
// sizes, because each is a prepared statement.
func inChunks[T any](values []T, run func(list string, args []any) error) error {
	for _, size := range []int{50, 10, 1} {
		var list strings.Builder
		for i := range size {
			if i > 0 {
				list.WriteString(", ")
			}
			list.WriteString("$" + strconv.Itoa(i+2))
		}
		for len(values) >= size {
			args := make([]any, size)
			for i, v := range values[:size] {
				args[i] = v
			}
			if err := run(list.String(), args); err != nil {
				return err
			}
			values = values[size:]
		}
	}
	return nil
}

// payloads deletes what the chain says of the objects; its entries stay.
func (f *forgetting) payloads(objects []string) error {
	return inChunks(objects, func(list string, args []any) error {
		return f.delete("chain_payloads", "seq IN (SELECT c.seq FROM chain_entries c WHERE c.org_id = $1 AND c.object IN ("+list+"))", args...)
	})
}

// onHold is SQL that is true when a hold covers the incident; $1 is the organisation,
// now its placeholder.
func onHold(incident, now string) string {
	return `EXISTS (SELECT 1 FROM legal_holds h WHERE h.org_id = $1 AND h.ended_at = 0 AND (h.until = 0 OR h.until > ` + now + `)
		AND h.incident_id IN ('', ` + incident + `))`
}

// closedAt is SQL for when an incident i that is closed was closed.
const closedAt = `COALESCE((SELECT MAX(c.at) FROM chain_entries c WHERE c.org_id = i.org_id AND c.object = i.id
	AND c.action IN ('incident.moved', 'incident.closed', 'incident.merged')), i.last_event_at)`

// identities deletes the boxes of closed cases, and all that are too old.
func (f *forgetting) identities() error {
	l := f.piece.Limits
	const needed = "SELECT 1 FROM incidents i WHERE i.org_id = $1 AND i.subject = sealed_identities.subject AND "
	return f.delete("sealed_identities", `NOT EXISTS (`+needed+onHold("i.id", "$2")+`)
		AND (kept_at < $3 OR quarter < $4 AND NOT EXISTS (`+needed+"(i.state <> 'closed' OR "+closedAt+" >= $5)))",
		millis(l.Now), millis(l.OldIdentities), ident.Quarter(l.Identities), millis(l.Identities))
}

// byID deletes rows with an id and what the chain says of them. The condition has
// its arguments from $3 on; $2 is the id after which to look.
func (f *forgetting) byID(table, condition string, args ...any) (next string, err error) {
	ids, err := f.ids("SELECT id FROM "+table+" WHERE org_id = $1 AND id > $2 AND "+condition+" ORDER BY id LIMIT "+strconv.Itoa(pieceSize),
		append([]any{f.org, f.piece.After}, args...)...)
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.deleteIn(table, "id", ids), f.payloads(ids)); err != nil {
		return "", err
	}
	return after(ids), nil
}

// after is where the next piece begins, "" when this one was not full.
func after(ids []string) string {
	if len(ids) < pieceSize {
		return ""
	}
	return ids[len(ids)-1]
}

func (f *forgetting) ids(query string, args ...any) ([]string, error) {
	var ids []string
	err := f.b.each(query, args, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// idsIn is ids for a query with a list of values in place of ?.
func (f *forgetting) idsIn(query string, values []string) ([]string, error) {
	var all []string
	err := inChunks(values, func(list string, args []any) error {
		ids, err := f.ids(strings.Replace(query, "?", list, 1), append([]any{f.org}, args...)...)
		all = append(all, ids...)
		return err
	})
	return all, err
}

// auditWindow is how many entries of the chain one commit looks at.
const auditWindow = 1000

// audit deletes what old entries say of things that are no longer there, and old
// approvals that are over.
func (f *forgetting) audit() (string, error) {
	l := f.piece.Limits
	if f.piece.After == "" {
		if _, err := f.byID("approvals", "state NOT IN ('open', 'approved') AND expires_at < $3 AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.org_id = $1 AND i.id = approvals.object)",
			millis(l.Audit)); err != nil {
			return "", err
		}
	}
	from, err := f.firstPayload()
	if err != nil || from == 0 {
		return "", err
	}
	last, done := from+auditWindow-1, true
	var seqs []int64
	err = f.b.each("SELECT e.seq, e.at, CASE WHEN "+spoken+" THEN 1 ELSE 0 END FROM chain_entries e JOIN chain_payloads p ON p.org_id = e.org_id AND p.seq = e.seq WHERE e.org_id = $1 AND e.seq >= $2 AND e.seq <= $3 ORDER BY e.seq",
		[]any{f.org, from, last}, func(rows *sql.Rows) error {
			var seq, at int64
			var living bool
			if err := rows.Scan(&seq, &at, &living); err != nil {
				return err
			}
			done = at >= millis(l.Audit)
			if !done && !living {
				seqs = append(seqs, seq)
			}
			return nil
		})
	if err != nil {
		return "", err
	}
	err = inChunks(seqs, func(list string, args []any) error { return f.delete("chain_payloads", "seq IN ("+list+")", args...) })
	if err != nil {
		return "", err
	}
	if done {
		return "", nil
	}
	return strconv.FormatInt(last, 10), nil
}

// firstPayload is the first entry with a payload behind the piece before, 0 for none.
func (f *forgetting) firstPayload() (seq int64, err error) {
	begin := int64(0)
	if f.piece.After != "" {
		if begin, err = strconv.ParseInt(f.piece.After, 10, 64); err != nil {
			return 0, err
		}
	}
	err = f.b.one("SELECT COALESCE(MIN(seq), 0) FROM chain_payloads WHERE org_id = $1 AND seq > $2", []any{f.org, begin}, &seq)
	return seq, err
}

// spoken is SQL that is true when the thing that an entry e speaks of is there: its
// payload is what the thing is compared with.
var spoken = func() string {
	var list []string
	for _, k := range rowKinds {
		list = append(list, "EXISTS (SELECT 1 FROM "+k.table+" r WHERE r.org_id = e.org_id AND r."+k.id+" = e.object)")
	}
	return strings.Join(list, " OR ")
}()
