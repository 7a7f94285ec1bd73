package weekly

import (
	"context"
	"errors"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

// topKinds is how many kinds of data a team talks about.
const topKinds = 3

// Department is a week of a department beside that of the whole organisation, for who
// leads it: counts alone, of the group in which the department counts.
type Department struct {
	ID string `json:"department_id"`
	// Name is that of the group, Departments how many it joins: one that is too small
	// to tell anything about counts with others.
	Name        string `json:"name"`
	Departments int    `json:"departments"`
	People      int    `json:"people"`
	// K is the smallest group.
	K       int    `json:"k"`
	Week    string `json:"iso_week"`
	Partial bool   `json:"partial"`
	Own     Group  `json:"own"`
	Whole   Group  `json:"whole"`
	// Top are the kinds of data that were seen most; none where the group is too small
	// to divide.
	Top []report.Count `json:"top"`
	// Helped is what people did with a warning.
	Helped report.Outcomes `json:"helped"`
}

// Group is a week of a group in numbers.
type Group struct {
	// Hits are the messages with something found, Held those that did not leave with it,
	// Left those that did.
	Hits int `json:"hits"`
	Held int `json:"held"`
	Left int `json:"left"`
	// HeldBefore and LeftBefore are of the week before, when Compared is set.
	HeldBefore int  `json:"held_before"`
	LeftBefore int  `json:"left_before"`
	Compared   bool `json:"compared"`
}

// Department sums up the week for a department; the zero Week is the newest that is
// over. Returns fault.PermissionDenied for a department that is not the reader's own,
// fault.NotFound for one that is not there and a week that has yet to begin, and
// fault.BelowK where the organisation is too small to tell of any.
func (s *Service) Department(ctx context.Context, p ident.Principal, department string, week report.Week) (Department, error) {
	path, err := s.path(ctx, p.OrgID, department)
	if errors.Is(err, fault.E(fault.NotFound)) { // which departments there are is not for everybody
		err = errors.Join(p.Require(ident.StatisticsRead), err)
	}
	if err != nil {
		return Department{}, err
	}
	if err := may(p, report.WardManagers, path); err != nil {
		return Department{}, err
	}
	if week == (report.Week{}) {
		if week, err = s.newest(ctx, p.OrgID); err != nil {
			return Department{}, err
		}
	}
	if err := s.began(ctx, p.OrgID, week); err != nil {
		return Department{}, err
	}
	own, err := s.Compute(ctx, p.OrgID, week, department, 1)
	if err != nil {
		return Department{}, err
	}
	if own.Withheld || own.Scope == nil {
		return Department{}, fault.E(fault.BelowK)
	}
	whole, err := s.Compute(ctx, p.OrgID, week, "", 1)
	if err != nil {
		return Department{}, err
	}
	return sumUp(department, own.For(report.WardManagers), whole.For(report.WardManagers)), nil
}

// newest is the newest week that is over.
func (s *Service) newest(ctx context.Context, org string) (report.Week, error) {
	o, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return report.Week{}, err
	}
	loc, err := location(o)
	if err != nil {
		return report.Week{}, err
	}
	return report.WeekOf(s.Now(), loc).Before(), nil
}

func sumUp(id string, own, whole report.Report) Department {
	d := Department{
		ID: id, Name: own.ScopeName, Departments: len(own.Scope.Units), People: own.Scope.People, K: own.Suppression.K,
		Week: own.ISOWeek, Partial: own.Partial, Own: groupOf(own), Whole: groupOf(whole), Top: []report.Count{},
	}
	if own.Funnel != nil {
		d.Helped = own.Funnel.Then
	}
	for _, c := range own.ByCategory {
		if c.Count > 0 && len(d.Top) < topKinds {
			d.Top = append(d.Top, c)
		}
	}
	return d
}

func groupOf(r report.Report) Group {
	m := r.Summary
	return Group{r.Totals().Hits, m.Held, m.Left, m.HeldBefore, m.LeftBefore, m.Compared}
}
