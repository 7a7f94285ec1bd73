package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// weakHeads are the headers of columns that number anything: articles, tariffs, subjects.
var weakHeads = pass.WordTable("nr", "id", "nummer", "record", "key", "code", "kaart", "casus")

// weakColumns takes away the numbers that only such a column makes numbers of patients, in
// rows that tell nothing of a person.
func (s *Finder) weakColumns(patients int) {
	if len(s.Table.First) == 0 {
		return
	}
	for k := range s.Cands {
		c := &s.Cands[k]
		if c.Type != rule.PatientNumber || c.Evidence&pass.ByColumn == 0 || c.Evidence&pass.ByLabel != 0 {
			continue
		}
		if i := s.TokenEndingAfter(c.Start); i < len(s.Doc.Tokens) && s.weakHead(i) && !s.tellsOfOne(i) {
			c.Score = 0
			for n := i; n < len(s.Doc.Tokens) && s.Doc.Tokens[n].Start < c.End; n++ {
				s.Taken[n] = rule.TypeNone
			}
		}
	}
}

// weakHead tells whether the header of the column of token i is one of weakHeads alone.
func (s *Finder) weakHead(i int) bool {
	id := s.Table.Lines[s.Doc.Tokens[i].Line]
	if id == 0 || s.Table.Cols[i] == 0 {
		return false
	}
	head := int(s.Doc.Tokens[i].Line)
	for head > 0 && s.Table.Lines[head] == id {
		head--
	}
	from, to := s.fieldOf(head, s.Table.Cols[i]-1)
	words, weak := 0, 0
	for n := from; n < to; n++ {
		if s.Doc.Tokens[n].Kind != text.Symbol {
			words++
			if weakHeads.Lookup(s.Doc.Tokens[n].Hash) != 0 {
				weak++
			}
		}
	}
	return words == 1 && weak == 1
}

// fieldOf gives the tokens of column col of the header on line l.
func (s *Finder) fieldOf(l int, col uint8) (from, to int) {
	delim, _ := pass.Delimiter(s.Line(l))
	first := s.FirstToken(l)
	n := uint8(0)
	from = first
	for k := first; k < len(s.Doc.Tokens) && int(s.Doc.Tokens[k].Line) == l; k++ {
		gap := delim == pass.Aligned && k > first && s.Doc.Tokens[k].Start >= s.Doc.Tokens[k-1].End+2 || delim == '\t' && k > first && s.Doc.Norm[s.Doc.Tokens[k].Start-1] == '\t'
		if !gap && (delim == pass.Aligned || delim == '\t' || s.Doc.Symbol(k) != delim) {
			continue
		}
		if n == col {
			return from, k
		}
		n, from = n+1, k
	}
	if n != col {
		return first, first
	}
	for to = from; to < len(s.Doc.Tokens) && int(s.Doc.Tokens[to].Line) == l; to++ {
	}
	return from, to
}

// tellsOfOne tells whether something on the line of token i belongs to one person.
func (s *Finder) tellsOfOne(i int) bool {
	line := s.Doc.Tokens[i].Line
	for k := s.FirstToken(int(line)); k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Line == line; k++ {
		s.Steps++
		switch t := s.Taken[k]; t {
		case rule.PatientNumber, rule.TypeNone, rule.Date, rule.City, rule.Organisation, rule.Medication, rule.Treatment, rule.LabValue:
		default:
			return true
		}
	}
	return false
}
