package weekly

import (
	"context"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/render"
	"dijkwacht/internal/report"
)

// Evidence is how much people were coached in a year: a measure of the organisation
// for AI literacy (AI Act article 4).
type Evidence struct {
	Year         int            `json:"year"`
	Organisation string         `json:"organisation"`
	From         time.Time      `json:"from"`
	To           time.Time      `json:"to"`
	MadeAt       time.Time      `json:"made_at"`
	K            int            `json:"k"`
	Departments  []EvidenceLine `json:"departments"`
	Total        EvidenceLine   `json:"total"`
}

// EvidenceLine counts for one group of departments.
type EvidenceLine struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	People int    `json:"people"`
	// Shown are the coaching texts that users saw, Better those after which the message
	// was changed, made safe, taken elsewhere or not sent.
	Shown  int `json:"shown"`
	Better int `json:"better"`
}

// CoachingStore counts coaching from the counters of days.
type CoachingStore interface {
	// CoachingCounts sums the events of the days (UTC) in [from, to) by department,
	// action and outcome.
	CoachingCounts(ctx context.Context, org string, from, to time.Time) ([]CoachingCount, error)
}

// CoachingCount is how often something happened.
type CoachingCount struct {
	Department string
	Action     policy.Action
	Result     register.Result
	N          int
}

// Evidence makes the export of a year. Returns fault.PermissionDenied, and
// fault.RequestInvalid for a year that has yet to begin.
func (s *Service) Evidence(ctx context.Context, p ident.Principal, year int) (Evidence, error) {
	if err := p.Require(ident.StatisticsRead); err != nil {
		return Evidence{}, err
	}
	o, err := s.Store.Organisation(ctx, p.OrgID)
	if err != nil {
		return Evidence{}, err
	}
	e := Evidence{Year: year, Organisation: o.Name, From: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC), MadeAt: s.Now(), K: cellSize, Departments: []EvidenceLine{}}
	if e.MadeAt.Before(e.From) || year < 2020 {
		return e, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?year", Code: "range"})
	}
	devices, err := s.Store.Devices(ctx, p.OrgID, ident.DeviceFilter{})
	if err != nil {
		return e, err
	}
	units, err := s.units(ctx, p.OrgID, devices, e.From)
	if err != nil {
		return e, err
	}
	counts, err := s.Store.CoachingCounts(ctx, p.OrgID, e.From, e.To)
	if err != nil {
		return e, err
	}
	e.count(units, report.Divide(units, cellSize), counts)
	return e, nil
}

func (e *Evidence) count(units []report.Unit, partition report.Partition, counts []CoachingCount) {
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
		e.Total.People += u.People
	}
	lines := map[string]*EvidenceLine{}
	for _, c := range partition.Cells {
		name := names[c.ID]
		if name == "" {
			name = names[c.Under]
		}
		lines[c.ID] = &EvidenceLine{ID: c.ID, Name: name, People: c.People}
	}
	for _, c := range counts {
		if !report.AskedToLook(c.Action) {
			continue
		}
		into := []*EvidenceLine{&e.Total}
		if cell, ok := partition.Of(c.Department, units); ok {
			into = append(into, lines[cell.ID])
		}
		for _, l := range into {
			l.Shown += c.N
			switch c.Result {
			case register.EditedAndSent, register.RedactedAndSent, register.Redirected, register.Cancelled, register.BlockedSend:
				l.Better += c.N
			}
		}
	}
	for _, c := range partition.Cells {
		e.Departments = append(e.Departments, *lines[c.ID])
	}
}

// Sheets is the export as data.
func (e Evidence) Sheets() []render.Sheet {
	sheet := render.Sheet{Name: "coaching", Header: []string{"department", "people", "shown", "better"}}
	for _, l := range append(e.Departments, EvidenceLine{Name: e.Organisation, People: e.Total.People, Shown: e.Total.Shown, Better: e.Total.Better}) {
		sheet.Rows = append(sheet.Rows, []any{l.Name, l.People, l.Shown, l.Better})
	}
	return []render.Sheet{sheet}
}
