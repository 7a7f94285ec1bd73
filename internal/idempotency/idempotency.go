package idempotency

import (
	"context"
	"time"
)

// Life is how long the answer to a request is repeated.
const Life = 24 * time.Hour

// Patience is how long a request may be under way before another one with its key
// takes its place: longer than any request lasts.
const Patience = 2 * time.Minute

// Key tells requests apart: those of one person with one Idempotency-Key.
type Key struct {
	OrgID, Actor, Key string
}

// Answer is what is repeated. It holds no secret: what is shown once is not in it.
type Answer struct {
	Status int
	ETag   string
	Body   []byte
}

// Store keeps keys with the answers. Writes are on disk when the method returns.
// Failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// BeginRequest claims the key for a request with the given digest of its route
	// and body, and returns nil, or the answer that an earlier one was given. What
	// is older than Life is forgotten. Returns fault.IdempotencyMismatch if the key
	// was used with another digest, and fault.IdempotencyBusy while the earlier
	// request is under way, for at most Patience.
	BeginRequest(ctx context.Context, k Key, digest string, now time.Time) (*Answer, error)
	// FinishRequest keeps the answer.
	FinishRequest(ctx context.Context, k Key, a Answer) error
	// ForgetRequests deletes what is older than Life.
	ForgetRequests(ctx context.Context, org string, now time.Time) error
	// AbandonRequest gives the key free: nothing was done.
	AbandonRequest(ctx context.Context, k Key) error
}
