package name

import (
	"sort"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// nameHeads are the words that head a column of names.
const nameHeads = lexicon.NameLabel | lexicon.PatientOf | lexicon.Profession | lexicon.Kin

// columnScore is the score of a name that only the head of its column speaks for.
const columnScore = 0.87

// What the head of a column makes of it.
const (
	columnPlain  = iota
	columnNames  // its cells are names: "naam", "achternaam"
	columnPeople // its cells tell persons: "bewoner", "arts"
	columnParts  // its cells are initials or interfixes: "voorl.", "tussenvoegsel"
)

// nameColumns takes the cells below a head such as "naam" or "bewoner" for names
// where the model found none.
func (s *Finder) nameColumns() {
	next, found := 0, len(s.namePass.spans)
	for i, c := range s.Classes {
		if c&nameHeads == 0 && !s.partHead(i) || i < next || int(s.Doc.Tokens[i].Line)+1 >= len(s.Doc.Lines) || !s.fieldStart(i) {
			continue
		}
		next = s.namesBelow(i, found)
	}
}

// fieldStart tells whether token i can open a field of a table.
func (s *Finder) fieldStart(i int) bool {
	if i == 0 || s.Doc.Tokens[i].Is(text.LineStart) {
		return true
	}
	switch s.Doc.Symbol(i - 1) {
	case '|', ';', ',', '"':
		return true
	}
	gap := s.Doc.Norm[s.Doc.Tokens[i-1].End:s.Doc.Tokens[i].Start]
	return len(gap) > 1 || len(gap) == 1 && gap[0] == '\t'
}

// namesBelow reads the lines below the head of a table, whose first head of names
// is token i. It returns the token from which on another table may start.
func (s *Finder) namesBelow(i, found int) int {
	h := int(s.Doc.Tokens[i].Line)
	delim, fields := pass.Delimiter(s.Line(h))
	if fields < 2 || pass.LongNumber(s.Line(h)) {
		return s.FirstToken(h + 1)
	}
	cols := &s.namePass.columns
	*cols = [pass.MaxColumns + 1]byte{}
	at := s.namePass.fields(s)
	body := s.Columns(s.FirstToken(h), h, delim, at)
	for k := i; k < body; k++ {
		switch {
		case s.partHead(k) && s.fieldStart(k):
			cols[at[k]-1] = columnParts
		case s.Classes[k]&nameHeads == 0 || !s.fieldStart(k):
		case s.Classes[k]&lexicon.NameLabel != 0:
			cols[at[k]-1] = columnNames
		default:
			cols[at[k]-1] = columnPeople
		}
	}
	for l := h + 1; l < len(s.Doc.Lines) && body < len(s.Doc.Tokens); l++ {
		row := s.Line(l)
		if len(row) > pass.MaxTableLine || pass.CountFields(row, delim) != fields {
			break
		}
		end := s.Columns(body, l, delim, at)
		s.Steps += end - body
		for k := body; k < end; {
			j := k + 1
			for j < end && at[j] == at[k] {
				j++
			}
			if kind := cols[at[k]-1]; kind != columnPlain {
				s.cellName(k, j, kind, found)
			}
			k = j
		}
		body = end
	}
	return body
}

// partHeads head a column of initials or interfixes.
var partHeads = pass.WordTable("init", "initialen", "initials", "voorl", "voorletter", "voorletters", "vl", "vrl", "tussenv", "tussenvoegsel", "tussenvoegsels", "tv", "voorvoegsel",
	"voorvoegsels", "prefix", "middle")

func (s *Finder) partHead(i int) bool { return partHeads.Lookup(s.Doc.Tokens[i].Hash) != 0 }

// cellPart adds the initials or interfixes that fill the cell of tokens [i, j).
func (s *Finder) cellPart(i, j, found int) {
	words := 0
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		switch {
		case t.Kind == text.Word && (t.Len() <= 4 || s.Is(k, lexicon.Interfix|lexicon.Given)):
			words++
		case t.Kind != text.Symbol:
			return
		}
	}
	if p := &s.namePass; words > 0 && words <= longestCell && !p.overlaps(found, i, j) {
		p.spans = append(p.spans, nameSpan{from: i, to: j, score: columnScore, evidence: pass.ByColumn})
	}
}

// fields is memory for the column of each token.
func (p *namePass) fields(s *Finder) []uint8 {
	p.cols = pass.Resize(p.cols, len(s.Doc.Tokens))
	return p.cols
}

// overlaps tells whether one of the first n names overlaps tokens [i, j).
func (p *namePass) overlaps(n, i, j int) bool {
	k := sort.Search(n, func(k int) bool { return p.spans[k].to > i })
	return k < n && p.spans[k].from < j
}

// longestCell is how many words a cell with one name holds at most.
const longestCell = 6

// cellName adds the name that fills the cell of tokens [i, j), if it looks like one.
func (s *Finder) cellName(i, j int, kind byte, found int) {
	for i < j && s.Doc.Tokens[i].Kind == text.Symbol && s.Doc.Symbol(i) != '\'' {
		i++
	}
	for i < j && s.Doc.Tokens[j-1].Kind == text.Symbol && s.Doc.Symbol(j-1) != '.' && s.Doc.Symbol(j-1) != ')' {
		j--
	}
	if kind == columnParts {
		s.cellPart(i, j, found)
		return
	}
	words, names := 0, 0
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		switch {
		case s.namePass.view.Barred[k]:
			return
		case t.Kind == text.Symbol:
			continue
		case t.Kind != text.Word:
			return
		}
		words++
		switch {
		case t.Len() == 1 || s.Is(k, lexicon.Interfix|lexicon.Title):
		case s.Is(k, lexicon.Given|lexicon.Surname|lexicon.ProperNoun):
			names++
		case s.Classes[k]&cellWords != 0:
			return
		case kind == columnNames || t.Is(text.Title):
			names++
		}
	}
	if words == 0 || words > longestCell || names == 0 && !(words > 1 && kind == columnNames) {
		return
	}
	p := &s.namePass
	if p.overlaps(found, i, j) {
		return
	}
	p.spans = append(p.spans, nameSpan{from: i, to: j, score: columnScore, evidence: pass.ByColumn})
}

// cellWords are no names, whatever the head of their column says.
const cellWords = lexicon.Common | lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord | lexicon.Analyte |
	lexicon.HealthAbbr | lexicon.Kin | lexicon.PatientOf | lexicon.Profession | lexicon.NameLabel | lexicon.Negation | lexicon.Month | lexicon.Weekday |
	lexicon.Institution | lexicon.Example | lexicon.NumberWord | lexicon.Greeting | lexicon.Closing
