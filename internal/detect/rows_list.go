package detect

import "dijkwacht/internal/rule"

// leastListed is how many lines in a row make a list of subjects.
const leastListed = 3

// subjectList finds the numbers that open the lines of a list of subjects, one a line, of one
// form: "1102 BRAA-J 2019-02-11 suicide". Half of the lines or more must tell of somebody;
// years and times open no such line.
func (s *scan) subjectList(patients int) {
	for l := 0; l+leastListed <= len(s.doc.Lines); l++ {
		first := s.lineCode(l)
		if first == 0 {
			continue
		}
		last, telling := l, 0
		for last < len(s.doc.Lines) && s.lineCode(last) == first {
			if s.tellingLine(last) {
				telling++
			}
			last++
		}
		if n := last - l; n >= leastListed && 2*telling >= n {
			for k := l; k < last; k++ {
				i := s.firstToken(k)
				s.add(patients, i, s.codeAt(i), 0.8, ByNear)
			}
		}
		l = max(l, last-1)
	}
}

// lineCode tells the form of the code that opens line l: its characters and digits;
// 0 when none does.
func (s *scan) lineCode(l int) int {
	i := s.firstToken(l)
	if i >= len(s.doc.Tokens) || int(s.doc.Tokens[i].Line) != l || s.taken[i] != rule.TypeNone {
		return 0
	}
	end := s.codeAt(i)
	if end <= i || s.takenAt(end-1) != rule.TypeNone || end < len(s.doc.Tokens) && (s.doc.Symbol(end) == ':' || s.doc.Symbol(end) == '.' || s.doc.Symbol(end) == ')' || s.doc.Symbol(end) == '%') {
		return 0
	}
	chars, digits := s.codeLength(i, end)
	if digits < 3 || chars > 10 || end == i+1 && digits == 4 && chars == 4 && value(s.doc.Word(i)) >= 1900 && value(s.doc.Word(i)) < 2100 {
		return 0
	}
	if chars == digits && (chars < 4 || end > i+1) {
		return 0 // rooms, quantities, dates
	}
	return chars<<8 | digits
}

// tellingLine tells whether line l holds a name or date of birth, or both a date and
// something of health, as no list of codes or medicines does.
func (s *scan) tellingLine(l int) bool {
	dated, health := false, false
	for k, n := s.firstToken(l), 0; k < len(s.doc.Tokens) && int(s.doc.Tokens[k].Line) == l && n < 40; k, n = k+1, n+1 {
		s.steps++
		switch t := s.taken[k]; {
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
