package coverage

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

const (
	// profileLife is how long a profile that was thrown away stays in service.
	profileLife = 14 * 24 * time.Hour
	// countLife is how long hourly counts are kept: thirteen months.
	countLife = 396 * 24 * time.Hour
	// maxTidied bounds the devices that one run takes out of service.
	maxTidied = 2000
)

// Tidy takes devices out of service that were on a workstation which has a newer one
// and that were silent for two weeks, as throw-away browser profiles leave them
// behind; and it deletes counts that are too old.
func (s *Service) Tidy(ctx context.Context, org string) error {
	now := s.Now()
	fleet, err := s.Store.Fleet(ctx, org)
	if err != nil {
		return err
	}
	newest := map[string]time.Time{}
	for _, d := range fleet {
		newest[d.Workstation] = later(newest[d.Workstation], d.lastSeen())
	}
	p := ident.Service(org, "coverage")
	var gone []string
	for _, d := range fleet {
		left := d.Workstation != "" && d.lastSeen().Before(newest[d.Workstation]) && now.Sub(d.lastSeen()) > profileLife
		if left && len(gone) < maxTidied {
			gone = append(gone, d.ID)
		}
	}
	err = s.Store.EndDevices(ctx, org, gone, now, func(id string) (chain.Draft, error) {
		return p.Draft("device.replaced", id, 1, ident.OutcomeDone, nil, now)
	})
	return errors.Join(err, s.Store.ForgetCounts(ctx, org, now.Add(-countLife)))
}
