package diff_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const before = `apiVersion: dijkwacht/v1
kind: Policy
metadata: {id: klein, owner: fg}
spec:
  fail_mode: closed
  rules:
    - id: bsn
      when: {destination: {class: [unapproved]}, any: [{type: bsn, confidence: medium}]}
      then: {action: redact, message: bsn-stop, severity: high, override: {allow: true, reasons: [spoed], budget_per_day: 2}}
    - id: lijst
      mode: shadow
      when: {all: [{group: identity, distinct: ">=20"}]}
      then: {action: warn, message: lijst, override: {allow: true}}
  exceptions:
    - {id: les, rules: [bsn], groups: [skillslab], reason: les, owner: fg, until: 2026-12-01}
`

func read(t *testing.T, document string) *policy.Policy {
	t.Helper()
	p, err := source.Policy("p.yaml", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEachChangeIsASentenceWithItsEffect(t *testing.T) {
	old := read(t, before)
	for name, tt := range map[string]struct {
		change [2]string
		effect diff.Effect
		dutch  string // part of the sentence
	}{
		"a stricter action":                    {[2]string{"action: redact, message: bsn-stop, severity: high, override: {allow: true, reasons: [spoed], budget_per_day: 2}", "action: block, message: bsn-stop, severity: high, override: {allow: false}"}, diff.Tightens, "tegenhouden in plaats van alleen de veilige versie"},
		"a milder action":                      {[2]string{"action: redact", "action: warn"}, diff.Loosens, "waarschuwen in plaats van"},
		"one more class":                       {[2]string{"class: [unapproved]", "class: [unapproved, unknown]"}, diff.Tightens, "geldt nu in meer gevallen"},
		"another class":                        {[2]string{"class: [unapproved]", "class: [unknown]"}, diff.Loosens, "geldt nu in andere gevallen"},
		"a lower threshold":                    {[2]string{"confidence: medium", "confidence: low"}, diff.Tightens, "geldt nu in meer gevallen"},
		"a higher threshold":                   {[2]string{"confidence: medium", "confidence: high"}, diff.Loosens, "geldt nu in minder gevallen"},
		"one more type":                        {[2]string{"[{type: bsn, confidence: medium}]", "[{type: bsn, confidence: medium}, {type: iban}]"}, diff.Tightens, "geldt nu in meer gevallen"},
		"a condition less to meet":             {[2]string{"any: [{type: bsn, confidence: medium}]", "any: [{any_type: [bsn], confidence: medium}]"}, diff.Neutral, "anders opgeschreven"},
		"one condition more":                   {[2]string{"any: [{type: bsn, confidence: medium}]", "any: [{type: bsn, confidence: medium}], all: [{type: phone}]"}, diff.Loosens, "geldt nu in minder gevallen"},
		"an exclusion":                         {[2]string{"any: [{type: bsn, confidence: medium}]", "any: [{type: bsn, confidence: medium}], none: [{type: phone}]"}, diff.Loosens, "maar niet een telefoonnummer"},
		"groups that are let off":              {[2]string{"when: {destination: {class: [unapproved]}", "when: {not_groups: [ict], destination: {class: [unapproved]}"}, diff.Loosens, "niet van iemand uit ict"},
		"a reason more to send anyway":         {[2]string{"reasons: [spoed]", "reasons: [spoed, anders]"}, diff.Loosens, "spoed of anders"},
		"a bigger budget":                      {[2]string{"budget_per_day: 2", "budget_per_day: 9"}, diff.Loosens, "hoogstens 9 keer per dag"},
		"a smaller budget":                     {[2]string{"budget_per_day: 2", "budget_per_day: 1"}, diff.Tightens, "hoogstens 1 keer per dag"},
		"a break-glass button":                 {[2]string{"severity: high,", "severity: high, offers: [break_glass],"}, diff.Loosens, "de noodknop"},
		"a way out":                            {[2]string{"severity: high,", "severity: high, offers: [redirect],"}, diff.Neutral, "de eigen AI-dienst"},
		"a safe version that replaces less":    {[2]string{"severity: high,", "severity: high, redact: {types: [bsn]},"}, diff.Loosens, "vervangt nu andere gegevens"},
		"no mark while writing":                {[2]string{"fail_mode: closed", "fail_mode: closed\n  quiet_mark: hide"}, diff.Neutral, "niet meer stil gemarkeerd"},
		"another text":                         {[2]string{"message: bsn-stop", "message: nummer-stop"}, diff.Neutral, "‘nummer-stop’"},
		"a lower severity":                     {[2]string{"severity: high", "severity: low"}, diff.Loosens, "ernst is nu laag"},
		"a rule that starts to act":            {[2]string{"mode: shadow", "mode: enforce"}, diff.Tightens, "staat nu op: aan"},
		"a rule that is measured otherwise":    {[2]string{"distinct: \">=20\"", "distinct: \">=5\""}, diff.Neutral, "minstens 5"},
		"a rule that stops acting":             {[2]string{"    - id: bsn\n", "    - id: bsn\n      mode: off\n"}, diff.Loosens, "staat nu op: uit"},
		"a longer exception":                   {[2]string{"until: 2026-12-01", "until: 2027-12-01"}, diff.Loosens, "Uitzondering ‘les’"},
		"a shorter exception":                  {[2]string{"until: 2026-12-01", "until: 2026-11-25"}, diff.Tightens, "Uitzondering ‘les’"},
		"an exception for everybody":           {[2]string{"groups: [skillslab], ", ""}, diff.Loosens, "Uitzondering ‘les’"},
		"another reason for an exception":      {[2]string{"reason: les", "reason: toets"}, diff.Neutral, "toets"},
		"an open door when the check is away":  {[2]string{"fail_mode: closed", "fail_mode: open"}, diff.Loosens, "alles doorlaten"},
		"a check on the device when it is not": {[2]string{"fail_mode: closed", "fail_mode: local"}, diff.Loosens, "op het apparaat"},
		"a test value":                         {[2]string{"fail_mode: closed", "fail_mode: closed\n  test_values: [\"111222333\"]"}, diff.Loosens, "Testwaarden erbij: 1"},
		"another owner":                        {[2]string{"owner: fg}\nspec", "owner: ciso}\nspec"}, diff.Neutral, "ciso"},
	} {
		t.Run(name, func(t *testing.T) {
			document := strings.Replace(before, tt.change[0], tt.change[1], 1)
			changes := diff.Compare(old, read(t, document))
			i := slices.IndexFunc(changes, func(c diff.Change) bool { return strings.Contains(c.Dutch, tt.dutch) })
			if i < 0 || changes[i].Effect != tt.effect || changes[i].English == "" {
				t.Fatalf("got %+v", changes)
			}
			if got := diff.NeedsReview(changes); got != (tt.effect == diff.Loosens) {
				t.Errorf("needs review: %v", got)
			}
		})
	}
}

func TestRulesThatComeAndGo(t *testing.T) {
	old := read(t, before)
	more := read(t, strings.Replace(before, "  exceptions:", `    - id: wachtwoord
      when: {any: [{group: secret}]}
      then: {action: block, message: geheim-stop}
  exceptions:`, 1))
	if changes := diff.Compare(old, more); len(changes) != 1 || changes[0].Effect != diff.Tightens || !strings.HasPrefix(changes[0].Dutch, "Nieuwe regel ‘wachtwoord’: Staat in een bericht een wachtwoord") {
		t.Errorf("got %+v", changes)
	}
	if changes := diff.Compare(more, old); len(changes) != 1 || changes[0].Effect != diff.Loosens {
		t.Errorf("got %+v", changes)
	}
	renamed := read(t, strings.Replace(strings.Replace(before, "id: bsn", "id: burgerservicenummer", 1), "    - {id: les, rules: [bsn], groups: [skillslab], reason: les, owner: fg, until: 2026-12-01}\n", "    []\n", 1))
	if changes := diff.Compare(old, renamed); diff.NeedsReview(changes) {
		t.Errorf("a new name for the same rule: got %+v", changes)
	}
	if changes := diff.Compare(old, old); len(changes) != 0 {
		t.Errorf("the same policy: got %+v", changes)
	}
}

// Random policies, and random edits of them.

func someType(t *rapid.T) rule.Type {
	return rapid.SampledFrom([]rule.Type{rule.PersonName, rule.BSN, rule.Diagnosis}).Draw(t, "type")
}

func someBound(t *rapid.T) policy.Bound {
	var b policy.Bound
	if err := b.UnmarshalText([]byte(rapid.SampledFrom([]string{">=0", ">=1", ">=2", "<2", "=0", "=1"}).Draw(t, "bound"))); err != nil {
		t.Fatal(err)
	}
	return b
}

func someCondition(t *rapid.T, person bool, depth int) policy.Condition {
	c := policy.Condition{Type: someType(t), Confidence: detect.Confidence(rapid.IntRange(0, 3).Draw(t, "confidence"))}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		c.Type, c.Group = rule.TypeNone, rule.GroupIdentity
	case 1:
		c.AnyType = []rule.Type{someType(t), someType(t)}
	case 2:
		if !person {
			c.Distinct = someBound(t)
		}
	case 3:
		c.Types = someBound(t)
	case 4:
		if person {
			c.Role = []detect.Role{detect.RolePatient}
			c.Narrowing = someBound(t)
		} else {
			c.Count = someBound(t)
		}
	}
	if depth < 2 && rapid.IntRange(0, 3).Draw(t, "nested") == 0 {
		c.None = policy.List{someCondition(t, person, depth+1)}
	}
	return c
}

func someList(t *rapid.T, person bool) policy.List {
	var list policy.List
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		list = append(list, someCondition(t, person, 1))
	}
	return list
}

