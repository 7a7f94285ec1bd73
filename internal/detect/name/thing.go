package name

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// namesThing: a procedure, test, law or disease that bears the name, by the word
// behind it ("Hartmann-procedure") or before it ("teken van Homans").
func (s *Finder) namesThing(i, j int) bool {
	eponym, given, words := false, false, 0
	for k := i; k < j; k++ {
		switch {
		case s.Doc.Symbol(k) == '.':
			return false // initials
		case s.Doc.Tokens[k].Kind != text.Word || s.Is(k, lexicon.Interfix) && !s.Is(k, lexicon.Eponym):
			continue
		}
		words++
		eponym = eponym || s.Is(k, lexicon.Eponym)
		given = given || s.Is(k, lexicon.Given) && !s.Is(k, lexicon.Surname)
	}
	if given && words > 1 && !eponym {
		return false
	}
	return s.thingBehind(i, j, eponym) || s.thingBefore(i, eponym)
}

// thingBehind: the word after the name, over a hyphen, is what bears it. After a
// space a surname on the lists may be that of a person with a score or a tumour.
func (s *Finder) thingBehind(i, j int, eponym bool) bool {
	k, glued := j, false
	if s.Doc.Symbol(k) == '-' && k+1 < len(s.Doc.Tokens) && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
		k, glued = k+1, true
	}
	if k > i+1 && s.near(k-1)&nearThing != 0 && s.Doc.Symbol(k-2) == '-' {
		return true // the thing itself was read as a part of the name
	}
	if !s.wordBehind(k) || s.near(k)&nearThing == 0 {
		return false
	}
	owns := s.Doc.Tokens[j-1].Is(text.Apostrophe)
	return glued || eponym || owns || !s.Is(j-1, lexicon.Surname) && !s.announced(i)
}

// thingBefore: "van" and the thing stand before the name, or the thing was read as
// its first word. A fracture is a patient's more often than an eponym.
func (s *Finder) thingBefore(i int, eponym bool) bool {
	of := i - 1
	switch {
	case s.near(i)&nearOf != 0:
		of = i
	case s.near(i+1)&nearOf != 0:
		of = i + 1
	}
	if s.near(of)&nearOf == 0 || of < 1 || s.Doc.Tokens[of].Is(text.LineStart) {
		return false
	}
	thing := s.near(of - 1)
	return thing&nearThingOf != 0 || eponym && (thing&nearIllness != 0 || s.Is(of-1, healthTerm))
}

// healthTerm are the classes of words that an eponym may follow with "van".
const healthTerm = lexicon.DiagnosisWord | lexicon.TreatmentWord | lexicon.MentalWord | lexicon.BodyPart | lexicon.HealthHead

// ordinals count things: "tweede keus", "third line".
var ordinals = pass.WordTable("eerste", "tweede", "derde", "vierde", "vijfde", "eerstelijns", "laatste", "first", "second", "third", "fourth", "fifth", "last")

// ranked tells whether the one word of the name, in lower case, is counted by the word
// before it or by the first one of the name.
func (s *Finder) ranked(i, j int) bool {
	k := j - 1
	return k <= i+1 && k > 0 && !s.Doc.Tokens[k].Is(text.Capital) && ordinals.Lookup(s.Doc.Tokens[k-1].Hash) != 0
}

