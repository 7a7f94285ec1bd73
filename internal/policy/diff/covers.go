package diff

import (
	"slices"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
)

// covers proves that whatever meets the narrow rule's conditions meets the wide
// one's too. False means that it is not proven.
func covers(wide, narrow *policy.When) bool {
	return coversAny(wide.Destination.Class, narrow.Destination.Class) &&
		coversAny(wide.Destination.ID, narrow.Destination.ID) &&
		coversAny(wide.Channel, narrow.Channel) &&
		coversAny(wide.Groups, narrow.Groups) &&
		coversAny(wide.Language, narrow.Language) &&
		coversAny(wide.Size, narrow.Size) &&
		within(wide.NotGroups, narrow.NotGroups) &&
		personCovers(wide, narrow) &&
		listsCover(lists(wide), lists(narrow))
}

// coversAny compares lists of which an empty one means "any".
func coversAny[T comparable](wide, narrow []T) bool {
	return len(wide) == 0 || len(narrow) > 0 && within(narrow, wide)
}

// within tells whether each member of small is in large.
func within[T comparable](small, large []T) bool {
	return !slices.ContainsFunc(small, func(v T) bool { return !slices.Contains(large, v) })
}

// personCovers: what holds of one person holds of the whole text, as long as
// nothing is asked to be absent.
func personCovers(wide, narrow *policy.When) bool {
	if wide.SamePerson == narrow.SamePerson {
		return true
	}
	return narrow.SamePerson && !asksAbsence(lists(wide))
}

// condition lists of a rule or of a condition.
type threeLists struct{ all, any, none policy.List }

func lists(w *policy.When) threeLists { return threeLists{w.All, w.Any, w.None} }

func nested(c *policy.Condition) threeLists { return threeLists{c.All, c.Any, c.None} }

func asksAbsence(l threeLists) bool {
	if len(l.none) > 0 {
		return true
	}
	return slices.ContainsFunc(slices.Concat(l.all, l.any), func(c policy.Condition) bool {
		for _, b := range []policy.Bound{c.Count, c.Distinct, c.Types} {
			if least, greatest := b.Range(); b.Given() && (least == 0 || bounded(greatest)) {
				return true
			}
		}
		return asksAbsence(nested(&c))
	})
}

func listsCover(wide, narrow threeLists) bool {
	for i := range wide.all {
		if !impliedByOne(&wide.all[i], narrow.all) {
			return false
		}
	}
	if len(wide.any) > 0 && !anyCovers(wide.any, narrow) {
		return false
	}
	for i := range wide.none {
		// What the wide one shuts out, the narrow one must shut out as well.
		if !slices.ContainsFunc(narrow.none, func(c policy.Condition) bool { return implies(&wide.none[i], &c) }) {
			return false
		}
	}
	return true
}

func impliedByOne(c *policy.Condition, list policy.List) bool {
	return slices.ContainsFunc(list, func(given policy.Condition) bool { return implies(&given, c) })
}

func anyCovers(wide policy.List, narrow threeLists) bool {
	impliesOne := func(given policy.Condition) bool {
		return slices.ContainsFunc(wide, func(c policy.Condition) bool { return implies(&given, &c) })
	}
	if slices.ContainsFunc(narrow.all, impliesOne) {
		return true
	}
	return len(narrow.any) > 0 && !slices.ContainsFunc(narrow.any, func(c policy.Condition) bool { return !impliesOne(c) })
}

// implies proves that a text or person that meets a meets b.
func implies(a, b *policy.Condition) bool {
	return measureImplies(a, b) &&
		coversAny(b.Role, a.Role) &&
		inside(a.Narrowing, b.Narrowing) &&
		inside(a.Subjects, b.Subjects) &&
		listsCover(nested(b), nested(a))
}

// inside tells whether what meets a meets b.
func inside(a, b policy.Bound) bool {
	al, ag := a.Range()
	bl, bg := b.Range()
	return bl <= al && ag <= bg
}

func measureImplies(a, b *policy.Condition) bool {
	as, bs := a.Covered(), b.Covered()
	if bs == 0 {
		return true
	}
	if as == 0 {
		return false
	}
	if sameMeasure(a, b) {
		return true
	}
	if as&^bs != 0 || level(b) > level(a) {
		return false
	}
	// More types and lower confidence only add findings, so that only bounds from
	// below carry over.
	for _, bound := range []struct{ a, b policy.Bound }{{a.Count, b.Count}, {a.Distinct, b.Distinct}, {a.Types, b.Types}} {
		least, greatest := bound.b.Range()
		if bounded(greatest) {
			return false
		}
		if had, _ := bound.a.Range(); had < least {
			return false
		}
	}
	return demandsOne(a) || hasBound(b) && !demandsOne(b)
}

// demandsOne tells whether the measure can only be met by a text with a finding.
func demandsOne(c *policy.Condition) bool {
	if !hasBound(c) {
		return true
	}
	for _, b := range []policy.Bound{c.Count, c.Distinct, c.Types} {
		if least, _ := b.Range(); b.Given() && least > 0 {
			return true
		}
	}
	return false
}

func hasBound(c *policy.Condition) bool {
	return c.Count.Given() || c.Distinct.Given() || c.Types.Given()
}

func bounded(greatest int) bool {
	_, most := policy.Bound{}.Range()
	return greatest < most
}

func sameMeasure(a, b *policy.Condition) bool {
	return a.Covered() == b.Covered() && (a.Group == b.Group) && level(a) == level(b) &&
		a.Count == b.Count && a.Distinct == b.Distinct && a.Types == b.Types
}

func level(c *policy.Condition) detect.Confidence { return max(c.Confidence, detect.Low) }
