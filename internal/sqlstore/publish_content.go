package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/content"
	"dijkwacht/internal/fault"
)

var _ content.Store = (*Store)(nil)

const activeContent = "SELECT body FROM content_updates WHERE withdrawn = 0 ORDER BY version DESC LIMIT 1"

func scanContent(rows *sql.Rows) (u content.Update, err error) {
	var body string
	if err := rows.Scan(&body); err != nil {
		return u, err
	}
	return u, decode(body, &u)
}

// ActiveContent implements content.Store.
func (s *Store) ActiveContent(ctx context.Context) (content.Update, error) {
	return noneIsZero(only(ctx, s, anyOrganisation, activeContent, nil, scanContent))
}

func noneIsZero(u content.Update, err error) (content.Update, error) {
	if errors.Is(err, fault.E(fault.NotFound)) {
		return content.Update{}, nil
	}
	return u, err
}

// InstallContent implements content.Store.
func (s *Store) InstallContent(ctx context.Context, u content.Update, now time.Time) error {
	body, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return s.do(ctx, anyOrganisation, func(b *batch) error {
		n, err := b.changed(`INSERT INTO content_updates (version, body, installed_at)
			SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM content_updates WHERE version >= $4)`, u.Version, string(body), millis(now), u.Version)
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		return err
	})
}

// RollbackContent implements content.Store.
func (s *Store) RollbackContent(ctx context.Context) (content.Update, error) {
	var u content.Update
	err := s.do(ctx, anyOrganisation, func(b *batch) error {
		n, err := b.changed("UPDATE content_updates SET withdrawn = 1 WHERE version = (SELECT MAX(version) FROM content_updates WHERE withdrawn = 0)")
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.NotFound)
		}
		u, err = noneIsZero(first(b, activeContent, nil, scanContent))
		return err
	})
	if err != nil {
		return content.Update{}, err
	}
	return u, nil
}
