package detect

import (
	"cmp"
	"slices"

	"dijkwacht/internal/rule"
)

// resolve keeps disjoint candidates in order of their position. Of two that
// overlap the higher score wins, then the longer one; an identifier with a form of
// its own beats a name.
func (s *scan) resolve() {
	slices.SortFunc(s.cands, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(b.score, a.score), cmp.Compare(a.rule, b.rule))
	})
	kept := s.cands[:0]
	for _, c := range s.cands {
		if c.score < least || c.end <= c.start {
			continue
		}
		keep := true
		for len(kept) > 0 && kept[len(kept)-1].end > c.start {
			if !better(&c, &kept[len(kept)-1]) {
				keep = false
				break
			}
			kept = kept[:len(kept)-1]
		}
		if keep {
			kept = append(kept, c)
		}
	}
	s.cands = kept
}

// better tells whether a replaces b, which it overlaps.
func better(a, b *candidate) bool {
	if fa, fb := firm(a.typ), firm(b.typ); fa != fb {
		return fa
	}
	if a.score != b.score {
		return a.score > b.score
	}
	return a.end-a.start > b.end-b.start
}

// firm tells whether items of the type have a form of their own, so that a name or
// a loose word within them is no finding of its own.
func firm(t rule.Type) bool {
	switch t {
	case rule.PersonName, rule.City, rule.Organisation, rule.Hospital, rule.Date, rule.Age, rule.Other:
		return false
	}
	return t.Group() != rule.GroupHealth
}
