package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// dateHit is a date at tokens [start, end). Parts that it does not give are 0.
type dateHit struct {
	start, end       int
	day, month, year int
	// loose: only a label makes a date of it.
	loose bool
	// tail cuts the last token off after this many bytes; 0 takes it whole.
	tail int
}

// Find finds dates and tells dates of birth by the words before them. Those that
// only stand beside a name are told later, see Birthdays.
func (s *Finder) Find() {
	births, others := s.Typed(rule.MatchDate, rule.DateOfBirth), s.Typed(rule.MatchDate, rule.Date)
	if births == rule.NoRule || others == rule.NoRule {
		return
	}
	s.dateHits = s.dateHits[:0]
	next := 0
	for i := range s.Marked(pass.MarkDigits | pass.MarkDay) {
		if i < next {
			continue
		}
		h, ok := s.dateAt(i)
		if !ok {
			continue
		}
		if score, ev := s.birth(births, &h); score > 0 {
			s.addDate(births, &h, score, ev)
		} else if score, ev := s.occasion(others, &h); score > 0 {
			s.dateHits = append(s.dateHits, datedCandidate{hit: h, cand: len(s.Cands)})
			s.addDate(others, &h, score, ev)
		} else {
			continue
		}
		next = h.end
	}
}

func (s *Finder) addDate(r int, h *dateHit, score float64, ev pass.Evidence) {
	if h.tail == 0 {
		s.Add(r, h.start, h.end, score, ev|pass.ByShape)
		return
	}
	end := s.Doc.Tokens[h.end-1].Start + uint32(h.tail)
	if s.Pack.Rules[r].Type == rule.DateOfBirth && h.tail == 2 { // with its time of day
		end = s.Doc.Tokens[s.timeEnd(h.end)-1].End
	}
	s.AddBytes(r, s.Doc.Tokens[h.start].Start, end, score, ev|pass.ByShape)
	s.Taken[h.start] = s.Pack.Rules[r].Type
}

// timeEnd gives the token after a time of day that goes on at token k: ":15:00Z".
func (s *Finder) timeEnd(k int) int {
	end := k
	for k+1 < len(s.Doc.Tokens) && k < end+8 && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
		if c := s.Doc.Symbol(k); c != ':' && c != '.' && c != '+' && c != '-' || s.Doc.Tokens[k+1].Kind == text.Symbol {
			break
		}
		k += 2
		end = k
	}
	return end
}

// birth scores a date as a date of birth by its label, column or a word near it.
func (s *Finder) birth(r int, h *dateHit) (float64, pass.Evidence) {
	if h.year != 0 && (h.year < 1900 || h.year > 2035) {
		return 0, 0
	}
	sc := &s.Pack.Rules[r].Scores
	sup := pass.SupportFor(s.Around(h.start, h.end), r)
	star := h.year != 0 && s.star(h.start)
	switch {
	case sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0 || star:
		if h.year == 0 && h.day == 0 {
			return 0, 0
		}
		return sc.CueValid, sup.Evidence | pass.ByLabel
	case h.loose || h.year == 0 || h.month == 0 || sup.Anti:
		return 0, 0
	case sup.Evidence&pass.ByNear != 0:
		return sc.NearValid, sup.Evidence
	}
	return 0, 0
}

// star tells whether * or ° stands directly before token i.
func (s *Finder) star(i int) bool {
	if i == 0 {
		return false
	}
	c := s.Doc.Symbol(i - 1)
	degree := s.Doc.Tokens[i-1].Kind == text.Symbol && string(s.Doc.Word(i-1)) == "°"
	if c == '.' && i > 2 && s.Width(i-2) == 1 && pass.EqualFold(s.Doc.Word(i-2), "b") && s.Doc.Symbol(i-3) == '(' {
		return true // "(b. 1 September 1989)"
	}
	return (c == '*' || degree) && !s.Doc.Tokens[i].Is(text.SpaceBefore) &&
		(i < 2 || s.Doc.Tokens[i-1].Is(text.SpaceBefore) || s.Doc.Symbol(i-2) == '(')
}

// occasion scores any other date.
func (s *Finder) occasion(r int, h *dateHit) (float64, pass.Evidence) {
	sc := &s.Pack.Rules[r].Scores
	if h.year != 0 && (h.year < 1800 || h.year > 2100) {
		return 0, 0
	}
	sup := pass.SupportFor(s.Around(h.start, h.end), r)
	labelled := sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0
	switch {
	case h.loose && !labelled, sup.Anti:
		return 0, 0
	case h.loose:
		return sc.Cue, sup.Evidence
	case h.day != 0 && h.year != 0:
		return sc.Valid, sup.Evidence
	}
	return sc.Bare, sup.Evidence
}

