package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/report"
)

// wardHead is the head of a report on a department, after weeks that were reported on.
func wardHead(t *testing.T, department string, past ...report.Past) report.Head {
	t.Helper()
	head := fullHead(t)
	head.Scope, head.Past = department, past
	return head
}

// pastWeek is W45 or one before, of which the organisation has 90 hits.
func pastWeek(week string, cells ...report.CellTotals) report.Past {
	return report.Past{Totals: report.Totals{Week: week, Inspected: 4000, Hits: 90, Held: 80, Left: 9}, Cells: cells}
}

func TestTheTrendOfADepartmentIsItsOwn(t *testing.T) {
	care := []string{"ger", "pal", "pijn", "zorg"}
	for name, c := range map[string]struct {
		department string
		past       []report.CellTotals
		want       []report.Totals // of W45
	}{
		"which counts alone": {"seh", []report.CellTotals{{Units: []string{"seh"}, Hits: 11, Held: 9, Left: 1, Unknown: 1}, {Units: []string{"ic"}, Hits: 30}},
			[]report.Totals{{Week: "2026-W45", Hits: 11, Held: 9, Left: 1, Unknown: 1}}},
		"which counts with others": {"pal", []report.CellTotals{{Units: care, Hits: 7}, {Units: []string{"seh"}, Hits: 30}},
			[]report.Totals{{Week: "2026-W45", Hits: 7}}},
		"which joined others since": {"pal", []report.CellTotals{{Units: []string{"ger"}, Hits: 4, Held: 3}, {Units: []string{"pal", "pijn"}, Hits: 3, Held: 1}},
			[]report.Totals{{Week: "2026-W45", Hits: 7, Held: 4}}},
		"which counted with others then": {"seh", []report.CellTotals{{Units: []string{"ic", "seh"}, Hits: 41}}, nil},
		"of which nothing was told then": {"seh", []report.CellTotals{{Units: []string{"ic"}, Hits: 41}}, nil},
		"in a report of before cells":    {"seh", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			made := build(t, &shelf{}, wardHead(t, c.department, pastWeek("2026-W45", c.past...)))
			got := made.Trend.Weeks
			if diff := cmp.Diff(c.want, got[:len(got)-1], cmp.Transformer("", func(l []report.Totals) []report.Totals { return append([]report.Totals{}, l...) })); diff != "" {
				t.Errorf("weeks before (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheTotalsOfTheCellsAddUpToTheWeek(t *testing.T) {
	made := build(t, sample(), fullHead(t))
	var sum report.CellTotals
	for _, c := range made.Cells {
		sum.Hits, sum.Held, sum.Left, sum.Unknown = sum.Hits+c.Hits, sum.Held+c.Held, sum.Left+c.Left, sum.Unknown+c.Unknown
	}
	if len(made.Cells) != 4 || sum.Hits != made.Funnel.Hits || sum.Held != made.Summary.Held || sum.Left != made.Summary.Left || sum.Unknown != made.Summary.Unknown {
		t.Errorf("%d cells add up to %+v; the week is %+v", len(made.Cells), sum, made.Summary)
	}
}
