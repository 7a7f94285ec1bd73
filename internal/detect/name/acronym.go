package name

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// acronymNeeds is the margin of a short word in capitals among words that are not.
const acronymNeeds = 260

// longestAcronym is the length of the longest word in capitals that is more often an
// abbreviation than a name.
const longestAcronym = 5

// acronym tells whether tokens [i, j) are one short word in capitals, behind interfixes
// or none, that stands among others that are not.
func (s *Finder) acronym(i, j int) bool {
	for i+1 < j && s.Is(i, lexicon.Interfix) && !s.Doc.Tokens[i].Is(text.Capital) {
		i++
	}
	t := &s.Doc.Tokens[i]
	if j != i+1 || !t.Is(text.Upper) || t.Len() > longestAcronym {
		return false
	}
	for k := max(0, i-3); k < min(len(s.Doc.Tokens), i+4); k++ {
		if n := &s.Doc.Tokens[k]; n.Kind == text.Word && n.Len() > 1 && !n.Is(text.Upper) {
			return true
		}
	}
	return false
}
