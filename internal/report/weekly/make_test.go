package weekly

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

// chart is a store that knows departments alone.
type chart struct {
	Store
	departments []ident.Department
}

func (c chart) Departments(context.Context, string) ([]ident.Department, error) {
	return c.departments, nil
}

func TestOnlyDevicesInUseStandForPeople(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	device := func(department string, seen time.Time) ident.Device {
		return ident.Device{DepartmentID: department, SeenOn: seen}
	}
	revoked := device("seh", monday)
	revoked.RevokedAt = monday
	s := New(Deps{Store: chart{departments: []ident.Department{{ID: "seh", Name: "SEH"}, {ID: "ic", Name: "IC", ActivePeople: 42}}}})
	got, err := s.units(t.Context(), "org", []ident.Device{
		device("seh", monday), device("seh", monday.AddDate(0, 0, 8)), device("seh", monday.AddDate(0, 0, -1)), device("seh", time.Time{}), revoked,
		device("ic", monday), device("", monday), device("", monday.AddDate(0, 0, -30)),
	}, monday)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Unit{{ID: "", People: 1}, {ID: "seh", Name: "SEH", People: 2}, {ID: "ic", Name: "IC", People: 42}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLateDataMattersWhenItMovesACountByMoreThanOnePercentOrAnyLeft(t *testing.T) {
	old := report.Totals{Inspected: 4000, Hits: 200, Held: 100, Left: 50, Unknown: 100}
	for name, c := range map[string]struct {
		change func(*report.Totals)
		want   bool
	}{
		"nothing came in":                      {func(*report.Totals) {}, false},
		"one percent more hits":                {func(n *report.Totals) { n.Hits = 202 }, false},
		"more than one percent more hits":      {func(n *report.Totals) { n.Hits = 203 }, true},
		"more than one percent fewer unknown":  {func(n *report.Totals) { n.Unknown = 98 }, true},
		"one percent more inspected":           {func(n *report.Totals) { n.Inspected = 4040 }, false},
		"more than one percent more inspected": {func(n *report.Totals) { n.Inspected = 4041 }, true},
		"one more that left":                   {func(n *report.Totals) { n.Left = 51 }, true},
		"two more that were held":              {func(n *report.Totals) { n.Held = 102 }, true},
	} {
		now := old
		c.change(&now)
		if got := changed(old, now); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if !changed(report.Totals{}, report.Totals{Hits: 1}) {
		t.Error("the first hit of a week without any")
	}
}
