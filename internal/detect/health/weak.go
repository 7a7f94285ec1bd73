package health

import "dijkwacht/internal/rule"

// WeakTerms adds the ordinary words that the words or the person beside them make
// health terms. It runs when names and numbers are known.
func (s *Finder) WeakTerms() {
	if len(s.healthPass.weak) == 0 {
		return
	}
	s.weakOnce()
	s.weakOnce() // what the first pass found supports what stands before it
}

func (s *Finder) weakOnce() {
	for _, w := range s.healthPass.weak {
		i, end := int(w.start), int(w.end)
		r := s.healthPass.term[w.typ]
		if w.typ == rule.LabValue {
			r = s.healthPass.lab
		}
		if s.Taken[i] != rule.TypeNone || r == rule.NoRule || s.Doc.Symbol(end) == ':' && w.typ != rule.LabValue {
			continue // a label is no term
		}
		sc := &s.Pack.Rules[r].Scores
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
func (s *Finder) besideHealth(i, end int) bool {
	const reach = 4
	s.Steps += 2 * reach
	line := s.Doc.Tokens[i].Line
	for k := max(0, i-reach); k < min(len(s.Doc.Tokens), end+reach); k++ {
		if s.Doc.Tokens[k].Line == line && s.Taken[k].Group() == rule.GroupHealth {
			return true
		}
	}
	return false
}

// besidePerson tells whether a person is named or numbered within a few tokens of
// [i, end) on the same line.
func (s *Finder) besidePerson(i, end int) bool {
	const reach = 18
	s.Steps += 2 * reach
	line := s.Doc.Tokens[i].Line
	for k := max(0, i-reach); k < min(len(s.Doc.Tokens), end+reach); k++ {
		if s.Doc.Tokens[k].Line != line {
			continue
		}
		switch s.Taken[k] {
		case rule.PersonName, rule.BSN, rule.PatientNumber, rule.DateOfBirth:
			return true
		}
	}
	return false
}
