package register

import (
	"slices"
	"testing"
	"time"

	"dijkwacht/internal/policy"
)

var (
	results  = []Result{Sent, EditedAndSent, RedactedAndSent, Redirected, Cancelled, BlockedSend, BreakGlass, ResultUnknown}
	egresses = []Egress{EgressNone, EgressPartial, EgressFull, EgressUnknown}
	classes  = []policy.Class{policy.ClassUnknown, policy.Approved, policy.Tolerated, policy.Unapproved, policy.Blocked}
)

func TestEachRowOfTheTableHasItsStartState(t *testing.T) {
	tests := map[string]struct {
		action policy.Action
		class  policy.Class
		result Result
		egress Egress
		row    Row
		state  State
	}{
		"1 blocked, nothing left":                         {policy.Block, policy.Unapproved, BlockedSend, EgressNone, RowBlocked, Prevented},
		"2 warned, cancelled":                             {policy.Warn, policy.Unapproved, Cancelled, EgressNone, RowGivenUp, Prevented},
		"2 warned, edited":                                {policy.Warn, policy.Unapproved, EditedAndSent, EgressNone, RowGivenUp, Prevented},
		"2 blocked, asked the organisation's own chatbot": {policy.Block, policy.Unapproved, Redirected, EgressNone, RowGivenUp, Prevented},
		"3 the safe version was sent":                     {policy.Redact, policy.Unapproved, RedactedAndSent, EgressNone, RowRedacted, Prevented},
		"4 warned, sent anyway":                           {policy.Warn, policy.Unapproved, Sent, EgressFull, RowSentAnyway, Detected},
		"4 also when the device says that nothing left":   {policy.Warn, policy.Unapproved, Sent, EgressNone, RowSentAnyway, Detected},
		"4 before 7: tolerated, warned, sent anyway":      {policy.Warn, policy.Tolerated, Sent, EgressFull, RowSentAnyway, Detected},
		"5 break-glass":                                   {policy.Block, policy.Unapproved, BreakGlass, EgressFull, RowBreakGlass, Detected},
		"6 approved and in policy":                        {policy.Log, policy.Approved, Sent, EgressFull, RowAuthorised, Detected},
		"6 before 9: approved, nobody knows":              {policy.Coach, policy.Approved, ResultUnknown, EgressUnknown, RowAuthorised, Detected},
		"7 tolerated, logged and sent":                    {policy.Log, policy.Tolerated, Sent, EgressFull, RowTolerated, Detected},
		"8 blocked, but a file left before":               {policy.Block, policy.Unapproved, BlockedSend, EgressPartial, RowLeftBefore, Detected},
		"8 before 2: cancelled, but a draft left":         {policy.Warn, policy.Unapproved, Cancelled, EgressFull, RowLeftBefore, Detected},
		"9 the tab crashed":                               {policy.Block, policy.Unapproved, ResultUnknown, EgressUnknown, RowUnknown, Detected},
		"9 blocked, egress unknown":                       {policy.Block, policy.Unapproved, BlockedSend, EgressUnknown, RowUnknown, Detected},
		"10 a shadow match that was sent":                 {policy.Allow, policy.Unapproved, Sent, EgressFull, RowSentUnapproved, Detected},
		"10 coached and sent to an unknown service":       {policy.Coach, policy.ClassUnknown, Sent, EgressFull, RowSentUnapproved, Detected},
		"approved, but warned for a secret, and sent":     {policy.Warn, policy.Approved, Sent, EgressFull, RowSentAnyway, Detected},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			row := Classify(tt.action, tt.class, tt.result, tt.egress)
			if row != tt.row || row.State() != tt.state {
				t.Errorf("got row %d, %s; want row %d, %s", row, row.State(), tt.row, tt.state)
			}
		})
	}
}

func TestPreventedNeedsProofThatNothingLeft(t *testing.T) {
	for action := policy.Allow; action <= policy.Block; action++ {
		for _, class := range classes {
			for _, result := range results {
				for _, egress := range egresses {
					row := Classify(action, class, result, egress)
					if !slices.Contains(precedence, row) {
						t.Errorf("%s %s %s %s: row %d is not in the table", action, class, result, egress, row)
					}
					if row.State() == Prevented && (egress != EgressNone || result == Sent || result == BreakGlass || result == ResultUnknown) {
						t.Errorf("%s %s %s %s counts as prevented", action, class, result, egress)
					}
				}
			}
		}
	}
}

