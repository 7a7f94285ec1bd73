package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/savedview"
)

const savedViews = "SELECT org_id, id, rev, body FROM saved_views WHERE org_id = $1 AND "

func scanSavedView(rows *sql.Rows) (v savedview.View, err error) {
	var body []byte
	var org, id string
	var rev int64
	if err = rows.Scan(&org, &id, &rev, &body); err == nil {
		err = json.Unmarshal(body, &v)
	}
	v.OrgID, v.ID, v.Rev = org, id, rev
	return v, err
}

// SavedViews implements savedview.Store.
func (s *Store) SavedViews(ctx context.Context, org, user string) (list []savedview.View, err error) {
	err = s.query(ctx, org, savedViews+"(owner = $2 OR shared = 1) ORDER BY id", []any{org, user}, func(rows *sql.Rows) error {
		v, err := scanSavedView(rows)
		list = append(list, v)
		return err
	})
	return list, err
}

// SavedView implements savedview.Store.
func (s *Store) SavedView(ctx context.Context, org, id string) (savedview.View, error) {
	return only(ctx, s, org, savedViews+"id = $2", []any{org, id}, scanSavedView)
}

// AddSavedView implements savedview.Store.
func (s *Store) AddSavedView(ctx context.Context, v savedview.View) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.do(ctx, v.OrgID, func(b *batch) error {
		var n int
		if err := b.one("SELECT COUNT(*) FROM saved_views WHERE org_id = $1 AND owner = $2", []any{v.OrgID, v.OwnerID}, &n); err != nil {
			return err
		}
		if n >= savedview.MaxOwn {
			return fault.E(fault.Conflict)
		}
		return b.exec("INSERT INTO saved_views (org_id, id, owner, shared, rev, body) VALUES ($1, $2, $3, $4, $5, $6)",
			v.OrgID, v.ID, v.OwnerID, number(v.Shared), v.Rev, string(body))
	})
}

// ReplaceSavedView implements savedview.Store.
func (s *Store) ReplaceSavedView(ctx context.Context, v savedview.View) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.do(ctx, v.OrgID, func(b *batch) error {
		return b.onRevision("saved_views", v.OrgID, v.ID, "UPDATE saved_views SET shared = $1, rev = $2, body = $3 WHERE org_id = $4 AND id = $5 AND rev = $6",
			number(v.Shared), v.Rev, string(body), v.OrgID, v.ID, v.Rev-1)
	})
}

// RemoveSavedView implements savedview.Store.
func (s *Store) RemoveSavedView(ctx context.Context, org, id string, rev int64) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.onRevision("saved_views", org, id, "DELETE FROM saved_views WHERE org_id = $1 AND id = $2 AND rev = $3", org, id, rev)
	})
}

// onRevision runs a statement that changes one row of that id and revision; without
// such a row it says whether the row is gone or newer.
func (b *batch) onRevision(table, org, id, statement string, args ...any) error {
	n, err := b.changed(statement, args...)
	if err != nil || n > 0 {
		return err
	}
	var rev int64
	if err := b.one("SELECT rev FROM "+table+" WHERE org_id = $1 AND id = $2", []any{org, id}, &rev); err != nil {
		return err
	}
	return fault.E(fault.PreconditionFailed)
}
