package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// weakHeads are the headers of columns that number anything: articles, tariffs, subjects.
var weakHeads = wordTable("nr", "id", "nummer", "record", "key", "code", "kaart", "casus")

// weakColumns takes away the numbers that only such a column makes numbers of patients, in
// rows that tell nothing of a person.
func (s *scan) weakColumns(patients int) {
	if len(s.table.first) == 0 {
		return
	}
	for k := range s.cands {
		c := &s.cands[k]
		if c.typ != rule.PatientNumber || c.evidence&ByColumn == 0 || c.evidence&ByLabel != 0 {
			continue
		}
		if i := s.tokenEndingAfter(c.start); i < len(s.doc.Tokens) && s.weakHead(i) && !s.tellsOfOne(i) {
			c.score = 0
			for n := i; n < len(s.doc.Tokens) && s.doc.Tokens[n].Start < c.end; n++ {
				s.taken[n] = rule.TypeNone
			}
		}
	}
}

// weakHead tells whether the header of the column of token i is one of weakHeads alone.
func (s *scan) weakHead(i int) bool {
	id := s.table.lines[s.doc.Tokens[i].Line]
	if id == 0 || s.table.cols[i] == 0 {
		return false
	}
	head := int(s.doc.Tokens[i].Line)
	for head > 0 && s.table.lines[head] == id {
		head--
	}
	from, to := s.fieldOf(head, s.table.cols[i]-1)
	words, weak := 0, 0
	for n := from; n < to; n++ {
		if s.doc.Tokens[n].Kind != text.Symbol {
			words++
			if weakHeads.Lookup(s.doc.Tokens[n].Hash) != 0 {
				weak++
			}
		}
	}
	return words == 1 && weak == 1
}

// fieldOf gives the tokens of column col of the header on line l.
func (s *scan) fieldOf(l int, col uint8) (from, to int) {
	delim, _ := delimiter(s.line(l))
	first := s.firstToken(l)
	n := uint8(0)
	from = first
	for k := first; k < len(s.doc.Tokens) && int(s.doc.Tokens[k].Line) == l; k++ {
		gap := delim == aligned && k > first && s.doc.Tokens[k].Start >= s.doc.Tokens[k-1].End+2 || delim == '\t' && k > first && s.doc.Norm[s.doc.Tokens[k].Start-1] == '\t'
		if !gap && (delim == aligned || delim == '\t' || s.doc.Symbol(k) != delim) {
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
	for to = from; to < len(s.doc.Tokens) && int(s.doc.Tokens[to].Line) == l; to++ {
	}
	return from, to
}

// tellsOfOne tells whether something on the line of token i belongs to one person.
func (s *scan) tellsOfOne(i int) bool {
	line := s.doc.Tokens[i].Line
	for k := s.firstToken(int(line)); k < len(s.doc.Tokens) && s.doc.Tokens[k].Line == line; k++ {
		s.steps++
		switch t := s.taken[k]; t {
		case rule.PatientNumber, rule.TypeNone, rule.Date, rule.City, rule.Organisation, rule.Medication, rule.Treatment, rule.LabValue:
		default:
			return true
		}
	}
	return false
}
