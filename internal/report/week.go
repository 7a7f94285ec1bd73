package report

import (
	"errors"
	"fmt"
	"time"
)

// Week is a week of ISO 8601: it starts on Monday, and week 1 holds 4 January.
type Week struct{ Year, Number int }

var errWeek = errors.New("a week is written as 2026-W47")

// ParseWeek reads "2026-W47". The error holds nothing of s.
func ParseWeek(s string) (Week, error) {
	if len(s) != len("2026-W47") || s[4] != '-' || s[5] != 'W' {
		return Week{}, errWeek
	}
	for i, c := range s {
		if i != 4 && i != 5 && (c < '0' || c > '9') {
			return Week{}, errWeek
		}
	}
	w := Week{digits(s[:4]), digits(s[6:])}
	if w.Year < 1 || w.Number < 1 || w.Number > weeksIn(w.Year) {
		return Week{}, fmt.Errorf("there is no such week: %w, and a year has 52 or 53 weeks", errWeek)
	}
	return w, nil
}

func digits(s string) int {
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// weeksIn is the number of the last week: that of 28 December.
func weeksIn(year int) int {
	_, last := time.Date(year, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return last
}

// WeekOf is the week in which t falls in the zone of loc.
func WeekOf(t time.Time, loc *time.Location) Week {
	year, number := t.In(loc).ISOWeek()
	return Week{year, number}
}

// String writes "2026-W47".
func (w Week) String() string { return fmt.Sprintf("%04d-W%02d", w.Year, w.Number) }

// Bounds are Monday 00:00 and the next Monday 00:00 on the clocks of loc. Where
// the clocks change in between, the week has 167 or 169 hours.
func (w Week) Bounds(loc *time.Location) (from, to time.Time) {
	fourth := time.Date(w.Year, time.January, 4, 0, 0, 0, 0, loc)
	sinceMonday := (int(fourth.Weekday()) + 6) % 7
	day := 4 - sinceMonday + 7*(w.Number-1)
	return time.Date(w.Year, time.January, day, 0, 0, 0, 0, loc), time.Date(w.Year, time.January, day+7, 0, 0, 0, 0, loc)
}

// Before is the week before.
func (w Week) Before() Week {
	if w.Number > 1 {
		return Week{w.Year, w.Number - 1}
	}
	return Week{w.Year - 1, weeksIn(w.Year - 1)}
}
