package auth

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store keeps signing keys and used assertions. Writes are on disk when the method
// returns. Failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// EnsureSigningKeys makes sure that as many keys of the use of fresh exist as
	// fresh has, adding from it what is missing, and lists them oldest first. Of
	// two writers at once both get the same keys.
	EnsureSigningKeys(ctx context.Context, fresh []SigningKey) ([]SigningKey, error)
	// UseAssertion marks an assertion of the organisation as used until it
	// expires. Returns fault.AuthAssertionReused if it was used before; then it
	// appends the entry.
	UseAssertion(ctx context.Context, org, hash string, expires time.Time, reused chain.Draft) error
	// Device finds a device by id. Returns fault.NotFound if there is none.
	Device(ctx context.Context, id string) (ident.Device, error)
}
