package name

import (
	"bytes"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// notPerson tells whether the words in and around the name at tokens [i, j) show
// that it belongs to a street, an institution, a disease or test, or is a blank in
// a form. A title before the name counts against most of that.
func (s *Finder) notPerson(i, j int, titled bool) bool {
	return s.isStreet(i, j) || s.isCompany(i, j) || s.isBody(i, j, titled) || !titled && (s.isEponym(i, j) || s.namesThing(i, j) || s.isLabelled(i, j) || s.isDosed(i, j) || s.isCited(i, j) || s.isPackage(i, j))
}

// isStreet: the last word, or the one after it, is a kind of street.
func (s *Finder) isStreet(i, j int) bool {
	if endsAsStreet(s.Doc.Word(j - 1)) {
		return true
	}
	if s.titleBefore(i) < i && s.unlistedWeg(j-1) {
		return true
	}
	return s.wordBehind(j) && s.Is(j, lexicon.StreetType) && (s.Doc.Tokens[j].Is(text.Capital) || !s.Doc.Tokens[i].Is(text.Capital) || s.numberAt(j+1))
}

// unlistedWeg tells whether token i ends as a road or park and is on no list of names.
func (s *Finder) unlistedWeg(i int) bool {
	if s.Is(i, lexicon.Surname|lexicon.Given) {
		return false
	}
	for _, end := range roadEnds {
		if w := s.Doc.Word(i); len(w) >= len(end)+4 && bytes.EqualFold(w[len(w)-len(end):], end) {
			return true
		}
	}
	return false
}

var roadEnds = [][]byte{[]byte("weg"), []byte("pad"), []byte("steeg"), []byte("park"), []byte("brug"), []byte("hof"), []byte("kazerne")}

// numberAt tells whether token i is a number.
func (s *Finder) numberAt(i int) bool {
	return i < len(s.Doc.Tokens) && s.Doc.Tokens[i].Kind == text.Number
}

// wordBehind tells whether token j follows the one before it on the same line, as a
// word or after a hyphen.
func (s *Finder) wordBehind(j int) bool {
	return j < len(s.Doc.Tokens) && s.Doc.Tokens[j].Kind == text.Word && !s.Doc.Tokens[j].Is(text.LineStart)
}

var streetEnds = [][]byte{
	[]byte("straat"), []byte("laan"), []byte("plein"), []byte("singel"), []byte("gracht"), []byte("kade"),
	[]byte("dreef"), []byte("plantsoen"), []byte("ziekenhuis"), []byte("kliniek"), []byte("school"),
}

func endsAsStreet(word []byte) bool {
	if len(word) < 7 {
		return false
	}
	for _, end := range streetEnds {
		if len(word) >= len(end)+3 && bytes.EqualFold(word[len(word)-len(end):], end) {
			return true
		}
	}
	return false
}

// isBody: an institution that bears the name, as in "Erasmus MC" and "Stichting
// Jan Arends".
func (s *Finder) isBody(i, j int, titled bool) bool {
	if !titled && s.wordBehind(j) && s.near(j)&nearPremises != 0 && s.Doc.Tokens[j].Is(text.Title) && s.Doc.Tokens[i].Is(text.Title) {
		return true
	}
	if s.Doc.Symbol(i-1) == ':' && s.announced(i) {
		return false // "Casemanager: Roos Bond"
	}
	if s.wordBehind(j) && s.Is(j, lexicon.Institution) && s.Doc.Tokens[j].Is(text.SpaceBefore) && !s.Is(j, lexicon.Profession) {
		return !titled || s.Doc.Tokens[j].Is(text.Capital)
	}
	return false
}

// isCompany: the form of a company stands behind or at the end of the name, as in
// "Sandoz B.V.".
func (s *Finder) isCompany(i, j int) bool {
	for k := i + 1; k <= j && k+2 < len(s.Doc.Tokens); k++ {
		if s.Doc.Symbol(k+1) != '.' || s.Doc.Tokens[k].Len() != 1 || s.Doc.Tokens[k+2].Len() != 1 || s.Doc.Tokens[k-1].Kind != text.Word {
			continue
		}
		switch s.Doc.Word(k)[0] | 0x20 {
		case 'b', 'n', 'c':
			return s.Doc.Word(k + 2)[0]|0x20 == 'v'
		}
	}
	return false
}

// isEponym: a disease or test that bears the name, as in "ziekte van Crohn", or no
// more than interfixes.
func (s *Finder) isEponym(i, j int) bool {
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Word && !s.Is(k, lexicon.Eponym) && (!s.Is(k, lexicon.Interfix) || t.Len() == 1 && t.Is(text.Capital)) {
			return false
		}
	}
	return true
}
