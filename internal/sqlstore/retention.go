package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/retention"
)

var (
	_ retention.Store = (*Store)(nil)
	_ retention.Tx    = tx{}
)

// Retention implements retention.Store.
func (s *Store) Retention(ctx context.Context, org string) (retention.Settings, error) {
	v, err := only(ctx, s, org, "SELECT body FROM retention_settings WHERE org_id = $1", []any{org}, scanBody[retention.Settings])
	if errors.Is(err, fault.E(fault.NotFound)) {
		return retention.Settings{}, nil
	}
	return v, err
}

// ChangeRetention implements retention.Store.
func (s *Store) ChangeRetention(ctx context.Context, org string, change func(retention.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

// SaveRetention implements retention.Tx.
func (t tx) SaveRetention(v retention.Settings) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	n, err := t.b.changed(`INSERT INTO retention_settings (org_id, rev, body) VALUES ($1, $2, $3)
		ON CONFLICT (org_id) DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE retention_settings.rev = excluded.rev - 1`, t.org, v.Rev, string(body))
	if err == nil && n == 0 {
		err = fault.E(fault.PreconditionFailed)
	}
	return err
}

// Holds implements retention.Store.
func (s *Store) Holds(ctx context.Context, org, incident string, ended bool, limit int) ([]retention.Hold, error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	if incident != "" {
		w.add("incident_id = ", incident)
	}
	if !ended {
		w.clauses = append(w.clauses, "ended_at = 0")
	}
	list, err := bodies(ctx, s, org, "SELECT body FROM legal_holds WHERE "+w.text()+" ORDER BY id DESC LIMIT "+w.arg(limit), w.args,
		func(h *retention.Hold) { h.OrgID = org })
	return append([]retention.Hold{}, list...), err
}

const oneHold = "SELECT body FROM legal_holds WHERE org_id = $1 AND id = $2"

// Hold implements retention.Store.
func (s *Store) Hold(ctx context.Context, org, id string) (retention.Hold, error) {
	h, err := only(ctx, s, org, oneHold, []any{org, id}, scanBody[retention.Hold])
	h.OrgID = org
	return h, err
}

// HoldByID implements retention.Tx.
func (t tx) HoldByID(id string) (retention.Hold, error) {
	h := retention.Hold{OrgID: t.org}
	var body string
	if err := t.b.one(oneHold, []any{t.org, id}, &body); err != nil {
		return h, err
	}
	return h, decode(body, &h)
}

// LiveHolds implements retention.Tx.
func (t tx) LiveHolds(incident string) ([]retention.Hold, error) {
	var list []retention.Hold
	err := t.b.each("SELECT body FROM legal_holds WHERE org_id = $1 AND incident_id = $2 AND ended_at = 0 ORDER BY id", []any{t.org, incident}, func(rows *sql.Rows) error {
		h, err := scanBody[retention.Hold](rows)
		h.OrgID = t.org
		list = append(list, h)
		return err
	})
	return list, err
}

// SaveHold implements retention.Tx.
func (t tx) SaveHold(h retention.Hold) error {
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return t.b.exec(`INSERT INTO legal_holds (org_id, id, incident_id, until, ended_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org_id, id) DO UPDATE SET ended_at = excluded.ended_at, rev = excluded.rev, body = excluded.body`,
		t.org, h.ID, h.IncidentID, millis(h.Until), millis(h.EndedAt), h.Rev, string(body))
}
