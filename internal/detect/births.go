package detect

import (
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
	for k := range s.dateHits {
		d := &s.dateHits[k]
		h := &d.hit
		if h.year < 1905 || h.year > 2022 || h.day == 0 || h.month == 0 {
			continue
		}
		gap := s.nameBefore(h.start)
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

// nameBefore counts the words between token i and a name before it on the same
// line; -1 when there is none or the words in between say something else.
func (s *scan) nameBefore(i int) int {
	words := 0
	for k := i - 1; k >= 0 && k >= i-8 && s.doc.Tokens[k].Line == s.doc.Tokens[i].Line; k-- {
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
