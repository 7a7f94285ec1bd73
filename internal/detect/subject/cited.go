package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// cited weighs a year in brackets behind a name. It may be a year of birth, unless
// the name ends in an initial and a full stop follows, as in a list of references.
func (s *Finder) cited(j int) int16 {
	for k := j; k < j+3; k++ {
		if s.Doc.Symbol(k) == '(' && s.yearAt(k+1) && s.Doc.Symbol(k+2) == ')' {
			if s.Doc.Symbol(k+3) == '.' && s.Doc.Symbol(j-1) == '.' || s.Doc.Symbol(k+3) == '.' && s.Doc.Symbol(j) == '.' {
				return fameLikely
			}
			return fameLikely - fameHint
		}
		if c := s.Doc.Symbol(k); c != '.' && c != ',' {
			break
		}
	}
	return 0
}

// citedWithin weighs a name that ends before token j as one in a reference within
// brackets: "(De Vries, 2020)", "(Jamison, 1993; …", "(Van der Velde et al., 2018)".
func (s *Finder) citedWithin(j int) int16 {
	k := j
	if s.HashIs(k, pass.Hash.Et) && s.HashIs(k+1, pass.Hash.Al) {
		k += 2
	}
	for s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == ',' {
		k++
	}
	if k == j || !s.yearAt(k) || s.FourDigits(k) < 1950 {
		return 0
	}
	if c := s.Doc.Symbol(k + 1); c != ')' && c != ';' {
		return 0
	}
	for b := j - 1; b >= max(0, j-12); b-- {
		switch s.Doc.Symbol(b) {
		case '(', ';':
			return fameLikely
		}
		if s.Is(b, lexicon.Title|lexicon.Kin|lexicon.PatientOf) {
			return 0
		}
	}
	return 0
}

// Texts that name this many well-known persons, or give this many references, hardly
// speak of private ones.
const (
	manyRenowned = 2
	manyCited    = 3
)

// judgeCompany gives the other names in a text about well-known persons, or with a
// list of references, the same weight, unless something speaks for a private person.
func (s *Finder) judgeCompany() {
	p := &s.people
	renowned, cited := 0, 0
	for i, m := range s.Marks {
		if m&(pass.MarkNumber|pass.MarkCapital) == 0 {
			continue
		}
		if s.Is(i, lexicon.PublicName|lexicon.PublicStart) && s.Doc.Tokens[i].Is(text.Capital) && s.renownedAt(i) {
			renowned++
		}
		if y := s.FourDigits(i); y >= 1950 && y <= 2100 && s.referenceYear(i) {
			cited++
		}
	}
	if renowned < manyRenowned && cited < manyCited && !s.asksOfHistory(renowned) {
		return
	}
	for i := range p.clusters {
		if c := &p.clusters[i]; !c.nameless && c.private == 0 && c.role == pass.RoleUnknown && c.name.title == 0 {
			c.public += fameLikely
		}
	}
}

// askWords open a question or request about what is generally known.
var askWords = pass.WordTable("wie", "wat", "welke", "wanneer", "waarom", "vertel", "leg", "noem", "beschrijf", "who", "what", "which", "when", "why", "tell", "explain",
	"describe", "was", "did", "klopt")

// asksOfHistory tells whether the text is a short question that names a well-known person,
// or one that asks who discovered or made something.
func (s *Finder) asksOfHistory(renowned int) bool {
	p := &s.people
	if p.firstPerson || len(s.Doc.Tokens) > 60 || len(s.Doc.Tokens) == 0 || askWords.Lookup(s.Doc.Tokens[0].Hash) == 0 {
		return false
	}
	return renowned > 0 || s.sayAt(0)&pass.SaysWho != 0 && (s.sayAt(1)|s.sayAt(2)|s.sayAt(3))&pass.SaysFame != 0
}

// renownedAt tells whether the name of a well-known person starts at token i.
func (s *Finder) renownedAt(i int) bool {
	if t := s.Taken[i]; t == rule.Hospital || t == rule.Organisation || t == rule.Address {
		return false
	}
	if s.Is(i, lexicon.PublicName) && !s.Is(i-1, lexicon.Title) {
		return !s.thingAt(i + 1)
	}
	if !s.Is(i, lexicon.PublicStart) {
		return false
	}
	end, id, ok := s.Pack.Phrases.Longest(&s.Doc, i)
	return ok && end > i+1 && s.Pack.Terms[id].Class&lexicon.PublicName != 0 && !s.thingAt(end)
}

// referenceYear tells whether the year at token i closes a reference: "(Bos, 2006)",
// "et al., 2018;", "Smit en Roos (2019)".
func (s *Finder) referenceYear(i int) bool {
	after, before := s.Doc.Symbol(i+1), s.Doc.Symbol(i-1)
	if after != ')' && after != ';' || i < 2 {
		return false
	}
	name := i - 2
	if s.Doc.Symbol(name) == '.' {
		name--
	}
	return (before == ',' || before == '(') && name >= 0 && s.Doc.Tokens[name].Kind == text.Word &&
		(s.Doc.Tokens[name].Is(text.Capital) || s.HashIs(name, pass.Hash.Al) || s.Width(name) == 1)
}
