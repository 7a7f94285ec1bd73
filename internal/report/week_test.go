package report_test

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/report"
)

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestAWeekRunsFromMondayToMondayOnLocalClocks(t *testing.T) {
	loc := amsterdam(t)
	for _, c := range []struct {
		name, week, from, to string
		hours                float64
	}{
		{"an ordinary week", "2026-W47", "2026-11-16T00:00:00+01:00", "2026-11-23T00:00:00+01:00", 168},
		{"summer time begins", "2026-W13", "2026-03-23T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 167},
		{"summer time ends", "2026-W43", "2026-10-19T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 169},
		{"a year with week 53", "2026-W53", "2026-12-28T00:00:00+01:00", "2027-01-04T00:00:00+01:00", 168},
		{"the first week after it", "2027-W01", "2027-01-04T00:00:00+01:00", "2027-01-11T00:00:00+01:00", 168},
		{"summer time begins a year later", "2027-W12", "2027-03-22T00:00:00+01:00", "2027-03-29T00:00:00+02:00", 167},
		{"a first week that starts in the old year", "2026-W01", "2025-12-29T00:00:00+01:00", "2026-01-05T00:00:00+01:00", 168},
	} {
		t.Run(c.name, func(t *testing.T) {
			week, err := report.ParseWeek(c.week)
			if err != nil {
				t.Fatal(err)
			}
			from, to := week.Bounds(loc)
			if got := from.Format(time.RFC3339); got != c.from {
				t.Errorf("from %s, want %s", got, c.from)
			}
			if got := to.Format(time.RFC3339); got != c.to {
				t.Errorf("to %s, want %s", got, c.to)
			}
			if got := to.Sub(from).Hours(); got != c.hours {
				t.Errorf("%v hours, want %v", got, c.hours)
			}
			if got := report.WeekOf(from, loc); got != week {
				t.Errorf("its first instant lies in %s", got)
			}
			if got := report.WeekOf(to.Add(-time.Nanosecond), loc); got != week {
				t.Errorf("its last instant lies in %s", got)
			}
			if got := report.WeekOf(from.Add(-time.Nanosecond), loc); got != week.Before() {
				t.Errorf("the instant before it lies in %s, want %s", got, week.Before())
			}
			if got := report.WeekOf(to, loc).Before(); got != week {
				t.Errorf("the week after it follows %s", got)
			}
		})
	}
}

func TestOnlyRealWeeksAreWeeks(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-47", "2026-w47", "2026-W7", "2026-W00", "2027-W53", "2026-W54", "26-W47", "2026-W4७", "2026-W47 ", "0000-W01", "Jans-W47"} {
		if _, err := report.ParseWeek(s); err == nil {
			t.Errorf("%q is taken for a week", s)
		}
	}
}

func TestTheErrorOfAWeekHoldsNothingOfTheInput(t *testing.T) {
	if _, err := report.ParseWeek("Jansen47"); err == nil || strings.Contains(err.Error(), "Jansen") {
		t.Errorf("got %v", err)
	}
}
