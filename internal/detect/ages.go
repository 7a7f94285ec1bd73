package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ages finds "52 jaar", "13-jarige", "34yo", "(69)" behind a name, "begin vijftig".
func (s *scan) ages() {
	for _, r := range s.pack.With(rule.MatchAge) {
		for i := range s.doc.Tokens {
			t := &s.doc.Tokens[i]
			if s.taken[i] != rule.TypeNone || t.Kind == text.Symbol {
				continue
			}
			switch {
			case t.Kind == text.Number && t.Len() <= 3 && s.startsNumber(i):
				s.age(r, i)
			case t.Kind == text.Mixed && t.Len() <= 7:
				s.gluedAge(r, i)
			case s.is(i, lexicon.NumberWord) && i > 0:
				s.decade(r, i)
			}
		}
	}
}

// age reads a number with a unit of age behind it, or one beside a name.
func (s *scan) age(r, i int) {
	n := s.numberAt(i, 3)
	if n > 120 {
		return
	}
	sc := &s.pack.Rules[r].Scores
	end, sure := s.ageUnit(i + 1)
	switch {
	case sure:
		s.add(r, i, end, sc.Valid, ByShape)
	case end > i && s.ofSomeone(i):
		s.add(r, i, end, sc.Valid, ByShape)
	case end == 0 && n >= 1 && s.besideName(i):
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
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.taken[k] == rule.PersonName || s.is(k, lexicon.Kin|lexicon.PatientOf|lexicon.PersonWord) {
			return true
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
	case before == ',':
		return named(i-2) && (after != 0 || s.lineEnds(i)) && after != '/' && after != ':' && after != '%'
	case s.taken[i-1] == rule.PersonName:
		return s.doc.Tokens[i].Len() == 2 && (after == ',' || after == ')' || after == ';' || s.lineEnds(i) || after == 0) &&
			!s.is(i+1, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit)
	}
	return false
}

func (s *scan) lineEnds(i int) bool {
	return i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Is(text.LineStart)
}

// gluedAge reads "34yo", "31j", "8mnd", "56V", "71M".
func (s *scan) gluedAge(r, i int) {
	w := s.lowered(i)
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	if n == 0 || n > 3 || value(w[:n]) > 120 {
		return
	}
	sc := &s.pack.Rules[r].Scores
	switch string(w[n:]) {
	case "yo", "jr", "jarige", "jarig", "jaar", "yrs", "yr":
		s.add(r, i, i+1, sc.Valid, ByShape)
	case "j", "y", "mnd", "m", "v", "f", "wk":
		if s.ofSomeone(i) {
			s.add(r, i, i+1, sc.Bare, ByNear)
		}
	}
}

// decade reads "begin vijftig", "eind zestig", "in de tachtig".
func (s *scan) decade(r, i int) {
	w := s.doc.Word(i)
	if !endsFold(w, "tig") || s.width(i) < 6 {
		return
	}
	switch string(s.lowered(i - 1)) {
	case "begin", "eind", "midden", "medio", "half":
		s.add(r, i-1, i+1, s.pack.Rules[r].Scores.Bare, ByShape)
	}
}
