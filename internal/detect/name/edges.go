package name

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
func (s *Finder) fallsBefore(i int) bool {
	switch s.Doc.Tokens[i].Hash {
	case hashVan, hashAan, hashBij, hashVoor, hashDe, hashHet:
		return true
	}
	return false
}

// trimRole takes words off the start of a name that say whose it is or who the
// person is: "van" before a given name, as in "de uitslag van Anna Bakker", and
// "Vriend" before "Kamil".
func (s *Finder) trimRole(i, j int) int {
	if i+1 < j && s.Is(i, lexicon.Kin) && !s.Is(i, lexicon.Title|lexicon.Given|lexicon.Surname) && s.Doc.Tokens[i+1].Kind == text.Word {
		i++
	}
	if i+1 >= j || !s.fallsBefore(i) || s.Doc.Tokens[i].Is(text.Capital) && !s.Doc.Tokens[i].Is(text.Upper) || !s.Is(i+1, lexicon.Given) || s.titleBefore(i) < i {
		return i
	}
	if !s.Is(i+1, lexicon.Surname) {
		return i + 1
	}
	if i+2 < j && s.Doc.Tokens[i+2].Kind == text.Word && (s.Doc.Tokens[i+2].Len() == 1 || s.Is(i+2, lexicon.Surname|lexicon.Interfix) || s.Doc.Tokens[i+2].Is(text.Capital)) {
		return i + 1
	}
	return i
}

// cutGap ends the name before a gap of two spaces or more, as between columns,
// unless its letters are set apart.
func (s *Finder) cutGap(i, j int) int {
	for k := i + 1; k < j; k++ {
		if s.Doc.Tokens[k].Start > s.Doc.Tokens[k-1].End+1 && (s.Doc.Tokens[k].Len() > 1 || s.Doc.Tokens[k-1].Len() > 1) && s.Doc.Tokens[k-1].Kind == text.Word {
			return k
		}
	}
	return j
}

// cutPlace ends the name before "van" and a word that is no surname: "Tonnie van het
// pannenkoekhuis", "henk jan van de voedselbank".
func (s *Finder) cutPlace(i, j int) int {
	k := j - 1
	if k <= i+1 || s.Is(k, lexicon.Surname) || s.Doc.Tokens[k].Kind != text.Word || !s.Is(k-1, lexicon.Interfix) {
		return j
	}
	lower := s.Doc.Tokens[i].Is(text.Title) && !s.Doc.Tokens[k].Is(text.Capital)
	if !lower && !(s.Is(k, lexicon.Common) && !s.Doc.Tokens[k].Is(text.Title)) {
		return j
	}
	for k--; k > i && s.Is(k, lexicon.Interfix); k-- {
		if s.Doc.Tokens[k].Hash == hashVan && s.Is(k-1, lexicon.Given|lexicon.Surname) {
			return k
		}
	}
	return j
}

// cutBracket ends the name before a bracket that does not close within it.
func (s *Finder) cutBracket(i, j int) int {
	open, at := 0, j
	for k := i; k < j; k++ {
		switch s.Doc.Symbol(k) {
		case '(':
			if open++; open == 1 {
				at = k
			}
		case ')':
			open--
		}
	}
	if open > 0 && at > i && s.Doc.Symbol(j) != ')' {
		return at
	}
	return j
}

// verbBehindTitle tells whether the name is an ordinary word in lower case behind a title,
// which the model turned down or which is a verb: "Familie wil dat …", "the doctor will".
func (s *Finder) verbBehindTitle(from, i, j int) bool {
	return j == i+1 && !s.Doc.Tokens[i].Is(text.Capital) && s.Is(i, lexicon.Common) &&
		(s.Doc.Tokens[from].Is(text.Title) && s.namePass.view.Margins[i] < 0 || s.near(i)&nearVerb != 0)
}

// officeOf tells whether the title names an office and the words behind it its place: "de
// dominee van Wijnaldum", with an article and no surname that is not a place too.
func (s *Finder) officeOf(from, i, j int) bool {
	return from > 0 && i == from+1 && s.isDe(from-1) && s.Doc.Tokens[i].Hash == hashVan && !s.Doc.Tokens[i].Is(text.Capital) &&
		(s.Is(j-1, lexicon.Place|lexicon.SmallPlace) || !s.Is(j-1, lexicon.Surname))
}