func someWhen(t *rapid.T) policy.When {
	var w policy.When
	w.SamePerson = rapid.Bool().Draw(t, "same person")
	w.Destination.Class = rapid.SliceOfN(rapid.SampledFrom([]policy.Class{policy.Approved, policy.Unapproved}), 0, 2).Draw(t, "class")
	w.Groups = rapid.SliceOfN(rapid.SampledFrom([]string{"ict", "arts"}), 0, 2).Draw(t, "groups")
	w.NotGroups = rapid.SliceOfN(rapid.SampledFrom([]string{"ict", "arts"}), 0, 1).Draw(t, "not groups")
	w.All, w.Any, w.None = someList(t, w.SamePerson), someList(t, w.SamePerson), someList(t, w.SamePerson)
	return w
}

func someRule(t *rapid.T, id string) policy.Rule {
	then := policy.Then{Action: policy.Action(rapid.IntRange(int(policy.Log), int(policy.Block)).Draw(t, "action"))}
	then.Override.Allow = rapid.Bool().Draw(t, "override")
	return policy.Rule{ID: id, Mode: policy.Mode(rapid.IntRange(0, 1).Draw(t, "mode")), When: someWhen(t), Then: then}
}

func someException(t *rapid.T) policy.Exception {
	return policy.Exception{
		ID: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "exception"), Rules: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 1, 2).Draw(t, "rules"),
		Groups: rapid.SliceOfN(rapid.SampledFrom([]string{"ict", "arts"}), 0, 2).Draw(t, "groups"),
		Until:  noon.Add(time.Duration(rapid.IntRange(-1, 2).Draw(t, "hours")) * time.Hour),
	}
}

