package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
)

var _ sso.Store = (*Store)(nil)

// SSOSettings implements sso.Store.
func (s *Store) SSOSettings(ctx context.Context, org string) (sso.Settings, error) {
	list, err := bodies(ctx, s, org, "SELECT body FROM sso_settings WHERE org_id = $1", []any{org}, func(v *sso.Settings) { v.OrgID = org })
	if err != nil || len(list) == 0 {
		return sso.NewSettings(org), err
	}
	return list[0], nil
}

// SSOProviders implements sso.Store.
func (s *Store) SSOProviders(ctx context.Context) (list []sso.Settings, err error) {
	err = s.query(ctx, anyOrganisation, "SELECT org_id, body FROM sso_settings ORDER BY org_id", nil, func(rows *sql.Rows) error {
		var v sso.Settings
		var org, body string
		if err := rows.Scan(&org, &body); err != nil {
			return err
		}
		err := decode(body, &v)
		v.OrgID = org
		list = append(list, v)
		return err
	})
	return list, err
}

// SaveSSOSettings implements sso.Store.
func (s *Store) SaveSSOSettings(ctx context.Context, v sso.Settings, entry chain.Draft) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.do(ctx, v.OrgID, func(b *batch) error {
		query := "UPDATE sso_settings SET rev = $1, body = $2 WHERE org_id = $3 AND rev = $1 - 1"
		if v.Rev == 1 {
			query = "INSERT INTO sso_settings (rev, body, org_id) VALUES ($1, $2, $3) ON CONFLICT (org_id) DO NOTHING"
		}
		if err := b.revised(b.changed(query, v.Rev, string(body), v.OrgID))(v.OrgID, entry); err != nil {
			return err
		}
		// What the settings say about people counts at their next request.
		return b.exec("UPDATE sessions SET checked_at = 1 WHERE org_id = $1 AND sso_subject <> ''", v.OrgID)
	})
}

// EnterBySSO implements sso.Store.
func (s *Store) EnterBySSO(ctx context.Context, org string, a sso.Arrival, decide func(sso.Known) (sso.Entrance, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		known, err := b.known(org, a)
		if err != nil {
			return err
		}
		e, err := decide(known)
		if err != nil {
			return err
		}
		return b.enterBySSO(org, a, e)
	})
}

// arrived is the user of who comes, with the person at the provider that the user is.
type arrived struct{ user, subject, provider string }

// arrivals are the ways to find who comes, the surest first: the person at the
// provider, one whom a directory sent with an id of the provider, the address, and one
// whom a directory sent under the address as a name. Each takes the organisation and
// what it goes by.
var arrivals = []struct {
	query string
	by    func(sso.Arrival) []string
}{
	{"p.subject = $2", func(a sso.Arrival) []string { return []string{a.Subject} }},
	{"d.external_id = $2", func(a sso.Arrival) []string { return a.External }},
	{"u.email = $2", func(a sso.Arrival) []string { return []string{a.Email} }},
	{"d.name_key = $2", func(a sso.Arrival) []string { return []string{a.Email} }},
}

// arrive finds who comes. What two users have in common leads to neither.
func (b *batch) arrive(org string, a sso.Arrival) (found arrived, err error) {
	for _, way := range arrivals {
		for _, value := range way.by(a) {
			if value == "" {
				continue
			}
			var list []arrived
			err = b.each(`SELECT u.id, COALESCE(p.subject, ''), COALESCE(p.provider, '') FROM users u LEFT JOIN sso_people p ON p.org_id = u.org_id AND p.user_id = u.id
				LEFT JOIN directory_users d ON d.org_id = u.org_id AND d.user_id = u.id WHERE u.org_id = $1 AND `+way.query+" LIMIT 2", []any{org, value}, func(rows *sql.Rows) error {
				var one arrived
				err := rows.Scan(&one.user, &one.subject, &one.provider)
				list = append(list, one)
				return err
			})
			if err != nil {
				return found, err
			}
			if len(list) == 1 {
				return list[0], nil
			}
		}
	}
	return found, nil
}

