package sqlstore

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/hex"

	"dijkwacht/internal/chain"
)

// Checkpoints implements chain.Source.
func (s *Store) Checkpoints(ctx context.Context, org string) ([]chain.Checkpoint, error) {
	return s.checkpoints(ctx, org, "SELECT seq, hash, at, key_id, signature FROM checkpoints WHERE org_id = $1 ORDER BY seq", org)
}

// LastCheckpoints implements audit.Store.
func (s *Store) LastCheckpoints(ctx context.Context, org string, before int64, limit int) ([]chain.Checkpoint, error) {
	return s.checkpoints(ctx, org, "SELECT seq, hash, at, key_id, signature FROM checkpoints WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3", org, before, limit)
}

func (s *Store) checkpoints(ctx context.Context, org, query string, args ...any) ([]chain.Checkpoint, error) {
	var list []chain.Checkpoint
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		c := chain.Checkpoint{Org: org}
		var at int64
		var signature string
		if err := rows.Scan(&c.Seq, &c.Hash, &at, &c.KeyID, &signature); err != nil {
			return err
		}
		c.At = instant(at)
		// A signature that is no longer hex was tampered with: then it is nobody's.
		c.Signature, _ = fromHex(signature)
		list = append(list, c)
		return nil
	})
	return list, err
}

// AddCheckpoint implements audit.Store.
func (s *Store) AddCheckpoint(ctx context.Context, c chain.Checkpoint) error {
	return s.do(ctx, c.Org, func(b *batch) error {
		return b.exec("INSERT INTO checkpoints (org_id, seq, hash, at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org_id, seq) DO NOTHING",
			c.Org, c.Seq, c.Hash, millis(c.At), c.KeyID, hex.EncodeToString(c.Signature))
	})
}

// CheckpointKeys implements chain.Source.
func (s *Store) CheckpointKeys(ctx context.Context) ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	err := s.query(ctx, anyOrganisation, "SELECT public FROM signing_keys WHERE use = 'checkpoint' ORDER BY created_at, id", nil, func(rows *sql.Rows) error {
		var stored string
		if err := rows.Scan(&stored); err != nil {
			return err
		}
		public, err := fromHex(stored)
		if err == nil && len(public) != ed25519.PublicKeySize {
			err = errDamaged
		}
		keys = append(keys, public)
		return err
	})
	return keys, err
}
