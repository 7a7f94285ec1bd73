package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// statedBodies finds the bodies of which only a label or the header of a column says what
// they are: "Werkgever: Van Rooij Transport", the cells below VERZEKERAAR.
func (s *scan) statedBodies(r int) {
	for h := range s.cues {
		hit := &s.cues[h]
		for _, use := range s.pack.CueUses[hit.id] {
			if int(use.Rule) == r && use.Kind&rule.CueLeft != 0 && s.doc.Symbol(int(hit.end)) == ':' && s.joint(int(hit.end)+1) {
				s.stated(r, int(hit.end)+1)
			}
		}
	}
	if len(s.table.first) == 0 {
		return
	}
	for i := range s.doc.Tokens {
		id := s.table.lines[s.doc.Tokens[i].Line]
		if id == 0 || s.table.cols[i] == 0 || s.doc.Tokens[i].Kind != text.Word || !s.doc.Tokens[i].Is(text.LineStart) && !s.fieldEdge(i-1, i) || !s.headed(id, s.table.cols[i]-1, rule.Organisation) {
			continue
		}
		if s.steps++; s.is(i, lexicon.Insurer) && s.taken[i] == rule.TypeNone {
			s.add(r, i, s.cellEnd(i), s.pack.Rules[r].Scores.Bare, ByColumn)
			continue
		}
		s.stated(r, i)
	}
}

// maxStated is how many words the name of a body has at most.
const maxStated = 5

// stated adds the capitalised words from token i on, small words between them.
func (s *scan) stated(r, i int) {
	end := i
	for k := i; k < len(s.doc.Tokens) && k < i+maxStated && s.doc.Tokens[k].Kind == text.Word && s.taken[k] == rule.TypeNone && (k == i || !s.doc.Tokens[k].Is(text.LineStart)); k++ {
		switch t := &s.doc.Tokens[k]; {
		case t.Is(text.Capital):
			end = k + 1
		case k > i && s.is(k, lexicon.Interfix|lexicon.Connector):
		default:
			k = len(s.doc.Tokens)
		}
	}
	if end > i && s.doc.Tokens[i].Is(text.Capital) && s.doc.Tokens[i].Len() > 1 && !(end == i+1 && s.is(i, lexicon.Common|lexicon.Title|lexicon.CueStart)) {
		s.add(r, i, end, s.pack.Rules[r].Scores.Bare, ByLabel)
	}
}

// cellEnd gives the token after the words of the cell that token i starts.
func (s *scan) cellEnd(i int) int {
	k := i + 1
	for k < len(s.doc.Tokens) && k < i+4 && s.doc.Tokens[k].Kind == text.Word && !s.doc.Tokens[k].Is(text.LineStart) && s.table.cols[k] == s.table.cols[i] {
		k++
	}
	return k
}
