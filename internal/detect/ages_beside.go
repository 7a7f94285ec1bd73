package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ageOfPerson tells whether the bare number at token i is the age of the person that
// the words before it speak of: "Kimberley is 14,", "mijn zoon van 26", "(bij ons op de
// PG, 93)", "zoon Rishano 10 ADHD".
func (s *scan) ageOfPerson(i int) bool {
	if i < 1 || s.doc.Tokens[i].Is(text.LineStart) || s.unitBehind(i+1) || s.lookalikeAge(i) {
		return false
	}
	if s.ageOfSubject(i) {
		return true
	}
	if i < 2 || s.doc.Tokens[i].Len() > 2 {
		return false
	}
	const person = lexicon.Kin | lexicon.PersonWord | lexicon.PatientOf
	before := s.doc.Tokens[i-1]
	named := s.takenAt(i-2) == rule.PersonName
	switch {
	case before.Kind == text.Word:
		switch string(s.lowered(i - 1)) {
		case "is", "wordt", "turns", "turned", "was", "werd":
			return named && (s.endsValue(i+1) || s.joins(i+1))
		case "van", "of", "aged":
			return (s.is(i-2, person) || s.hashIs(i-2, plain.tweeling)) && !s.is(i+1, lexicon.NameVerb|lexicon.PersonWord)
		}
		return s.taken[i-1] == rule.PersonName && s.doc.Tokens[i].Len() == 2 && s.ageGoesOn(i+1)
	case s.doc.Symbol(i-1) == '(':
		return s.ageCloses(i+1) && (s.is(i-2, person|lexicon.Profession) || s.takenAt(i-2) == rule.Other) || s.yearsAndMonths(i) && named
	case s.doc.Symbol(i-1) == ',' && s.doc.Tokens[i].Len() == 2:
		return s.ageCloses(i+1) && (s.personBefore(i-1) || s.toldBefore(i-1))
	}
	return false
}

// unitBehind tells whether a word behind the number makes it something else.
func (s *scan) unitBehind(k int) bool {
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	switch s.doc.Symbol(k) {
	case '%', '/', ':', 'x':
		return true
	}
	return s.is(k, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit) || s.agoAt(k)
}

// agoAt tells whether token k makes a span of time of the number before it.
func (s *scan) agoAt(k int) bool {
	if !s.wordAt(k) {
		return false
	}
	switch string(s.lowered(k)) {
	case "ago", "geleden", "later", "eerder", "earlier", "uur", "keer", "maal", "times", "stuks", "minuten", "na", "per":
		return true
	}
	return false
}

// endsValue tells whether nothing that belongs to a number stands at token k.
func (s *scan) endsValue(k int) bool {
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Is(text.LineStart) {
		return true
	}
	switch s.doc.Symbol(k) {
	case ',', ';', ')', '|', '.', '"', '?', '!', '<', '\'':
		return k+1 >= len(s.doc.Tokens) || s.doc.Tokens[k+1].Kind != text.Number || s.doc.Tokens[k+1].Is(text.SpaceBefore) || s.doc.Symbol(k) != ',' && s.doc.Symbol(k) != '.'
	}
	return s.doc.Tokens[k].Is(text.SpaceBefore) && s.fieldEdge(k, k)
}

// ageCloses tells whether a comma or bracket ends the age before token k.
func (s *scan) ageCloses(k int) bool {
	c := s.doc.Symbol(k)
	return (c == ')' || c == ',' || c == '.' || c == ';') && s.endsValue(k) || s.lineEnds(k-1)
}

// joins tells whether token k goes on with another clause.
func (s *scan) joins(k int) bool {
	return s.wordAt(k) && (s.hashIs(k, plain.en) || s.hashIs(k, plain.and) || equalFold(s.doc.Word(k), "maar") || equalFold(s.doc.Word(k), "dus"))
}

// ageGoesOn tells whether what follows an age behind a name tells more of the person: a
// health term, or a word such as "zit" and "na".
func (s *scan) ageGoesOn(k int) bool {
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	if s.taken[k].Group() == rule.GroupHealth || s.is(k, lexicon.DiagnosisWord|lexicon.MentalWord) {
		return true
	}
	switch string(s.lowered(k)) {
	case "zit", "heeft", "is", "woont", "man", "vrouw", "alleen", "alleenstaand", "has", "lives", "met", "with", "palliatief", "palliative", "opgenomen", "admitted", "gevallen", "fell", "sinds":
		return true
	}
	return false
}

// toldBefore tells whether a function was told shortly before token i.
func (s *scan) toldBefore(i int) bool {
	for k := i; k >= max(0, i-8); k-- {
		if s.taken[k] == rule.Other || s.is(k, lexicon.Profession) {
			return true
		}
		if s.sentenceEnd(k) {
			return false
		}
	}
	return false
}

// yearsAndMonths tells whether "(5;3)" stands at token i, as speech therapists write.
func (s *scan) yearsAndMonths(i int) bool {
	return s.doc.Symbol(i+1) == ';' && s.numberAt(i+2, 2) >= 0 && s.numberAt(i+2, 2) < 12 && s.doc.Symbol(i+3) == ')'
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
		if s.ofSomeone(i) || len(w) == 3 && s.takenAt(i+1) == rule.PersonName || w[n] == 'y' && n == 2 && s.fieldEdge(i-1, i) && s.fieldEdge(i+1, i+1) {
			s.add(r, i, i+1, sc.Bare, ByNear)
		}
	}
}

// decade reads "begin vijftig", "eind 50", "in de tachtig", "late fifties".
func (s *scan) decade(r, i int) {
	w := s.doc.Word(i)
	if !endsFold(w, "tig") && !endsFold(w, "ties") || s.width(i) < 6 {
		return
	}
	if s.partOfDecade(i - 1) {
		s.add(r, s.decadeStart(i-1), i+1, s.pack.Rules[r].Scores.Bare, ByShape)
	}
}

// partOfDecade tells whether token i says which part of a decade of life follows.
func (s *scan) partOfDecade(i int) bool {
	if i < 0 || s.doc.Tokens[i].Kind != text.Word {
		return false
	}
	switch string(s.lowered(i)) {
	case "begin", "eind", "midden", "medio", "half", "early", "late", "mid", "his", "her", "their", "dik", "ruim":
		return true
	}
	return false
}

// decadeStart goes left over "in his" before "late fifties".
func (s *scan) decadeStart(i int) int {
	if i > 1 && s.wordAt(i-1) && s.wordSays(i-1)&saysOwn != 0 {
		i--
	}
	if i > 0 && s.wordSays(i)&saysOwn != 0 && s.hashIs(i-1, plain.in) {
		i--
	}
	return i
}

// roundAge reads "begin 30" and "eind 50": a decade of life in digits.
func (s *scan) roundAge(r, i int) bool {
	n := s.numberAt(i, 2)
	if n < 20 || n%10 != 0 || i == 0 || !s.partOfDecade(i-1) || s.wordSays(i-1)&saysOwn != 0 || !s.endsValue(i+1) {
		return false
	}
	s.add(r, i-1, i+1, s.pack.Rules[r].Scores.Bare, ByShape)
	return true
}
