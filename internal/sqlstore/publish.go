package sqlstore

import (
	"context"
	"errors"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/publish"
)

// ActivatePolicy implements publish.Store.
func (s *Store) ActivatePolicy(ctx context.Context, v publish.Version, entry func(int) chain.Draft) (int, error) {
	number := 0
	err := s.do(ctx, v.OrgID, func(b *batch) error {
		var digest string
		err := b.one("SELECT version, digest FROM policy_versions WHERE org_id = $1 ORDER BY version DESC LIMIT 1", []any{v.OrgID}, &number, &digest)
		if errors.Is(err, fault.E(fault.NotFound)) {
			number = 0
		} else if err != nil || digest == v.Digest {
			return err
		}
		number++
		if err := b.exec("INSERT INTO policy_versions (org_id, version, digest, source, activated_at) VALUES ($1, $2, $3, $4, $5)",
			v.OrgID, number, v.Digest, v.Source, millis(v.ActivatedAt)); err != nil {
			return err
		}
		return b.appendEntry(v.OrgID, entry(number))
	})
	return number, err
}
