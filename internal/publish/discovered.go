package publish

import (
	"context"
	"slices"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
)

// Discovered is an AI service that people use, as the organisation knows it.
type Discovered struct {
	policy.Destination
	DestinationUse
	// Listed is false for those of which nobody knows which they are: their names
	// are not kept.
	Listed bool
}

// Discovered lists the services that texts went to in the last MaxWeeks weeks, the
// most used first. Returns fault.PermissionDenied.
func (d *Desk) Discovered(ctx context.Context, p ident.Principal) ([]Discovered, error) {
	all, err := d.Destinations(ctx, p)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	used, err := d.Vectors.DestinationUse(ctx, p.OrgID, now.AddDate(0, 0, -7*MaxWeeks), now.AddDate(0, 0, -7))
	if err != nil {
		return nil, err
	}
	list := make([]Discovered, 0, len(used))
	for _, u := range used {
		one := Discovered{DestinationUse: u}
		if i := slices.IndexFunc(all.List, func(e policy.Destination) bool { return e.ID == u.ID }); i >= 0 {
			one.Destination, one.Listed = all.List[i], true
		}
		list = append(list, one)
	}
	return list, nil
}
