package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

func TestFeaturesCountFindingsValuesAndLevels(t *testing.T) {
	f := FeaturesOf(&detect.Result{Findings: []detect.Finding{
		{Type: rule.BSN, Score: 0.70, Ref: 1, Person: detect.NoPerson},
		{Type: rule.BSN, Score: 0.95, Ref: 1, Person: detect.NoPerson},
		{Type: rule.BSN, Score: 0.85, Ref: 2, Person: detect.NoPerson},
		{Type: rule.PersonName, Score: 0.40, Ref: 1, Person: detect.NoPerson},
	}}, Context{Units: 1_999})
	want := Measure{Count: [3]int{3, 2, 1}, Distinct: [3]int{2, 2, 1}}
	if diff := cmp.Diff(want, f.Types[rule.BSN]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, f.TypeGroups[rule.GroupIdentity]); diff != "" {
		t.Error(diff)
	}
	if got := f.Types[rule.PersonName].Confidence(); got != detect.ConfidenceNone {
		t.Errorf("a finding below low counts as %s", got)
	}
	if got := f.Types[rule.BSN].Confidence(); got != detect.High {
		t.Errorf("confidence %s", got)
	}
	if f.Size != SizeS {
		t.Errorf("size %s", f.Size)
	}
}

func TestAlikePersonsShareOneDescription(t *testing.T) {
	var r detect.Result
	for i := range 500 {
		r.Persons = append(r.Persons, detect.Person{Role: detect.RolePatient, Private: true})
		r.Findings = append(r.Findings, detect.Finding{Type: rule.PersonName, Score: 0.95, Ref: i + 1, Person: i})
	}
	f := FeaturesOf(&r, Context{})
	if len(f.Persons) != 1 || f.Persons[0].Number != 500 || !f.Persons[0].Held[2].Has(rule.PersonName) {
		t.Errorf("%d descriptions: %+v", len(f.Persons), f.Persons)
	}
}

func TestFeaturesThatCannotBeReadTellNothingOfTheInput(t *testing.T) {
	var f Features
	err := f.UnmarshalJSON([]byte(`{"class": "Jansen"}`))
	if err == nil || err.Error() != "malformed features" {
		t.Errorf("got %v", err)
	}
}

func TestBoundsReadAndHold(t *testing.T) {
	for text, holds := range map[string][2]bool{ // for 1 and for 2
		">=2": {false, true}, "> 1": {false, true}, "<2": {true, false}, "<=1": {true, false}, "=2": {false, true}, "1": {true, false},
	} {
		var b Bound
		if err := b.UnmarshalText([]byte(text)); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if b.Holds(1) != holds[0] || b.Holds(2) != holds[1] {
			t.Errorf("%s holds %v, %v", text, b.Holds(1), b.Holds(2))
		}
	}
	for _, text := range []string{"", "many", ">=", "-1", "=>2", "+3", "2.5", ">=9999999"} {
		var b Bound
		if b.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is read as %s", text, b)
		}
	}
}

func TestTestValuesAreLeftOutWhateverTheirForm(t *testing.T) {
	p := &Policy{TestValues: []string{"999 990 019"}}
	source := "bsn 9999.90.019 en 111222333"
	r := &detect.Result{Findings: []detect.Finding{
		{Type: rule.BSN, Score: 0.95}, {Type: rule.BSN, Score: 0.95},
	}}
	r.Findings[0].Span.Start, r.Findings[0].Span.End = 4, 15
	r.Findings[1].Span.Start, r.Findings[1].Span.End = 19, 28
	p.DropTestValues(source, r)
	if len(r.Findings) != 1 || r.Findings[0].Span.Start != 19 {
		t.Errorf("left %+v", r.Findings)
	}
}