func somePolicy(t *rapid.T) *policy.Policy {
	p := &policy.Policy{Rules: []policy.Rule{someRule(t, "a"), someRule(t, "b")}}
	if rapid.Bool().Draw(t, "has exception") {
		p.Exceptions = append(p.Exceptions, someException(t))
	}
	return p
}

// edited is p with a few parts drawn again.
func edited(t *rapid.T, p *policy.Policy) *policy.Policy {
	q := *p
	q.Rules, q.Exceptions = slices.Clone(p.Rules), slices.Clone(p.Exceptions)
	for range rapid.IntRange(1, 2).Draw(t, "edits") {
		i := rapid.IntRange(0, len(q.Rules)-1).Draw(t, "rule")
		fresh := someRule(t, "c")
		r := &q.Rules[i]
		switch rapid.IntRange(0, 11).Draw(t, "edit") {
		case 0:
			r.Mode = fresh.Mode
		case 1:
			r.Then = fresh.Then
		case 2:
			r.When.All = append(slices.Clone(r.When.All), someCondition(t, r.When.SamePerson, 1))
		case 3:
			r.When.Any = append(slices.Clone(r.When.Any), someCondition(t, r.When.SamePerson, 1))
		case 4:
			r.When.None = nil
		case 5:
			r.When.All = nil
		case 6:
			r.When.Destination, r.When.Groups, r.When.NotGroups = fresh.When.Destination, fresh.When.Groups, fresh.When.NotGroups
		case 7:
			r.ID = "c"
		case 8:
			q.Exceptions = nil
			if rapid.Bool().Draw(t, "has exception") {
				q.Exceptions = append(q.Exceptions, someException(t))
			}
		case 9:
			if len(r.When.All) > 0 {
				r.When.All = slices.Clone(r.When.All)
				r.When.All[0] = someCondition(t, r.When.SamePerson, 1)
			}
		case 10:
			r.When.SamePerson = false
		default:
			r.When = fresh.When
		}
	}
	return &q
}

func someFeatures(t *rapid.T) policy.Features {
	result := detect.Result{Persons: []detect.Person{{Role: detect.RolePatient, Private: true, Narrowing: rapid.IntRange(0, 2).Draw(t, "narrowing")}, {Private: true}}}
	for range rapid.IntRange(0, 5).Draw(t, "findings") {
		result.Findings = append(result.Findings, detect.Finding{
			Type: someType(t), Score: rapid.Float64Range(0.5, 1).Draw(t, "score"),
			Ref: rapid.IntRange(1, 3).Draw(t, "ref"), Person: rapid.IntRange(-1, 1).Draw(t, "person"),
		})
	}
	class := rapid.SampledFrom([]policy.Class{policy.Approved, policy.Unapproved}).Draw(t, "to")
	groups := rapid.SliceOfN(rapid.SampledFrom([]string{"ict", "arts"}), 0, 2).Draw(t, "user groups")
	return policy.FeaturesOf(&result, policy.Context{Destination: policy.Destination{ID: "d", Class: class}, Groups: groups})
}

func TestWhatNeedsNoReviewNeverLetsMoreThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := somePolicy(t)
		q := edited(t, p)
		if diff.NeedsReview(diff.Compare(p, q)) {
			return
		}
		for range 20 {
			f := someFeatures(t)
			old, now := policy.Decide(p, f, noon), policy.Decide(q, f, noon)
			if now.Action < old.Action {
				t.Fatalf("%s became %s", old.Action, now.Action)
			}
			if old.Action >= policy.Warn && !old.Override.Allowed && now.Override.Allowed {
				t.Fatal("it can be sent anyway now")
			}
			if old.Covers&^now.Covers != 0 {
				t.Fatal("the safe version replaces less")
			}
		}
	})
}
