package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
)

// Gaps implements coverage.Store.
func (s *Store) Gaps(ctx context.Context, org string, since time.Time) ([]coverage.Gap, error) {
	return bodies(ctx, s, org, "SELECT body FROM coverage_gaps WHERE org_id = $1 AND (closed_at = 0 OR closed_at > $2) ORDER BY id DESC",
		[]any{org, millis(since)}, func(g *coverage.Gap) { g.OrgID = org })
}

// SaveGap implements coverage.Store.
func (s *Store) SaveGap(ctx context.Context, g coverage.Gap, entry chain.Draft) error {
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return s.do(ctx, g.OrgID, func(b *batch) error {
		if err := b.saveRevision("coverage_gaps", g.OrgID, g.ID, g.Rev,
			[]column{{"destination_id", g.Destination}, {"opened_at", millis(g.OpenedAt)}, {"closed_at", millis(g.ClosedAt)}, {"body", string(body)}}); err != nil {
			return err
		}
		return b.appendEntry(g.OrgID, entry)
	})
}

// column is a value for a column whose name is the program's own.
type column struct {
	name  string
	value any
}

// saveRevision adds revision 1 of a row, or replaces the revision before. Returns
// fault.Conflict when another is on record.
func (b *batch) saveRevision(table, org, id string, rev int64, columns []column) error {
	w := where{args: []any{org, id, rev}}
	names, values, sets := "org_id, id, rev", "$1, $2, $3", "rev = $3"
	for _, c := range columns {
		place := w.arg(c.value)
		names, values, sets = names+", "+c.name, values+", "+place, sets+", "+c.name+" = "+place
	}
	query := "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ") ON CONFLICT DO NOTHING"
	if rev > 1 {
		query = "UPDATE " + table + " SET " + sets + " WHERE org_id = $1 AND id = $2 AND rev = $3 - 1"
	}
	n, err := b.changed(query, w.args...)
	if err == nil && n == 0 {
		err = fault.E(fault.Conflict)
	}
	return err
}

// Expected implements coverage.Store.
func (s *Store) Expected(ctx context.Context, org string) ([]coverage.Expected, error) {
	var list []coverage.Expected
	err := s.query(ctx, org, expectedOf, []any{org}, func(rows *sql.Rows) error {
		e, err := scanExpected(rows)
		list = append(list, e)
		return err
	})
	return list, err
}

const expectedOf = "SELECT workstation, department_id, added_at FROM expected_devices WHERE org_id = $1 ORDER BY workstation"

func scanExpected(rows *sql.Rows) (e coverage.Expected, err error) {
	var added int64
	err = rows.Scan(&e.Workstation, &e.DepartmentID, &added)
	e.AddedAt = instant(added)
	return e, err
}

// SetExpected implements coverage.Store.
func (s *Store) SetExpected(ctx context.Context, org string, change func([]coverage.Expected) ([]coverage.Expected, chain.Draft, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		var old []coverage.Expected
		err := b.each(expectedOf, []any{org}, func(rows *sql.Rows) error {
			e, err := scanExpected(rows)
			old = append(old, e)
			return err
		})
		if err != nil {
			return err
		}
		list, entry, err := change(old)
		if err != nil {
			return err
		}
		if err := b.exec("DELETE FROM expected_devices WHERE org_id = $1", org); err != nil {
			return err
		}
		var rows [][]any
		for _, e := range list {
			rows = append(rows, []any{org, e.Workstation, e.DepartmentID, millis(e.AddedAt)})
		}
		if err := b.insert("INSERT INTO expected_devices (org_id, workstation, department_id, added_at)", rows); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// Switches implements coverage.Store.
func (s *Store) Switches(ctx context.Context, org string, since time.Time) ([]coverage.Switch, error) {
	return bodies(ctx, s, org, "SELECT body FROM site_switches WHERE org_id = $1 AND until > $2 ORDER BY id DESC",
		[]any{org, millis(since)}, func(sw *coverage.Switch) { sw.OrgID = org })
}

// Switch implements coverage.Store.
func (s *Store) Switch(ctx context.Context, org, id string) (coverage.Switch, error) {
	sw := coverage.Switch{OrgID: org}
	var body string
	if err := s.row(ctx, org, "SELECT body FROM site_switches WHERE org_id = $1 AND id = $2", []any{org, id}, &body); err != nil {
		return sw, err
	}
	return sw, decode(body, &sw)
}

// ChangeSwitches implements coverage.Store.
func (s *Store) ChangeSwitches(ctx context.Context, org string, change func(coverage.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

var _ coverage.Tx = tx{}

// SaveSwitch implements coverage.Tx.
func (t tx) SaveSwitch(sw coverage.Switch) error {
	body, err := json.Marshal(sw)
	if err != nil {
		return err
	}
	return t.b.saveRevision("site_switches", t.org, sw.ID, sw.Rev,
		[]column{{"destination_id", sw.Destination}, {"until", millis(sw.Until)}, {"body", string(body)}})
}

// Releases implements coverage.Store.
func (s *Store) Releases(ctx context.Context, org string) (coverage.Releases, error) {
	r := coverage.Releases{OrgID: org}
	var body string
	err := s.row(ctx, org, "SELECT body FROM extension_releases WHERE org_id = $1", []any{org}, &body)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	return r, decode(body, &r)
}

// SaveReleases implements coverage.Store.
func (s *Store) SaveReleases(ctx context.Context, r coverage.Releases, entry chain.Draft) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return s.do(ctx, r.OrgID, func(b *batch) error {
		n, err := b.changed(`INSERT INTO extension_releases (org_id, rev, body) VALUES ($1, $2, $3)
			ON CONFLICT (org_id) DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE extension_releases.rev = excluded.rev - 1`, r.OrgID, r.Rev, string(body))
		if err == nil && n == 0 {
			err = fault.E(fault.PreconditionFailed)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(r.OrgID, entry)
	})
}
