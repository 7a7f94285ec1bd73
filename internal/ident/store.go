package ident

import (
	"context"

	"dijkwacht/internal/chain"
)

// Store keeps organisations. Writes are on disk when the method
// returns. Failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// CreateOrganisation adds an organisation and its chain entry.
	CreateOrganisation(ctx context.Context, o Organisation, entry chain.Draft) error
	// Organisations lists all, oldest first.
	Organisations(ctx context.Context) ([]Organisation, error)
}
