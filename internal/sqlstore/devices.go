package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// AddEnrolmentKey implements auth.Store.
func (s *Store) AddEnrolmentKey(ctx context.Context, k ident.EnrolmentKey, entry chain.Draft) error {
	groups, err := jsonList(k.Groups)
	if err != nil {
		return err
	}
	return s.do(ctx, k.OrgID, func(b *batch) error {
		if err := b.exec(`INSERT INTO enrolment_keys (org_id, id, hash, label, created_at, department_id, groups_granted, expires_at, device_limit, rev)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			k.OrgID, k.ID, k.Hash, k.Label, millis(k.CreatedAt), k.DepartmentID, groups, millis(k.ExpiresAt), k.Limit, k.Rev); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

func jsonList(list []string) (string, error) {
	encoded, err := json.Marshal(append([]string{}, list...))
	return string(encoded), err
}

const keyColumns = "org_id, id, hash, label, created_at, revoked_at, uses, department_id, groups_granted, expires_at, device_limit, rev"

func scanEnrolmentKey(rows *sql.Rows) (k ident.EnrolmentKey, err error) {
	var created, revoked, expires int64
	var groups string
	err = rows.Scan(&k.OrgID, &k.ID, &k.Hash, &k.Label, &created, &revoked, &k.Uses, &k.DepartmentID, &groups, &expires, &k.Limit, &k.Rev)
	if err != nil {
		return k, err
	}
	k.CreatedAt, k.RevokedAt, k.ExpiresAt = instant(created), instant(revoked), instant(expires)
	return k, decode(groups, &k.Groups)
}

// EnrolmentKeys implements auth.Store.
func (s *Store) EnrolmentKeys(ctx context.Context, org string) (list []ident.EnrolmentKey, err error) {
	err = s.query(ctx, org, "SELECT "+keyColumns+" FROM enrolment_keys WHERE org_id = $1 ORDER BY created_at, id", []any{org}, func(rows *sql.Rows) error {
		k, err := scanEnrolmentKey(rows)
		list = append(list, k)
		return err
	})
	return list, err
}

// EnrolmentKey implements auth.Store.
func (s *Store) EnrolmentKey(ctx context.Context, org, id string) (ident.EnrolmentKey, error) {
	return only(ctx, s, org, "SELECT "+keyColumns+" FROM enrolment_keys WHERE org_id = $1 AND id = $2", []any{org, id}, scanEnrolmentKey)
}

// EnrolmentKeyByHash implements auth.Store.
func (s *Store) EnrolmentKeyByHash(ctx context.Context, hash string) (ident.EnrolmentKey, error) {
	return only(ctx, s, anyOrganisation, "SELECT "+keyColumns+" FROM enrolment_keys WHERE hash = $1", []any{hash}, scanEnrolmentKey)
}

// ChangeEnrolmentKey implements auth.Store.
func (s *Store) ChangeEnrolmentKey(ctx context.Context, k ident.EnrolmentKey, entry chain.Draft) error {
	groups, err := jsonList(k.Groups)
	if err != nil {
		return err
	}
	return s.do(ctx, k.OrgID, func(b *batch) error {
		n, err := b.changed(`UPDATE enrolment_keys SET label = $1, department_id = $2, groups_granted = $3, expires_at = $4, device_limit = $5, revoked_at = $6, rev = $7
			WHERE org_id = $8 AND id = $9 AND rev = $10`,
			k.Label, k.DepartmentID, groups, millis(k.ExpiresAt), k.Limit, millis(k.RevokedAt), k.Rev, k.OrgID, k.ID, k.Rev-1)
		if err != nil {
			return err
		}
		if n == 0 {
			var rev int64
			if err := b.one("SELECT rev FROM enrolment_keys WHERE org_id = $1 AND id = $2", []any{k.OrgID, k.ID}, &rev); err != nil {
				return err
			}
			return fault.E(fault.PreconditionFailed)
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// Enrol implements auth.Store.
func (s *Store) Enrol(ctx context.Context, keyHash string, d ident.Device, entry chain.Draft) (ident.Device, error) {
	groups, err := jsonList(d.Groups)
	if err != nil {
		return ident.Device{}, err
	}
	key, err := s.EnrolmentKeyByHash(ctx, keyHash)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return ident.Device{}, fault.E(fault.AuthEnrolmentKey)
	}
	if err != nil {
		return ident.Device{}, err
	}
	d.OrgID, d.EnrolmentKeyID = key.OrgID, key.ID
	err = s.do(ctx, d.OrgID, func(b *batch) error {
		if err := b.useEnrolmentKey(&d); err != nil {
			return err
		}
		if err := b.exec(`INSERT INTO devices (org_id, id, enrolment_key_id, department_id, key_x, key_y, browser, browser_version, os, extension_version, user_groups, enrolled_at, number)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (SELECT COALESCE(MAX(number), 0) + 1 FROM devices WHERE org_id = $1))`,
			d.OrgID, d.ID, d.EnrolmentKeyID, d.DepartmentID, d.PublicKey.X, d.PublicKey.Y, d.Client.Browser, d.Client.BrowserVersion,
			d.Client.OS, d.Client.ExtensionVersion, groups, millis(d.EnrolledAt)); err != nil {
			return err
		}
		if err := b.setWorkstation(d); err != nil {
			return err
		}
		return b.appendEntry(d.OrgID, entry)
	})
	if err != nil {
		return ident.Device{}, err
	}
	return d, nil
}

// useEnrolmentKey counts the device, once for each public key, when the key is good.
func (b *batch) useEnrolmentKey(d *ident.Device) error {
	known, revoked := int64(0), int64(0)
	err := b.each("SELECT enrolment_key_id, revoked_for FROM devices WHERE org_id = $1 AND key_x = $2 AND key_y = $3 AND key_x <> ''",
		[]any{d.OrgID, d.PublicKey.X, d.PublicKey.Y}, func(rows *sql.Rows) error {
			var key string
			var reason ident.RevokeReason
			err := rows.Scan(&key, &reason)
			if key == d.EnrolmentKeyID {
				known = 1
			}
			if reason == ident.RevokedByAdministrator {
				revoked++
			}
			return err
		})
	if err != nil {
		return err
	}
	err = b.one(`UPDATE enrolment_keys SET uses = uses + $1 WHERE org_id = $2 AND id = $3 AND revoked_at = 0
		AND (expires_at = 0 OR expires_at > $4) AND (device_limit = 0 OR uses + $1 <= device_limit) RETURNING department_id`,
		[]any{1 - known, d.OrgID, d.EnrolmentKeyID, millis(d.EnrolledAt)}, &d.DepartmentID)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return fault.E(fault.AuthEnrolmentKey)
	}
	if err == nil && revoked > 0 {
		return fault.E(fault.AuthDeviceRevoked)
	}
	return err
}

const deviceColumns = `org_id, id, enrolment_key_id, department_id, key_x, key_y, browser, browser_version, os, extension_version,
	user_groups, enrolled_at, seen_on, revoked_at, revoked_for`

func scanDevice(rows *sql.Rows) (d ident.Device, err error) {
	var groups string
	var enrolled, seen, revoked int64
	err = rows.Scan(&d.OrgID, &d.ID, &d.EnrolmentKeyID, &d.DepartmentID, &d.PublicKey.X, &d.PublicKey.Y, &d.Client.Browser,
		&d.Client.BrowserVersion, &d.Client.OS, &d.Client.ExtensionVersion, &groups, &enrolled, &seen, &revoked, &d.RevokedFor)
	if err != nil {
		return d, err
	}
	d.EnrolledAt, d.SeenOn, d.RevokedAt = instant(enrolled), instant(seen), instant(revoked)
	return d, decode(groups, &d.Groups)
}

// Device implements auth.Store.
func (s *Store) Device(ctx context.Context, id string) (ident.Device, error) {
	return only(ctx, s, anyOrganisation, "SELECT "+deviceColumns+" FROM devices WHERE id = $1", []any{id}, scanDevice)
}

// Devices implements auth.Store.
func (s *Store) Devices(ctx context.Context, org string, f ident.DeviceFilter) (list []ident.Device, err error) {
	where, args := []string{"org_id = $1"}, []any{org}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, condition+" $"+strconv.Itoa(len(args)))
	}
	if !f.Revoked {
		where = append(where, "revoked_at = 0")
	}
	if f.EnrolmentKeyID != "" {
		add("enrolment_key_id =", f.EnrolmentKeyID)
	}
	if !f.SilentSince.IsZero() {
		add("seen_on <", millis(f.SilentSince))
	}
	add("id >", f.After)
	order := " ORDER BY id"
	if f.Limit > 0 {
		order += " LIMIT " + strconv.Itoa(f.Limit)
	}
	err = s.query(ctx, org, "SELECT "+deviceColumns+" FROM devices WHERE "+strings.Join(where, " AND ")+order, args, func(rows *sql.Rows) error {
		d, err := scanDevice(rows)
		list = append(list, d)
		return err
	})
	return list, err
}

// RevokeDevice implements auth.Store.
func (s *Store) RevokeDevice(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.endDevice(org, id, ident.RevokedByAdministrator, at)
		if err != nil {
			return err
		}
		if n == 0 {
			var revoked int64
			if err := b.one("SELECT revoked_at FROM devices WHERE org_id = $1 AND id = $2", []any{org, id}, &revoked); err != nil {
				return err
			}
			return fault.E(fault.Conflict)
		}
		return b.appendEntry(org, entry)
	})
}

// endDevice revokes a device that was not, or that was only replaced: an
// administrator's word counts for more.
func (b *batch) endDevice(org, id string, reason ident.RevokeReason, at time.Time) (int64, error) {
	return b.changed("UPDATE devices SET revoked_at = $1, revoked_for = $2 WHERE org_id = $3 AND id = $4 AND revoked_for <> $5 AND revoked_for <> $2",
		millis(at), string(reason), org, id, string(ident.RevokedByAdministrator))
}

// UseAssertion implements auth.Store.
func (s *Store) UseAssertion(ctx context.Context, a auth.UsedAssertion) error {
	org := a.Device.OrgID
	return s.do(ctx, org, func(b *batch) error {
		if err := b.exec("DELETE FROM used_assertions WHERE org_id = $1 AND expires_at < $2", org, millis(a.At)); err != nil {
			return err
		}
		n, err := b.changed("INSERT INTO used_assertions (org_id, hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", org, a.Hash, millis(a.Expires))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.AuthAssertionReused)
		}
		today := ident.Day(a.At)
		if a.Device.SeenOn.Equal(today) {
			return nil
		}
		n, err = b.changed("UPDATE devices SET seen_on = $1 WHERE org_id = $2 AND id = $3 AND revoked_at = 0", millis(today), org, a.Device.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.AuthAssertion)
		}
		if !a.Device.SeenOn.IsZero() {
			return nil
		}
		return b.replaceDevices(a)
	})
}

// replaceDevices revokes what the device was before it enrolled again.
func (b *batch) replaceDevices(a auth.UsedAssertion) error {
	var before []string
	err := b.each("SELECT id FROM devices WHERE org_id = $1 AND key_x = $2 AND key_y = $3 AND id < $4 AND revoked_at = 0 AND key_x <> ''",
		[]any{a.Device.OrgID, a.Device.PublicKey.X, a.Device.PublicKey.Y, a.Device.ID}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			before = append(before, id)
			return err
		})
	if err != nil {
		return err
	}
	for _, id := range before {
		if _, err := b.endDevice(a.Device.OrgID, id, ident.Replaced, a.At); err != nil {
			return err
		}
		if err := b.appendEntry(a.Device.OrgID, a.Replaced(id)); err != nil {
			return err
		}
	}
	return nil
}
