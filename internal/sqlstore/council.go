package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/council"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var _ council.Store = (*Store)(nil)

// RoleHolders implements council.Store.
func (s *Store) RoleHolders(ctx context.Context, org string, at time.Time) (map[ident.Role]int, error) {
	found := map[ident.Role]int{}
	err := s.query(ctx, org, `SELECT b.role, COUNT(DISTINCT b.user_id) FROM role_bindings b JOIN users u ON u.org_id = b.org_id AND u.id = b.user_id
		WHERE b.org_id = $1 AND u.disabled_at = 0 AND (b.expires_at = 0 OR b.expires_at > $2) GROUP BY b.role`, []any{org, millis(at)}, func(rows *sql.Rows) error {
		var role string
		var n int
		err := rows.Scan(&role, &n)
		found[ident.Role(role)] = n
		return err
	})
	return found, err
}

// CouncilWatch implements council.Store.
func (s *Store) CouncilWatch(ctx context.Context, org string) (council.Watch, error) {
	w, err := only(ctx, s, org, "SELECT body FROM council_watch WHERE org_id = $1", []any{org}, scanBody[council.Watch])
	if errors.Is(err, fault.E(fault.NotFound)) {
		return council.Watch{}, nil
	}
	return w, err
}

// SaveCouncilWatch implements council.Store.
func (s *Store) SaveCouncilWatch(ctx context.Context, org string, w council.Watch, told council.Told, entry chain.Draft) error {
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed(`INSERT INTO council_watch (org_id, rev, at, body) VALUES ($1, $2, $3, $4)
			ON CONFLICT (org_id) DO UPDATE SET rev = excluded.rev, at = excluded.at, body = excluded.body WHERE council_watch.rev = excluded.rev - 1`, org, w.Rev, millis(w.At), string(body))
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err == nil {
			err = b.addNotices(org, told)
		}
		if err != nil || entry.Action == "" {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// AddCouncilNotice implements council.Store.
func (s *Store) AddCouncilNotice(ctx context.Context, org string, told council.Told, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error {
		for _, n := range told.Notices {
			var there int64
			err := b.one("SELECT COUNT(*) FROM council_notices WHERE org_id = $1 AND once_key = $2", []any{org, n.Key}, &there)
			if err == nil && there > 0 {
				err = fault.E(fault.Conflict)
			}
			if err != nil {
				return err
			}
		}
		if err := b.addNotices(org, told); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// CouncilNotice implements council.Store.
func (s *Store) CouncilNotice(ctx context.Context, org, id string) (council.Notice, error) {
	return only(ctx, s, org, "SELECT once_key, body FROM council_notices WHERE org_id = $1 AND id = $2", []any{org, id}, func(rows *sql.Rows) (council.Notice, error) {
		n := council.Notice{OrgID: org}
		var body string
		if err := rows.Scan(&n.Key, &body); err != nil {
			return n, err
		}
		return n, decode(body, &n)
	})
}

// addNotices adds those whose key is not there yet, and the messages.
func (b *batch) addNotices(org string, told council.Told) error {
	for _, n := range told.Notices {
		body, err := json.Marshal(n)
		if err != nil {
			return err
		}
		if err := b.exec("INSERT INTO council_notices (org_id, id, once_key, at, kind, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org_id, once_key) DO NOTHING",
			org, n.ID, n.Key, millis(n.At), string(n.Kind), string(body)); err != nil {
			return err
		}
	}
	return b.addMessages(org, told.Messages)
}

// KnownNotices implements council.Store.
func (s *Store) KnownNotices(ctx context.Context, org string, keys []string) (map[string]bool, error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.in("once_key", keys)
	known := map[string]bool{}
	err := s.query(ctx, org, "SELECT once_key FROM council_notices WHERE "+w.text(), w.args, func(rows *sql.Rows) error {
		var key string
		err := rows.Scan(&key)
		known[key] = true
		return err
	})
	return known, err
}

// CouncilNotices implements council.Store.
func (s *Store) CouncilNotices(ctx context.Context, org, user, before string, limit int) ([]council.Notice, error) {
	var list []council.Notice
	err := s.query(ctx, org, `SELECT n.once_key, n.body, COALESCE(r.at, 0), COALESCE(a.body, '') FROM council_notices n
		LEFT JOIN council_reads r ON r.org_id = n.org_id AND r.notice_id = n.id AND r.user_id = $2
		LEFT JOIN council_notices a ON a.org_id = n.org_id AND a.once_key = 'answer:' || n.id
		WHERE n.org_id = $1 AND ($3 = '' OR n.id < $3) ORDER BY n.id DESC LIMIT $4`, []any{org, user, before, limit}, func(rows *sql.Rows) error {
		n := council.Notice{OrgID: org}
		var body, answer string
		var read int64
		if err := rows.Scan(&n.Key, &body, &read, &answer); err != nil {
			return err
		}
		n.ReadAt = instant(read)
		if answer != "" {
			var a council.Notice
			if err := decode(answer, &a); err != nil {
				return err
			}
			n.Answer, n.AnsweredAt = a.Text, a.At
		}
		list = append(list, n)
		return decode(body, &list[len(list)-1])
	})
	return list, err
}

// UnreadNotices implements council.Store.
func (s *Store) UnreadNotices(ctx context.Context, org, user string) (n int, err error) {
	return n, s.row(ctx, org, `SELECT COUNT(*) FROM council_notices n WHERE n.org_id = $1
		AND NOT EXISTS (SELECT 1 FROM council_reads r WHERE r.org_id = n.org_id AND r.notice_id = n.id AND r.user_id = $2)`, []any{org, user}, &n)
}

// ReadNotices implements council.Store.
func (s *Store) ReadNotices(ctx context.Context, org, user string, ids []string, at time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		for _, id := range ids {
			if err := b.exec(`INSERT INTO council_reads (org_id, user_id, notice_id, at) SELECT n.org_id, u.id, n.id, $4 FROM council_notices n JOIN users u ON u.org_id = n.org_id AND u.id = $2
				WHERE n.org_id = $1 AND n.id = $3 ON CONFLICT (org_id, user_id, notice_id) DO NOTHING`, org, user, id, millis(at)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetNotices implements council.Store.
func (s *Store) ForgetNotices(ctx context.Context, org string, before time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		if err := b.exec("DELETE FROM council_reads WHERE org_id = $1 AND notice_id IN (SELECT id FROM council_notices WHERE org_id = $1 AND at < $2)", org, millis(before)); err != nil {
			return err
		}
		return b.exec("DELETE FROM council_notices WHERE org_id = $1 AND at < $2", org, millis(before))
	})
}
