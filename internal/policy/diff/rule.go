package diff

import (
	"fmt"
	"reflect"
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/phrase"
)

var dutch, english = phrase.In(policy.Dutch), phrase.In(policy.English)

// rule compares two versions of one rule.
func (c *comparison) rule(path string, before, after *policy.Rule) {
	r := ruleComparison{c, path, after.ID, before.Mode == policy.Enforce && after.Mode == policy.Enforce}
	if before.Mode != after.Mode {
		effect := Neutral
		switch policy.Enforce {
		case before.Mode:
			effect = Loosens
		case after.Mode:
			effect = Tightens
		}
		c.say(effect, path+".mode",
			fmt.Sprintf("Regel ‘%s’ staat nu op: %s. Eerst: %s.", r.id, dutch.Mode(after.Mode), dutch.Mode(before.Mode)),
			fmt.Sprintf("Rule ‘%s’ is now: %s. It was: %s.", r.id, english.Mode(after.Mode), english.Mode(before.Mode)))
	}
	r.when(&before.When, &after.When)
	r.then(&before.Then, &after.Then)
}

// ruleComparison compares one rule. A rule that did not or does not act changes no
// decision, whatever else is different.
type ruleComparison struct {
	*comparison
	path, id string
	acts     bool
}

func (r *ruleComparison) say(e Effect, part, dutch, english string) {
	if !r.acts {
		e = Neutral
	}
	r.comparison.say(e, r.path+"."+part, "Regel ‘"+r.id+"’"+dutch, "Rule ‘"+r.id+"’"+english)
}

// when compares the conditions as one: parts that widen and parts that narrow
// can meet in one change.
func (r *ruleComparison) when(before, after *policy.When) {
	if reflect.DeepEqual(before, after) {
		return
	}
	wider, narrower := covers(after, before), covers(before, after)
	effect, nl, en := Loosens, " geldt nu in andere gevallen.", " now holds in other cases."
	switch {
	case wider && narrower:
		effect, nl, en = Neutral, " is anders opgeschreven, maar geldt in dezelfde gevallen.", " is written differently, but holds in the same cases."
	case wider:
		effect, nl, en = Tightens, " geldt nu in meer gevallen.", " now holds in more cases."
	case narrower:
		nl, en = " geldt nu in minder gevallen.", " now holds in fewer cases."
	}
	r.say(effect, "when",
		nl+" Eerst: "+said(dutch, before, "altijd")+". Nu: "+said(dutch, after, "altijd")+".",
		en+" Before: "+said(english, before, "always")+". Now: "+said(english, after, "always")+".")
}

func said(w phrase.Words, when *policy.When, always string) string {
	scope, conditions := w.Scope(when), w.Conditions(when)
	switch {
	case scope == "" && conditions == "":
		return always
	case scope == "":
		return conditions
	case conditions == "":
		return scope
	}
	return scope + ": " + conditions
}

func (r *ruleComparison) then(before, after *policy.Then) {
	if before.Action != after.Action {
		r.say(stricter(after.Action > before.Action), "then.action",
			fmt.Sprintf(": %s in plaats van %s.", dutch.Action(after.Action), dutch.Action(before.Action)),
			fmt.Sprintf(": %s instead of %s.", english.Action(after.Action), english.Action(before.Action)))
	}
	if !reflect.DeepEqual(before.Override, after.Override) {
		r.say(overrideEffect(before, after), "then.override",
			": "+dutch.Override(after.Override)+" Eerst: "+dutch.Override(before.Override),
			": "+english.Override(after.Override)+" Before: "+english.Override(before.Override))
	}
	if b, a := before.Cover(), after.Cover(); b != a {
		r.say(stricter(b&^a == 0), "then.redact", ": de veilige versie vervangt nu andere gegevens.", ": the safe version now replaces other data.")
	}
	if before.Severity != after.Severity {
		r.say(stricter(after.Severity > before.Severity), "then.severity",
			fmt.Sprintf(": de ernst is nu %s, eerst %s.", dutch.Severity(after.Severity), dutch.Severity(before.Severity)),
			fmt.Sprintf(": the severity is now %s, it was %s.", english.Severity(after.Severity), english.Severity(before.Severity)))
	}
	if !slices.Equal(before.Offers, after.Offers) {
		effect := Neutral
		if newBreakGlass(before, after) {
			effect = Loosens
		}
		r.say(effect, "then.offers",
			": de gebruiker kan nu kiezen uit: "+orNothing(dutch.Offers(after.Offers), "niets")+".",
			": the user can now choose from: "+orNothing(english.Offers(after.Offers), "nothing")+".")
	}
	if before.Message != after.Message {
		r.say(Neutral, "then.message", " toont nu de tekst ‘"+after.Message+"’.", " now shows the text ‘"+after.Message+"’.")
	}
}

func orNothing(said, nothing string) string {
	if said == "" {
		return nothing
	}
	return said
}

func stricter(yes bool) Effect {
	if yes {
		return Tightens
	}
	return Loosens
}

// overrideEffect: only rules of Warn and more have a say in sending anyway.
func overrideEffect(before, after *policy.Then) Effect {
	b, a := before.Override, after.Override
	switch {
	case before.Action < policy.Warn:
		return Tightens
	case !b.Allow && a.Allow:
		return Loosens
	case !a.Allow:
		return Tightens
	case len(b.Reasons) > 0 && (len(a.Reasons) == 0 || !within(a.Reasons, b.Reasons)):
		return Loosens
	case b.BudgetPerDay > 0 && (a.BudgetPerDay == 0 || a.BudgetPerDay > b.BudgetPerDay):
		return Loosens
	}
	return Tightens
}
