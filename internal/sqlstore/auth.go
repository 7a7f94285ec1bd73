package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// SigningKeys implements auth.Store.
func (s *Store) SigningKeys(ctx context.Context) ([]auth.SigningKey, error) {
	var keys []auth.SigningKey
	err := s.query(ctx, anyOrganisation, "SELECT id, use, position, public, sealed, created_at, active_at FROM signing_keys ORDER BY use, position", nil,
		func(rows *sql.Rows) error {
			var k auth.SigningKey
			var public string
			var created, active int64
			if err := rows.Scan(&k.ID, &k.Use, &k.Position, &public, &k.Sealed, &created, &active); err != nil {
				return err
			}
			k.CreatedAt, k.ActiveAt = instant(created), instant(active)
			var err error
			k.Public, err = fromHex(public)
			keys = append(keys, k)
			return err
		})
	return keys, err
}

// BeginSigningKeys implements auth.Store.
func (s *Store) BeginSigningKeys(ctx context.Context, fresh []auth.SigningKey) error {
	return s.do(ctx, anyOrganisation, func(b *batch) error {
		var n int64
		if err := b.one("SELECT count(*) FROM signing_keys WHERE use = $1", []any{string(fresh[0].Use)}, &n); err != nil || n > 0 {
			return err
		}
		for _, k := range fresh {
			if err := b.insertSigningKey(k); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *batch) insertSigningKey(k auth.SigningKey) error {
	return b.exec(`INSERT INTO signing_keys (id, use, position, public, sealed, created_at, active_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING`, k.ID, string(k.Use), k.Position, hex.EncodeToString(k.Public), k.Sealed, millis(k.CreatedAt), millis(k.ActiveAt))
}

// RotateSigningKeys implements auth.Store.
func (s *Store) RotateSigningKeys(ctx context.Context, org string, r auth.Rotation, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed(`UPDATE signing_keys SET active_at = $1 WHERE id = $2 AND use = $3 AND active_at = 0
			AND position = (SELECT position + 1 FROM signing_keys WHERE id = $4 AND use = $3 AND active_at > 0)`,
			millis(r.At), r.To, string(r.Use), r.From)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
		if err := b.insertSigningKey(r.Fresh); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// DestroySigningKeys implements auth.Store.
func (s *Store) DestroySigningKeys(ctx context.Context, ids []string) error {
	return s.do(ctx, anyOrganisation, func(b *batch) error {
		for _, id := range ids {
			if err := b.exec("UPDATE signing_keys SET sealed = '' WHERE id = $1", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// RevealKey implements auth.Store.
func (s *Store) RevealKey(ctx context.Context, org string) (auth.RevealKey, error) {
	k := auth.RevealKey{OrgID: org}
	var public string
	var created int64
	err := s.row(ctx, org, "SELECT id, public, created_at FROM reveal_keys WHERE org_id = $1 AND active = 1", []any{org}, &k.ID, &public, &created)
	if err != nil {
		return auth.RevealKey{}, err
	}
	b, err := fromHex(public)
	if err != nil || len(b) != len(k.Public) {
		return auth.RevealKey{}, storeError(errDamaged)
	}
	copy(k.Public[:], b)
	k.CreatedAt = instant(created)
	return k, nil
}

// AddRevealKey implements auth.Store.
func (s *Store) AddRevealKey(ctx context.Context, k auth.RevealKey, replaces string, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		var present string
		err := b.one("SELECT id FROM reveal_keys WHERE org_id = $1 AND active = 1", []any{k.OrgID}, &present)
		if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
			return err
		}
		if present != replaces {
			return fault.E(fault.Conflict)
		}
		if err := b.exec("UPDATE reveal_keys SET active = 0 WHERE org_id = $1 AND active = 1", k.OrgID); err != nil {
			return err
		}
		if err := b.exec("INSERT INTO reveal_keys (org_id, id, public, created_at, active) VALUES ($1, $2, $3, $4, 1)",
			k.OrgID, k.ID, hex.EncodeToString(k.Public[:]), millis(k.CreatedAt)); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// HasIdentity implements auth.Store.
func (s *Store) HasIdentity(ctx context.Context, org, quarter, subject, key string) (bool, error) {
	var n int64
	err := s.row(ctx, org, "SELECT count(*) FROM sealed_identities WHERE org_id = $1 AND quarter = $2 AND subject = $3 AND key_id = $4",
		[]any{org, quarter, subject, key}, &n)
	return n > 0, err
}

// KeepIdentity implements auth.Store.
func (s *Store) KeepIdentity(ctx context.Context, i auth.SealedIdentity) error {
	return s.do(ctx, i.OrgID, func(b *batch) error {
		return b.exec(`INSERT INTO sealed_identities (org_id, quarter, subject, key_id, source, box, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`, i.OrgID, i.Quarter, i.Subject, i.KeyID, i.Source, hex.EncodeToString(i.Box), millis(i.KeptAt))
	})
}

// SealedIdentities implements auth.Store.
func (s *Store) SealedIdentities(ctx context.Context, org, quarter, subject string) ([]auth.SealedIdentity, error) {
	var list []auth.SealedIdentity
	err := s.query(ctx, org, `SELECT key_id, source, box, kept_at FROM sealed_identities
		WHERE org_id = $1 AND quarter = $2 AND subject = $3 ORDER BY kept_at, key_id`, []any{org, quarter, subject}, func(rows *sql.Rows) error {
		i := auth.SealedIdentity{OrgID: org, Quarter: quarter, Subject: subject}
		var box string
		var kept int64
		if err := rows.Scan(&i.KeyID, &i.Source, &box, &kept); err != nil {
			return err
		}
		i.KeptAt = instant(kept)
		var err error
		i.Box, err = fromHex(box)
		list = append(list, i)
		return err
	})
	return list, err
}
