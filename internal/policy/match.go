package policy

import (
	"slices"
	"strconv"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// evaluate tells whether a rule matches, and why not.
func evaluate(r *Rule, f *Features) TraceStep {
	step := TraceStep{Rule: r.ID}
	if r.Mode == Off {
		step.Why = WhyOff
		return step
	}
	if step.Why = scope(&r.When, f); step.Why != "" {
		return step
	}
	if !r.When.SamePerson {
		step.Detail, step.Matched = r.When.holds(view{features: f})
		step.Why = WhyCondition
	} else {
		step.Why = WhyNoPerson
		for i := range f.Persons {
			if !f.Persons[i].Private {
				continue
			}
			step.Why = WhyCondition
			if step.Detail, step.Matched = r.When.holds(view{f, &f.Persons[i]}); step.Matched {
				break
			}
		}
	}
	if step.Matched {
		step.Why = WhyMatch
	}
	return step
}

// scope checks what a rule asks of the message around the text; "" when it is met.
func scope(w *When, f *Features) TraceCode {
	to := w.Destination
	switch {
	case len(to.Class) > 0 && !slices.Contains(to.Class, f.Class),
		len(to.ID) > 0 && !slices.Contains(to.ID, f.Destination):
		return WhyDestination
	case len(w.Channel) > 0 && !slices.Contains(w.Channel, f.Channel):
		return WhyChannel
	case len(w.Groups) > 0 && !share(w.Groups, f.Groups), share(w.NotGroups, f.Groups):
		return WhyGroups
	case len(w.Language) > 0 && !slices.Contains(w.Language, f.Language):
		return WhyLanguage
	case len(w.Size) > 0 && !slices.Contains(w.Size, f.Size):
		return WhySize
	}
	return ""
}

// view is what the conditions look at: one person, or the whole text.
type view struct {
	features *Features
	person   *PersonFeatures
}

// holds checks the three lists of a rule; the text points at what failed.
func (w *When) holds(v view) (failed string, ok bool) {
	return listsHold(w.All, w.Any, w.None, v)
}

func listsHold(all, anyOf, none List, v view) (failed string, ok bool) {
	for i := range all {
		if !all[i].holds(v) {
			return place("all", &allPlaces, i), false
		}
	}
	if len(anyOf) > 0 && !slices.ContainsFunc(anyOf, func(c Condition) bool { return c.holds(v) }) {
		return "any", false
	}
	for i := range none {
		if none[i].holds(v) {
			return place("none", &nonePlaces, i), false
		}
	}
	return "", true
}

// place names a condition. The usual ones are constants, so that a replay of a
// million vectors makes no millions of strings.
func place(list string, usual *[4]string, i int) string {
	if i < len(usual) {
		return usual[i]
	}
	return list + "[" + strconv.Itoa(i) + "]"
}

var (
	allPlaces  = [4]string{"all[0]", "all[1]", "all[2]", "all[3]"}
	nonePlaces = [4]string{"none[0]", "none[1]", "none[2]", "none[3]"}
)

func (c *Condition) holds(v view) bool {
	if set := c.Covered(); set != 0 && !c.measureHolds(set, v) {
		return false
	}
	if v.person != nil {
		if len(c.Role) > 0 && !slices.Contains(c.Role, v.person.Role) {
			return false
		}
		if !c.Narrowing.Holds(v.person.Narrowing) {
			return false
		}
	}
	if !c.Subjects.Holds(v.features.Subjects.Max) {
		return false
	}
	_, ok := listsHold(c.All, c.Any, c.None, v)
	return ok
}

// Covered is the set of types that the measure of the condition is about; empty if it has none.
func (c *Condition) Covered() rule.TypeSet {
	set := rule.SetOf(c.AnyType...)
	if c.Type != rule.TypeNone {
		set |= rule.SetOf(c.Type)
	}
	if c.Group != rule.GroupNone {
		set |= rule.SetOfGroup(c.Group)
	}
	return set
}

func (c *Condition) measureHolds(set rule.TypeSet, v view) bool {
	level := int(max(c.Confidence, detect.Low)) - 1
	if v.person != nil {
		held := v.person.Held[level] & set
		return held != 0 && c.Types.Holds(held.Len()) || held == 0 && c.Types.Given() && c.Types.Holds(0)
	}
	count, distinct, kinds := v.features.measure(c, set, level)
	if !c.Count.Given() && !c.Distinct.Given() && !c.Types.Given() {
		return count > 0
	}
	return c.Count.Holds(count) && c.Distinct.Holds(distinct) && c.Types.Holds(kinds)
}

// measure sums over the types of a condition. A group is read from the group's own
// measure, which a test or an import may give without its types.
func (f *Features) measure(c *Condition, set rule.TypeSet, level int) (count, distinct, kinds int) {
	named := set
	if c.Group != rule.GroupNone {
		m := f.TypeGroups[c.Group]
		count, distinct = m.Count[level], m.Distinct[level]
		named &^= rule.SetOfGroup(c.Group)
	}
	for t := range set.All() {
		m := &f.Types[t]
		if m.Count[level] == 0 {
			continue
		}
		kinds++
		if named.Has(t) {
			count += m.Count[level]
			distinct += m.Distinct[level]
		}
	}
	return count, distinct, kinds
}
