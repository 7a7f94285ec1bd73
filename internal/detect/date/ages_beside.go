package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ageOfPerson tells whether the bare number at token i is the age of the person that
// the words before it speak of: "Kimberley is 14,", "mijn zoon van 26", "(bij ons op de
// PG, 93)", "zoon Rishano 10 ADHD".
func (s *Finder) ageOfPerson(i int) bool {
	if i < 1 || s.Doc.Tokens[i].Is(text.LineStart) || s.UnitBehind(i+1) || s.lookalikeAge(i) {
		return false
	}
	if s.ageOfSubject(i) || s.nextAge(i) || s.besideSex(i) || s.ageOfWorker(i) {
		return true
	}
	if i < 2 || s.Doc.Tokens[i].Len() > 2 {
		return false
	}
	const person = lexicon.Kin | lexicon.PersonWord | lexicon.PatientOf
	before := s.Doc.Tokens[i-1]
	named := s.TakenAt(i-2) == rule.PersonName
	switch {
	case before.Kind == text.Word:
		switch string(s.Lowered(i - 1)) {
		case "is", "wordt", "turns", "turned", "was", "werd":
			return named && (s.EndsValue(i+1) || s.joins(i+1))
		case "van", "of", "aged":
			return (s.Is(i-2, person) || s.HashIs(i-2, pass.Hash.Tweeling) || named && (s.kinBefore(i-2) || s.ageGoesOn(i+1))) && !s.Is(i+1, lexicon.NameVerb|lexicon.PersonWord)
		}
		return s.Taken[i-1] == rule.PersonName && s.Doc.Tokens[i].Len() == 2 && s.ageGoesOn(i+1)
	case s.Doc.Symbol(i-1) == '(':
		return s.ageCloses(i+1) && (s.Is(i-2, person|lexicon.Profession) || s.TakenAt(i-2) == rule.Other) || s.yearsAndMonths(i) && named
	case s.Doc.Symbol(i-1) == ',' && s.Doc.Tokens[i].Len() == 2:
		return s.ageCloses(i+1) && (s.PersonBefore(i-1) || s.toldBefore(i-1))
	}
	return false
}

// ageCloses tells whether a comma or bracket ends the age before token k.
func (s *Finder) ageCloses(k int) bool {
	c := s.Doc.Symbol(k)
	return (c == ')' || c == ',' || c == '.' || c == ';') && s.EndsValue(k) || s.LineEnds(k-1)
}

// joins tells whether token k goes on with another clause.
func (s *Finder) joins(k int) bool {
	return s.WordAt(k) && (s.HashIs(k, pass.Hash.En) || s.HashIs(k, pass.Hash.And) || pass.EqualFold(s.Doc.Word(k), "maar") || pass.EqualFold(s.Doc.Word(k), "dus"))
}

// ageGoesOn tells whether what follows an age behind a name tells more of the person: a
// health term, or a word such as "zit" and "na".
func (s *Finder) ageGoesOn(k int) bool {
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	if s.Taken[k].Group() == rule.GroupHealth || s.Is(k, lexicon.DiagnosisWord|lexicon.MentalWord) {
		return true
	}
	switch string(s.Lowered(k)) {
	case "zit", "heeft", "is", "woont", "man", "vrouw", "alleen", "alleenstaand", "has", "lives", "met", "with", "palliatief", "palliative", "opgenomen", "admitted", "gevallen", "fell", "sinds":
		return true
	}
	return false
}

// toldBefore tells whether a function was told shortly before token i.
func (s *Finder) toldBefore(i int) bool {
	for k := i; k >= max(0, i-8); k-- {
		if s.Taken[k] == rule.Other || s.Is(k, lexicon.Profession) {
			return true
		}
		if s.SentenceEnd(k) {
			return false
		}
	}
	return false
}

// yearsAndMonths tells whether "(5;3)" stands at token i, as speech therapists write.
func (s *Finder) yearsAndMonths(i int) bool {
	return s.Doc.Symbol(i+1) == ';' && s.NumberAt(i+2, 2) >= 0 && s.NumberAt(i+2, 2) < 12 && s.Doc.Symbol(i+3) == ')'
}

// gluedAge reads "34yo", "31j", "8mnd", "56V", "71M".
func (s *Finder) gluedAge(r, i int) {
	w := s.Lowered(i)
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	if n == 0 || n > 3 || pass.Value(w[:n]) > 120 {
		return
	}
	sc := &s.Pack.Rules[r].Scores
	switch string(w[n:]) {
	case "yo", "jr", "jarige", "jarig", "jaar", "yrs", "yr":
		s.Add(r, i, i+1, sc.Valid, pass.ByShape)
	case "j", "y", "mnd", "m", "v", "f", "wk":
		if s.ofSomeone(i) || len(w) == 3 && s.TakenAt(i+1) == rule.PersonName || w[n] == 'y' && n == 2 && s.FieldEdge(i-1, i) && s.FieldEdge(i+1, i+1) {
			s.Add(r, i, i+1, sc.Bare, pass.ByNear)
		}
	}
}

// decade reads "begin vijftig", "eind 50", "in de tachtig", "late fifties".
func (s *Finder) decade(r, i int) {
	w := s.Doc.Word(i)
	if !pass.EndsFold(w, "tig") && !pass.EndsFold(w, "ties") || s.Width(i) < 6 {
		return
	}
	if s.partOfDecade(i - 1) {
		s.Add(r, s.decadeStart(i-1), i+1, s.Pack.Rules[r].Scores.Bare, pass.ByShape)
	}
}

// partOfDecade tells whether token i says which part of a decade of life follows.
func (s *Finder) partOfDecade(i int) bool {
	if i < 0 || s.Doc.Tokens[i].Kind != text.Word {
		return false
	}
	switch string(s.Lowered(i)) {
	case "begin", "eind", "midden", "medio", "half", "early", "late", "mid", "his", "her", "their", "dik", "ruim":
		return true
	}
	return false
}

// decadeStart goes left over "in his" before "late fifties".
func (s *Finder) decadeStart(i int) int {
	if i > 1 && s.WordAt(i-1) && s.WordSays(i-1)&pass.SaysOwn != 0 {
		i--
	}
	if i > 0 && s.WordSays(i)&pass.SaysOwn != 0 && s.HashIs(i-1, pass.Hash.In) {
		i--
	}
	return i
}

// roundAge reads "begin 30" and "eind 50": a decade of life in digits.
func (s *Finder) roundAge(r, i int) bool {
	n := s.NumberAt(i, 2)
	if n < 20 || n%10 != 0 || i == 0 || !s.partOfDecade(i-1) || s.WordSays(i-1)&pass.SaysOwn != 0 || !s.EndsValue(i+1) {
		return false
	}
	s.Add(r, i-1, i+1, s.Pack.Rules[r].Scores.Bare, pass.ByShape)
	return true
}
