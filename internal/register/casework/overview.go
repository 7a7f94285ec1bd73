package casework

import (
	"context"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// Day is how many attempts there were on a day (UTC), and how many of them went out.
type Day struct {
	Start          time.Time
	Attempts, Sent int64
}

// Running lists the incidents whose clock runs, first those whose time runs out
// first. Returns fault.PermissionDenied.
func (s *Service) Running(ctx context.Context, p ident.Principal, limit int) ([]register.Incident, error) {
	within, err := s.within(ctx, p)
	if err != nil {
		return nil, err
	}
	return s.Store.RunningClocks(ctx, p.OrgID, within, limit)
}

// Days counts the attempts of every day in [from, to), both the start of a day (UTC).
// Returns fault.PermissionDenied.
func (s *Service) Days(ctx context.Context, p ident.Principal, from, to time.Time) ([]Day, error) {
	within, err := s.within(ctx, p)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.EventDays(ctx, p.OrgID, from, to, within)
	if err != nil {
		return nil, err
	}
	var days []Day
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		next := Day{Start: day}
		if len(found) > 0 && found[0].Start.Equal(day) {
			next, found = found[0], found[1:]
		}
		days = append(days, next)
	}
	return days, nil
}
