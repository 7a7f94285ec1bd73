package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

var (
	hashVan  = text.HashWord("van")
	hashAan  = text.HashWord("aan")
	hashBij  = text.HashWord("bij")
	hashVoor = text.HashWord("voor")
	hashHet  = text.HashWord("het")
)

// fallsBefore tells whether token i is an interfix that is a preposition or article
// of the language too.
func (s *scan) fallsBefore(i int) bool {
	switch s.doc.Tokens[i].Hash {
	case hashVan, hashAan, hashBij, hashVoor, hashDe, hashHet:
		return true
	}
	return false
}

// trimRole takes words off the start of a name that say whose it is or who the
// person is: "van" before a given name, as in "de uitslag van Anna Bakker", and
// "Vriend" before "Kamil".
func (s *scan) trimRole(i, j int) int {
	if i+1 < j && s.is(i, lexicon.Kin) && !s.is(i, lexicon.Title|lexicon.Given|lexicon.Surname) && s.doc.Tokens[i+1].Kind == text.Word {
		i++
	}
	if i+1 >= j || !s.fallsBefore(i) || s.doc.Tokens[i].Is(text.Capital) && !s.doc.Tokens[i].Is(text.Upper) || !s.is(i+1, lexicon.Given) || s.titleBefore(i) < i {
		return i
	}
	if !s.is(i+1, lexicon.Surname) {
		return i + 1
	}
	if i+2 < j && s.doc.Tokens[i+2].Kind == text.Word && (s.doc.Tokens[i+2].Len() == 1 || s.is(i+2, lexicon.Surname|lexicon.Interfix) || s.doc.Tokens[i+2].Is(text.Capital)) {
		return i + 1
	}
	return i
}

// cutGap ends the name before a gap of two spaces or more, as between columns,
// unless its letters are set apart.
func (s *scan) cutGap(i, j int) int {
	for k := i + 1; k < j; k++ {
		if s.doc.Tokens[k].Start > s.doc.Tokens[k-1].End+1 && (s.doc.Tokens[k].Len() > 1 || s.doc.Tokens[k-1].Len() > 1) && s.doc.Tokens[k-1].Kind == text.Word {
			return k
		}
	}
	return j
}

// cutPlace ends the name before "van" and a word that is no surname: "Tonnie van het
// pannenkoekhuis", "henk jan van de voedselbank".
func (s *scan) cutPlace(i, j int) int {
	k := j - 1
	if k <= i+1 || s.is(k, lexicon.Surname) || s.doc.Tokens[k].Kind != text.Word || !s.is(k-1, lexicon.Interfix) {
		return j
	}
	lower := s.doc.Tokens[i].Is(text.Title) && !s.doc.Tokens[k].Is(text.Capital)
	if !lower && !(s.is(k, lexicon.Common) && !s.doc.Tokens[k].Is(text.Title)) {
		return j
	}
	for k--; k > i && s.is(k, lexicon.Interfix); k-- {
		if s.doc.Tokens[k].Hash == hashVan && s.is(k-1, lexicon.Given|lexicon.Surname) {
			return k
		}
	}
	return j
}

// cutBracket ends the name before a bracket that does not close within it.
func (s *scan) cutBracket(i, j int) int {
	open, at := 0, j
	for k := i; k < j; k++ {
		switch s.doc.Symbol(k) {
		case '(':
			if open++; open == 1 {
				at = k
			}
		case ')':
			open--
		}
	}
	if open > 0 && at > i && s.doc.Symbol(j) != ')' {
		return at
	}
	return j
}
