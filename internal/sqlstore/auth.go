package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// EnsureSigningKeys implements auth.Store.
func (s *Store) EnsureSigningKeys(ctx context.Context, fresh []auth.SigningKey) ([]auth.SigningKey, error) {
	var keys []auth.SigningKey
	err := s.do(ctx, anyOrganisation, func(b *batch) error {
		keys = keys[:0]
		for position, k := range fresh {
			if err := b.exec("INSERT INTO signing_keys (id, use, seed, created_at, position) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
				k.ID, string(k.Use), hex.EncodeToString(k.Seed), millis(k.CreatedAt), position); err != nil {
				return err
			}
		}
		return b.each("SELECT id, seed, created_at FROM signing_keys WHERE use = $1 ORDER BY position", []any{string(fresh[0].Use)},
			func(rows *sql.Rows) error {
				k := auth.SigningKey{Use: fresh[0].Use}
				var seed string
				var created int64
				if err := rows.Scan(&k.ID, &seed, &created); err != nil {
					return err
				}
				k.CreatedAt = instant(created)
				var err error
				k.Seed, err = fromHex(seed)
				keys = append(keys, k)
				return err
			})
	})
	return keys, err
}

// UseAssertion implements auth.Store.
func (s *Store) UseAssertion(ctx context.Context, org, hash string, expires time.Time, reused chain.Draft) error {
	first := false
	err := s.do(ctx, org, func(b *batch) error {
		if err := b.exec("DELETE FROM used_assertions WHERE org_id = $1 AND expires_at < $2", org, millis(reused.At)); err != nil {
			return err
		}
		n, err := b.changed("INSERT INTO used_assertions (org_id, hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", org, hash, millis(expires))
		if first = n == 1; err != nil || first {
			return err
		}
		return b.appendEntry(org, reused)
	})
	if err == nil && !first {
		return fault.E(fault.AuthAssertionReused)
	}
	return err
}
