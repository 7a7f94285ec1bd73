package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The limits of what is read as a column or labelled value of health data.
const (
	maxHealthColumns = 12 // of one table
	maxCell          = 90 // bytes
	maxValueWords    = 9  // behind a label
	cellScore        = 0.9
)

// healthColumns reads the columns that a header at token i may head: cells below
// an analyte are results, cells below a cue of a health rule are of its type.
func (s *scan) healthColumn(i, end, r int) {
	h := &s.healthPass
	line := int(s.doc.Tokens[i].Line)
	if line < h.tableEnd && line != h.tableHead || !s.fieldAlone(i, end) || line+1 >= len(s.doc.Lines) {
		return
	}
	head := s.line(line)
	delim, fields := delimiter(head)
	if fields < 2 {
		return
	}
	if line != h.tableHead {
		h.tableHead, h.tableEnd, h.columns = line, line+1, 0
		for h.tableEnd < len(s.doc.Lines) && countFields(s.line(h.tableEnd), delim) == fields {
			h.tableEnd++
		}
	}
	if h.columns++; h.columns > maxHealthColumns {
		return
	}
	col := columnIn(s.doc.Norm[s.doc.Lines[line]:s.doc.Tokens[i].Start], delim)
	for l := line + 1; l < h.tableEnd; l++ {
		s.steps++
		from, to := s.field(l, col, delim)
		s.cell(r, from, to)
	}
}

// fieldAlone tells whether tokens [i, end) are a whole field of their line.
func (s *scan) fieldAlone(i, end int) bool {
	norm := s.doc.Norm
	at := s.doc.Tokens[end-1].End
	for at < uint32(len(norm)) && (norm[at] == ' ' || norm[at] == '"' || norm[at] == '\r') {
		at++
	}
	if at < uint32(len(norm)) && !fieldSign(norm[at]) {
		return false
	}
	at = s.doc.Tokens[i].Start
	for at > 0 && (norm[at-1] == ' ' || norm[at-1] == '"' || norm[at-1] == '*') {
		at--
	}
	return at == 0 || fieldSign(norm[at-1])
}

func fieldSign(c byte) bool {
	return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '(' || c == '['
}

// field gives the bytes of a field of a line, without quotes and space around it.
func (s *scan) field(l, col int, delim byte) (from, to uint32) {
	norm := s.doc.Norm
	from = s.doc.Lines[l]
	stop := uint32(len(norm))
	if l+1 < len(s.doc.Lines) {
		stop = s.doc.Lines[l+1] - 1
	}
	quoted := false
	for at := from; ; at++ {
		if at == stop || norm[at] == delim && !quoted {
			if col == 0 {
				to = at
				break
			}
			if at == stop {
				return from, from
			}
			col--
			from = at + 1
			continue
		}
		if norm[at] == '"' && delim != '\t' && delim != '|' {
			quoted = !quoted
		}
	}
	for from < to && (norm[from] <= ' ' || norm[from] == '"') {
		from++
	}
	for to > from && (norm[to-1] <= ' ' || norm[to-1] == '"') {
		to--
	}
	return from, to
}

// cell adds the cell in bytes [from, to) when it holds a value of the rule.
func (s *scan) cell(r int, from, to uint32) {
	if to <= from || to-from > maxCell {
		return
	}
	k := kindsOf(s.doc.Norm[from:to])
	i := s.tokenEndingAfter(from)
	if s.pack.Rules[r].Matcher == rule.MatchLab {
		if k.digits > 0 && k.digits+k.symbols >= k.letters && to-from <= 16 || digit(s.doc.Norm[from]) && k.letters <= 10 && to-from <= 20 || k.letters > 0 && s.beside(i)&besideResult != 0 {
			s.addBytes(r, from, to, cellScore, ByColumn)
			s.mark(from, to, rule.LabValue)
		}
		return
	}
	if k.letters < 2 || s.besideNothing(i) || placeholder(s.doc.Norm[from:to]) {
		return
	}
	typ := s.pack.Rules[r].Type
	for j := i; j < len(s.doc.Tokens) && s.doc.Tokens[j].Start < to; j++ {
		t := s.taken[j]
		switch {
		case t.Group() == rule.GroupHealth && t != rule.LabValue:
			typ = t
		case t != rule.TypeNone:
			return
		}
	}
	if own := s.healthPass.term[typ]; own != rule.NoRule {
		s.addBytes(own, from, to, 0.96, ByColumn)
		s.mark(from, to, typ)
	}
}

// besideNothing tells whether token i says that there is nothing: geen, n.v.t.
func (s *scan) besideNothing(i int) bool {
	return i >= len(s.doc.Tokens) || s.is(i, lexicon.Negation) || s.beside(i)&besideNone != 0 || s.doc.Tokens[i].Kind == text.Symbol && s.doc.Symbol(i) != '('
}

// labelledHealth reads the columns and the labelled values of the cues of health
// rules: "Diagnose: open been".
func (s *scan) labelledHealth() {
	for c := range s.cues {
		hit := &s.cues[c]
		for _, use := range s.pack.CueUses[hit.id] {
			r := int(use.Rule)
			if s.pack.Rules[r].Matcher != rule.MatchHealth {
				continue
			}
			if use.Kind&rule.CueColumn != 0 {
				s.healthColumn(int(hit.start), int(hit.end), r)
			}
			if use.Kind&rule.CueLeft != 0 {
				s.healthValue(r, int(hit.end))
			}
		}
	}
}

// healthValue reads what stands behind a label with a colon, up to the first sign
// that ends it, when nothing in it is known yet.
func (s *scan) healthValue(r, end int) {
	if c := s.doc.Symbol(end); c != ':' && c != '=' || !s.joint(end+1) {
		return
	}
	i := end + 1
	j := i
	letters := 0
	for ; j < len(s.doc.Tokens) && j < i+maxValueWords && s.doc.Tokens[j].Line == s.doc.Tokens[end].Line; j++ {
		t := &s.doc.Tokens[j]
		if t.Kind == text.Symbol {
			if c := s.doc.Symbol(j); c != '-' && c != '\'' && c != '+' {
				break
			}
		}
		if s.taken[j] != rule.TypeNone || s.is(j, lexicon.Title) {
			return
		}
		if t.Kind == text.Word {
			letters += t.Len()
		}
	}
	if letters < 4 || s.besideNothing(i) || j == i+maxValueWords || s.doc.Symbol(j) == ':' {
		return
	}
	s.add(r, i, j, s.pack.Rules[r].Scores.Near, ByLabel)
}
