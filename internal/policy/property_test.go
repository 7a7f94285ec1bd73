package policy

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// Random policies and features for the properties.

func someType(t *rapid.T) rule.Type {
	return rapid.SampledFrom([]rule.Type{rule.PersonName, rule.BSN, rule.Phone, rule.Diagnosis, rule.IBAN}).Draw(t, "type")
}

func someCondition(t *rapid.T, person bool, depth int) Condition {
	c := Condition{Type: someType(t), Confidence: detect.Confidence(rapid.IntRange(0, 3).Draw(t, "confidence"))}
	switch {
	case rapid.Bool().Draw(t, "group"):
		c.Type, c.Group = rule.TypeNone, rule.GroupHealth
	case !person && rapid.Bool().Draw(t, "bounded"):
		c.Distinct = Bound{rapid.SampledFrom([]string{">=", "<", "="}).Draw(t, "op"), rapid.IntRange(0, 3).Draw(t, "n")}
	}
	if person && rapid.Bool().Draw(t, "role") {
		c.Role = []detect.Role{detect.RolePatient}
	}
	if depth < 2 && rapid.Bool().Draw(t, "nested") {
		c.Any = List{someCondition(t, person, depth+1)}
	}
	return c
}

func someRule(t *rapid.T, id string) Rule {
	r := Rule{ID: id, Mode: Mode(rapid.IntRange(0, 2).Draw(t, "mode"))}
	r.When.SamePerson = rapid.Bool().Draw(t, "same person")
	r.When.Destination.Class = rapid.SliceOfN(rapid.SampledFrom([]Class{ClassUnknown, Approved, Unapproved}), 0, 2).Draw(t, "class")
	list := List{someCondition(t, r.When.SamePerson, 1)}
	switch rapid.IntRange(0, 2).Draw(t, "list") {
	case 0:
		r.When.All = list
	case 1:
		r.When.Any = list
	default:
		r.When.None = list
	}
	r.Then = Then{Action: Action(rapid.IntRange(int(Log), int(Block)).Draw(t, "action")), Message: "m"}
	r.Then.Override.Allow = rapid.Bool().Draw(t, "override")
	return r
}

func somePolicy(t *rapid.T) *Policy {
	p := &Policy{}
	for i := range rapid.IntRange(1, 6).Draw(t, "rules") {
		p.Rules = append(p.Rules, someRule(t, string(rune('a'+i))))
	}
	return p
}

func someFeatures(t *rapid.T) Features {
	result := detect.Result{Persons: []detect.Person{
		{Role: detect.RolePatient, Private: true}, {Private: rapid.Bool().Draw(t, "private")},
	}}
	for range rapid.IntRange(0, 6).Draw(t, "findings") {
		result.Findings = append(result.Findings, detect.Finding{
			Type: someType(t), Score: rapid.Float64Range(0.5, 1).Draw(t, "score"),
			Ref: rapid.IntRange(1, 3).Draw(t, "ref"), Person: rapid.IntRange(-1, 1).Draw(t, "person"),
		})
	}
	class := rapid.SampledFrom([]Class{ClassUnknown, Approved, Tolerated, Unapproved, Blocked}).Draw(t, "to")
	return FeaturesOf(&result, Context{Destination: Destination{ID: "d", Class: class}})
}

func TestRuleOrderNeverChangesTheAction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		before := Decide(p, f, noon)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed"))).Shuffle(len(p.Rules), func(i, j int) { p.Rules[i], p.Rules[j] = p.Rules[j], p.Rules[i] })
		after := Decide(p, f, noon)
		if before.Action != after.Action || before.Override.Allowed != after.Override.Allowed || before.Covers != after.Covers {
			t.Errorf("%s became %s", before.Action, after.Action)
		}
	})
}

func TestAddingARuleNeverLowersTheActionNorAllowsAnOverride(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		before := Decide(p, f, noon)
		p.Rules = append(p.Rules, someRule(t, "new"))
		after := Decide(p, f, noon)
		if after.Action < before.Action {
			t.Errorf("%s became %s", before.Action, after.Action)
		}
		if before.Action >= Warn && !before.Override.Allowed && after.Override.Allowed {
			t.Error("a rule more allows an override that was refused")
		}
	})
}

func TestTheTraceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		traced, untraced := Decide(p, f, noon), DecideUntraced(p, &f, noon)
		traced.Trace = nil
		if diff := cmp.Diff(traced, untraced); diff != "" {
			t.Error(diff)
		}
	})
}

func TestADepartmentCanOnlyTighten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		own := &Policy{Department: "seh", Rules: []Rule{someRule(t, "a"), someRule(t, "b")}}
		before, after := Decide(p, f, noon), Decide(Join(p, own), f, noon)
		if after.Action < before.Action || before.Action >= Warn && !before.Override.Allowed && after.Override.Allowed || before.Covers&^after.Covers != 0 {
			t.Errorf("%s became %s", before.Action, after.Action)
		}
	})
}

func TestAnExceptionNeverRaisesTheAction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		before := Decide(p, f, noon)
		for _, r := range p.Rules {
			if rapid.Bool().Draw(t, "except") {
				p.Exceptions = append(p.Exceptions, Exception{ID: "e" + r.ID, Rules: []string{r.ID}, Until: noon.Add(time.Hour)})
			}
		}
		if after := Decide(p, f, noon); after.Action > before.Action {
			t.Errorf("%s became %s", before.Action, after.Action)
		}
	})
}

func TestStoredFeaturesGiveTheSameDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := somePolicy(t), someFeatures(t)
		stored, err := f.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again Features
		if err := again.UnmarshalJSON(stored); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, again); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(Decide(p, f, noon), Decide(p, again, noon)); diff != "" {
			t.Fatal(diff)
		}
	})
}
