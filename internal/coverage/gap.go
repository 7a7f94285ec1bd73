package coverage

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// PrefixGap begins the id of a gap.
const PrefixGap = "gap_"

// Gap says that on a site too much left without being looked at: it is raised within
// minutes, and closed when all is well again.
type Gap struct {
	OrgID       string    `json:"-"`
	ID          string    `json:"id"`
	Destination string    `json:"destination_id"`
	Reason      GapReason `json:"reason"`
	// Observed and Inspected are of the hours that the gap was found in.
	Observed  int64     `json:"observed"`
	Inspected int64     `json:"inspected"`
	OpenedAt  time.Time `json:"opened_at"`
	ClosedAt  time.Time `json:"closed_at,omitzero"`
	Rev       int64     `json:"rev"`
}

// GapReason is what gave the gap away.
type GapReason string

// The reasons.
const (
	// GapRatio: less than MinRatio of what left was looked at.
	GapRatio GapReason = "ratio"
	// GapCanary: self-tests of the adapter fail.
	GapCanary GapReason = "canary"
)

// MinRatio is the share of what leaves for a site that must have been looked at.
const MinRatio = 0.99

// GapEvery is how often gaps are looked for.
const GapEvery = 5 * time.Minute

// gap judges the counts of one destination; "" when nothing is wrong.
func (c SiteCount) gap() GapReason {
	switch {
	case float64(c.Inspected) < MinRatio*float64(c.Observed):
		return GapRatio
	case float64(c.CanaryOK) < MinRatio*float64(c.CanaryOK+c.CanaryFailed):
		return GapCanary
	}
	return ""
}

// FindGaps raises the gaps of this hour and the one before, and closes those that
// are gone. A site about which nothing came in stays as it is; one that is switched
// off on purpose is no gap.
func (s *Service) FindGaps(ctx context.Context, org string) error {
	now := s.Now()
	hour := now.UTC().Truncate(time.Hour)
	counts, err := s.Store.SiteCounts(ctx, org, hour.Add(-time.Hour), hour.Add(time.Hour))
	if err != nil {
		return err
	}
	gaps, err := s.Store.Gaps(ctx, org, now)
	if err != nil {
		return err
	}
	off, err := s.Store.Switches(ctx, org, now)
	if err != nil {
		return err
	}
	open := map[string]Gap{}
	for _, g := range gaps {
		if g.ClosedAt.IsZero() {
			open[g.Destination] = g
		}
	}
	skip := map[string]bool{"": true}
	for _, sw := range off {
		skip[sw.Destination] = true
	}
	var failed []error
	for _, c := range byDestination(counts) {
		if !skip[c.Destination] {
			failed = append(failed, s.judge(ctx, org, c, open[c.Destination], now))
		}
	}
	return errors.Join(failed...)
}

// judge compares what came in with the gap that is open, if there is one.
func (s *Service) judge(ctx context.Context, org string, c SiteCount, open Gap, now time.Time) error {
	reason := c.gap()
	p := ident.Service(org, "coverage")
	switch {
	case reason != "" && open.ID == "":
		id, err := ident.NewID(PrefixGap, now, s.Random)
		if err != nil {
			return err
		}
		return s.saveGap(ctx, p, "coverage.gap_opened", Gap{
			OrgID: org, ID: id, Destination: c.Destination, Reason: reason, Observed: c.Observed, Inspected: c.Inspected, OpenedAt: now, Rev: 1,
		})
	case reason == "" && open.ID != "" && c.Observed+c.CanaryOK > 0:
		open.OrgID, open.ClosedAt, open.Rev = org, now, open.Rev+1
		return s.saveGap(ctx, p, "coverage.gap_closed", open)
	}
	return nil
}

func (s *Service) saveGap(ctx context.Context, p ident.Principal, action string, g Gap) error {
	var entry chain.Draft
	entry, err := p.Draft(action, g.ID, g.Rev, ident.OutcomeDone, g, s.Now())
	if err != nil {
		return err
	}
	return s.Store.SaveGap(ctx, g, entry)
}

// Gaps lists those that are open and those of the last 13 weeks, newest first.
// Returns fault.PermissionDenied.
func (s *Service) Gaps(ctx context.Context, p ident.Principal) ([]Gap, error) {
	if err := p.Require(ident.StatisticsRead); err != nil {
		return nil, err
	}
	return s.Store.Gaps(ctx, p.OrgID, s.Now().AddDate(0, 0, -7*switchWeeks))
}
