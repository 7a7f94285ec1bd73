package policy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func typeRule(id string, t rule.Type, then Then) Rule {
	return Rule{ID: id, When: When{Any: List{{Type: t}}}, Then: then}
}

// holding are features of one private person with findings of the types.
func holding(types ...rule.Type) Features {
	result := detect.Result{Persons: []detect.Person{{Private: true}}}
	for i, t := range types {
		result.Findings = append(result.Findings, detect.Finding{Type: t, Score: 0.95, Ref: i + 1})
	}
	return FeaturesOf(&result, Context{Destination: Destination{ID: "d", Class: Unapproved}})
}

func TestMostRestrictiveMatchWinsAndAllMatchesAreKept(t *testing.T) {
	p := &Policy{Rules: []Rule{
		typeRule("mild", rule.BSN, Then{Action: Warn, Message: "m1", Severity: SeverityLow}),
		typeRule("strict", rule.BSN, Then{Action: Block, Message: "m2", Severity: SeverityHigh}),
		typeRule("equal", rule.BSN, Then{Action: Block, Message: "m3"}),
		typeRule("other", rule.IBAN, Then{Action: Block, Message: "m4"}),
	}}
	d := Decide(p, holding(rule.BSN), noon)
	if d.Action != Block || d.Rule != "strict" || d.Message != "m2" || d.Severity != SeverityHigh || len(d.Rules) != 3 {
		t.Errorf("got %+v", d)
	}
	want := []TraceStep{{Rule: "mild", Matched: true, Why: WhyMatch}, {Rule: "strict", Matched: true, Why: WhyMatch},
		{Rule: "equal", Matched: true, Why: WhyMatch}, {Rule: "other", Why: WhyCondition, Detail: "any"}}
	if diff := cmp.Diff(want, d.Trace); diff != "" {
		t.Error(diff)
	}
}

