package publish

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
)

// Version is one activated version of an organisation's policy. Versions count
// from 1 and never change.
type Version struct {
	OrgID       string
	Version     int
	Digest      string // SHA-256 of Source in hex
	Source      string // the document as it was given
	ActivatedAt time.Time
}

// Store keeps policy versions. Failures of the store itself are
// fault.StoreUnavailable.
type Store interface {
	// ActivatePolicy adds v as the next version with its chain entry, unless the
	// newest version has the same digest. It returns the number of the newest
	// version. Entry gets the number that v would have.
	ActivatePolicy(ctx context.Context, v Version, entry func(version int) chain.Draft) (int, error)
	// NewestPolicy is the newest version. Returns fault.NotFound if the
	// organisation has none.
	NewestPolicy(ctx context.Context, org string) (Version, error)
}
