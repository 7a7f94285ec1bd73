package sqlstore

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

func TestTheKindOfAnEventIsWhatItsWholeBodySays(t *testing.T) {
	plain := register.Event{
		OrgID: "org_1", ID: "evt_1", At: time.Unix(1794787200, 0).UTC(), Destination: "chatgpt", Class: policy.Unapproved, Channel: policy.Paste, Subject: "Reiger-7KQ2M",
		Decision: register.Decision{Action: policy.Warn, Rules: []register.RuleHit{{ID: "a", Action: policy.Warn, Mode: policy.Enforce}, {ID: "b", Mode: policy.Shadow}}},
		Types:    []register.TypeCount{{Type: "bsn", Group: "identity", Count: 2, Distinct: 1}}, Features: json.RawMessage(`{"policy_version":9,"subject":"x"}`), PolicyVersion: 3,
	}
	with := func(change func(*register.Event)) register.Event { e := plain; change(&e); return e }
	r := attemptReader{texts: map[kindText]*report.Kind{}, ended: map[kindEnding]*report.Kind{}}
	for name, e := range map[string]register.Event{
		"as most are":           plain,
		"of a department":       with(func(e *register.Event) { e.Department = "dep_1" }),
		"of another department": with(func(e *register.Event) { e.Department, e.Conversation = "dep_2", "c1" }),
		"of another version":    with(func(e *register.Event) { e.PolicyVersion = 4 }),
		"with other rules":      with(func(e *register.Event) { e.Decision.Rules = nil }),
		"with quotes in its names": with(func(e *register.Event) {
			e.Subject, e.Department, e.Destination = `a"b\`, `d","decision":{`, `x,"subject":"y`
		}),
		"with names where they end": with(func(e *register.Event) { e.RulesVersion = `"policy_version":5,` }),
		"with a long rules version": with(func(e *register.Event) { e.RulesVersion = string(make([]byte, 200)) }),
		"of which little is left":   {Types: []register.TypeCount{}, Decision: register.Decision{Action: policy.Block}},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			for _, time := range []string{"first", "second"} {
				kind, subject, err := r.kind(string(body))
				if err != nil || subject != e.Subject {
					t.Fatalf("the %s time: subject %q, %v", time, subject, err)
				}
				if diff := cmp.Diff(report.KindOf(e), kind); diff != "" {
					t.Errorf("the %s time (-want +got):\n%s", time, diff)
				}
			}
		})
	}
	if _, _, err := r.kind("{"); err == nil {
		t.Error("a damaged body was taken")
	}
}

func TestAWeekIsReadInPiecesThatMeet(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []int{13, 43, 47} { // 167, 169 and 168 hours
		from, to := report.Week{Year: 2026, Number: number}.Bounds(loc)
		at := from
		for _, p := range attemptPieces(from, to) {
			if !p.begin.Equal(at) || !p.end.After(p.begin) {
				t.Errorf("W%d: a piece from %s to %s after %s", number, p.begin, p.end, at)
			}
			at = p.end
		}
		if !at.Equal(to.Add(reportLate)) {
			t.Errorf("W%d ends at %s", number, at)
		}
	}
}