func TestOneRuleThatForbidsOverrideIsEnough(t *testing.T) {
	allowing := Then{Action: Warn, Message: "m", Override: OverrideRule{Allow: true, Reasons: []Reason{Spoed, Fictief}, BudgetPerDay: 5}}
	narrower := Then{Action: Redact, Message: "m", Override: OverrideRule{Allow: true, Reasons: []Reason{Fictief}, BudgetPerDay: 2}}
	apart := Then{Action: Warn, Message: "m", Override: OverrideRule{Allow: true, Reasons: []Reason{Toestemming}}}
	cases := map[string]struct {
		rules []Then
		want  Override
	}{
		"all allow: common reasons and the smallest budget":      {[]Then{allowing, narrower}, Override{true, []Reason{Fictief}, 2}},
		"one forbids: the trap of products that lift all rules":  {[]Then{allowing, {Action: Warn, Message: "m"}}, Override{}},
		"one forbids and is milder":                              {[]Then{narrower, {Action: Warn, Message: "m"}}, Override{}},
		"a coaching rule has no say":                             {[]Then{allowing, {Action: Coach, Message: "m"}}, Override{true, []Reason{Spoed, Fictief}, 5}},
		"a block has no override":                                {[]Then{allowing, {Action: Block, Message: "m"}}, Override{}},
		"no common reason":                                       {[]Then{narrower, apart}, Override{}},
		"a rule without reasons asks for none but keeps others'": {[]Then{{Action: Warn, Message: "m", Override: OverrideRule{Allow: true}}, narrower}, Override{true, []Reason{Fictief}, 2}},
		"nothing to override":                                    {[]Then{{Action: Log}}, Override{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := &Policy{}
			for i, then := range c.rules {
				p.Rules = append(p.Rules, typeRule(string(rune('a'+i)), rule.BSN, then))
			}
			if diff := cmp.Diff(c.want, Decide(p, holding(rule.BSN), noon).Override); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestShadowRulesAreSeenAndChangeNothing(t *testing.T) {
	shadow := typeRule("s", rule.BSN, Then{Action: Block, Message: "m", Offers: []Offer{Redirect}})
	shadow.Mode = Shadow
	off := typeRule("o", rule.BSN, Then{Action: Block, Message: "m"})
	off.Mode = Off
	d := Decide(&Policy{Rules: []Rule{shadow, off, typeRule("w", rule.BSN, Then{Action: Warn, Message: "m"})}}, holding(rule.BSN), noon)
	if d.Action != Warn || d.Shadow != Block || len(d.Rules) != 2 || len(d.Offers) != 0 || d.Trace[1].Why != WhyOff {
		t.Errorf("got %+v", d)
	}
}

func TestExceptionLoosensUntilItEndsAndOnlyWhereItSays(t *testing.T) {
	p := &Policy{
		Rules:      []Rule{typeRule("r", rule.BSN, Then{Action: Block, Message: "m"})},
		Exceptions: []Exception{{ID: "e", Rules: []string{"r"}, Groups: []string{"skillslab"}, Destinations: []string{"d"}, Until: noon}},
	}
	in, out := holding(rule.BSN), holding(rule.BSN)
	in.Groups = []string{"anders", "skillslab"}
	elsewhere := in
	elsewhere.Destination = "x"
	cases := map[string]struct {
		f    Features
		at   time.Time
		want Action
	}{
		"within the group and the time": {in, noon.Add(-time.Second), Allow},
		"at its end":                    {in, noon, Block},
		"after its end":                 {in, noon.Add(time.Hour), Block},
		"another group":                 {out, noon.Add(-time.Second), Block},
		"another destination":           {elsewhere, noon.Add(-time.Second), Block},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := Decide(p, c.f, c.at)
			if d.Action != c.want {
				t.Errorf("action %s, want %s", d.Action, c.want)
			}
			if excepted := d.Rules[0].ExceptedBy == "e"; excepted != (c.want == Allow) {
				t.Errorf("match %+v", d.Rules[0])
			}
		})
	}
}

func TestConditionsLookAtTheWholeTextOrAtOnePerson(t *testing.T) {
	two := detect.Result{
		Findings: []detect.Finding{
			{Type: rule.PersonName, Score: 0.95, Ref: 1, Person: 0},
			{Type: rule.Diagnosis, Score: 0.70, Ref: 1, Person: 1},
			{Type: rule.BSN, Score: 0.95, Ref: 1, Person: detect.NoPerson},
			{Type: rule.BSN, Score: 0.70, Ref: 1, Person: detect.NoPerson},
			{Type: rule.BSN, Score: 0.85, Ref: 2, Person: detect.NoPerson},
		},
		Persons:  []detect.Person{{Role: detect.RolePatient, Private: true}, {Private: true, Narrowing: 2}},
		Subjects: detect.Range{Min: 1, Max: 2},
	}
	f := FeaturesOf(&two, Context{Destination: Destination{Class: Tolerated}, Channel: Paste, Language: Dutch, Units: 300})
	name, health := Condition{Type: rule.PersonName}, Condition{Group: rule.GroupHealth}
	patient := Condition{Role: []detect.Role{detect.RolePatient}}
	cases := map[string]struct {
		when When
		want bool
	}{
		"both in the text":                        {When{All: List{name, health}}, true},
		"both of one person":                      {When{SamePerson: true, All: List{name, health}}, false},
		"name and role of one person":             {When{SamePerson: true, All: List{name, patient}}, true},
		"health and role of two persons":          {When{SamePerson: true, All: List{health, patient}}, false},
		"narrowing":                               {When{SamePerson: true, All: List{health, {Narrowing: AtLeast(2)}}, None: List{name}}, true},
		"more narrowing than there is":            {When{SamePerson: true, All: List{{Narrowing: AtLeast(3)}}}, false},
		"two different BSNs":                      {When{All: List{{Type: rule.BSN, Distinct: AtLeast(2)}}}, true},
		"three different BSNs":                    {When{All: List{{Type: rule.BSN, Distinct: AtLeast(3)}}}, false},
		"three BSN findings":                      {When{All: List{{Type: rule.BSN, Count: AtLeast(3)}}}, true},
		"two BSNs of high confidence":             {When{All: List{{Type: rule.BSN, Distinct: AtLeast(2), Confidence: detect.High}}}, false},
		"two BSNs of medium confidence":           {When{All: List{{Type: rule.BSN, Distinct: AtLeast(2), Confidence: detect.Medium}}}, true},
		"health of medium confidence":             {When{All: List{{Group: rule.GroupHealth, Confidence: detect.Medium}}}, false},
		"two types of identity":                   {When{All: List{{Group: rule.GroupIdentity, Types: AtLeast(2)}}}, true},
		"no IBAN":                                 {When{All: List{{Type: rule.IBAN, Count: Bound{"=", 0}}}}, true},
		"none of a type that is there":            {When{None: List{name}}, false},
		"nested":                                  {When{All: List{{Any: List{{Type: rule.IBAN}, {All: List{name, health}}}}}}, true},
		"two persons":                             {When{All: List{{Subjects: AtLeast(2)}}}, true},
		"three persons":                           {When{All: List{{Subjects: AtLeast(3)}}}, false},
		"another class":                           {When{Destination: DestinationMatch{Class: []Class{Unapproved}}, All: List{name}}, false},
		"the channel, size and language":          {When{Channel: []Channel{Paste}, Size: []Size{SizeS}, Language: []Language{Dutch}, All: List{name}}, true},
		"another channel":                         {When{Channel: []Channel{Typed}, All: List{name}}, false},
		"another size":                            {When{Size: []Size{SizeXL}, All: List{name}}, false},
		"another language":                        {When{Language: []Language{English}, All: List{name}}, false},
		"a group that the user is not in":         {When{Groups: []string{"x"}, All: List{name}}, false},
		"not for a group that the user is not in": {When{NotGroups: []string{"x"}, All: List{name}}, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := &Policy{Rules: []Rule{{ID: "r", When: c.when, Then: Then{Action: Warn, Message: "m"}}}}
			if d := Decide(p, f, noon); (d.Action == Warn) != c.want {
				t.Errorf("got %s, trace %+v", d.Action, d.Trace)
			}
		})
	}
}

func TestAPublicPersonMeetsNoSamePersonRule(t *testing.T) {
	result := detect.Result{
		Findings: []detect.Finding{{Type: rule.PersonName, Score: 0.95, Ref: 1, Person: 0}},
		Persons:  []detect.Person{{Private: false}},
	}
	p := &Policy{Rules: []Rule{{ID: "r", When: When{SamePerson: true, All: List{{Type: rule.PersonName}}}, Then: Then{Action: Warn, Message: "m"}}}}
	d := Decide(p, FeaturesOf(&result, Context{}), noon)
	if d.Action != Allow || d.Trace[0].Why != WhyNoPerson {
		t.Errorf("got %+v", d)
	}
}

func TestRedactionCoversWhatTheMatchedRulesSay(t *testing.T) {
	only := Then{Action: Redact, Message: "m", Redact: &Cover{Types: []rule.Type{rule.City}, Groups: []rule.Group{rule.GroupSecret}}}
	d := Decide(&Policy{Rules: []Rule{typeRule("r", rule.BSN, only)}}, holding(rule.BSN), noon)
	want := rule.SetOf(rule.City, rule.SecretAPIKey, rule.SecretPassword, rule.SecretPrivateKey)
	if d.Covers != want {
		t.Errorf("covers %v", d.Covers.Types())
	}
	d = Decide(&Policy{Rules: []Rule{typeRule("r", rule.BSN, Then{Action: Warn, Message: "m"})}}, holding(rule.BSN), noon)
	if !d.Covers.Has(rule.PersonName) || !d.Covers.Has(rule.Date) || d.Covers.Has(rule.Diagnosis) {
		t.Errorf("default covers %v", d.Covers.Types())
	}
}

func TestDepartmentRulesKeepApartFromThoseOfTheOrganisation(t *testing.T) {
	own := &Policy{Department: "seh", Rules: []Rule{typeRule("bsn", rule.BSN, Then{Action: Block, Message: "m2"})}}
	base := &Policy{
		Rules:      []Rule{typeRule("bsn", rule.BSN, Then{Action: Warn, Message: "m1"})},
		Exceptions: []Exception{{ID: "e", Rules: []string{"bsn"}, Until: noon.Add(time.Hour)}},
	}
	d := Decide(Join(base, own), holding(rule.BSN), noon)
	if d.Action != Block || d.Rule != "seh/bsn" || d.Rules[0].ExceptedBy != "e" {
		t.Errorf("got %+v", d)
	}
	if len(base.Rules) != 1 {
		t.Error("the organisation's policy has changed")
	}
}

func TestADepartmentMayNotLoosen(t *testing.T) {
	p := &Policy{
		ID: "p", Department: "seh", FailMode: FailOpen, TestValues: []string{"1"},
		Rules:      []Rule{typeRule("bsn", rule.BSN, Then{Action: Warn, Message: "m", Offers: []Offer{BreakGlass}})},
		Exceptions: []Exception{{ID: "e", Rules: []string{"bsn"}, Reason: "r", Owner: "o", Until: noon}},
	}
	var paths []string
	for _, issue := range Check(p) {
		paths = append(paths, issue.Path)
	}
	if diff := cmp.Diff([]string{"exceptions", "test_values", "fail_mode", "rules[0].then.offers"}, paths); diff != "" {
		t.Error(diff)
	}
}
