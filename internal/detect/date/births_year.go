package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// bracketedYear tells whether the year at token i opens what brackets tell of somebody, or
// stands in them behind where they live: "mw. Hartgers (1929, leukemie)", "mw. Rijnders uit
// Bussum (1943)".
func (s *Finder) bracketedYear(i int) bool {
	if s.Doc.Symbol(i-1) != '(' || i < 3 {
		return false
	}
	switch s.Doc.Symbol(i + 1) {
	case ',':
		return s.titled(i-2) && s.WordAt(i+2)
	case ')':
		k := i - 2
		for n := 0; n < 3 && k > 1 && s.TakenAt(k) != rule.PersonName; n++ {
			if s.LeadsToPlace(k-1) && s.Doc.Tokens[k].Is(text.Capital) && s.PlaceAt(k) > k {
				return s.titled(k - 2)
			}
			k--
		}
	}
	return false
}

// apostropheYears finds the years of birth of two digits in brackets behind a name:
// "Meneer de Haan ('58)".
func (s *Finder) apostropheYears(births int) {
	for i := 3; i < len(s.Doc.Tokens); i++ {
		if s.Marks[i]&pass.MarkNumber == 0 || s.Doc.Tokens[i].Len() != 2 || s.Doc.Symbol(i-1) != '\'' || s.Doc.Symbol(i-2) != '(' || s.Taken[i] != rule.TypeNone {
			continue
		}
		if c := s.Doc.Symbol(i + 1); (c == ')' || c == ',') && s.titled(i-3) {
			s.Add(births, i-1, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
		}
	}
}
