package detect

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// datedCandidate is a date that may yet turn out to be a date of birth.
type datedCandidate struct {
	hit  dateHit
	cand int
}

// birthdays turns dates that stand directly behind a name into dates of birth: as
// in "mw Smit (2-9-1946)" or a table row.
func (s *scan) birthdays() {
	births := s.typed(rule.MatchDate, rule.DateOfBirth)
	if births == rule.NoRule {
		return
	}
	s.birthYears(births)
	s.shortBirths(births)
	someone := s.someone()
	s.looseDates(someone)
	for k := range s.dateHits {
		d := &s.dateHits[k]
		h := &d.hit
		if h.year < 1905 || h.year > 2022 || h.day == 0 || h.month == 0 {
			continue
		}
		gap := s.nameBefore(h.start)
		if gap < 0 && (s.inRow(h) || someone && h.year <= 2004 && !s.eventBefore(h.start)) {
			gap = 0
		}
		if gap < 0 || h.year > 2015 && !s.inBrackets(h.start, h.end) || gap > 2 && h.year > 2005 {
			continue
		}
		c := &s.cands[d.cand]
		c.rule, c.typ, c.evidence = int16(births), rule.DateOfBirth, c.evidence|ByNear
		c.score = float32(s.pack.Rules[births].Scores.Near)
		for i := h.start; i < h.end; i++ {
			s.taken[i] = rule.DateOfBirth
		}
	}
}

// looseDates takes away the months and days without a year in a text without a person:
// they are nobody's.
func (s *scan) looseDates(someone bool) {
	if someone {
		return
	}
	for k := range s.dateHits {
		if d := &s.dateHits[k]; d.hit.loose || d.hit.year == 0 {
			s.cands[d.cand].score = 0
		}
	}
}

// eventBefore tells whether the words before token i tie a date to something that
// happened: "op", "sinds", "operatie", "overleden".
func (s *scan) eventBefore(i int) bool {
	r := s.typed(rule.MatchDate, rule.Date)
	return supportFor(s.around(i, i+1), r).evidence&(ByLabel|ByNear) != 0
}

// inRow tells whether the date stands in a field of its own on a line with a name,
// as in a table without header, long enough ago for a date of birth.
func (s *scan) inRow(h *dateHit) bool {
	if h.year > 2008 || !s.fieldEdge(h.start-1, h.start) || !s.fieldEdge(h.end, h.end) {
		return false
	}
	for k := h.start - 1; k >= 0 && k > h.start-30 && s.doc.Tokens[k].Line == s.doc.Tokens[h.start].Line; k-- {
		if s.taken[k] == rule.PersonName {
			return true
		}
	}
	for k := h.end; k < len(s.doc.Tokens) && k < h.end+30 && s.doc.Tokens[k].Line == s.doc.Tokens[h.start].Line; k++ {
		if s.taken[k] == rule.PersonName {
			return true
		}
	}
	return false
}

// fieldEdge tells whether a field ends at token i: a sign that separates fields, a
// tab or wide gap before token next, or the edge of the line.
func (s *scan) fieldEdge(i, next int) bool {
	if i < 0 || i >= len(s.doc.Tokens) || next >= len(s.doc.Tokens) || s.doc.Tokens[next].Is(text.LineStart) {
		return true
	}
	switch s.doc.Symbol(i) {
	case '|', ';', ',', '(', ')', '-', '*', '"':
		return true
	}
	at := s.doc.Tokens[next].Start
	return at > 1 && (s.doc.Norm[at-1] == '\t' || s.doc.Norm[at-1] == ' ' && s.doc.Norm[at-2] == ' ')
}

