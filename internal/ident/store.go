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
	// CreateFirstOrganisation adds the organisation of the first start and its chain
	// entry, unless another server of this database has done so; it tells which.
	CreateFirstOrganisation(ctx context.Context, o Organisation, entry chain.Draft) (created bool, err error)
	// Organisations lists all, oldest first.
	Organisations(ctx context.Context) ([]Organisation, error)
}
