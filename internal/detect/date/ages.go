package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Ages finds "52 jaar", "13-jarige", "34yo", "(69)" behind a name, "begin vijftig".
func (s *Finder) Ages() {
	for _, r := range s.Pack.With(rule.MatchAge) {
		for i := range s.Marked(pass.MarkDigits | pass.MarkDecade) {
			if s.Taken[i] != rule.TypeNone {
				continue
			}
			t := &s.Doc.Tokens[i]
			switch {
			case t.Kind == text.Number && t.Len() <= 3 && s.StartsNumber(i):
				if !s.roundAge(r, i) {
					s.age(r, i)
				}
			case t.Kind == text.Mixed && t.Len() <= 7:
				s.gluedAge(r, i)
			case i > 0 && t.Kind == text.Word && (s.Is(i, lexicon.NumberWord) || t.Len() > 6 && t.Len() < 9):
				s.decade(r, i)
			}
		}
	}
}

// age reads a number with a unit of age behind it, or one beside a name.
func (s *Finder) age(r, i int) {
	n := s.NumberAt(i, 3)
	if n > 120 || i > 1 && s.Doc.Symbol(i-1) == ',' && !s.Doc.Tokens[i].Is(text.SpaceBefore) && s.Doc.Tokens[i-2].Kind == text.Number {
		return // "71,2 jaar"
	}
	if c := s.Doc.Symbol(i + 1); (c == ',' || c == '.' || c == ';') && i+2 < len(s.Doc.Tokens) && s.Doc.Tokens[i+2].Kind == text.Number && !s.Doc.Tokens[i+2].Is(text.SpaceBefore) && !s.yearsAndMonths(i) {
		return
	}
	sc := &s.Pack.Rules[r].Scores
	end, sure := s.ageUnit(i + 1)
	switch {
	case sure:
		s.Add(r, i, end, sc.Valid, pass.ByShape)
	case end > i && s.ofSomeone(i) && !s.AgoAt(end):
		s.Add(r, i, end, sc.Valid, pass.ByShape)
	case end > i && s.saidOfOne(i, end):
		s.Add(r, i, end, sc.Valid, pass.ByNear)
	case end != 0 || n < 1 || s.Is(i+1, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit) && !s.LineEnds(i):
	case pass.SupportFor(s.Around(i, i+1), r).Evidence&(pass.ByLabel|pass.ByColumn) != 0 && !s.UnitBehind(i+1) && (s.Doc.Symbol(i+1) != '-' || s.LineEnds(i)):
		s.Add(r, i, i+1, sc.Valid, pass.ByLabel)
	case s.besideName(i), s.ageOfPerson(i):
		s.Add(r, i, i+1, sc.Bare, pass.ByNear)
	}
}

// ageUnit reads what stands behind the number of an age. It gives the token after
// it, and whether the unit can mean nothing else.
func (s *Finder) ageUnit(k int) (end int, sure bool) {
	glued := s.Doc.Symbol(k) == '-'
	if glued {
		k++
	}
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		return 0, false
	}
	switch w := s.Lowered(k); string(w) {
	case "jarige", "jarig", "yo", "jr":
		return k + 1, true
	case "y", "yrs", "yr", "j":
		if s.Doc.Symbol(k+1) == '/' && k+2 < len(s.Doc.Tokens) && pass.EqualFold(s.Doc.Word(k+2), "o") {
			return k + 3, true
		}
		return k + 1, string(w) != "j"
	case "year", "years", "month", "months", "week", "weeks", "day", "days":
		if d := s.Doc.Symbol(k + 1); (d == '-' || s.WordAt(k+1)) && s.WordAt(k+2) {
			old := k + 1
			if d == '-' {
				old++
			}
			if pass.EqualFold(s.Doc.Word(old), "old") {
				return old + 1, true
			}
		}
		return k + 1, false
	case "jaar", "mnd", "maanden", "maand", "weken", "dagen", "wk", "wkn":
		end := k + 1
		if end < len(s.Doc.Tokens) && pass.EqualFold(s.Doc.Word(end), "oud") || end < len(s.Doc.Tokens) && pass.EqualFold(s.Doc.Word(end), "oude") {
			return end, true
		}
		return end, false
	}
	return 0, false
}

// ofSomeone tells whether a span of time at token i is an age: after a person word
// or name, in brackets, or before the end of a clause.
func (s *Finder) ofSomeone(i int) bool {
	if i > 0 && eachWords.Lookup(s.Doc.Tokens[i-1].Hash) != 0 {
		return false // "elke 6 weken"
	}
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if s.Taken[k] == rule.PersonName || s.Is(k, lexicon.Kin|lexicon.PatientOf|lexicon.PersonWord) {
			return true
		}
		if s.Taken[k] == rule.PatientNumber || s.Taken[k] == rule.BSN {
			continue
		}
		if t := &s.Doc.Tokens[k]; t.Kind == text.Symbol {
			if c := s.Doc.Symbol(k); c != '(' && c != ',' && c != '-' && c != '|' {
				return false
			}
			continue
		}
		if s.Is(k, lexicon.Connector) || s.Width(k) <= 3 && s.Doc.Tokens[k].Kind == text.Word {
			continue
		}
		return false
	}
	return false
}

// besideName tells whether the bare number at token i stands directly behind a
// name, within brackets or commas: "Piet (69)", "mw Bos, 73,".
func (s *Finder) besideName(i int) bool {
	if i == 0 {
		return false
	}
	before, after := s.Doc.Symbol(i-1), s.Doc.Symbol(i+1)
	named := func(k int) bool { return k >= 0 && (s.Taken[k] == rule.PersonName || s.Is(k, lexicon.Kin)) }
	switch {
	case before == '(':
		return (after == ')' || after == ',' || s.joins(i+1)) && named(i-2)
	case before == ';' || before == '|':
		return named(i-2) && after == before && s.Doc.Tokens[i].Len() == 2
	case before == ',':
		return named(i-2) && (after != 0 || s.LineEnds(i)) && after != '/' && after != ':' && after != '%'
	case s.Taken[i-1] == rule.PersonName:
		return s.Doc.Tokens[i].Len() == 2 && (after == ',' || after == ')' || after == ';' || s.LineEnds(i) || after == 0) &&
			!s.Is(i+1, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit)
	}
	return false
}
