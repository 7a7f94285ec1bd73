package detect

import "dijkwacht/internal/rule"

// weakTerms adds the ordinary words that the words or the person beside them make
// health terms. It runs when names and numbers are known.
func (s *scan) weakTerms() {
	if len(s.healthPass.weak) == 0 {
		return
	}
	s.weakOnce()
	s.weakOnce() // what the first pass found supports what stands before it
}

func (s *scan) weakOnce() {
	for _, w := range s.healthPass.weak {
		i, end := int(w.start), int(w.end)
		r := s.healthPass.term[w.typ]
		if w.typ == rule.LabValue {
			r = s.healthPass.lab
		}
		if s.taken[i] != rule.TypeNone || r == rule.NoRule || s.doc.Symbol(end) == ':' && w.typ != rule.LabValue {
			continue // a label is no term
		}
		sc := &s.pack.Rules[r].Scores
		switch {
		case s.illnessBefore(i):
			s.addTerm(r, i, end, sc.Cue)
		case s.besideHealth(i, end), s.besidePerson(i, end):
			s.addTerm(r, i, end, sc.Near)
		}
	}
}

// besideHealth tells whether a health finding stands within a few tokens of
// [i, end) on the same line.
func (s *scan) besideHealth(i, end int) bool {
	const reach = 4
	s.steps += 2 * reach
	line := s.doc.Tokens[i].Line
	for k := max(0, i-reach); k < min(len(s.doc.Tokens), end+reach); k++ {
		if s.doc.Tokens[k].Line == line && s.taken[k].Group() == rule.GroupHealth {
			return true
		}
	}
	return false
}

// besidePerson tells whether a person is named or numbered within a few tokens of
// [i, end) on the same line.
func (s *scan) besidePerson(i, end int) bool {
	const reach = 18
	s.steps += 2 * reach
	line := s.doc.Tokens[i].Line
	for k := max(0, i-reach); k < min(len(s.doc.Tokens), end+reach); k++ {
		if s.doc.Tokens[k].Line != line {
			continue
		}
		switch s.taken[k] {
		case rule.PersonName, rule.BSN, rule.PatientNumber, rule.DateOfBirth:
			return true
		}
	}
	return false
}
