package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// sexWords stand between a name and a date of birth in lists.
var sexWords = pass.WordTable("v", "m", "f", "vr", "mnl", "man", "vrouw", "male", "female", "jongen", "meisje", "w", "x")

// shortBirths finds the dates of birth in forms that are dates only behind a name, or
// behind a name and the sex: "Wouter ten Brinke, 14.2.98", "VERMAAT-SMIT C v 170652".
func (s *Finder) shortBirths(births int) {
	for i := range s.Marked(pass.MarkNumber) {
		if i == 0 || s.Doc.Tokens[i].Len() > 6 || s.Doc.Tokens[i].Is(text.LineStart) || s.Taken[i] != rule.TypeNone || !s.StartsNumber(i) {
			continue
		}
		named := s.nameBehind(i - 1)
		if !named {
			continue
		}
		h, ok := s.numericDate(i)
		if !ok || h.day == 0 || h.year == 0 {
			if s.Doc.Tokens[i].Len() != 6 {
				continue
			}
			if h, ok = compactDate(s.Pass, i); !ok {
				continue
			}
		}
		if s.Steps++; h.month < 1 || h.year < 1905 || h.year > 2026 || !s.EndsValue(h.end) && !s.WordAt(h.end) {
			continue
		}
		s.Add(births, h.start, h.end, s.Pack.Rules[births].Scores.Near, pass.ByNear|pass.ByShape)
	}
}

// nameBehind tells whether a name ends at token k, or before a sign or the sex there.
func (s *Finder) nameBehind(k int) bool {
	for n := 0; n < 4 && k >= 0; n++ {
		if s.Taken[k] == rule.PersonName {
			if s.Doc.Tokens[k].Len() == 1 && sexWords.Lookup(s.Doc.Tokens[k].Hash) != 0 && k > 0 && s.Taken[k-1] == rule.PersonName {
				k--
				continue
			}
			return true
		}
		switch c := s.Doc.Symbol(k); {
		case c == ',' || c == '(' || c == '[' || c == ']' || c == ';' || c == '|' || c == '*' || c == '-' || c == '/' || c == '.' && n > 0:
		case s.Doc.Tokens[k].Kind == text.Word && sexWords.Lookup(s.Doc.Tokens[k].Hash) != 0:
		default:
			return false
		}
		k--
	}
	return false
}
