package weekly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

const (
	actionMade = "report.made"
	// reviseFor is how long after the end of a week late data makes a new revision.
	reviseFor = 14 * 24 * time.Hour
)

// Freeze makes the first revision of a week and keeps it; a week that is kept stays.
func (s *Service) Freeze(ctx context.Context, org string, week report.Week) (report.Report, error) {
	kept, err := s.kept(ctx, org, week.String(), 0)
	if !errors.Is(err, fault.E(fault.NotFound)) {
		return kept, err
	}
	r, err := s.save(ctx, ident.Service(org, "report"), org, week, 1)
	if errors.Is(err, fault.E(fault.Conflict)) {
		return s.kept(ctx, org, week.String(), 0) // another was faster
	}
	return r, err
}

// kept reads a revision, the newest for 0.
func (s *Service) kept(ctx context.Context, org, week string, revision int) (report.Report, error) {
	var r report.Report
	stored, err := s.Store.StoredReport(ctx, org, week, revision)
	if err != nil {
		return r, err
	}
	if json.Unmarshal(stored.Body, &r) != nil {
		return r, errors.New("read report: it is damaged")
	}
	r.Console = s.Console
	return r, nil
}

// save makes a revision and keeps it.
func (s *Service) save(ctx context.Context, p ident.Principal, org string, week report.Week, revision int) (report.Report, error) {
	r, err := s.Compute(ctx, org, week, "", revision)
	if err != nil {
		return r, err
	}
	return r, s.keep(ctx, p, org, r)
}

func (s *Service) keep(ctx context.Context, p ident.Principal, org string, r report.Report) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("keep report: %w", err)
	}
	now := s.Now()
	entry, err := p.Draft(actionMade, r.ISOWeek, int64(r.Revision), ident.OutcomeDone, map[string]any{"iso_week": r.ISOWeek, "revision": r.Revision}, now)
	if err != nil {
		return err
	}
	return s.Store.SaveReport(ctx, Stored{OrgID: org, Week: r.ISOWeek, Revision: r.Revision, MadeAt: now, Past: report.Past{Totals: r.Totals(), Cells: r.Cells}, Body: body}, entry)
}

// Revise makes new revisions of the weeks that ended in the last 14 days and whose
// numbers late data changed.
func (s *Service) Revise(ctx context.Context, org string, loc *time.Location) error {
	now := s.Now()
	week := report.WeekOf(now, loc).Before()
	for {
		if _, end := week.Bounds(loc); now.Sub(end) > reviseFor {
			return nil
		}
		if err := s.revise(ctx, org, week); err != nil {
			return err
		}
		week = week.Before()
	}
}

func (s *Service) revise(ctx context.Context, org string, week report.Week) error {
	old, err := s.Store.StoredReport(ctx, org, week.String(), 0)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := s.Compute(ctx, org, week, "", old.Revision+1)
	if err != nil || !changed(old.Totals, r.Totals()) {
		return err
	}
	err = s.keep(ctx, ident.Service(org, "report"), org, r)
	if errors.Is(err, fault.E(fault.Conflict)) {
		return nil // another was faster
	}
	return err
}

// changed reports whether late data matters: any more that left, or more than one
// percent of a count.
func changed(old, now report.Totals) bool {
	moved := func(a, b int) bool { return 100*max(b-a, a-b) > a }
	return now.Left > old.Left || moved(old.Hits, now.Hits) || moved(old.Held, now.Held) || moved(old.Inspected, now.Inspected) || moved(old.Unknown, now.Unknown)
}
