package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// CreateOrganisation implements ident.Store.
func (s *Store) CreateOrganisation(ctx context.Context, o ident.Organisation, entry chain.Draft) error {
	return s.do(ctx, o.ID, func(b *batch) error { return b.createOrganisation(o, entry) })
}

// CreateFirstOrganisation implements ident.Store.
func (s *Store) CreateFirstOrganisation(ctx context.Context, o ident.Organisation, entry chain.Draft) (bool, error) {
	created := false
	err := s.do(ctx, o.ID, func(b *batch) error {
		n, err := b.changed("INSERT INTO first_start (one, organisation) VALUES (1, $1) ON CONFLICT DO NOTHING", o.ID)
		created = n == 1
		if err != nil || !created {
			return err
		}
		return b.createOrganisation(o, entry)
	})
	if err != nil {
		return false, err
	}
	return created, nil
}

func (b *batch) createOrganisation(o ident.Organisation, entry chain.Draft) error {
	if err := b.exec("INSERT INTO organisations ("+organisationColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		o.ID, o.Name, millis(o.CreatedAt), o.Language, o.TimeZone, number(o.CouncilApproves), number(o.CouncilWaits), o.Rev); err != nil {
		return err
	}
	if err := b.exec("INSERT INTO chain_heads (org_id, seq, hash) VALUES ($1, 0, '')", o.ID); err != nil {
		return err
	}
	return b.appendEntry(o.ID, entry)
}

// Organisations implements ident.Store.
func (s *Store) Organisations(ctx context.Context) ([]ident.Organisation, error) {
	var list []ident.Organisation
	err := s.query(ctx, anyOrganisation, "SELECT "+organisationColumns+" FROM organisations ORDER BY created_at, id", nil, func(rows *sql.Rows) error {
		o, err := scanOrganisation(rows)
		list = append(list, o)
		return err
	})
	return list, err
}

// PseudonymKey implements auth.Store.
func (s *Store) PseudonymKey(ctx context.Context, org, quarter string, fresh []byte) ([]byte, error) {
	var secret string
	const find = "SELECT secret FROM pseudonym_keys WHERE org_id = $1 AND quarter = $2"
	err := s.row(ctx, org, find, []any{org, quarter}, &secret)
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = s.do(ctx, org, func(b *batch) error {
			if err := b.exec("INSERT INTO pseudonym_keys (org_id, quarter, secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
				org, quarter, hex.EncodeToString(fresh)); err != nil {
				return err
			}
			return b.one(find, []any{org, quarter}, &secret)
		})
	}
	if err != nil {
		return nil, err
	}
	return fromHex(secret)
}
