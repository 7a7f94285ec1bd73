package name

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// joinedMiss is how far below zero the margin of a given name may be when a sign or word
// joins it to the name before it, as in "Bo en Sterre".
const joinedMiss = -160

// joinedScore is the score of such a name.
const joinedScore = 0.87

// joined tells whether token i, with a capital and in the list of given names, is joined
// to the name that was found before it.
func (s *Finder) joined(i int) bool {
	p := &s.namePass
	t := &s.Doc.Tokens[i]
	if len(p.spans) == 0 || i < 2 || !t.Is(text.Title) || t.Is(text.LineStart) || !s.Is(i, lexicon.Given) || p.view.Margins[i] < joinedMiss {
		return false
	}
	last := &p.spans[len(p.spans)-1]
	return last.to == i-1 && s.joins(i-1)
}

// joins tells whether token k joins two names.
func (s *Finder) joins(k int) bool {
	switch s.Doc.Symbol(k) {
	case ',', '&', '/', '+':
		return true
	}
	switch s.Doc.Tokens[k].Hash {
	case hashEn, hashAnd, hashOf, hashOr:
		return true
	}
	return false
}

var (
	hashEn  = text.HashWord("en")
	hashAnd = text.HashWord("and")
	hashOf  = text.HashWord("of")
	hashOr  = text.HashWord("or")
)
