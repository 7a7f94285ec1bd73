package sqlstore

import (
	"context"
	"errors"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// AddLink implements auth.SessionStore.
func (s *Store) AddLink(ctx context.Context, l auth.Link, entry chain.Draft) error {
	return s.do(ctx, l.OrgID, func(b *batch) error {
		var password bool
		var disabled int64
		if err := b.one("SELECT password <> '' OR sso = 1, disabled_at FROM users WHERE org_id = $1 AND id = $2", []any{l.OrgID, l.UserID}, &password, &disabled); err != nil {
			return err
		}
		state := stateOf(password, disabled)
		if state == ident.UserDisabled || state == ident.UserActive && l.Kind == auth.LinkInvitation {
			return fault.E(fault.Conflict)
		}
		if l.Kind == auth.LinkRecovery {
			if err := b.exec("UPDATE users SET password = '', code_secret = '' WHERE org_id = $1 AND id = $2", l.OrgID, l.UserID); err != nil {
				return err
			}
			for _, table := range []string{"sessions", "passkeys"} {
				if err := b.exec("DELETE FROM "+table+" WHERE org_id = $1 AND user_id = $2", l.OrgID, l.UserID); err != nil {
					return err
				}
			}
		}
		if err := b.exec("DELETE FROM one_time_links WHERE org_id = $1 AND user_id = $2", l.OrgID, l.UserID); err != nil {
			return err
		}
		return b.addLink(l, entry)
	})
}

func (b *batch) addLink(l auth.Link, entry chain.Draft) error {
	if err := b.exec("INSERT INTO one_time_links (org_id, hash, user_id, kind, code_secret, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		l.OrgID, l.Hash, l.UserID, string(l.Kind), l.CodeSecret, millis(l.CreatedAt), millis(l.ExpiresAt)); err != nil {
		return err
	}
	return b.appendEntry(l.OrgID, entry)
}

// AddInvited implements auth.SessionStore.
func (s *Store) AddInvited(ctx context.Context, l auth.Link, n ident.Newcomer, entry chain.Draft) error {
	return s.do(ctx, l.OrgID, func(b *batch) error {
		if err := b.addUser(n.User, n.Bindings, n.Entry); err != nil {
			return err
		}
		return b.addLink(l, entry)
	})
}

// Link implements auth.SessionStore.
func (s *Store) Link(ctx context.Context, hash string) (l auth.Link, u ident.User, o ident.Organisation, err error) {
	l.Hash = hash
	var created, expires int64
	if err = s.row(ctx, anyOrganisation, "SELECT org_id, user_id, kind, code_secret, created_at, expires_at FROM one_time_links WHERE hash = $1", []any{hash},
		&l.OrgID, &l.UserID, &l.Kind, &l.CodeSecret, &created, &expires); err != nil {
		return l, u, o, err
	}
	l.CreatedAt, l.ExpiresAt = instant(created), instant(expires)
	if u, err = s.User(ctx, l.OrgID, l.UserID); err != nil {
		return l, u, o, err
	}
	o, err = s.Organisation(ctx, l.OrgID)
	return l, u, o, err
}

// UseLink implements auth.SessionStore.
func (s *Store) UseLink(ctx context.Context, hash string, a auth.Account, v auth.Session, entry chain.Draft) error {
	return s.useLink(ctx, hash, a, nil, v, entry)
}

// UseLinkByPasskey implements auth.PasskeyStore.
func (s *Store) UseLinkByPasskey(ctx context.Context, hash string, a auth.Account, first auth.Passkey, v auth.Session, entry chain.Draft) error {
	return s.useLink(ctx, hash, a, &first, v, entry)
}

func (s *Store) useLink(ctx context.Context, hash string, a auth.Account, first *auth.Passkey, v auth.Session, entry chain.Draft) error {
	other, err := s.AccountByEmail(ctx, a.Email)
	switch {
	case err == nil && other.ID != a.ID:
		return errTaken()
	case err != nil && !errors.Is(err, fault.E(fault.NotFound)):
		return err
	}
	return s.do(ctx, a.OrgID, func(b *batch) error {
		n, err := b.changed("DELETE FROM one_time_links WHERE org_id = $1 AND hash = $2 AND user_id = $3 AND expires_at > $4", a.OrgID, hash, a.ID, millis(v.CreatedAt))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.LinkInvalid)
		}
		n, err = b.changed(`UPDATE users SET email = $1, name = $2, locale = $3, password = $4, code_secret = $5, code_step = $6, last_sign_in_at = $7, rev = $8
			WHERE org_id = $9 AND id = $10 AND disabled_at = 0`,
			a.Email, a.Name, a.Locale, a.Password, a.CodeSecret, a.CodeStep, millis(v.CreatedAt), a.Rev, a.OrgID, a.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.SignInRefused)
		}
		if first != nil {
			if err := b.addPasskey(*first); err != nil {
				return err
			}
		}
		if err := b.addSession(v); err != nil {
			return err
		}
		return b.appendEntry(a.OrgID, entry)
	})
}
