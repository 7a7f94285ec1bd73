package auth

import (
	"context"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Pseudonyms lists those of a caller since the given time, that of now first. The
// hint is the one that the caller's token was made with; "" gives the caller's own
// alone. Returns fault.PermissionDenied for another one: nobody asks for the
// pseudonyms of somebody else.
func (s *Identities) Pseudonyms(ctx context.Context, c Caller, hint string, since time.Time) ([]string, error) {
	if hint == "" {
		return []string{c.Subject}, nil
	}
	var list []string
	quarter := ""
	for at := s.Now(); !at.Before(since.Add(-quarterStep)); at = at.Add(-quarterStep) {
		if ident.Quarter(at) == quarter {
			continue
		}
		quarter = ident.Quarter(at)
		key, err := s.pseudonymKey(ctx, c.OrgID, quarter)
		if err != nil {
			return nil, err
		}
		list = append(list, ident.Pseudonym(key, hint))
	}
	if !slices.Contains(list[:min(2, len(list))], c.Subject) {
		return nil, fault.E(fault.PermissionDenied)
	}
	return list, nil
}

// quarterStep is shorter than every quarter.
const quarterStep = 30 * day
