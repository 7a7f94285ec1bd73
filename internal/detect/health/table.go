package health

import (
	"dijkwacht/internal/detect/pass"
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
func (s *Finder) healthColumn(i, end, r int) {
	h := &s.healthPass
	line := int(s.Doc.Tokens[i].Line)
	if line < h.tableEnd && line != h.tableHead || !s.fieldAlone(i, end) || line+1 >= len(s.Doc.Lines) {
		return
	}
	head := s.Line(line)
	delim, fields := pass.Delimiter(head)
	if fields < 2 {
		return
	}
	if line != h.tableHead {
		h.tableHead, h.tableEnd, h.columns = line, line+1, 0
		for h.tableEnd < len(s.Doc.Lines) && pass.CountFields(s.Line(h.tableEnd), delim) == fields {
			h.tableEnd++
		}
	}
	if h.columns++; h.columns > maxHealthColumns {
		return
	}
	col := pass.ColumnIn(s.Doc.Norm[s.Doc.Lines[line]:s.Doc.Tokens[i].Start], delim)
	for l := line + 1; l < h.tableEnd; l++ {
		s.Steps++
		from, to := s.field(l, col, delim)
		s.cell(r, from, to)
	}
}

// fieldAlone tells whether tokens [i, end) are a whole field of their line.
func (s *Finder) fieldAlone(i, end int) bool {
	norm := s.Doc.Norm
	at := s.Doc.Tokens[end-1].End
	for at < uint32(len(norm)) && (norm[at] == ' ' || norm[at] == '"' || norm[at] == '\r') {
		at++
	}
	if at < uint32(len(norm)) && !fieldSign(norm[at]) {
		return false
	}
	at = s.Doc.Tokens[i].Start
	for at > 0 && (norm[at-1] == ' ' || norm[at-1] == '"' || norm[at-1] == '*') {
		at--
	}
	return at == 0 || fieldSign(norm[at-1])
}

func fieldSign(c byte) bool {
	return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '(' || c == '['
}

// field gives the bytes of a field of a line, without quotes and space around it.
func (s *Finder) field(l, col int, delim byte) (from, to uint32) {
	norm := s.Doc.Norm
	from = s.Doc.Lines[l]
	stop := uint32(len(norm))
	if l+1 < len(s.Doc.Lines) {
		stop = s.Doc.Lines[l+1] - 1
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
func (s *Finder) cell(r int, from, to uint32) {
	if to <= from || to-from > maxCell {
		return
	}
	k := pass.KindsOf(s.Doc.Norm[from:to])
	i := s.TokenEndingAfter(from)
	if s.Pack.Rules[r].Matcher == rule.MatchLab {
		if k.Digits > 0 && k.Digits+k.Symbols >= k.Letters && to-from <= 16 || pass.Digit(s.Doc.Norm[from]) && k.Letters <= 10 && to-from <= 20 || k.Letters > 0 && s.beside(i)&besideResult != 0 {
			s.AddBytes(r, from, to, cellScore, pass.ByColumn)
			s.Mark(from, to, rule.LabValue)
		}
		return
	}
	if k.Letters < 2 || s.besideNothing(i) || pass.Placeholder(s.Doc.Norm[from:to]) {
		return
	}
	typ := s.Pack.Rules[r].Type
	for j := i; j < len(s.Doc.Tokens) && s.Doc.Tokens[j].Start < to; j++ {
		t := s.Taken[j]
		switch {
		case t.Group() == rule.GroupHealth && t != rule.LabValue:
			typ = t
		case t != rule.TypeNone:
			return
		}
	}
	if own := s.healthPass.term[typ]; own != rule.NoRule {
		s.AddBytes(own, from, to, 0.96, pass.ByColumn)
		s.Mark(from, to, typ)
	}
}

// besideNothing tells whether token i says that there is nothing: geen, n.v.t.
func (s *Finder) besideNothing(i int) bool {
	return i >= len(s.Doc.Tokens) || s.Is(i, lexicon.Negation) || s.beside(i)&besideNone != 0 || s.Doc.Tokens[i].Kind == text.Symbol && s.Doc.Symbol(i) != '('
}

// labelledHealth reads the columns and the labelled values of the cues of health
// rules: "Diagnose: open been".
func (s *Finder) labelledHealth() {
	for c := range s.Cues {
		hit := &s.Cues[c]
		for _, use := range s.Pack.CueUses[hit.ID] {
			r := int(use.Rule)
			if s.Pack.Rules[r].Matcher != rule.MatchHealth {
				continue
			}
			if use.Kind&rule.CueColumn != 0 {
				s.healthColumn(int(hit.Start), int(hit.End), r)
			}
			if use.Kind&rule.CueLeft != 0 {
				s.healthValue(r, int(hit.End))
			}
		}
	}
}

// healthValue reads what stands behind a label with a colon, up to the first sign
// that ends it, when nothing in it is known yet.
func (s *Finder) healthValue(r, end int) {
	if c := s.Doc.Symbol(end); c != ':' && c != '=' || !s.Joint(end+1) {
		return
	}
	i := end + 1
	j := i
	letters := 0
	for ; j < len(s.Doc.Tokens) && j < i+maxValueWords && s.Doc.Tokens[j].Line == s.Doc.Tokens[end].Line; j++ {
		t := &s.Doc.Tokens[j]
		if t.Kind == text.Symbol {
			if c := s.Doc.Symbol(j); c != '-' && c != '\'' && c != '+' {
				break
			}
		}
		if s.Taken[j] != rule.TypeNone || s.Is(j, lexicon.Title) {
			return
		}
		if t.Kind == text.Word {
			letters += t.Len()
		}
	}
	if letters < 4 || s.besideNothing(i) || j == i+maxValueWords || s.Doc.Symbol(j) == ':' {
		return
	}
	s.Add(r, i, j, s.Pack.Rules[r].Scores.Near, pass.ByLabel)
}
