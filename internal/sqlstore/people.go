package sqlstore

import (
	"context"

	"dijkwacht/internal/chain"
)

// AppendEntry implements ident.EntryStore.
func (s *Store) AppendEntry(ctx context.Context, org string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error { return b.appendEntry(org, entry) })
}
