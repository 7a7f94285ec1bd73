package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"dijkwacht/internal/auth"
)

var _ auth.RevocationStore = (*Store)(nil)

// RevokedSince implements auth.RevocationStore.
func (s *Store) RevokedSince(ctx context.Context, since time.Time) ([]auth.Revocation, error) {
	var list []auth.Revocation
	err := s.query(ctx, anyOrganisation, "SELECT org_id, id, revoked_at FROM devices WHERE revoked_at >= $1 AND revoked_at > 0", []any{millis(since)},
		func(rows *sql.Rows) error {
			r := auth.Revocation{Kind: auth.RevocableDevice}
			var at int64
			err := rows.Scan(&r.OrgID, &r.ID, &at)
			r.At = instant(at)
			list = append(list, r)
			return err
		})
	if err != nil {
		return nil, err
	}
	signIns, err := s.signInsChanged(ctx, since)
	return append(list, signIns...), err
}
