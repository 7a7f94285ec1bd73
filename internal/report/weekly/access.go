package weekly

import (
	"context"
	"errors"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

// may reports whether a principal may read the report for an audience; path is the
// department of the report and those above it, empty for the organisation.
func may(p ident.Principal, a report.Audience, path []string) error {
	switch {
	case a == report.Officers && len(path) == 0:
		return errors.Join(p.Require(ident.IncidentsRead), p.Require(ident.StatisticsRead))
	case len(path) > 0:
		return p.RequireIn(ident.StatisticsRead, path...)
	}
	return p.Require(ident.StatisticsRead)
}

// path lists a department and those above it. Returns fault.NotFound.
func (s *Service) path(ctx context.Context, org, department string) ([]string, error) {
	if department == "" {
		return nil, nil
	}
	list, err := s.Store.Departments(ctx, org)
	if err != nil {
		return nil, err
	}
	parent := map[string]string{}
	for _, d := range list {
		parent[d.ID] = d.ParentID
	}
	if _, known := parent[department]; !known {
		return nil, fault.E(fault.NotFound)
	}
	var path []string
	for id := department; id != "" && len(path) <= ident.MaxDepth; id = parent[id] {
		path = append(path, id)
	}
	return path, nil
}

// Question is which report somebody wants to see.
type Question struct {
	Week report.Week
	// Audience is "" for the widest that the reader may see.
	Audience report.Audience
	// Department is "" for the organisation, or for who may see only one the own.
	Department string
	// Revision is 0 for the newest.
	Revision int
}

// Read shows a report: as it was kept, or as it stands for a week that was not
// reported on, that is not over, or for a department. Returns
// fault.PermissionDenied, fault.NotFound for a week that has yet to begin or a
// revision that is not there, and fault.RequestInvalid.
func (s *Service) Read(ctx context.Context, p ident.Principal, q Question) (report.Report, error) {
	q, path, err := s.settle(ctx, p, q)
	if err != nil {
		return report.Report{}, err
	}
	if err := may(p, q.Audience, path); err != nil {
		return report.Report{}, err
	}
	if err := s.began(ctx, p.OrgID, q.Week); err != nil {
		return report.Report{}, err
	}
	r, err := s.kept(ctx, p.OrgID, q.Week.String(), q.Revision)
	switch {
	case errors.Is(err, fault.E(fault.NotFound)) && q.Revision == 0:
		r, err = s.Compute(ctx, p.OrgID, q.Week, q.Department, 1)
	case err == nil && q.Department != "":
		r, err = s.Compute(ctx, p.OrgID, q.Week, q.Department, r.Revision)
	}
	return r.For(q.Audience), err
}

// settle fills in what the reader left open.
func (s *Service) settle(ctx context.Context, p ident.Principal, q Question) (Question, []string, error) {
	whole, departments := p.Scope(ident.StatisticsRead)
	if q.Department == "" && !whole && len(departments) > 0 {
		q.Department = departments[0]
	}
	if q.Audience == "" {
		switch {
		case q.Department != "":
			q.Audience = report.WardManagers
		case p.Require(ident.IncidentsRead) == nil:
			q.Audience = report.Officers
		case p.Require(ident.RevealApproveCouncil) == nil:
			q.Audience = report.WorksCouncil
		default:
			q.Audience = report.Board
		}
	}
	if (q.Audience == report.WardManagers) != (q.Department != "") {
		return q, nil, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?department", Code: "required"})
	}
	path, err := s.path(ctx, p.OrgID, q.Department)
	return q, path, err
}

// began refuses a week that lies ahead.
func (s *Service) began(ctx context.Context, org string, week report.Week) error {
	head, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return err
	}
	loc, err := location(head)
	if err != nil {
		return err
	}
	if from, _ := week.Bounds(loc); s.Now().Before(from) {
		return fault.E(fault.NotFound)
	}
	return nil
}

// List shows which weeks were reported on, newest first. Returns fault.PermissionDenied.
func (s *Service) List(ctx context.Context, p ident.Principal) ([]Stored, error) {
	if whole, departments := p.Scope(ident.StatisticsRead); !whole && len(departments) == 0 {
		return nil, fault.E(fault.PermissionDenied)
	}
	return s.Store.ReportsFrom(ctx, p.OrgID, "", maxListed)
}

// maxListed is five years of weeks.
const maxListed = 262

// Generate makes a new revision now. Returns fault.PermissionDenied and
// fault.NotFound for a week that has yet to begin.
func (s *Service) Generate(ctx context.Context, p ident.Principal, week report.Week) (report.Report, error) {
	if err := s.Gate.Check(ctx, p, actionMade, week.String(), p.Require(ident.ReportsManage)); err != nil {
		return report.Report{}, err
	}
	if err := s.began(ctx, p.OrgID, week); err != nil {
		return report.Report{}, err
	}
	newest, err := s.Store.StoredReport(ctx, p.OrgID, week.String(), 0)
	if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
		return report.Report{}, err
	}
	return s.save(ctx, p, p.OrgID, week, newest.Revision+1)
}

// Send sends a report now to users of the organisation, each once for each revision
// and audience. Returns fault.PermissionDenied, fault.NotFound and
// fault.RequestInvalid for somebody who may not read it.
func (s *Service) Send(ctx context.Context, p ident.Principal, q Question, language string, users []string) error {
	const action = "report.sent"
	if err := s.Gate.Check(ctx, p, action, q.Week.String(), p.Require(ident.ReportsManage)); err != nil {
		return err
	}
	if q.Audience == "" {
		q.Audience = report.Board
	}
	if err := s.began(ctx, p.OrgID, q.Week); err != nil {
		return err
	}
	c := Schedule{OrgID: p.OrgID, Audience: q.Audience, Department: q.Department, Users: users}
	if _, err := s.path(ctx, p.OrgID, c.Department); err != nil {
		return err
	}
	if err := s.known(ctx, p.OrgID, c); err != nil {
		return err
	}
	to, err := s.recipients(ctx, p.OrgID, c)
	if err != nil {
		return err
	}
	r, err := s.kept(ctx, p.OrgID, q.Week.String(), q.Revision)
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && q.Department != "" {
		r, err = s.Compute(ctx, p.OrgID, q.Week, q.Department, max(r.Revision, 1))
	}
	if err != nil {
		return err
	}
	now := s.Now()
	letters, err := s.write(ctx, p.OrgID, r.For(q.Audience), language, to, false, "now:"+q.Week.String()+":"+now.Format("20060102T150405.000"))
	if err != nil {
		return err
	}
	if err := s.Outbox.Add(ctx, p.OrgID, letters...); err != nil {
		return err
	}
	entry, err := p.Draft(action, q.Week.String(), 0, ident.OutcomeDone, map[string]any{"recipients": users, "audience": q.Audience}, now)
	if err != nil {
		return err
	}
	return s.Store.AppendEntry(ctx, p.OrgID, entry)
}
