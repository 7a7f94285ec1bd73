package approval

import (
	"context"

	"dijkwacht/internal/ident"
)

// expireBatch bounds the approvals that one call of Expire closes.
const expireBatch = 200

// Expire closes what ran out. An approval that ran out is worth nothing before
// that too; this makes the lists and the chain say so.
func (s *Service) Expire(ctx context.Context, org string) error {
	now := s.now()
	ids, err := s.store.OverdueApprovals(ctx, org, now, expireBatch)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := s.store.ChangeApprovals(ctx, org, func(tx Tx) error {
			a, err := tx.Approval(id)
			if err != nil || !a.Overdue(now) {
				return err
			}
			return save(tx, ident.Service(org, "approvals"), "approval.expired", a.expired(), now)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