func TestTheWorstEventDecidesAboutTheIncident(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	event := func(at time.Time, result Result, egress Egress) Weight {
		return Weight{At: at, Class: policy.Unapproved, Action: policy.Block, Severity: policy.SeverityLow, Result: result, Egress: egress}
	}
	blocked := func(at time.Time) Weight { return event(at, BlockedSend, EgressNone) }
	sent := func(at time.Time) Weight { return event(at, Sent, EgressFull) }
	broken := func(at time.Time) Weight { return event(at, BreakGlass, EgressFull) }
	open := func(at time.Time) Weight { return event(at, "", "") }
	old := now.Add(-OutcomeWait)
	tests := map[string]struct {
		events   []Weight
		state    State
		awaiting bool
		row      Row
		severity policy.Severity
	}{
		"all blocked":                       {[]Weight{blocked(old), blocked(now)}, Prevented, false, RowBlocked, policy.SeverityLow},
		"one was sent":                      {[]Weight{blocked(old), sent(now)}, Detected, false, RowSentAnyway, policy.SeverityLow},
		"break-glass is high":               {[]Weight{sent(old), broken(now)}, Detected, false, RowBreakGlass, policy.SeverityHigh},
		"a young event waits":               {[]Weight{blocked(old), open(now)}, Detected, true, RowNone, policy.SeverityMedium},
		"after ten minutes it is unknown":   {[]Weight{open(old)}, Detected, false, RowUnknown, policy.SeverityMedium},
		"a millisecond earlier it still is": {[]Weight{open(old.Add(time.Millisecond))}, Detected, true, RowNone, policy.SeverityMedium},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := Incident{ID: "inc_1", State: Detected}.settle(tt.events, now)
			if got.State != tt.state || got.Awaiting != tt.awaiting || got.Row != tt.row || got.Severity != tt.severity {
				t.Errorf("got %s, awaiting %t, row %d, %s", got.State, got.Awaiting, got.Row, got.Severity)
			}
		})
	}
}

func TestWhatAPersonDecidedStays(t *testing.T) {
	i := Incident{ID: "inc_1", State: "confirmed_leak"}.settle([]Weight{{
		Class: policy.Unapproved, Action: policy.Block, Result: BlockedSend, Egress: EgressNone,
	}}, time.Now())
	if i.State != "confirmed_leak" {
		t.Errorf("got %s", i.State)
	}
}

func TestEverythingThatMayHaveLeftIsReviewed(t *testing.T) {
	health := []TypeCount{{Type: "diagnosis", Group: "health"}}
	tests := map[string]struct {
		row      Row
		incident Incident
		want     bool
	}{
		"sent anyway":                 {RowSentAnyway, Incident{}, true},
		"unknown":                     {RowUnknown, Incident{}, true},
		"shadow":                      {RowSentUnapproved, Incident{}, true},
		"tolerated, medium":           {RowTolerated, Incident{Severity: policy.SeverityMedium}, true},
		"tolerated, low":              {RowTolerated, Incident{Severity: policy.SeverityLow}, false},
		"safe version, few patients":  {RowRedacted, Incident{ID: "a", Types: health, SubjectsMax: 3}, true},
		"safe version, many patients": {RowRedacted, Incident{ID: "a", Types: health, SubjectsMax: 4}, sampled("a", 5)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.row.review(tt.incident); got != tt.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestTheSampleIsAboutAsLargeAsAsked(t *testing.T) {
	n := 0
	for i := range 10_000 {
		if sampled("inc_"+string(rune('a'+i%26))+time.Duration(i).String(), 5) {
			n++
		}
	}
	if n < 350 || n > 650 {
		t.Errorf("%d of 10,000 instead of about 500", n)
	}
}

func TestOnlySecretsMakeASecretIncident(t *testing.T) {
	count := func(groups ...string) (list []TypeCount) {
		for _, g := range groups {
			list = append(list, TypeCount{Type: g, Group: g})
		}
		return list
	}
	tests := map[string]struct {
		types []TypeCount
		want  Kind
	}{
		"a secret":                 {count("secret"), KindSecret},
		"a secret and a hospital":  {count("secret", "context"), KindSecret},
		"a secret and a person":    {count("secret", "identity"), KindPrivacy},
		"a person":                 {count("identity"), KindPrivacy},
		"nothing that has a group": {nil, KindPrivacy},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := kindOf(tt.types); got != tt.want {
				t.Errorf("got %s", got)
			}
		})
	}
}
