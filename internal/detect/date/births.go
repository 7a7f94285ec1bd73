package date

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// datedCandidate is a date that may yet turn out to be a date of birth.
type datedCandidate struct {
	hit  dateHit
	cand int
}

// Birthdays turns dates that stand directly behind a name into dates of birth: as
// in "mw Smit (2-9-1946)" or a table row.
func (s *Finder) Birthdays() {
	births := s.Typed(rule.MatchDate, rule.DateOfBirth)
	if births == rule.NoRule {
		return
	}
	s.birthYears(births)
	s.apostropheYears(births)
	s.shortBirths(births)
	someone := s.Someone()
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
		c := &s.Cands[d.cand]
		c.Rule, c.Type, c.Evidence = int16(births), rule.DateOfBirth, c.Evidence|pass.ByNear
		c.Score = float32(s.Pack.Rules[births].Scores.Near)
		for i := h.start; i < h.end; i++ {
			s.Taken[i] = rule.DateOfBirth
		}
	}
}

// looseDates takes away the months and days without a year in a text without a person:
// they are nobody's.
func (s *Finder) looseDates(someone bool) {
	if someone {
		return
	}
	for k := range s.dateHits {
		if d := &s.dateHits[k]; d.hit.loose || d.hit.year == 0 {
			s.Cands[d.cand].Score = 0
		}
	}
}

// eventBefore tells whether the words before token i tie a date to something that
// happened: "op", "sinds", "operatie", "overleden".
func (s *Finder) eventBefore(i int) bool {
	r := s.Typed(rule.MatchDate, rule.Date)
	return pass.SupportFor(s.Around(i, i+1), r).Evidence&(pass.ByLabel|pass.ByNear) != 0
}

// inRow tells whether the date stands in a field of its own on a line with a name,
// as in a table without header, long enough ago for a date of birth.
func (s *Finder) inRow(h *dateHit) bool {
	if h.year > 2008 || !s.FieldEdge(h.start-1, h.start) || !s.FieldEdge(h.end, h.end) {
		return false
	}
	for k := h.start - 1; k >= 0 && k > h.start-30 && s.Doc.Tokens[k].Line == s.Doc.Tokens[h.start].Line; k-- {
		if s.Taken[k] == rule.PersonName {
			return true
		}
	}
	for k := h.end; k < len(s.Doc.Tokens) && k < h.end+30 && s.Doc.Tokens[k].Line == s.Doc.Tokens[h.start].Line; k++ {
		if s.Taken[k] == rule.PersonName {
			return true
		}
	}
	return false
}

// birthYears finds years that stand behind a name in a record: "Vos, Kaj 2012" on
// a line with a number of the person, "Vader: M. Havermans, 1981, chauffeur".
func (s *Finder) birthYears(births int) {
	for i := range s.Marked(pass.MarkNumber) {
		if i == 0 || s.Doc.Tokens[i].Len() != 4 || s.Taken[i] != rule.TypeNone {
			continue
		}
		if y := pass.Value(s.Doc.Word(i)); y < 1915 || y > 2022 {
			continue
		}
		if s.Doc.Symbol(i-1) == '(' && s.Doc.Symbol(i+1) == ')' && s.titled(i-2) {
			s.Add(births, i, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
			continue
		}
		if s.bracketedYear(i) {
			s.Add(births, i, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
			continue
		}
		if s.Doc.Symbol(i-1) == ',' && s.TakenAt(i-2) == rule.PersonName && s.EndsValue(i+1) && pass.Value(s.Doc.Word(i)) < 2010 && s.titledBefore(i-2) {
			s.Add(births, i, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
			continue
		}
		if s.ofYear(i) {
			s.Add(births, i, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
			continue
		}
		comma := s.Doc.Symbol(i-1) == ','
		if comma && s.Doc.Symbol(i+1) != ',' && !s.LineEnds(i) || !comma && s.Taken[i-1] != rule.PersonName || comma && s.TakenAt(i-2) != rule.PersonName {
			continue
		}
		if s.recordLine(i) {
			s.Add(births, i, i+1, s.Pack.Rules[births].Scores.Near, pass.ByNear)
		}
	}
}

// ofYear tells whether the year at token i stands behind "van" or "uit" directly
// behind a name: "mw Bos uit 1948".
func (s *Finder) ofYear(i int) bool {
	w := s.Doc.Word(i - 1)
	return i > 1 && (pass.EqualFold(w, "uit") || pass.EqualFold(w, "van")) && s.TakenAt(i-2) == rule.PersonName && pass.Value(s.Doc.Word(i)) < 2015
}

// titled tells whether a name with a title or given name ends at token i, so not
// the "Jansen (2004)" of a reference.
func (s *Finder) titled(i int) bool {
	for k := i; k >= 0 && k > i-8 && s.TakenAt(k) == rule.PersonName; k-- {
		if s.Is(k, lexicon.Title|lexicon.Given) {
			return true
		}
	}
	return false
}

// titledBefore tells whether a name with a title ends at token i.
func (s *Finder) titledBefore(i int) bool {
	for k := i; k >= 0 && k > i-8 && s.TakenAt(k) == rule.PersonName; k-- {
		if s.Is(k, lexicon.Title) {
			return true
		}
	}
	return false
}

// recordLine tells whether the line of token i starts with a number of a person or
// with a word for a relative and a colon.
func (s *Finder) recordLine(i int) bool {
	first := i
	for first > 0 && s.Doc.Tokens[first-1].Line == s.Doc.Tokens[i].Line && i-first < 12 {
		first--
	}
	if !s.Doc.Tokens[first].Is(text.LineStart) {
		return false
	}
	switch s.Taken[first] {
	case rule.BSN, rule.PatientNumber:
		return true
	}
	t := &s.Doc.Tokens[first]
	return s.Is(first, lexicon.Kin|lexicon.PatientOf) && s.Doc.Symbol(first+1) == ':' ||
		t.Kind == text.Number && t.Len() == 9 && check.BSN(s.Doc.Word(first))
}

// nameBefore counts the words between token i and a name before it on the same
// line; -1 when there is none or the words in between say something else.
func (s *Finder) nameBefore(i int) int {
	words := 0
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line && (s.Doc.Tokens[k].Line+1 != s.Doc.Tokens[i].Line || !s.Doc.Tokens[i].Is(text.LineStart)) {
			return -1
		}
		if s.Taken[k] == rule.PersonName {
			return words
		}
		switch {
		case s.Taken[k] == rule.BSN || s.Taken[k] == rule.PatientNumber:
		case s.Doc.Tokens[k].Kind == text.Symbol:
			switch s.Doc.Symbol(k) {
			case '.', ';', '?', '!', ':':
				return -1
			}
		case s.Is(k, lexicon.Connector) && s.Width(k) == 3: // "mw. Roosenburg van 23-9-71"
		case s.Doc.Tokens[k].Kind == text.Number && s.Width(k) <= 3, s.Is(k, lexicon.AgeWord): // ", 78 jaar, "
		default:
			words++
			if words > 2 || s.Doc.Tokens[k].Kind == text.Word && s.Width(k) > 3 {
				return -1
			}
		}
	}
	return -1
}

// inBrackets tells whether tokens [i, j) stand within brackets of their own.
func (s *Finder) inBrackets(i, j int) bool {
	open := false
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.Doc.Symbol(k) == '(' {
			open = true
		}
	}
	return open && s.Doc.Symbol(j) == ')'
}
