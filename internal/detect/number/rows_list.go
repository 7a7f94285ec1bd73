package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
)

// leastListed is how many lines in a row make a list of subjects.
const leastListed = 3

// subjectList finds the numbers that open the lines of a list of subjects, one a line, of one
// form: "1102 BRAA-J 2019-02-11 suicide". Half of the lines or more must tell of somebody;
// years and times open no such line.
func (s *Finder) subjectList(patients int) {
	for l := 0; l+leastListed <= len(s.Doc.Lines); l++ {
		first := s.lineCode(l)
		if first == 0 {
			continue
		}
		last, telling := l, 0
		for last < len(s.Doc.Lines) && s.lineCode(last) == first {
			if s.tellingLine(last) {
				telling++
			}
			last++
		}
		if n := last - l; n >= leastListed && 2*telling >= n {
			for k := l; k < last; k++ {
				i := s.FirstToken(k)
				s.Add(patients, i, s.CodeAt(i), 0.8, pass.ByNear)
			}
		}
		l = max(l, last-1)
	}
}

// lineCode tells the form of the code that opens line l: its characters and digits;
// 0 when none does.
func (s *Finder) lineCode(l int) int {
	i := s.FirstToken(l)
	if i >= len(s.Doc.Tokens) || int(s.Doc.Tokens[i].Line) != l || s.Taken[i] != rule.TypeNone {
		return 0
	}
	end := s.CodeAt(i)
	if end <= i || s.TakenAt(end-1) != rule.TypeNone || end < len(s.Doc.Tokens) && (s.Doc.Symbol(end) == ':' || s.Doc.Symbol(end) == '.' || s.Doc.Symbol(end) == ')' || s.Doc.Symbol(end) == '%') {
		return 0
	}
	chars, digits := s.CodeLength(i, end)
	if digits < 3 || chars > 10 || end == i+1 && digits == 4 && chars == 4 && pass.Value(s.Doc.Word(i)) >= 1900 && pass.Value(s.Doc.Word(i)) < 2100 {
		return 0
	}
	if chars == digits && (chars < 4 || end > i+1) {
		return 0 // rooms, quantities, dates
	}
	return chars<<8 | digits
}

// tellingLine tells whether line l holds a name or date of birth, or both a date and
// something of health, as no list of codes or medicines does.
func (s *Finder) tellingLine(l int) bool {
	dated, health := false, false
	for k, n := s.FirstToken(l), 0; k < len(s.Doc.Tokens) && int(s.Doc.Tokens[k].Line) == l && n < 40; k, n = k+1, n+1 {
		s.Steps++
		switch t := s.Taken[k]; {
		case t == rule.PersonName, t == rule.DateOfBirth:
			return true
		case t == rule.Date:
			dated = true
		case t.Group() == rule.GroupHealth:
			health = true
		}
	}
	return dated && health
}
