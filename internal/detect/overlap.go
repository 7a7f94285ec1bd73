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
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		return cmp.Or(cmp.Compare(b.end, a.end), cmp.Compare(b.score, a.score), cmp.Compare(a.rule, b.rule))
	})
	kept := s.cands[:0]
	for _, c := range s.cands {
		if c.score < least || c.end <= c.start {
			continue
		}
		if len(kept) > 0 && absorbed(&c, &kept[len(kept)-1]) {
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

// absorbed lets a web address b take in item c within it: the address as a whole
// becomes the most sensitive item that it holds.
func absorbed(c, b *candidate) bool {
	if b.typ != rule.URL && b.evidence&ByDecoding == 0 || c.start < b.start || c.end > b.end || c.typ == rule.URL {
		return false
	}
	if b.typ == rule.URL && sensitivity(c.typ) < 3 {
		return false
	}
	if sensitivity(c.typ) > sensitivity(b.typ) || b.typ == rule.URL {
		b.rule, b.typ, b.score = c.rule, c.typ, max(b.score, c.score)
		b.evidence |= c.evidence | ByDecoding
	}
	return true
}

// better tells whether a replaces b, which it overlaps.
func better(a, b *candidate) bool {
	if fa, fb := a.formed || firm(a.typ), b.formed || firm(b.typ); fa != fb {
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
