package register

import (
	"slices"
	"testing"

	"dijkwacht/internal/policy"
)

// cell is a row of the table "when is an attempt a breach", as it is written down:
// the sets that it speaks of, nil for all.
type cell struct {
	row      Row
	actions  []policy.Action
	classes  []policy.Class
	results  []Result
	egresses []Egress
	state    State
}

var (
	mild      = []policy.Action{policy.Allow, policy.Log, policy.Coach}
	notSent   = []Result{EditedAndSent, RedactedAndSent, Redirected, Cancelled, BlockedSend, BreakGlass, ResultUnknown}
	everyMove = []policy.Action{policy.Allow, policy.Log, policy.Coach, policy.Warn, policy.Justify, policy.Redact, policy.Block}
)

// table has the rows in the order in which they are tried; row 9 has two parts.
var table = []cell{
	{RowAuthorised, mild, []policy.Class{policy.Approved}, nil, nil, Detected},
	{RowBreakGlass, nil, nil, []Result{BreakGlass}, nil, Detected},
	{RowLeftBefore, nil, nil, notSent, []Egress{EgressPartial, EgressFull}, Detected},
	{RowSentAnyway, []policy.Action{policy.Warn, policy.Justify, policy.Redact, policy.Block}, nil, []Result{Sent}, nil, Detected},
	{RowSentUnapproved, mild, []policy.Class{policy.ClassUnknown, policy.Unapproved, policy.Blocked}, []Result{Sent}, nil, Detected},
	{RowTolerated, mild, []policy.Class{policy.Tolerated}, []Result{Sent}, nil, Detected},
	{RowUnknown, nil, nil, []Result{ResultUnknown}, nil, Detected},
	{RowUnknown, nil, nil, notSent, []Egress{EgressUnknown}, Detected},
	{RowRedacted, nil, nil, []Result{RedactedAndSent}, []Egress{EgressNone}, Prevented},
	{RowGivenUp, nil, nil, []Result{Cancelled, EditedAndSent, Redirected}, []Egress{EgressNone}, Prevented},
	{RowBlocked, nil, nil, []Result{BlockedSend}, []Egress{EgressNone}, Prevented},
}

func within[T comparable](v T, set []T) bool { return set == nil || slices.Contains(set, v) }

// TestEveryCellOfTheTable tries each action with each class of destination, each
// outcome and each evidence of what left.
func TestEveryCellOfTheTable(t *testing.T) {
	if last := everyMove[len(everyMove)-1]; len(everyMove) != int(last)+1 {
		t.Fatalf("there are more actions than the table knows: %s is number %d", last, last)
	}
	met := map[Row]int{}
	for _, action := range everyMove {
		for _, class := range classes {
			for _, result := range results {
				for _, egress := range egresses {
					at := slices.IndexFunc(table, func(c cell) bool {
						return within(action, c.actions) && within(class, c.classes) && within(result, c.results) && within(egress, c.egresses)
					})
					if at < 0 {
						t.Fatalf("%s %s %s %s: the table says nothing", action, class, result, egress)
					}
					want := table[at]
					met[want.row]++
					if row := Classify(action, class, result, egress); row != want.row || row.State() != want.state {
						t.Errorf("%s %s %s %s: got row %d, %s; want row %d, %s", action, class, result, egress, row, row.State(), want.row, want.state)
					}
					if Authorised(action, class) != (want.row == RowAuthorised) {
						t.Errorf("%s %s: authorised is %t", action, class, Authorised(action, class))
					}
				}
			}
		}
	}
	for _, row := range precedence {
		if met[row] == 0 {
			t.Errorf("row %d was never met", row)
		}
	}
}

// TestTheQueueHoldsWhatTheTableSays tries the last column: which incidents a person
// gets to see.
func TestTheQueueHoldsWhatTheTableSays(t *testing.T) {
	const many = 20_000
	id := func(n int) string {
		return "inc_" + string(rune('A'+n%26)) + string(rune('A'+n/26%26)) + string(rune('A'+n/676))
	}
	share := func(row Row, i Incident) float64 {
		seen := 0
		for n := range many {
			if i.ID = id(n); row.review(i) {
				seen++
			}
		}
		return float64(seen) / many * 100
	}
	health := []TypeCount{{Type: "diagnosis", Group: "health"}}
	for name, tt := range map[string]struct {
		row      Row
		incident Incident
		percent  float64
	}{
		"1 blocked":                       {RowBlocked, Incident{Severity: policy.SeverityVeryHigh, Types: health, SubjectsMax: 1}, 2},
		"2 given up":                      {RowGivenUp, Incident{Severity: policy.SeverityVeryHigh, Types: health, SubjectsMax: 1}, 2},
		"3 redacted":                      {RowRedacted, Incident{SubjectsMax: 1}, 5},
		"3 redacted, health, many people": {RowRedacted, Incident{Types: health, SubjectsMax: 4}, 5},
		"3 redacted, health, few people":  {RowRedacted, Incident{Types: health, SubjectsMax: 3}, 100},
		"4 sent anyway":                   {RowSentAnyway, Incident{Severity: policy.SeverityLow}, 100},
		"5 break-glass":                   {RowBreakGlass, Incident{Severity: policy.SeverityLow}, 100},
		"7 tolerated, low":                {RowTolerated, Incident{Severity: policy.SeverityLow}, 0},
		"7 tolerated, medium":             {RowTolerated, Incident{Severity: policy.SeverityMedium}, 100},
		"7 tolerated, very high":          {RowTolerated, Incident{Severity: policy.SeverityVeryHigh}, 100},
		"8 left before":                   {RowLeftBefore, Incident{Severity: policy.SeverityLow}, 100},
		"9 unknown":                       {RowUnknown, Incident{Severity: policy.SeverityLow}, 100},
		"10 sent, observed only":          {RowSentUnapproved, Incident{Severity: policy.SeverityLow}, 100},
		"15 found later":                  {RowManual, Incident{Severity: policy.SeverityLow}, 100},
	} {
		t.Run(name, func(t *testing.T) {
			got := share(tt.row, tt.incident)
			if exact := tt.percent == 0 || tt.percent == 100; exact && got != tt.percent || got < tt.percent*0.7 || got > tt.percent*1.3 {
				t.Errorf("%.2f %% are looked at, want %g %%", got, tt.percent)
			}
		})
	}
}
