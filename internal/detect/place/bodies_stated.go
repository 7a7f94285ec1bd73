package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// statedBodies finds the bodies of which only a label or the header of a column says what
// they are: "Werkgever: Van Rooij Transport", the cells below VERZEKERAAR.
func (s *Finder) statedBodies(r int) {
	for h := range s.Cues {
		hit := &s.Cues[h]
		for _, use := range s.Pack.CueUses[hit.ID] {
			if int(use.Rule) == r && use.Kind&rule.CueLeft != 0 && s.Doc.Symbol(int(hit.End)) == ':' && s.Joint(int(hit.End)+1) {
				s.stated(r, int(hit.End)+1)
			}
		}
	}
	if len(s.Table.First) == 0 {
		return
	}
	for i := range s.Doc.Tokens {
		id := s.Table.Lines[s.Doc.Tokens[i].Line]
		if id == 0 || s.Table.Cols[i] == 0 || s.Doc.Tokens[i].Kind != text.Word || !s.Doc.Tokens[i].Is(text.LineStart) && !s.FieldEdge(i-1, i) || !headed(s.Pass, id, s.Table.Cols[i]-1, rule.Organisation) {
			continue
		}
		if s.Steps++; s.Is(i, lexicon.Insurer) && s.Taken[i] == rule.TypeNone {
			s.Add(r, i, s.cellEnd(i), s.Pack.Rules[r].Scores.Bare, pass.ByColumn)
			continue
		}
		s.stated(r, i)
	}
}

// maxStated is how many words the name of a body has at most.
const maxStated = 5

// stated adds the capitalised words from token i on, small words between them.
func (s *Finder) stated(r, i int) {
	end := i
	for k := i; k < len(s.Doc.Tokens) && k < i+maxStated && s.Doc.Tokens[k].Kind == text.Word && s.Taken[k] == rule.TypeNone && (k == i || !s.Doc.Tokens[k].Is(text.LineStart)); k++ {
		switch t := &s.Doc.Tokens[k]; {
		case t.Is(text.Capital):
			end = k + 1
		case k > i && s.Is(k, lexicon.Interfix|lexicon.Connector):
		default:
			k = len(s.Doc.Tokens)
		}
	}
	if end > i && s.Doc.Tokens[i].Is(text.Capital) && s.Doc.Tokens[i].Len() > 1 && !(end == i+1 && s.Is(i, lexicon.Common|lexicon.Title|lexicon.CueStart)) {
		s.Add(r, i, end, s.Pack.Rules[r].Scores.Bare, pass.ByLabel)
	}
}

// cellEnd gives the token after the words of the cell that token i starts.
func (s *Finder) cellEnd(i int) int {
	k := i + 1
	for k < len(s.Doc.Tokens) && k < i+4 && s.Doc.Tokens[k].Kind == text.Word && !s.Doc.Tokens[k].Is(text.LineStart) && s.Table.Cols[k] == s.Table.Cols[i] {
		k++
	}
	return k
}
