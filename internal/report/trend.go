package report

import (
	"math"
	"slices"
)

const (
	trendWeeks = 13
	bandWeeks  = 8
)

// Totals are the few numbers of a week that a trend follows.
type Totals struct {
	Week      string `json:"week"`
	Inspected int    `json:"inspected"`
	Hits      int    `json:"hits"`
	Held      int    `json:"held"`
	Left      int    `json:"left"`
	Unknown   int    `json:"unknown"`
}

// CellTotals are those of a group of departments.
type CellTotals struct {
	Units   []string `json:"units"`
	Hits    int      `json:"hits"`
	Held    int      `json:"held"`
	Left    int      `json:"left"`
	Unknown int      `json:"unknown"`
}

// Past are the totals of a week that was reported on, and of the cells of then: a trend
// of a department is made of them.
type Past struct {
	Totals
	Cells []CellTotals `json:"cells,omitempty"`
}

// of are the totals of a cell, which may have joined cells of then; false when a cell of
// then lies only partly in it, or none does.
func (p Past) of(cell Cell) (Totals, bool) {
	t, found := Totals{Week: p.Week}, false
	for _, then := range p.Cells {
		inside := 0
		for _, unit := range then.Units {
			if slices.Contains(cell.Units, unit) {
				inside++
			}
		}
		if inside == 0 {
			continue
		}
		if inside < len(then.Units) {
			return Totals{}, false
		}
		t.Hits, t.Held, t.Left, t.Unknown = t.Hits+then.Hits, t.Held+then.Held, t.Left+then.Left, t.Unknown+then.Unknown
		found = true
	}
	return t, found
}

// past are the totals of the weeks before of what the report is about: the organisation
// for nil.
func (h Head) past(scope *Cell) []Totals {
	var list []Totals
	for _, p := range h.Past {
		t, known := p.Totals, true
		if scope != nil {
			t, known = p.of(*scope)
		}
		if known {
			list = append(list, t)
		}
	}
	return list
}

func (c *counted) totals(w Week) Totals {
	return Totals{w.String(), c.funnel.Inspected, c.funnel.Hits, c.held, c.left, c.unknown}
}

// Totals of the week that the report is about.
func (r Report) Totals() Totals {
	t := Totals{Week: r.ISOWeek, Held: r.Summary.Held, Left: r.Summary.Left, Unknown: r.Summary.Unknown}
	if r.Funnel != nil {
		t.Inspected, t.Hits = r.Funnel.Inspected, r.Funnel.Hits
	}
	return t
}

// Trend is thirteen weeks of hits, with what was usual in the eight before this one.
type Trend struct {
	// Weeks in order, this one last; weeks that are not known are absent.
	Weeks []Totals `json:"weeks"`
	// Median of the hits of the weeks before, and the band around it; absent with
	// fewer than three of them.
	Band *Band `json:"band,omitempty"`
}

// Band is what is usual: the median with two times the median absolute deviation,
// and at least two standard deviations of a Poisson count.
type Band struct {
	Low    int `json:"low"`
	Median int `json:"median"`
	High   int `json:"high"`
	Weeks  int `json:"weeks"`
	// Verdict is "more", "less" or "same".
	Verdict string `json:"verdict"`
}

func trendOf(head Head, scope *Cell, now, before Totals) *Trend {
	t := &Trend{Weeks: []Totals{now}}
	week := head.Week.Before()
	past := head.past(scope)
	if before.Inspected > 0 || before.Hits > 0 {
		past = append([]Totals{before}, slices.DeleteFunc(past, func(p Totals) bool { return p.Week == before.Week })...)
	}
	for range trendWeeks - 1 {
		if i := slices.IndexFunc(past, func(p Totals) bool { return p.Week == week.String() }); i >= 0 {
			t.Weeks = append(t.Weeks, past[i])
		}
		week = week.Before()
	}
	slices.Reverse(t.Weeks)
	earlier := t.Weeks[:len(t.Weeks)-1]
	t.Band = bandOf(earlier[max(0, len(earlier)-bandWeeks):], now.Hits)
	return t
}

func bandOf(weeks []Totals, hits int) *Band {
	if len(weeks) < 3 {
		return nil
	}
	values, away := make([]float64, len(weeks)), make([]float64, len(weeks))
	for i, w := range weeks {
		values[i] = float64(w.Hits)
	}
	middle := median(values)
	for i, v := range values {
		away[i] = math.Abs(v - middle)
	}
	width := max(2*median(away), 2*math.Sqrt(middle))
	b := &Band{Low: int(math.Max(0, math.Floor(middle-width))), Median: int(math.Round(middle)), High: int(math.Ceil(middle + width)), Weeks: len(weeks), Verdict: "same"}
	switch {
	case hits > b.High:
		b.Verdict = "more"
	case hits < b.Low:
		b.Verdict = "less"
	}
	return b
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}
