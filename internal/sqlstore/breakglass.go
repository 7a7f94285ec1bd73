package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/register/breakglass"
)

var _ breakglass.Store = (*Store)(nil)

// AddGrant implements breakglass.Store.
func (s *Store) AddGrant(ctx context.Context, g breakglass.Grant, entry chain.Draft) error {
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return s.do(ctx, g.OrgID, func(b *batch) error {
		n, err := b.changed(`INSERT INTO break_glass (org_id, id, device_id, subject, destination_id, at, expires_at, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (org_id, id) DO NOTHING`,
			g.OrgID, g.ID, g.DeviceID, g.Subject, g.Destination, millis(g.At), millis(g.ExpiresAt), string(body))
		if err != nil || n == 0 {
			return err
		}
		return b.appendEntry(g.OrgID, entry)
	})
}

// LiveGrant implements breakglass.Store.
func (s *Store) LiveGrant(ctx context.Context, org, device, subject, destination string, now time.Time) (breakglass.Grant, error) {
	g := breakglass.Grant{OrgID: org}
	var body string
	err := s.row(ctx, org, `SELECT body FROM break_glass WHERE org_id = $1 AND device_id = $2 AND subject = $3 AND destination_id = $4
		AND at <= $5 AND expires_at > $5 ORDER BY at DESC, id DESC LIMIT 1`, []any{org, device, subject, destination, millis(now)}, &body)
	if err != nil {
		return g, err
	}
	return g, decode(body, &g)
}

// GrantsSince implements breakglass.Store.
func (s *Store) GrantsSince(ctx context.Context, org, device string, since time.Time) (int, error) {
	var n int
	err := s.row(ctx, org, "SELECT count(*) FROM break_glass WHERE org_id = $1 AND device_id = $2 AND at > $3", []any{org, device, millis(since)}, &n)
	return n, err
}
