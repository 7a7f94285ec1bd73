package weekly

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report"
)

// Deps are what the service works with.
type Deps struct {
	Store  Store
	Gate   *ident.Gate
	Outbox *outbox.Service
	// Checkpoint is the newest of the organisation; the zero one when there is none.
	Checkpoint func(ctx context.Context, org string) (chain.Checkpoint, error)
	// Coverage of a period; nil where it is not measured.
	Coverage func(ctx context.Context, org string, from, to time.Time) (report.Coverage, error)
	// Names of the destinations.
	Names func(ctx context.Context, org string) map[string]string
	// Expiring lists the exceptions that end in a period.
	Expiring func(ctx context.Context, org string, from, to time.Time) []report.Expiring
	// Console is the address of the console, for links.
	Console string
	Now     func() time.Time
	Random  io.Reader
}

// Service makes, keeps and sends reports. It is safe for concurrent use.
type Service struct{ Deps }

// New is a service.
func New(d Deps) *Service { return &Service{d} }

// cellSize is the smallest group.
const cellSize = report.DefaultCell

// Compute makes the report on a week from the register as it is now.
func (s *Service) Compute(ctx context.Context, org string, week report.Week, department string, revision int) (report.Report, error) {
	head, err := s.head(ctx, org, week)
	if err != nil {
		return report.Report{}, err
	}
	head.Scope, head.Revision = department, revision
	this, err := report.Read(ctx, s.Store, org, week, head.Location)
	if err != nil {
		return report.Report{}, err
	}
	before, err := report.Read(ctx, s.Store, org, week.Before(), head.Location)
	if err != nil {
		return report.Report{}, err
	}
	return report.Make(head, this, before)
}

// head gathers what a report is told beside the rows.
func (s *Service) head(ctx context.Context, org string, week report.Week) (report.Head, error) {
	o, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return report.Head{}, err
	}
	loc, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return report.Head{}, errors.New("make report: unknown time zone")
	}
	from, to := week.Bounds(loc)
	head := report.Head{Organisation: o.Name, Week: week, Location: loc, GeneratedAt: s.Now(), Console: s.Console}
	if s.Names != nil {
		head.DestinationNames = s.Names(ctx, org)
	}
	if s.Expiring != nil {
		head.Expiring = s.Expiring(ctx, org, to, to.AddDate(0, 0, 14))
	}
	devices, err := s.Store.Devices(ctx, org, ident.DeviceFilter{})
	if err != nil {
		return head, err
	}
	if head.Coverage, err = s.coverage(ctx, org, devices, from, to); err != nil {
		return head, err
	}
	if head.Units, err = s.units(ctx, org, devices, from); err != nil {
		return head, err
	}
	if head.Partition, err = s.partition(ctx, org, from, head.Units); err != nil {
		return head, err
	}
	if head.Past, head.Revised, err = s.past(ctx, org, week, from); err != nil {
		return head, err
	}
	head.Checkpoint, err = s.checkpoint(ctx, org)
	return head, err
}

func (s *Service) checkpoint(ctx context.Context, org string) (*report.Checkpoint, error) {
	if s.Checkpoint == nil {
		return nil, nil
	}
	c, err := s.Deps.Checkpoint(ctx, org)
	if err != nil || c.Seq == 0 {
		return nil, err
	}
	return &report.Checkpoint{Seq: c.Seq, Hash: c.Hash[:min(len(c.Hash), 16)], SignedAt: c.At, KeyID: c.KeyID}, nil
}

// coverage is what is measured, with the devices where nothing else counts them.
func (s *Service) coverage(ctx context.Context, org string, devices []ident.Device, from, to time.Time) (report.Coverage, error) {
	var c report.Coverage
	if s.Coverage != nil {
		var err error
		if c, err = s.Deps.Coverage(ctx, org, from, to); err != nil {
			return c, err
		}
	}
	if c.Devices == nil {
		c.Devices = &report.DeviceCounts{}
		for _, d := range devices {
			if !d.EnrolledAt.Before(to) {
				continue
			}
			c.Devices.Enrolled++
			if !d.SeenOn.Before(ident.Day(from)) {
				c.Devices.Active++
			}
			if d.SeenOn.Before(ident.Day(to).AddDate(0, 0, -3)) {
				c.Devices.Silent++
			}
		}
	}
	return c, nil
}

// units are the departments with their people; where nobody filled that in, the
// devices that were in use since the week began stand for them. "" are those of no
// department.
func (s *Service) units(ctx context.Context, org string, devices []ident.Device, from time.Time) ([]report.Unit, error) {
	departments, err := s.Store.Departments(ctx, org)
	if err != nil {
		return nil, err
	}
	of := map[string]int{}
	for _, d := range devices {
		if d.RevokedAt.IsZero() && !d.SeenOn.Before(ident.Day(from)) {
			of[d.DepartmentID]++
		}
	}
	units := []report.Unit{{ID: "", People: of[""]}}
	for _, d := range departments {
		u := report.Unit{ID: d.ID, Parent: d.ParentID, Name: d.Name, People: d.ActivePeople}
		if u.People == 0 {
			u.People = of[d.ID]
		}
		units = append(units, u)
	}
	return units, nil
}

// partition is that of the quarter of the week: made once, joined further when
// groups shrink, and kept.
func (s *Service) partition(ctx context.Context, org string, from time.Time, units []report.Unit) (report.Partition, error) {
	quarter := ident.Quarter(from.AddDate(0, 0, 3)) // of its Thursday, as ISO 8601 counts weeks
	frozen, err := s.Store.Partition(ctx, org, quarter)
	if errors.Is(err, fault.E(fault.NotFound)) {
		made := report.Divide(units, cellSize)
		if len(made.Cells) == 0 {
			return made, nil // nothing was told yet: it can be divided later
		}
		return made, s.Store.SavePartition(ctx, org, quarter, made)
	}
	if err != nil {
		return frozen, err
	}
	held := frozen.Hold(units)
	before, _ := json.Marshal(frozen)
	after, err := json.Marshal(held)
	if err != nil || string(before) == string(after) {
		return held, err
	}
	return held, s.Store.SavePartition(ctx, org, quarter, held)
}

// pastWeeks is how many weeks before count in the trend.
const pastWeeks = 12

// past are the totals of the weeks before, and the weeks of which a new revision was
// made since this one began.
func (s *Service) past(ctx context.Context, org string, week report.Week, from time.Time) ([]report.Past, []string, error) {
	first := week
	for range pastWeeks {
		first = first.Before()
	}
	list, err := s.Store.ReportsFrom(ctx, org, first.String(), 60)
	var totals []report.Past
	var revised []string
	for _, r := range list {
		if r.Week >= week.String() {
			continue
		}
		totals = append(totals, r.Past)
		if r.Revision > 1 && !r.MadeAt.Before(from) {
			revised = append(revised, r.Week)
		}
	}
	return totals, revised, err
}
