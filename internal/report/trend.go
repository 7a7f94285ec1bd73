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

func trendOf(head Head, now, before Totals) *Trend {
	t := &Trend{Weeks: []Totals{now}}
	week := head.Week.Before()
	past := head.Past
	if before.Inspected > 0 || before.Hits > 0 {
		past = append([]Totals{before}, slices.DeleteFunc(slices.Clone(past), func(p Totals) bool { return p.Week == before.Week })...)
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