// birthYears finds years that stand behind a name in a record: "Vos, Kaj 2012" on
// a line with a number of the person, "Vader: M. Havermans, 1981, chauffeur".
func (s *scan) birthYears(births int) {
	for i := 1; i < len(s.doc.Tokens); i++ {
		if s.marks[i]&markNumber == 0 || s.doc.Tokens[i].Len() != 4 || s.taken[i] != rule.TypeNone {
			continue
		}
		if y := value(s.doc.Word(i)); y < 1915 || y > 2022 {
			continue
		}
		if s.doc.Symbol(i-1) == '(' && s.doc.Symbol(i+1) == ')' && s.titled(i-2) {
			s.add(births, i, i+1, s.pack.Rules[births].Scores.Near, ByNear)
			continue
		}
		if s.doc.Symbol(i-1) == ',' && s.takenAt(i-2) == rule.PersonName && s.endsValue(i+1) && value(s.doc.Word(i)) < 2010 && s.titledBefore(i-2) {
			s.add(births, i, i+1, s.pack.Rules[births].Scores.Near, ByNear)
			continue
		}
		if s.ofYear(i) {
			s.add(births, i, i+1, s.pack.Rules[births].Scores.Near, ByNear)
			continue
		}
		comma := s.doc.Symbol(i-1) == ','
		if comma && s.doc.Symbol(i+1) != ',' && !s.lineEnds(i) || !comma && s.taken[i-1] != rule.PersonName || comma && s.takenAt(i-2) != rule.PersonName {
			continue
		}
		if s.recordLine(i) {
			s.add(births, i, i+1, s.pack.Rules[births].Scores.Near, ByNear)
		}
	}
}

// ofYear tells whether the year at token i stands behind "van" or "uit" directly
// behind a name: "mw Bos uit 1948".
func (s *scan) ofYear(i int) bool {
	w := s.doc.Word(i - 1)
	return i > 1 && (equalFold(w, "uit") || equalFold(w, "van")) && s.takenAt(i-2) == rule.PersonName && value(s.doc.Word(i)) < 2015
}

// titled tells whether a name with a title or given name ends at token i, so not
// the "Jansen (2004)" of a reference.
func (s *scan) titled(i int) bool {
	for k := i; k >= 0 && k > i-8 && s.takenAt(k) == rule.PersonName; k-- {
		if s.is(k, lexicon.Title|lexicon.Given) {
			return true
		}
	}
	return false
}

// takenAt is the type of the last candidate that covers token i; none outside the text.
// titledBefore tells whether a name with a title ends at token i.
func (s *scan) titledBefore(i int) bool {
	for k := i; k >= 0 && k > i-8 && s.takenAt(k) == rule.PersonName; k-- {
		if s.is(k, lexicon.Title) {
			return true
		}
	}
	return false
}

// takenAt is the type of the last candidate that covers token i; none outside the text.
func (s *scan) takenAt(i int) rule.Type {
	if i < 0 || i >= len(s.taken) {
		return rule.TypeNone
	}
	return s.taken[i]
}

// recordLine tells whether the line of token i starts with a number of a person or
// with a word for a relative and a colon.
func (s *scan) recordLine(i int) bool {
	first := i
	for first > 0 && s.doc.Tokens[first-1].Line == s.doc.Tokens[i].Line && i-first < 12 {
		first--
	}
	if !s.doc.Tokens[first].Is(text.LineStart) {
		return false
	}
	switch s.taken[first] {
	case rule.BSN, rule.PatientNumber:
		return true
	}
	t := &s.doc.Tokens[first]
	return s.is(first, lexicon.Kin|lexicon.PatientOf) && s.doc.Symbol(first+1) == ':' ||
		t.Kind == text.Number && t.Len() == 9 && check.BSN(s.doc.Word(first))
}

// nameBefore counts the words between token i and a name before it on the same
// line; -1 when there is none or the words in between say something else.
func (s *scan) nameBefore(i int) int {
	words := 0
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if s.doc.Tokens[k].Line != s.doc.Tokens[i].Line && (s.doc.Tokens[k].Line+1 != s.doc.Tokens[i].Line || !s.doc.Tokens[i].Is(text.LineStart)) {
			return -1
		}
		if s.taken[k] == rule.PersonName {
			return words
		}
		switch {
		case s.taken[k] == rule.BSN || s.taken[k] == rule.PatientNumber:
		case s.doc.Tokens[k].Kind == text.Symbol:
			switch s.doc.Symbol(k) {
			case '.', ';', '?', '!', ':':
				return -1
			}
		case s.is(k, lexicon.Connector) && s.width(k) == 3: // "mw. Roosenburg van 23-9-71"
		case s.doc.Tokens[k].Kind == text.Number && s.width(k) <= 3, s.is(k, lexicon.AgeWord): // ", 78 jaar, "
		default:
			words++
			if words > 2 || s.doc.Tokens[k].Kind == text.Word && s.width(k) > 3 {
				return -1
			}
		}
	}
	return -1
}

// inBrackets tells whether tokens [i, j) stand within brackets of their own.
func (s *scan) inBrackets(i, j int) bool {
	open := false
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.doc.Symbol(k) == '(' {
			open = true
		}
	}
	return open && s.doc.Symbol(j) == ')'
}
