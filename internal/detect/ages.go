package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ages finds "52 jaar", "13-jarige", "34yo", "(69)" behind a name, "begin vijftig".
func (s *scan) ages() {
	for _, r := range s.pack.With(rule.MatchAge) {
		for i, m := range s.marks {
			if m&(markDigits|markDecade) == 0 || s.taken[i] != rule.TypeNone {
				continue
			}
			t := &s.doc.Tokens[i]
			switch {
			case t.Kind == text.Number && t.Len() <= 3 && s.startsNumber(i):
				if !s.roundAge(r, i) {
					s.age(r, i)
				}
			case t.Kind == text.Mixed && t.Len() <= 7:
				s.gluedAge(r, i)
			case i > 0 && t.Kind == text.Word && (s.is(i, lexicon.NumberWord) || t.Len() > 6 && t.Len() < 9):
				s.decade(r, i)
			}
		}
	}
}

// age reads a number with a unit of age behind it, or one beside a name.
func (s *scan) age(r, i int) {
	n := s.numberAt(i, 3)
	if n > 120 || i > 1 && s.doc.Symbol(i-1) == ',' && !s.doc.Tokens[i].Is(text.SpaceBefore) && s.doc.Tokens[i-2].Kind == text.Number {
		return // "71,2 jaar"
	}
	if c := s.doc.Symbol(i + 1); (c == ',' || c == '.' || c == ';') && i+2 < len(s.doc.Tokens) && s.doc.Tokens[i+2].Kind == text.Number && !s.doc.Tokens[i+2].Is(text.SpaceBefore) && !s.yearsAndMonths(i) {
		return
	}
	sc := &s.pack.Rules[r].Scores
	end, sure := s.ageUnit(i + 1)
	switch {
	case sure:
		s.add(r, i, end, sc.Valid, ByShape)
	case end > i && s.ofSomeone(i) && !s.agoAt(end):
		s.add(r, i, end, sc.Valid, ByShape)
	case end != 0 || n < 1 || s.is(i+1, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit):
	case supportFor(s.around(i, i+1), r).evidence&(ByLabel|ByColumn) != 0 && !s.unitBehind(i+1) && (s.doc.Symbol(i+1) != '-' || s.lineEnds(i)):
		s.add(r, i, i+1, sc.Valid, ByLabel)
	case s.besideName(i), s.ageOfPerson(i):
		s.add(r, i, i+1, sc.Bare, ByNear)
	}
}

// ageUnit reads what stands behind the number of an age. It gives the token after
// it, and whether the unit can mean nothing else.
func (s *scan) ageUnit(k int) (end int, sure bool) {
	glued := s.doc.Symbol(k) == '-'
	if glued {
		k++
	}
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) {
		return 0, false
	}
	switch w := s.lowered(k); string(w) {
	case "jarige", "jarig", "yo", "jr":
		return k + 1, true
	case "y", "yrs", "yr", "j":
		if s.doc.Symbol(k+1) == '/' && k+2 < len(s.doc.Tokens) && equalFold(s.doc.Word(k+2), "o") {
			return k + 3, true
		}
		return k + 1, string(w) != "j"
	case "year", "years", "month", "months", "week", "weeks", "day", "days":
		if d := s.doc.Symbol(k + 1); (d == '-' || s.wordAt(k+1)) && s.wordAt(k+2) {
			old := k + 1
			if d == '-' {
				old++
			}
			if equalFold(s.doc.Word(old), "old") {
				return old + 1, true
			}
		}
		return k + 1, false
	case "jaar", "mnd", "maanden", "maand", "weken", "dagen", "wk", "wkn":
		end := k + 1
		if end < len(s.doc.Tokens) && equalFold(s.doc.Word(end), "oud") || end < len(s.doc.Tokens) && equalFold(s.doc.Word(end), "oude") {
			return end, true
		}
		return end, false
	}
	return 0, false
}

// ofSomeone tells whether a span of time at token i is an age: after a person word
// or name, in brackets, or before the end of a clause.
func (s *scan) ofSomeone(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if s.taken[k] == rule.PersonName || s.is(k, lexicon.Kin|lexicon.PatientOf|lexicon.PersonWord) {
			return true
		}
		if s.taken[k] == rule.PatientNumber || s.taken[k] == rule.BSN {
			continue
		}
		if t := &s.doc.Tokens[k]; t.Kind == text.Symbol {
			if c := s.doc.Symbol(k); c != '(' && c != ',' && c != '-' && c != '|' {
				return false
			}
			continue
		}
		if s.is(k, lexicon.Connector) || s.width(k) <= 3 && s.doc.Tokens[k].Kind == text.Word {
			continue
		}
		return false
	}
	return false
}

// besideName tells whether the bare number at token i stands directly behind a
// name, within brackets or commas: "Piet (69)", "mw Bos, 73,".
func (s *scan) besideName(i int) bool {
	if i == 0 {
		return false
	}
	before, after := s.doc.Symbol(i-1), s.doc.Symbol(i+1)
	named := func(k int) bool { return k >= 0 && (s.taken[k] == rule.PersonName || s.is(k, lexicon.Kin)) }
	switch {
	case before == '(':
		return (after == ')' || after == ',') && named(i-2)
	case before == ';' || before == '|':
		return named(i-2) && after == before && s.doc.Tokens[i].Len() == 2
	case before == ',':
		return named(i-2) && (after != 0 || s.lineEnds(i)) && after != '/' && after != ':' && after != '%'
	case s.taken[i-1] == rule.PersonName:
		return s.doc.Tokens[i].Len() == 2 && (after == ',' || after == ')' || after == ';' || s.lineEnds(i) || after == 0) &&
			!s.is(i+1, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit)
	}
	return false
}

// lineEnds tells whether token i is the last one of its line.
func (s *scan) lineEnds(i int) bool {
	return i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Is(text.LineStart)
}