// dateAt reads a date that starts at token i.
func (s *Finder) dateAt(i int) (dateHit, bool) {
	t := &s.Doc.Tokens[i]
	switch {
	case t.Kind == text.Number && s.StartsNumber(i):
		if h, ok := s.numericDate(i); ok {
			return h, true
		}
		if h, ok := compactDate(s.Pass, i); ok {
			return h, true
		}
		if h, ok := s.dayMonth(i); ok {
			return h, true
		}
		return s.yearAlone(i)
	case t.Kind == text.Mixed:
		if h, ok := s.dayMonth(i); ok { // "3rd of May", "3e mei"
			return h, true
		}
		if h, ok := s.gluedDate(i); ok {
			return h, true
		}
		return compactDate(s.Pass, i)
	case s.Is(i, lexicon.Weekday):
		return s.weekdayDate(i)
	case s.Is(i, lexicon.Month):
		return s.monthFirst(i)
	case s.Is(i, lexicon.NumberWord), t.Kind == text.Word && t.Len() > 5 && t.Len() < 14 && pass.EndsFold(s.Doc.Word(i), "de") && s.smallNumber(i):
		return s.spelledDate(i)
	}
	return dateHit{}, false
}

// numericDate reads 3-9-1971, 1971/09/03, 03.09.1971, 3-9-'71, and 12-3 as loose.
func (s *Finder) numericDate(i int) (dateHit, bool) {
	a := s.NumberAt(i, 4)
	sep, second := s.dateSign(i + 1)
	if a < 0 || sep == 0 {
		return dateHit{}, false
	}
	b := s.NumberAt(second, 4)
	if b < 0 {
		return dateHit{}, false
	}
	sign, third := s.dateSign(second + 1)
	apostrophe := false
	if s.Doc.Symbol(third) == '\'' {
		third, apostrophe = third+1, true
	}
	c := -1
	if sign == sep {
		c = s.NumberAt(third, 4)
	}
	if day := s.dayOfTime(third); c < 0 && sign == '-' && day > 0 && s.Width(i) == 4 && b >= 1 && b <= 12 {
		return dateHit{start: i, end: third + 1, year: a, month: b, day: day, tail: 2}, true
	}
	if s.glued(third) {
		c = -1 // "1990/11/02T.." is read, "12-3-4-5" is not
	}
	switch {
	case c < 0:
		return s.shortDate(i, second, a, b, sep)
	case s.Width(i) == 4 && b >= 1 && b <= 12 && c >= 1 && c <= 31 && s.Width(third) <= 2:
		return dateHit{start: i, end: third + 1, year: a, month: b, day: c}, true
	case s.Width(i) > 2 || s.Width(second) > 2 || s.Width(third) != 4 && s.Width(third) != 2:
		return dateHit{}, false
	}
	h := dateHit{start: i, end: third + 1, day: a, month: b, year: c, loose: sep == ' ' || sep == '.' && s.Width(third) == 2}
	if h.month > 12 && h.day <= 12 {
		h.day, h.month = h.month, h.day
	}
	if s.Width(third) == 2 {
		h.year = century(c)
	}
	h.loose = h.loose && !apostrophe
	if s.Width(third) == 2 && s.Is(third+1, lexicon.LabUnit|lexicon.DoseUnit) {
		return h, false // "8-8-10 IE"
	}
	return h, h.day >= 1 && h.day <= 31 && h.month >= 1 && h.month <= 12
}

// dayOfTime reads the day of "2009-04-30T08:15" at its last token, "30T08"; or 0.
func (s *Finder) dayOfTime(i int) int {
	if i >= len(s.Doc.Tokens) || s.Doc.Tokens[i].Kind != text.Mixed {
		return 0
	}
	if w := s.Doc.Word(i); len(w) == 5 && w[2] == 'T' && pass.AllDigits(w[:2]) && pass.Value(w[:2]) <= 31 {
		return pass.Value(w[:2])
	}
	return 0
}

// glued tells whether another number follows token i by a sign, as in "1-2-3-4".
func (s *Finder) glued(i int) bool {
	switch s.Doc.Symbol(i + 1) {
	case '-', '/':
		return i+2 < len(s.Doc.Tokens) && s.Doc.Tokens[i+2].Kind == text.Number && !s.Doc.Tokens[i+2].Is(text.SpaceBefore) &&
			s.Width(i+2) < 3 && !s.Doc.Tokens[i+1].Is(text.SpaceBefore)
	}
	return false
}

// dateSign gives the sign between the parts of a date at token k and the token
// after it; ' ' when only a space separates.
func (s *Finder) dateSign(k int) (byte, int) {
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return 0, k
	}
	if s.Doc.Tokens[k].Kind == text.Number {
		return ' ', k
	}
	c := s.Doc.Symbol(k)
	if c != '-' && c != '/' && c != '.' && c != '*' && c != '_' && c != '\\' || k+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+1].Is(text.LineStart) {
		return 0, k
	}
	if s.Doc.Tokens[k].Is(text.SpaceBefore) != s.Doc.Tokens[k+1].Is(text.SpaceBefore) && c != '.' {
		return 0, k
	}
	return c, k + 1
}
