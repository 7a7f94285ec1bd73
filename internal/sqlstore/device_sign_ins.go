package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
)

var _ auth.DeviceSignInStore = (*Store)(nil)

// KeepSignInTicket implements auth.DeviceSignInStore.
func (s *Store) KeepSignInTicket(ctx context.Context, org, device, hash string, ends time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		var one int64
		if err := b.one("SELECT 1 FROM devices WHERE org_id = $1 AND id = $2 AND revoked_at = 0", []any{org, device}, &one); err != nil {
			return err
		}
		return b.exec(`INSERT INTO device_sign_ins (org_id, device_id, rev, ticket, ticket_ends, subject, quarter, at, used_at, changed_at)
			VALUES ($1, $2, 0, $3, $4, '', '', 0, 0, 0)
			ON CONFLICT (org_id, device_id) DO UPDATE SET ticket = excluded.ticket, ticket_ends = excluded.ticket_ends`,
			org, device, hash, millis(ends))
	})
}

// UseSignInTicket implements auth.DeviceSignInStore.
func (s *Store) UseSignInTicket(ctx context.Context, org, device, hash string, now time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed(`UPDATE device_sign_ins SET ticket = '', ticket_ends = 0
			WHERE org_id = $1 AND device_id = $2 AND ticket = $3 AND ticket <> '' AND ticket_ends > $4`, org, device, hash, millis(now))
		if err == nil && n == 0 {
			err = fault.E(fault.NotFound)
		}
		return err
	})
}

// DeviceSignIn implements auth.DeviceSignInStore.
func (s *Store) DeviceSignIn(ctx context.Context, org, device string) (auth.DeviceSignIn, error) {
	v := auth.DeviceSignIn{OrgID: org, DeviceID: device}
	var at, used int64
	err := s.row(ctx, org, "SELECT rev, subject, quarter, at, used_at FROM device_sign_ins WHERE org_id = $1 AND device_id = $2",
		[]any{org, device}, &v.Rev, &v.Subject, &v.Quarter, &at, &used)
	if err != nil {
		return auth.DeviceSignIn{}, err
	}
	v.At, v.UsedAt = instant(at), instant(used)
	return v, nil
}

// ChangeDeviceSignIn implements auth.DeviceSignInStore.
func (s *Store) ChangeDeviceSignIn(ctx context.Context, c auth.SignInChange) (int64, error) {
	at := millis(c.At)
	if c.Subject == "" {
		at = 0
	}
	var rev int64
	err := s.do(ctx, c.OrgID, func(b *batch) error {
		if err := b.one(`UPDATE device_sign_ins SET rev = rev + 1, ticket = '', ticket_ends = 0, subject = $1, quarter = $2, at = $3, used_at = $3, changed_at = $4
			WHERE org_id = $5 AND device_id = $6 AND EXISTS (SELECT 1 FROM devices WHERE org_id = $5 AND id = $6 AND revoked_at = 0) RETURNING rev`,
			[]any{c.Subject, c.Quarter, at, millis(c.At), c.OrgID, c.DeviceID}, &rev); err != nil {
			return err
		}
		return b.appendEntry(c.OrgID, c.Entry)
	})
	if err != nil {
		return 0, err
	}
	return rev, nil
}

// TouchDeviceSignIn implements auth.DeviceSignInStore.
func (s *Store) TouchDeviceSignIn(ctx context.Context, org, device string, rev int64, at time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("UPDATE device_sign_ins SET used_at = $1 WHERE org_id = $2 AND device_id = $3 AND rev = $4 AND subject <> '' AND used_at < $1",
			millis(at), org, device, rev)
	})
}

// ForgetDeviceSignIns implements auth.DeviceSignInStore.
func (s *Store) ForgetDeviceSignIns(ctx context.Context, org string, signedIn, used time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("UPDATE device_sign_ins SET subject = '', quarter = '', at = 0, used_at = 0 WHERE org_id = $1 AND subject <> '' AND (at < $2 OR used_at < $3)",
			org, millis(signedIn), millis(used))
	})
}

// How many changes of one device are looked back at: more of them do not fit in the
// life of a token of the first.
const changesBack = 5

// signInsChanged lists the revisions that were over since.
func (s *Store) signInsChanged(ctx context.Context, since time.Time) (list []auth.Revocation, err error) {
	err = s.query(ctx, anyOrganisation, "SELECT org_id, device_id, rev, changed_at FROM device_sign_ins WHERE changed_at >= $1 AND changed_at > 0", []any{millis(since)},
		func(rows *sql.Rows) error {
			r := auth.Revocation{Kind: auth.RevocableSignIn}
			var device string
			var rev, at int64
			if err := rows.Scan(&r.OrgID, &device, &rev, &at); err != nil {
				return err
			}
			r.At = instant(at)
			for before := rev - 1; before >= max(0, rev-changesBack); before-- {
				r.ID = auth.SignInID(device, before)
				list = append(list, r)
			}
			return nil
		})
	return list, err
}