// known says what is known of who comes.
func (b *batch) known(org string, a sso.Arrival) (k sso.Known, err error) {
	found, err := b.arrive(org, a)
	if err != nil {
		return k, err
	}
	if found.user != "" {
		if k.Standing, err = b.standing(org, found.user); err != nil {
			return k, err
		}
		k.Linked = found.subject == a.Subject
		k.LinkedElsewhere = !k.Linked && found.provider == a.Provider
		if err = b.one(`SELECT u.password <> '', EXISTS (SELECT 1 FROM directory_users d WHERE d.org_id = u.org_id AND d.user_id = u.id) FROM users u WHERE u.org_id = $1 AND u.id = $2`,
			[]any{org, found.user}, &k.HasPassword, &k.Sent); err != nil {
			return k, err
		}
		if k.EmailTaken, err = b.addressTaken(org, found.user, a.Email); err != nil {
			return k, err
		}
	}
	k.Departments = map[string]bool{}
	err = b.each("SELECT id FROM departments WHERE org_id = $1", []any{org}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		k.Departments[id] = true
		return err
	})
	return k, err
}

// addressTaken reports whether another user has the address, of whatever organisation.
func (b *batch) addressTaken(org, user, address string) (bool, error) {
	if address == "" {
		return false, nil
	}
	if err := b.scope(anyOrganisation); err != nil {
		return false, err
	}
	var others int64
	err := b.one("SELECT COUNT(*) FROM users WHERE email = $1 AND id <> $2", []any{address, user}, &others)
	return others > 0, errors.Join(err, b.scope(org))
}

func (b *batch) enterBySSO(org string, a sso.Arrival, e sso.Entrance) error {
	if u := e.New; u != nil {
		n, err := b.changed("INSERT INTO users (org_id, id, email, name, locale, created_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
			org, u.ID, u.Email, u.Name, u.Locale, millis(u.CreatedAt), u.Rev)
		if err != nil {
			return err
		}
		if n == 0 {
			return errTaken()
		}
	}
	if e.Link {
		if err := b.linkPerson(org, a, e.UserID, e.At); err != nil {
			return err
		}
	}
	if err := b.changeUser(org, e.UserID, ident.UserChange{User: e.Renamed, Add: e.Add, Remove: e.Remove}); err != nil {
		return err
	}
	if u := e.Renamed; u != nil {
		if err := b.exec("UPDATE users SET email = $1 WHERE org_id = $2 AND id = $3", u.Email, org, u.ID); err != nil {
			return err
		}
	}
	if e.Started != nil {
		if err := b.startBySSO(*e.Started, a, e); err != nil {
			return err
		}
	}
	if e.Kept != "" {
		if err := b.exec("UPDATE sessions SET sso = $1, reached_at = $2 WHERE org_id = $3 AND hash = $4", e.Tokens, millis(e.At), org, e.Kept); err != nil {
			return err
		}
	}
	if e.Ended != "" {
		if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND hash = $2", org, e.Ended); err != nil {
			return err
		}
	}
	for _, entry := range e.Entries {
		if err := b.appendEntry(org, entry); err != nil {
			return err
		}
	}
	return nil
}

// linkPerson lets the person at the provider sign in as the user, and nobody else there.
func (b *batch) linkPerson(org string, a sso.Arrival, user string, at time.Time) error {
	if err := b.exec("DELETE FROM sso_people WHERE org_id = $1 AND user_id = $2", org, user); err != nil {
		return err
	}
	if err := b.exec("INSERT INTO sso_people (org_id, subject, provider, user_id, linked_at) VALUES ($1, $2, $3, $4, $5)", org, a.Subject, a.Provider, user, millis(at)); err != nil {
		return err
	}
	if err := b.exec("DELETE FROM one_time_links WHERE org_id = $1 AND user_id = $2 AND kind = $3", org, user, string(auth.LinkInvitation)); err != nil {
		return err
	}
	return b.exec("UPDATE users SET sso = 1 WHERE org_id = $1 AND id = $2", org, user)
}

