package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var _ auth.SessionStore = (*Store)(nil)

// account finds the account that the condition says.
func (s *Store) account(ctx context.Context, org, condition string, args ...any) (auth.Account, error) {
	return only(ctx, s, org, "SELECT "+userColumns+", password, code_secret, code_step FROM users WHERE "+condition, args,
		func(rows *sql.Rows) (a auth.Account, err error) {
			a.User, err = scanUser(rows, &a.Password, &a.CodeSecret, &a.CodeStep)
			return a, err
		})
}

// AccountByEmail implements auth.SessionStore.
func (s *Store) AccountByEmail(ctx context.Context, email string) (auth.Account, error) {
	return s.account(ctx, anyOrganisation, "email = $1 AND email <> ''", email)
}

// Account implements auth.SessionStore.
func (s *Store) Account(ctx context.Context, org, user string) (auth.Account, error) {
	return s.account(ctx, org, "org_id = $1 AND id = $2", org, user)
}

// StartSession implements auth.SessionStore.
func (s *Store) StartSession(ctx context.Context, v auth.Session, password string, step int64, rehash, replaces string, entry chain.Draft) error {
	if rehash == "" {
		rehash = password
	}
	return s.do(ctx, v.OrgID, func(b *batch) error {
		n, err := b.changed(`UPDATE users SET code_step = $1, password = $2, last_sign_in_at = $3
			WHERE org_id = $4 AND id = $5 AND password = $6 AND password <> '' AND disabled_at = 0 AND code_step < $7`,
			step, rehash, millis(v.SeenAt), v.OrgID, v.UserID, password, step)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.SignInRefused)
		}
		if err := b.replaceSessions(v, replaces); err != nil {
			return err
		}
		return b.appendEntry(v.OrgID, entry)
	})
}

// replaceSessions adds a session in the place of the one with the hash, and of those
// of the user that ended.
func (b *batch) replaceSessions(v auth.Session, replaces string) error {
	if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND (hash = $3 OR seen_at <= $4 OR created_at <= $5)",
		v.OrgID, v.UserID, replaces, millis(v.SeenAt.Add(-auth.SessionIdle)), millis(v.SeenAt.Add(-auth.SessionLife))); err != nil {
		return err
	}
	return b.addSession(v)
}

func (b *batch) addSession(v auth.Session) error {
	return b.exec("INSERT INTO sessions (org_id, hash, user_id, created_at, seen_at, stepped_up_at) VALUES ($1, $2, $3, $4, $5, $6)",
		v.OrgID, v.Hash, v.UserID, millis(v.CreatedAt), millis(v.SeenAt), millis(v.SteppedUpAt))
}

// Session implements auth.SessionStore.
func (s *Store) Session(ctx context.Context, hash string) (v auth.Session, u ident.User, bindings []ident.Binding, err error) {
	v.Hash = hash
	var created, seen, steppedUp, checked, reached int64
	if err := s.row(ctx, anyOrganisation, "SELECT org_id, user_id, created_at, seen_at, stepped_up_at, checked_at, reached_at FROM sessions WHERE hash = $1", []any{hash},
		&v.OrgID, &v.UserID, &created, &seen, &steppedUp, &checked, &reached); err != nil {
		return v, u, nil, err
	}
	v.CreatedAt, v.SeenAt, v.SteppedUpAt, v.CheckedAt, v.ReachedAt = instant(created), instant(seen), instant(steppedUp), instant(checked), instant(reached)
	if u, err = s.User(ctx, v.OrgID, v.UserID); err != nil {
		return v, u, nil, err
	}
	err = s.query(ctx, v.OrgID, "SELECT role, department_id, expires_at FROM role_bindings WHERE org_id = $1 AND user_id = $2 ORDER BY id",
		[]any{v.OrgID, v.UserID}, func(rows *sql.Rows) error {
			var r ident.Binding
			var expires int64
			err := rows.Scan(&r.Role, &r.DepartmentID, &expires)
			r.ExpiresAt = instant(expires)
			bindings = append(bindings, r)
			return err
		})
	return v, u, bindings, err
}

// TouchSession implements auth.SessionStore.
func (s *Store) TouchSession(ctx context.Context, org, hash string, at time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("UPDATE sessions SET seen_at = $1 WHERE org_id = $2 AND hash = $3 AND seen_at < $4", millis(at), org, hash, millis(at))
	})
}

// EndSession implements auth.SessionStore.
func (s *Store) EndSession(ctx context.Context, org, hash string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed("DELETE FROM sessions WHERE org_id = $1 AND hash = $2", org, hash)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.NotFound)
		}
		return b.appendEntry(org, entry)
	})
}

// EndSessions implements auth.SessionStore.
func (s *Store) EndSessions(ctx context.Context, org, user, except string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		if err := b.checkUser(org, user); err != nil {
			return err
		}
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND hash <> $3", org, user, except); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

func (b *batch) checkUser(org, id string) error {
	var rev int64
	return b.one("SELECT rev FROM users WHERE org_id = $1 AND id = $2", []any{org, id}, &rev)
}

// ChangePassword implements auth.SessionStore.
func (s *Store) ChangePassword(ctx context.Context, org, user, was, hash, except string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		if err := b.checkUser(org, user); err != nil {
			return err
		}
		n, err := b.changed("UPDATE users SET password = $1 WHERE org_id = $2 AND id = $3 AND password = $4", hash, org, user, was)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND hash <> $3", org, user, except); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// ChangeCode implements auth.SessionStore.
func (s *Store) ChangeCode(ctx context.Context, c auth.CodeChange, entry chain.Draft) error {
	return s.do(ctx, c.OrgID, func(b *batch) error {
		if err := b.checkUser(c.OrgID, c.UserID); err != nil {
			return err
		}
		n, err := b.changed("UPDATE users SET code_secret = $1, code_step = $2 WHERE org_id = $3 AND id = $4 AND code_secret = $5 AND password <> ''", c.Secret, c.Step, c.OrgID, c.UserID, c.Was)
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		if err := b.factorLeft(c.OrgID, c.UserID); err != nil {
			return err
		}
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND hash <> $3", c.OrgID, c.UserID, c.Except); err != nil {
			return err
		}
		return b.appendEntry(c.OrgID, entry)
	})
}

// ForgetEnded implements auth.SessionStore.
func (s *Store) ForgetEnded(ctx context.Context, org string, now time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND (seen_at <= $2 OR created_at <= $3)",
			org, millis(now.Add(-auth.SessionIdle)), millis(now.Add(-auth.SessionLife))); err != nil {
			return err
		}
		if err := b.exec("DELETE FROM passkey_challenges WHERE org_id = $1 AND expires_at <= $2", org, millis(now)); err != nil {
			return err
		}
		return b.exec("DELETE FROM one_time_links WHERE org_id = $1 AND expires_at <= $2", org, millis(now))
	})
}

// Secret implements auth.SecretStore.
func (s *Store) Secret(ctx context.Context, name, fresh string) (string, error) {
	var sealed string
	err := s.do(ctx, anyOrganisation, func(b *batch) error {
		if err := b.exec("INSERT INTO secrets (name, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, fresh); err != nil {
			return err
		}
		return b.one("SELECT secret FROM secrets WHERE name = $1", []any{name}, &sealed)
	})
	if err != nil {
		return "", err
	}
	return sealed, nil
}
