package sqlstore

import (
	"context"
	"encoding/json"
	"errors"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/setup"
)

// SetupProgress implements setup.Store.
func (s *Store) SetupProgress(ctx context.Context, org string) (setup.Progress, error) {
	p, err := only(ctx, s, org, "SELECT body FROM setup_progress WHERE org_id = $1", []any{org}, scanBody[setup.Progress])
	if errors.Is(err, fault.E(fault.NotFound)) {
		return setup.Progress{}, nil
	}
	return p, err
}

// SaveSetupProgress implements setup.Store.
func (s *Store) SaveSetupProgress(ctx context.Context, org string, p setup.Progress, entry chain.Draft) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed(`INSERT INTO setup_progress (org_id, rev, body) VALUES ($1, $2, $3)
			ON CONFLICT (org_id) DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE setup_progress.rev = excluded.rev - 1`, org, p.Rev, string(body))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.PreconditionFailed)
		}
		return b.appendEntry(org, entry)
	})
}

// FirstDevices implements setup.TrialStore.
func (s *Store) FirstDevices(ctx context.Context, org string, n int) ([]string, error) {
	return s.ids(ctx, org, "SELECT id FROM devices WHERE org_id = $1 AND revoked_at = 0 ORDER BY number, id LIMIT $2", org, n)
}
