package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// CreateOrganisation implements ident.Store.
func (s *Store) CreateOrganisation(ctx context.Context, o ident.Organisation, entry chain.Draft) error {
	return s.do(ctx, o.ID, func(b *batch) error {
		if err := b.exec("INSERT INTO organisations ("+organisationColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
			o.ID, o.Name, millis(o.CreatedAt), o.Language, o.TimeZone, number(o.CouncilApproves), o.Rev); err != nil {
			return err
		}
		if err := b.exec("INSERT INTO chain_heads (org_id, seq, hash) VALUES ($1, 0, '')", o.ID); err != nil {
			return err
		}
		return b.appendEntry(o.ID, entry)
	})
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

// AddEnrolmentKey implements ident.Store.
func (s *Store) AddEnrolmentKey(ctx context.Context, k ident.EnrolmentKey, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		if err := b.exec("INSERT INTO enrolment_keys (org_id, id, hash, label, created_at) VALUES ($1, $2, $3, $4, $5)",
			k.OrgID, k.ID, k.Hash, k.Label, millis(k.CreatedAt)); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// EnrolmentKeys implements ident.Store.
func (s *Store) EnrolmentKeys(ctx context.Context, org string) ([]ident.EnrolmentKey, error) {
	var list []ident.EnrolmentKey
	err := s.query(ctx, org, `SELECT id, hash, label, created_at, revoked_at, uses FROM enrolment_keys
		WHERE org_id = $1 ORDER BY created_at, id`, []any{org}, func(rows *sql.Rows) error {
		k := ident.EnrolmentKey{OrgID: org}
		var created, revoked int64
		err := rows.Scan(&k.ID, &k.Hash, &k.Label, &created, &revoked, &k.Uses)
		k.CreatedAt, k.RevokedAt = instant(created), instant(revoked)
		list = append(list, k)
		return err
	})
	return list, err
}

// RevokeEnrolmentKey implements ident.Store.
func (s *Store) RevokeEnrolmentKey(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed("UPDATE enrolment_keys SET revoked_at = $1 WHERE org_id = $2 AND id = $3 AND revoked_at = 0", millis(at), org, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.NotFound)
		}
		return b.appendEntry(org, entry)
	})
}

// Enrol implements ident.Store.
func (s *Store) Enrol(ctx context.Context, keyHash string, d ident.Device, entry chain.Draft) (ident.Device, error) {
	groups, err := json.Marshal(d.Groups)
	if err != nil {
		return ident.Device{}, err
	}
	err = s.row(ctx, anyOrganisation, "SELECT org_id, id FROM enrolment_keys WHERE hash = $1", []any{keyHash}, &d.OrgID, &d.EnrolmentKeyID)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return ident.Device{}, fault.E(fault.AuthEnrolmentKey)
	}
	if err != nil {
		return ident.Device{}, err
	}
	err = s.do(ctx, d.OrgID, func(b *batch) error {
		n, err := b.changed("UPDATE enrolment_keys SET uses = uses + 1 WHERE org_id = $1 AND id = $2 AND revoked_at = 0", d.OrgID, d.EnrolmentKeyID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.AuthEnrolmentKey)
		}
		if err := b.exec(`INSERT INTO devices (org_id, id, enrolment_key_id, key_x, key_y, browser, browser_version, os, extension_version, user_groups, enrolled_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			d.OrgID, d.ID, d.EnrolmentKeyID, d.PublicKey.X, d.PublicKey.Y, d.Client.Browser, d.Client.BrowserVersion,
			d.Client.OS, d.Client.ExtensionVersion, string(groups), millis(d.EnrolledAt)); err != nil {
			return err
		}
		return b.appendEntry(d.OrgID, entry)
	})
	return d, err
}

// Device implements ident.Store and auth.Store.
func (s *Store) Device(ctx context.Context, id string) (ident.Device, error) {
	d := ident.Device{ID: id}
	var groups string
	var enrolled, revoked int64
	err := s.row(ctx, anyOrganisation, `SELECT org_id, enrolment_key_id, key_x, key_y, browser, browser_version, os, extension_version, user_groups, enrolled_at, revoked_at
		FROM devices WHERE id = $1`, []any{id}, &d.OrgID, &d.EnrolmentKeyID, &d.PublicKey.X, &d.PublicKey.Y, &d.Client.Browser,
		&d.Client.BrowserVersion, &d.Client.OS, &d.Client.ExtensionVersion, &groups, &enrolled, &revoked)
	if err != nil {
		return ident.Device{}, err
	}
	d.EnrolledAt, d.RevokedAt = instant(enrolled), instant(revoked)
	return d, decode(groups, &d.Groups)
}

// PseudonymKey implements ident.Store.
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
