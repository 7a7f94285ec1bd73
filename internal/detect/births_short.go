package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// sexWords stand between a name and a date of birth in lists.
var sexWords = wordTable("v", "m", "f", "vr", "mnl", "man", "vrouw", "male", "female", "jongen", "meisje", "w", "x")

// shortBirths finds the dates of birth in forms that are dates only behind a name, or
// behind a name and the sex: "Wouter ten Brinke, 14.2.98", "VERMAAT-SMIT C v 170652".
func (s *scan) shortBirths(births int) {
	for i, m := range s.marks {
		if m&markNumber == 0 || i == 0 || s.doc.Tokens[i].Len() > 6 || s.doc.Tokens[i].Is(text.LineStart) || s.taken[i] != rule.TypeNone || !s.startsNumber(i) {
			continue
		}
		named := s.nameBehind(i - 1)
		if !named {
			continue
		}
		h, ok := s.numericDate(i)
		if !ok || h.day == 0 || h.year == 0 {
			if s.doc.Tokens[i].Len() != 6 {
				continue
			}
			if h, ok = s.compactDate(i); !ok {
				continue
			}
		}
		if s.steps++; h.month < 1 || h.year < 1905 || h.year > 2026 || !s.endsValue(h.end) && !s.wordAt(h.end) {
			continue
		}
		s.add(births, h.start, h.end, s.pack.Rules[births].Scores.Near, ByNear|ByShape)
	}
}

// nameBehind tells whether a name ends at token k, or before a sign or the sex there.
func (s *scan) nameBehind(k int) bool {
	for n := 0; n < 4 && k >= 0; n++ {
		if s.taken[k] == rule.PersonName {
			if s.doc.Tokens[k].Len() == 1 && sexWords.Lookup(s.doc.Tokens[k].Hash) != 0 && k > 0 && s.taken[k-1] == rule.PersonName {
				k--
				continue
			}
			return true
		}
		switch c := s.doc.Symbol(k); {
		case c == ',' || c == '(' || c == '[' || c == ']' || c == ';' || c == '|' || c == '*' || c == '-' || c == '/' || c == '.' && n > 0:
		case s.doc.Tokens[k].Kind == text.Word && sexWords.Lookup(s.doc.Tokens[k].Hash) != 0:
		default:
			return false
		}
		k--
	}
	return false
}
