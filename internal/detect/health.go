package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
)

// health finds the terms of the typed word lists.
func (s *scan) health() {
	for i := 0; i < len(s.doc.Tokens); i++ {
		if !s.is(i, lexicon.PhraseStart) {
			continue
		}
		end, id, ok := s.pack.Phrases.Longest(&s.doc, i)
		if !ok {
			continue
		}
		for _, r := range s.pack.With(rule.MatchHealth) {
			if s.pack.Rules[r].Type == s.pack.Terms[id].Type {
				s.add(r, i, end, 0.9, ByList)
				i = end - 1
				break
			}
		}
	}
}
