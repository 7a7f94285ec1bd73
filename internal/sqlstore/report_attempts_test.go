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

func TestTheKindOfAnEventIsWhatItsColumnsSay(t *testing.T) {
	want := report.Kind{
		Destination: "chatgpt", Class: policy.Unapproved, Channel: "paste", Department: "dep_1", Action: policy.Warn, PolicyVersion: 3,
		Marks: report.Marks{Categories: []string{"bsn"}, Rules: []string{"a"}, Text: "stop~b"}, Result: register.ResultUnknown, Egress: register.EgressUnknown,
	}
	r := attemptReader{texts: map[string]*report.Kind{}}
	const text = "chatgpt\x1funapproved\x1fpaste\x1fdep_1\x1fwarn\x1f3\x1f" + `{"categories":["bsn"],"rules":["a"],"text":"stop~b"}`
	for _, time := range []string{"first", "second"} {
		kind, err := r.kind(text, "")
		if diff := cmp.Diff(&want, kind); diff != "" || err != nil {
			t.Errorf("the %s time: %v\n%s", time, err, diff)
		}
	}
}

func TestAnEventOfBeforeThereWereMarksIsReadAsAWhole(t *testing.T) {
	e := register.Event{
		Destination: "chatgpt", Class: policy.Unapproved, Channel: policy.Paste, Features: json.RawMessage("{}"),
		Decision: register.Decision{Action: policy.Warn, Rules: []register.RuleHit{{ID: "a", Mode: policy.Enforce}, {ID: "b", Mode: policy.Shadow}}},
		Types:    []register.TypeCount{{Type: "bsn", Group: "identity"}, {Type: "hospital", Group: "context"}},
	}
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	kind, err := attemptReader{}.kind("", string(body))
	if diff := cmp.Diff(report.KindOf(e), kind); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestADamagedEventIsNoKind(t *testing.T) {
	for name, row := range map[string][2]string{
		"a body that ends":     {"", "{"},
		"too few words":        {"chatgpt\x1fwarn", ""},
		"an unknown class":     {"x\x1f?\x1fpaste\x1f\x1fwarn\x1f3\x1f{}", ""},
		"an unknown action":    {"x\x1funapproved\x1fpaste\x1f\x1f?\x1f3\x1f{}", ""},
		"a version in letters": {"x\x1funapproved\x1fpaste\x1f\x1fwarn\x1fthree\x1f{}", ""},
		"marks that end":       {"x\x1funapproved\x1fpaste\x1f\x1fwarn\x1f3\x1f{", ""},
	} {
		r := attemptReader{texts: map[string]*report.Kind{}}
		if _, err := r.kind(row[0], row[1]); err == nil {
			t.Errorf("%s was taken", name)
		}
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
		if !at.Equal(to) {
			t.Errorf("W%d ends at %s", number, at)
		}
	}
}