func (b *batch) startBySSO(v auth.Session, a sso.Arrival, e sso.Entrance) error {
	n, err := b.changed("UPDATE users SET last_sign_in_at = $1 WHERE org_id = $2 AND id = $3 AND disabled_at = 0", millis(v.SeenAt), v.OrgID, v.UserID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.E(fault.SignInRefused)
	}
	if err := b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND (hash = $3 OR seen_at <= $4 OR created_at <= $5)",
		v.OrgID, v.UserID, e.Replaces, millis(v.SeenAt.Add(-auth.SessionIdle)), millis(v.SeenAt.Add(-auth.SessionLife))); err != nil {
		return err
	}
	if err := b.addSession(v); err != nil {
		return err
	}
	return b.exec("UPDATE sessions SET sso = $1, sso_subject = $2, sso_sid = $3, checked_at = $4, reached_at = $4 WHERE org_id = $5 AND hash = $6",
		e.Tokens, a.Subject, a.SID, millis(v.SeenAt), v.OrgID, v.Hash)
}

// SSOTokens implements sso.Store.
func (s *Store) SSOTokens(ctx context.Context, org, hash string) (tokens, subject string, err error) {
	err = s.row(ctx, org, "SELECT sso, sso_subject FROM sessions WHERE org_id = $1 AND hash = $2", []any{org, hash}, &tokens, &subject)
	return tokens, subject, err
}

// ClaimSSOCheck implements sso.Store.
func (s *Store) ClaimSSOCheck(ctx context.Context, org, hash string, was, now time.Time) (mine bool, err error) {
	var n int64
	err = s.do(ctx, org, func(b *batch) (err error) {
		n, err = b.changed("UPDATE sessions SET checked_at = $1 WHERE org_id = $2 AND hash = $3 AND checked_at = $4", millis(now), org, hash, millis(was))
		return err
	})
	if err != nil {
		return false, err
	}
	return n == 1, nil
}

// EndSSOSessions implements sso.Store.
func (s *Store) EndSSOSessions(ctx context.Context, org, subject, sid string, before time.Time, entry func(user string) (chain.Draft, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		users := map[string]bool{}
		query := "FROM sessions WHERE org_id = $1 AND sso_subject <> '' AND ($2 = '' OR sso_subject = $2) AND ($3 = '' OR sso_sid = $3) AND created_at <= $4"
		args := []any{org, subject, sid, millis(before)}
		if err := b.each("SELECT user_id "+query, args, func(rows *sql.Rows) error {
			var user string
			err := rows.Scan(&user)
			users[user] = true
			return err
		}); err != nil {
			return err
		}
		if err := b.exec("DELETE "+query, args...); err != nil {
			return err
		}
		for user := range users {
			draft, err := entry(user)
			if err != nil {
				return err
			}
			if err := b.appendEntry(org, draft); err != nil {
				return err
			}
		}
		return nil
	})
}

// UnlinkSSO implements sso.Store.
func (s *Store) UnlinkSSO(ctx context.Context, org, user string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		if err := b.checkUser(org, user); err != nil {
			return err
		}
		n, err := b.changed("DELETE FROM sso_people WHERE org_id = $1 AND user_id = $2", org, user)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
		for _, query := range []string{
			"UPDATE users SET sso = 0 WHERE org_id = $1 AND id = $2",
			"DELETE FROM role_bindings WHERE org_id = $1 AND user_id = $2 AND origin = 'sso'",
			"DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND sso_subject <> ''",
		} {
			if err := b.exec(query, org, user); err != nil {
				return err
			}
		}
		return b.appendEntry(org, entry)
	})
}
