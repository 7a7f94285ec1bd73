package detect

import (
	"cmp"
	"slices"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
)

// resolve keeps disjoint candidates in order of their position. Of two that
// overlap the higher score wins, then the longer one; an identifier with a form of
// its own beats a name.
func (s *scan) resolve() {
	slices.SortFunc(s.Cands, func(a, b pass.Candidate) int {
		if a.Start != b.Start {
			return cmp.Compare(a.Start, b.Start)
		}
		return cmp.Or(cmp.Compare(b.End, a.End), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Rule, b.Rule))
	})
	kept := s.Cands[:0]
	for _, c := range s.Cands {
		if c.Score < pass.LeastScore || c.End <= c.Start {
			continue
		}
		if len(kept) > 0 && absorbed(&c, &kept[len(kept)-1]) {
			continue
		}
		keep := true
		for len(kept) > 0 && kept[len(kept)-1].End > c.Start {
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
	s.Cands = kept
}

// absorbed lets a web address b take in item c within it: the address as a whole
// becomes the most sensitive item that it holds.
func absorbed(c, b *pass.Candidate) bool {
	if b.Type != rule.URL && b.Evidence&pass.ByDecoding == 0 || c.Start < b.Start || c.End > b.End || c.Type == rule.URL {
		return false
	}
	if b.Type == rule.URL && sensitivity(c.Type) < 3 {
		return false
	}
	if sensitivity(c.Type) > sensitivity(b.Type) || b.Type == rule.URL {
		b.Rule, b.Type, b.Score = c.Rule, c.Type, max(b.Score, c.Score)
		b.Evidence |= c.Evidence | pass.ByDecoding
	}
	return true
}

// better tells whether a replaces b, which it overlaps.
func better(a, b *pass.Candidate) bool {
	if fa, fb := a.Formed || pass.Firm(a.Type), b.Formed || pass.Firm(b.Type); fa != fb {
		return fa
	}
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	return a.End-a.Start > b.End-b.Start
}
