package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/idempotency"
)

var _ idempotency.Store = (*Store)(nil)

// stored is a key as it is kept: clients choose it, and could put anything in it.
func stored(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// BeginRequest implements idempotency.Store.
func (s *Store) BeginRequest(ctx context.Context, k idempotency.Key, digest string, now time.Time) (*idempotency.Answer, error) {
	var answer *idempotency.Answer
	err := s.do(ctx, k.OrgID, func(b *batch) error {
		answer = nil
		if err := b.exec("DELETE FROM idempotency_keys WHERE org_id = $1 AND (created_at <= $2 OR status = 0 AND created_at <= $3)",
			k.OrgID, millis(now.Add(-idempotency.Life)), millis(now.Add(-idempotency.Patience))); err != nil {
			return err
		}
		var earlier, body string
		var a idempotency.Answer
		err := b.one("SELECT digest, status, etag, body FROM idempotency_keys WHERE org_id = $1 AND actor = $2 AND key = $3",
			[]any{k.OrgID, k.Actor, stored(k.Key)}, &earlier, &a.Status, &a.ETag, &body)
		switch {
		case errors.Is(err, fault.E(fault.NotFound)):
			return b.exec("INSERT INTO idempotency_keys (org_id, actor, key, digest, created_at) VALUES ($1, $2, $3, $4, $5)",
				k.OrgID, k.Actor, stored(k.Key), digest, millis(now))
		case err != nil:
			return err
		case earlier != digest:
			return fault.E(fault.IdempotencyMismatch)
		case a.Status == 0:
			return fault.E(fault.IdempotencyBusy)
		}
		a.Body = []byte(body)
		answer = &a
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// FinishRequest implements idempotency.Store.
func (s *Store) FinishRequest(ctx context.Context, k idempotency.Key, a idempotency.Answer) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		return b.exec("UPDATE idempotency_keys SET status = $1, etag = $2, body = $3 WHERE org_id = $4 AND actor = $5 AND key = $6",
			a.Status, a.ETag, string(a.Body), k.OrgID, k.Actor, stored(k.Key))
	})
}

// ForgetRequests implements idempotency.Store.
func (s *Store) ForgetRequests(ctx context.Context, org string, now time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("DELETE FROM idempotency_keys WHERE org_id = $1 AND created_at <= $2", org, millis(now.Add(-idempotency.Life)))
	})
}

// AbandonRequest implements idempotency.Store.
func (s *Store) AbandonRequest(ctx context.Context, k idempotency.Key) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		return b.exec("DELETE FROM idempotency_keys WHERE org_id = $1 AND actor = $2 AND key = $3 AND status = 0", k.OrgID, k.Actor, stored(k.Key))
	})
}
