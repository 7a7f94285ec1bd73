package sqlstore

import (
	"context"
	"database/sql"
	"encoding/base64"
	"strings"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

var _ auth.PasskeyStore = (*Store)(nil)

const passkeys = `SELECT org_id, id, user_id, credential, public_key, sign_count, eligible, backed_up, transports, name, created_at, last_used_at, suspect_at, rev
	FROM passkeys WHERE `

func scanPasskey(rows *sql.Rows) (k auth.Passkey, err error) {
	var credential, key, transports string
	var count, eligible, backedUp, created, used, suspect int64
	if err := rows.Scan(&k.OrgID, &k.ID, &k.UserID, &credential, &key, &count, &eligible, &backedUp, &transports, &k.Name, &created, &used, &suspect, &k.Rev); err != nil {
		return k, err
	}
	k.CreatedAt, k.LastUsedAt, k.SuspectAt = instant(created), instant(used), instant(suspect)
	k.Credential = passkey.Credential{SignCount: uint32(count), Eligible: eligible == 1, BackedUp: backedUp == 1, Transports: strings.Fields(transports)}
	if k.Credential.ID, err = base64.RawURLEncoding.DecodeString(credential); err != nil {
		return k, errDamaged
	}
	if k.Credential.PublicKey, err = base64.RawURLEncoding.DecodeString(key); err != nil {
		return k, errDamaged
	}
	return k, nil
}

// Passkeys implements auth.PasskeyStore.
func (s *Store) Passkeys(ctx context.Context, org, user string) (list []auth.Passkey, err error) {
	err = s.query(ctx, org, passkeys+"org_id = $1 AND user_id = $2 ORDER BY id", []any{org, user}, func(rows *sql.Rows) error {
		k, err := scanPasskey(rows)
		list = append(list, k)
		return err
	})
	return list, err
}

// Passkey implements auth.PasskeyStore.
func (s *Store) Passkey(ctx context.Context, org, id string) (auth.Passkey, error) {
	return only(ctx, s, org, passkeys+"org_id = $1 AND id = $2", []any{org, id}, scanPasskey)
}

// PasskeyByCredential implements auth.PasskeyStore.
func (s *Store) PasskeyByCredential(ctx context.Context, credential []byte) (auth.Passkey, error) {
	return only(ctx, s, anyOrganisation, passkeys+"credential = $1", []any{base64.RawURLEncoding.EncodeToString(credential)}, scanPasskey)
}

// AddPasskey implements auth.PasskeyStore.
func (s *Store) AddPasskey(ctx context.Context, k auth.Passkey, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		var able bool
		if err := b.one("SELECT password <> '' AND disabled_at = 0 FROM users WHERE org_id = $1 AND id = $2", []any{k.OrgID, k.UserID}, &able); err != nil {
			return err
		}
		if !able {
			return fault.E(fault.Conflict)
		}
		var n int
		if err := b.one("SELECT COUNT(*) FROM passkeys WHERE org_id = $1 AND user_id = $2", []any{k.OrgID, k.UserID}, &n); err != nil {
			return err
		}
		if n >= auth.MaxPasskeys {
			return fault.E(fault.PasskeyLimit)
		}
		if err := b.addPasskey(k); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

func (b *batch) addPasskey(k auth.Passkey) error {
	c := k.Credential
	n, err := b.changed(`INSERT INTO passkeys
		(org_id, id, user_id, credential, public_key, sign_count, eligible, backed_up, transports, name, created_at, last_used_at, suspect_at, rev)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13) ON CONFLICT (credential) DO NOTHING`,
		k.OrgID, k.ID, k.UserID, base64.RawURLEncoding.EncodeToString(c.ID), base64.RawURLEncoding.EncodeToString(c.PublicKey), int64(c.SignCount),
		number(c.Eligible), number(c.BackedUp), strings.Join(c.Transports, " "), k.Name, millis(k.CreatedAt), millis(k.LastUsedAt), k.Rev)
	if err == nil && n == 0 {
		return fault.E(fault.PasskeyKnown)
	}
	return err
}

// RenamePasskey implements auth.PasskeyStore.
func (s *Store) RenamePasskey(ctx context.Context, k auth.Passkey, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		if err := b.onRevision("passkeys", k.OrgID, k.ID, "UPDATE passkeys SET name = $1, rev = $2 WHERE org_id = $3 AND id = $4 AND rev = $5",
			k.Name, k.Rev, k.OrgID, k.ID, k.Rev-1); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// RemovePasskey implements auth.PasskeyStore.
func (s *Store) RemovePasskey(ctx context.Context, k auth.Passkey, except string, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		if err := b.onRevision("passkeys", k.OrgID, k.ID, "DELETE FROM passkeys WHERE org_id = $1 AND id = $2 AND user_id = $3 AND rev = $4",
			k.OrgID, k.ID, k.UserID, k.Rev); err != nil {
			return err
		}
		if err := b.factorLeft(k.OrgID, k.UserID); err != nil {
			return err
		}
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND hash <> $3", k.OrgID, k.UserID, except); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// factorLeft refuses what would leave a user without a second factor that proves
// something.
func (b *batch) factorLeft(org, user string) error {
	var left bool
	err := b.one(`SELECT code_secret <> '' OR EXISTS (SELECT 1 FROM passkeys k WHERE k.org_id = u.org_id AND k.user_id = u.id AND k.suspect_at = 0)
		FROM users u WHERE u.org_id = $1 AND u.id = $2`, []any{org, user}, &left)
	if err == nil && !left {
		err = fault.E(fault.LastFactor)
	}
	return err
}

// SuspectPasskey implements auth.PasskeyStore.
func (s *Store) SuspectPasskey(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed("UPDATE passkeys SET suspect_at = $1 WHERE org_id = $2 AND id = $3", millis(at), org, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.NotFound)
		}
		return b.appendEntry(org, entry)
	})
}

// StartPasskeySession implements auth.PasskeyStore.
func (s *Store) StartPasskeySession(ctx context.Context, v auth.Session, use auth.PasskeyUse, replaces string, entry chain.Draft) error {
	k := use.Passkey
	return s.do(ctx, v.OrgID, func(b *batch) error {
		for _, step := range []struct {
			change string
			args   []any
		}{
			{"INSERT INTO passkey_challenges (org_id, hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT (org_id, hash) DO NOTHING",
				[]any{v.OrgID, use.Challenge, millis(use.Expires)}},
			{`UPDATE passkeys SET sign_count = $1, backed_up = $2, last_used_at = $3 WHERE org_id = $4 AND id = $5 AND user_id = $6 AND suspect_at = 0
				AND (sign_count < $7 OR sign_count = 0 AND CAST($8 AS BIGINT) = 0)`,
				[]any{int64(k.Credential.SignCount), number(k.Credential.BackedUp), millis(v.SeenAt), v.OrgID, k.ID, v.UserID, int64(k.Credential.SignCount), int64(k.Credential.SignCount)}},
			{"UPDATE users SET last_sign_in_at = $1 WHERE org_id = $2 AND id = $3 AND password <> '' AND disabled_at = 0",
				[]any{millis(v.SeenAt), v.OrgID, v.UserID}},
		} {
			n, err := b.changed(step.change, step.args...)
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.E(fault.SignInRefused)
			}
		}
		if err := b.replaceSessions(v, replaces); err != nil {
			return err
		}
		return b.appendEntry(v.OrgID, entry)
	})
}