// isLabelled: letters that number a list, stand for common words or say in which
// form a company is, as in "a. Plak", "e.g." and "Sandoz B.V.".
func (s *Finder) isLabelled(i, j int) bool {
	if i > 0 && s.Doc.Tokens[i].Len() == 1 && !s.Doc.Tokens[i].Is(text.SpaceBefore|text.LineStart) {
		switch s.Doc.Symbol(i - 1) {
		case '-':
			if s.Doc.Tokens[i-1].Is(text.SpaceBefore) {
				return true // "-H": an option of a command
			}
		case 0xB0, '%', '$', '\\', '@', '#':
			return true
		}
	}
	var letters [5]byte
	n := 0
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		switch {
		case t.Kind != text.Word:
			continue
		case t.Len() != 1:
			return n == 1 && letters[0] != 't' && s.Doc.Tokens[i].Is(text.LineStart) && !s.Doc.Tokens[i].Is(text.Capital) && s.Is(k, lexicon.Common)
		case n < len(letters):
			letters[n] = s.Doc.Word(k)[0] | 0x20
		}
		n++
	}
	if n == 0 || n > len(letters) {
		return n == 0
	}
	switch string(letters[:n]) {
	case "bv", "nv", "cv", "vof", "eg", "ie", "ea", "ls", "aub", "mbt", "oa", "ivm", "ipv", "dd", "pm", "am", "us", "uk", "eu", "zoz",
		"nav", "tav", "tov", "nvt", "io", "iom", "dwz", "qd", "po", "im", "sc", "iv", "prn", "cq", "mi", "va", "zn", "hs", "ps", "jl", "ism",
		"mv", "bijv", "od", "os", "tz", "sa", "md", "phd", "vc", "wc", "nb", "bgg", "mn", "adhv", "ihkv", "itt", "mmv", "nl":
		return true
	}
	return false
}

// isDosed: a word on no list of names before a dose is a medicine.
func (s *Finder) isDosed(i, j int) bool {
	return j == i+1 && j+1 < len(s.Doc.Tokens) && s.Doc.Tokens[j].Kind == text.Number && s.Is(j+1, lexicon.DoseUnit) &&
		!s.Is(i, lexicon.Given|lexicon.Surname)
}

// longestCitation bounds the tokens between a name and the year that it is cited
// with.
const longestCitation = 16

// isCited: the author of a publication, as in "(Bakker, Smit en Visser, 2022)" and
// "Roos e.a.".
func (s *Finder) isCited(i, j int) bool {
	k := j
	for ; k < len(s.Doc.Tokens) && k < j+longestCitation; k++ {
		s.Steps++
		t := &s.Doc.Tokens[k]
		w := s.Doc.Word(k)
		switch {
		case t.Kind == text.Number:
			return len(w) == 4 && (w[0] == '1' && w[1] == '9' || w[0] == '2' && w[1] == '0') && s.Doc.Symbol(k-1) == ',' &&
				(s.Doc.Symbol(k+1) == ')' || s.Doc.Symbol(k+1) == ';') && s.opened(i)
		case t.Len() == 1 && (w[0] == ',' || w[0] == '&' || w[0] == '.'):
		case string(w) == "et" && k+1 < len(s.Doc.Tokens) && string(s.Doc.Word(k+1)) == "al":
			return true
		case string(w) == "e" && s.Doc.Symbol(k+1) == '.' && k+2 < len(s.Doc.Tokens) && string(s.Doc.Word(k+2)) == "a":
			return true
		case string(w) == "en", string(w) == "and", t.Kind == text.Word && (t.Is(text.Capital) || s.Is(k, lexicon.Interfix)):
		default:
			return false
		}
	}
	return false
}

// opened tells whether a bracket opens, or a citation before it ends, within a few
// names before token i.
func (s *Finder) opened(i int) bool {
	for k := i - 1; k >= 0 && k > i-longestCitation; k-- {
		s.Steps++
		switch c := s.Doc.Symbol(k); {
		case c == '(' || c == ';':
			return true
		case c == ')':
			return false
		}
	}
	return false
}

// isPackage: the shortened name of a class in a log, as in "o.s.b.Tomcat": letters in
// lower case, glued to a word that is on no list of names.
func (s *Finder) isPackage(i, j int) bool {
	letters := 0
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		switch {
		case k > i && t.Is(text.SpaceBefore) || t.Is(text.Capital) && t.Len() == 1:
			return false
		case s.Doc.Symbol(k) == '.':
		case t.Kind == text.Word && t.Len() == 1:
			letters++
		default:
			return letters > 1 && !s.Is(k, lexicon.Surname|lexicon.Interfix)
		}
	}
	return false
}
