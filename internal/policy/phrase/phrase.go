package phrase

import (
	"strconv"
	"strings"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// Words says policies in one language.
type Words struct{ v *vocabulary }

// In is the words of a language; Dutch for any but English.
func In(l policy.Language) Words {
	if l == policy.English {
		return Words{&english}
	}
	return Words{&dutch}
}

// Rule says a whole rule: where it holds, when, and what follows.
func (w Words) Rule(r *policy.Rule) string {
	scope, conditions := w.Scope(&r.When), w.Conditions(&r.When)
	if scope != "" {
		scope = " " + scope
	}
	said := fill(w.v.each, scope, w.Action(r.Then.Action))
	if conditions != "" {
		said = fill(w.v.ifHolds, scope, conditions, w.v.then[r.Then.Action])
	}
	if r.Then.Action >= policy.Warn && r.Then.Action < policy.Block {
		said += " " + w.Override(r.Then.Override)
	}
	if r.Mode != policy.Enforce {
		said += " " + w.v.modes[r.Mode]
	}
	return said
}

// Scope says what a rule asks of the message around the text; "" if nothing.
func (w Words) Scope(when *policy.When) string {
	var parts []string
	add := func(format, list string) {
		if list != "" {
			parts = append(parts, fill(format, list))
		}
	}
	add(w.v.toClass, w.Classes(when.Destination.Class))
	add(w.v.toID, w.either(when.Destination.ID))
	add(w.v.byChannel, w.Channels(when.Channel))
	add(w.v.byGroup, w.either(when.Groups))
	add(w.v.notByGroup, w.either(when.NotGroups))
	add(w.v.inLanguage, w.Languages(when.Language))
	add(w.v.ofSize, w.Sizes(when.Size))
	return strings.Join(parts, ", ")
}

// Conditions says what a rule asks of the text; "" if nothing.
func (w Words) Conditions(when *policy.When) string {
	said := w.lists(when.All, when.Any, when.None)
	if said == "" || !when.SamePerson {
		return said
	}
	return fill(w.v.samePerson, said)
}

func (w Words) lists(all, anyOf, none policy.List) string {
	parts := w.conditions(all)
	if len(anyOf) > 0 {
		parts = append(parts, w.grouped(w.conditions(anyOf), len(parts) > 0))
	}
	said := w.join(parts, w.v.and)
	if len(none) == 0 {
		return said
	}
	return strings.TrimPrefix(said+fill(w.v.without, w.join(w.conditions(none), w.v.or)), ", ")
}

func (w Words) conditions(list policy.List) []string {
	said := make([]string, len(list))
	for i := range list {
		said[i] = w.Condition(&list[i])
	}
	return said
}

func (w Words) grouped(said []string, brackets bool) string {
	joined := w.join(said, w.v.or)
	if brackets && len(said) > 1 {
		return "(" + joined + ")"
	}
	return joined
}

// Condition says one condition.
func (w Words) Condition(c *policy.Condition) string {
	var parts []string
	if c.Covered() != 0 {
		parts = append(parts, w.measure(c))
	}
	if len(c.Role) > 0 {
		parts = append(parts, fill(w.v.role, w.Roles(c.Role)))
	}
	if c.Narrowing.Given() {
		parts = append(parts, fill(w.v.narrowing, w.bound(c.Narrowing)))
	}
	if c.Subjects.Given() {
		parts = append(parts, fill(w.v.subjects, w.bound(c.Subjects)))
	}
	if nested := w.lists(c.All, c.Any, c.None); nested != "" {
		parts = append(parts, "("+nested+")")
	}
	return w.join(parts, w.v.and)
}

// measure says how much of what must be found, and how sure the finding must be.
func (w Words) measure(c *policy.Condition) string {
	said := w.things(c)
	switch {
	case c.Distinct.Given():
		said = fill(w.v.distinct, w.bound(c.Distinct), said)
	case c.Count.Given():
		said = fill(w.v.count, w.bound(c.Count), said)
	case c.Types.Given():
		said = fill(w.v.kinds, w.bound(c.Types), said)
	}
	return said + w.v.confidence[max(c.Confidence, detect.Low)]
}

func (w Words) things(c *policy.Condition) string {
	var names []string
	if c.Group != rule.GroupNone {
		names = append(names, w.Group(c.Group))
	}
	if c.Type != rule.TypeNone {
		names = append(names, w.Type(c.Type))
	}
	for _, t := range c.AnyType {
		names = append(names, w.Type(t))
	}
	return w.join(names, w.v.or)
}

func (w Words) bound(b policy.Bound) string {
	least, greatest := b.Range()
	_, most := policy.Bound{}.Range()
	switch {
	case least == greatest:
		return fill(w.v.exactly, strconv.Itoa(least))
	case greatest == most:
		return fill(w.v.atLeast, strconv.Itoa(least))
	}
	return fill(w.v.atMost, strconv.Itoa(max(greatest, 0)))
}

// Override says whether the user may send all the same.
func (w Words) Override(o policy.OverrideRule) string {
	if !o.Allow {
		return w.v.noOverride
	}
	said := w.v.override
	if len(o.Reasons) > 0 {
		said = fill(w.v.overrideReason, w.Reasons(o.Reasons))
	}
	if o.BudgetPerDay > 0 {
		said += " " + fill(w.v.budget, strconv.Itoa(o.BudgetPerDay))
	}
	return said
}

// List joins names with "and".
func (w Words) List(list []string) string { return w.join(list, w.v.and) }

func (w Words) either(list []string) string { return w.join(list, w.v.or) }

// join lists parts with a word before the last.
func (w Words) join(parts []string, word string) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " " + word + " " + parts[last]
}

// fill puts the values in the places marked #, in order.
func fill(format string, values ...string) string {
	var b strings.Builder
	for _, v := range values {
		before, after, _ := strings.Cut(format, "#")
		b.WriteString(before)
		b.WriteString(v)
		format = after
	}
	b.WriteString(format)
	return b.String()
}
