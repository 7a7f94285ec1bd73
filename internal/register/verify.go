package register

import (
	"context"

	"dijkwacht/internal/chain"
)

// Verify recomputes the organisation's chain, and compares the events, outcomes,
// incidents and approvals with the entries that speak of them, and all with the
// checkpoints on record. It stops at the first bad entry with a
// *chain.BrokenError.
func (s *Service) Verify(ctx context.Context, org string) (chain.Report, error) {
	return chain.Verify(ctx, s.store, org, chain.Scope{})
}
