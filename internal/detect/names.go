package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// names finds capitalised words behind a title.
func (s *scan) names() {
	rules := s.pack.With(rule.MatchNames)
	if len(rules) == 0 {
		return
	}
	for i := 0; i < len(s.doc.Tokens); i++ {
		if !s.is(i, lexicon.Title) {
			continue
		}
		j := i + 1
		for j < len(s.doc.Tokens) && (s.doc.Symbol(j) == '.' || s.doc.Tokens[j].Kind == text.Word && s.doc.Tokens[j].Is(text.Capital)) {
			j++
		}
		if j > i+1 && s.doc.Symbol(j-1) != '.' {
			s.add(rules[0], i, j, 0.9, ByLabel)
			i = j - 1
		}
	}
}
