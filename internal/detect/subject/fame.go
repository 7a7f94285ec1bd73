package subject

import (
	"bytes"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// isPrivate weighs what was found: without evidence a named person is private.
func (c *cluster) isPrivate() bool { return c.public < fameLikely || c.private > c.public }

// Weights of evidence that a person is public, historical or invented.
const (
	invention  = 90 // the whole text is invented
	fameSure   = 6  // wie was …, a life that ended long ago
	fameLikely = 3  // a word of fame beside the name, a citation
	fameHint   = 1
)

// judgeFame reads the words around mention m for a public, historical or invented
// person, and for names of things. Persons named in one row share what is found.
func (s *Finder) judgeFame(m int, at tokenSpan, c *cluster) {
	p := &s.people
	from, to := int(at.from), int(at.to)
	if m > 0 && s.listed(p.mentions[m-1], from) {
		before := &p.clusters[p.mentions[m-1].cluster]
		defer func() { shareFame(before, c) }()
	}
	c.public += s.fameBefore(from, c.name.title != 0) + s.fameAfter(to, c.name.title != 0)
	c.speaks = c.speaks || s.Doc.Tokens[from].Is(text.LineStart) && s.Doc.Symbol(to) == ':' && s.Is(from, lexicon.Given)
	c.acts = c.acts || s.Is(to-1, lexicon.Given) && s.Doc.Tokens[to-1].Is(text.Title) && s.actsAt(to)
	if s.longAgo(from, to) {
		c.public += fameSure
	}
	c.public += s.wellKnown(from, to, c)
	for i := from; i < to; i++ {
		switch {
		case s.Doc.Symbol(i) == '&':
			c.public += fameHint
		case s.sayAt(i)&(pass.SaysFame|pass.SaysWorks) != 0:
			c.public += fameLikely
		}
	}
	c.public += max(s.office(from-1), s.office(from))
	if s.exampleBeside(from, to) || s.sampleName(from, to) {
		c.public += fameSure
		c.sample = true
	}
}

// wellKnown weighs a name that is in the list of public persons: the full name says
// much, the surname alone little when a title goes before it.
func (s *Finder) wellKnown(from, to int, c *cluster) int16 {
	for i := max(0, from-2); i < to; i++ {
		if s.Is(i, lexicon.PublicStart) {
			end, id, ok := s.Pack.Phrases.Longest(&s.Doc, i)
			if ok && end > from && end > i+1 && s.Pack.Terms[id].Class&lexicon.PublicName != 0 {
				return fameSure
			}
		}
		if i >= from && s.Is(i, lexicon.PublicName) && c.name.title == 0 && c.name.n == 1 {
			return fameLikely
		}
	}
	return 0
}

// office weighs the word before a name or at its start: those who bear it are known to
// all, or to a town.
func (s *Finder) office(i int) int16 {
	switch {
	case s.sayAt(i)&pass.SaysOffice != 0:
		return fameSure
	case s.HashIs(i, pass.Hash.Burgemeester), s.HashIs(i, pass.Hash.Wethouder), s.HashIs(i, pass.Hash.Mayor):
		return fameLikely
	}
	return 0
}

// shareFame gives two persons in one row the fame of either, unless something speaks
// for a private person.
func shareFame(a, b *cluster) {
	switch {
	case a.public > b.public && !a.isPrivate() && b.private == 0:
		b.public = a.public
	case b.public > a.public && !b.isPrivate() && a.private == 0:
		a.public = b.public
	}
}

// listed tells whether only a comma or "en" stands between the mention before and
// token from.
func (s *Finder) listed(before mention, from int) bool {
	gap := 0
	for k := int(s.people.at[before.finding].to); k < from; k++ {
		switch s.Doc.Symbol(k) {
		case ',', '&', '.':
		default:
			if !s.HashIs(k, pass.Hash.En) && !s.HashIs(k, pass.Hash.And) && !s.HashIs(k, pass.Hash.Or) && !s.HashIs(k, pass.Hash.Of) {
				return false
			}
		}
		gap++
	}
	return gap > 0 && gap <= 3
}

// fameBefore reads the sentence back from a name.
func (s *Finder) fameBefore(i int, titled bool) int16 {
	sum := int16(0)
	meantFor := s.HashIs(i-1, pass.Hash.Voor) || s.HashIs(i-1, pass.Hash.For) // a story for somebody, not about
	for k := i - 1; k >= 0 && i-k <= longPlot && !s.SentenceEnd(k); k-- {
		if s.Taken[k] == rule.PersonName {
			continue
		}
		switch {
		case i-k <= 2 && s.Doc.Symbol(k) == ':' && s.sayAt(k-1)&(pass.SaysThing|pass.SaysTest) != 0:
			return fameSure // "tests: Hawkins, Neer en Jobe"
		case i-k <= 4 && s.sayAt(k)&pass.SaysWas != 0 && s.sayAt(k-1)&pass.SaysWho != 0 && !s.roleWithin(k+1, i):
			return fameSure
		case i-k <= 2 && s.namedAfter(k):
			return fameSure
		case i-k <= 3 && (s.HashIs(k, pass.Hash.Stijl) || s.HashIs(k, pass.Hash.Style)):
			return fameSure
		}
		if i-k > 8 && s.sayAt(k)&pass.SaysWorks == 0 {
			continue
		}
		if s.sayAt(k)&pass.SaysWorks == 0 || !meantFor && (!titled || i-k <= besideWork) {
			sum += s.fameOf(k)
		}
	}
	return min(sum, fameSure-1)
}

// longPlot is how far, in tokens, a story tells of the characters behind it.
const longPlot = 14

// besideWork is how far, in tokens, a novel or film tells of a name with a title.
const besideWork = 4

// afterWords come between "named" and the person: "vernoemd naar", "named after".
var afterWords = pass.WordTable("naar", "after", "for")

// namedWords say that something bears the name of a person.
var namedWords = pass.WordTable("genoemd", "vernoemd", "benoemd", "noemde", "noemden", "heet", "naam", "named", "called", "eponym", "eponiem", "naamgever")

// namedAfter tells whether token k leads from a thing to the person whose name it bears.
func (s *Finder) namedAfter(k int) bool {
	return k > 0 && afterWords.Lookup(s.Doc.Tokens[k].Hash) != 0 && namedWords.Lookup(s.Doc.Tokens[k-1].Hash) != 0
}

// fameOf is how much the word at token k speaks of a public person or a character.
func (s *Finder) fameOf(k int) int16 {
	says := s.sayAt(k)
	switch {
	case says&(pass.SaysFame|pass.SaysWorks) != 0, s.HashIs(k, pass.Hash.Plot):
		return fameLikely
	case says&pass.SaysStage != 0:
		return fameHint
	}
	return 0
}

// fameAfter reads on from a name.
func (s *Finder) fameAfter(j int, titled bool) int16 {
	if s.HashIs(j, pass.Hash.Et) && s.HashIs(j+1, pass.Hash.Al) {
		return fameLikely
	}
	if s.thingAt(j) && (!titled || s.Doc.Tokens[j].Is(text.Capital)) {
		return fameSure
	}
	sum := max(s.cited(j), s.citedWithin(j))
	for k := j; k < len(s.Doc.Tokens) && k < j+7 && !s.SentenceEnd(k); k++ {
		if s.Taken[k] != rule.PersonName {
			sum += s.fameOf(k)
		}
	}
	return min(sum, fameSure-1)
}

// thingAt tells whether token j makes the name before it that of a thing: "room",
// "Kinderziekenhuis", "straat".
func (s *Finder) thingAt(j int) bool {
	if j >= len(s.Doc.Tokens) || s.Doc.Tokens[j].Kind != text.Word || s.Doc.Tokens[j].Is(text.LineStart) {
		return false
	}
	if s.sayAt(j)&pass.SaysThing != 0 && (s.Doc.Tokens[j].Is(text.Capital) || s.Doc.Tokens[j].Hash != hashWeg) {
		return true
	}
	if s.Taken[j] == rule.Address && s.Taken[j-1] != rule.Address {
		return false // a street of its own
	}
	word := s.Doc.Word(j)
	for _, end := range thingEnds {
		if len(word) >= len(end) && bytes.EqualFold(word[len(word)-len(end):], end) {
			return true
		}
	}
	return false
}

// hashWeg is a road, and "gone" in lower case.
var hashWeg = text.HashWord("weg")

// thingEnds end the names of buildings, streets and methods.
var thingEnds = [...][]byte{[]byte("ziekenhuis"), []byte("straat"), []byte("laan"), []byte("plein"), []byte("kliniek"), []byte("college"), []byte("school"),
	[]byte("instituut"), []byte("stichting"), []byte("prijs"), []byte("methode"), []byte("test"), []byte("schaal"), []byte("centrum")}

// roleWithin tells whether tokens [i, j) name a role: "wie is de huisarts van …"
// asks for no public person.
func (s *Finder) roleWithin(i, j int) bool {
	for k := i; k < j; k++ {
		if s.sayAt(k)&pass.SaysRole != 0 {
			return true
		}
	}
	return false
}

// yearAt tells whether token k is a year of publication.
func (s *Finder) yearAt(k int) bool {
	y := s.FourDigits(k)
	return y >= 1905 && y <= 2100
}

// lastLiving is the year before which nobody alive was born.
const lastLiving = 1905

// longAgo tells whether a year of long ago goes with the name: in brackets behind
// it, or after "in", "geboren" or a month close by.
func (s *Finder) longAgo(from, to int) bool {
	for k := max(0, from-10); k < min(len(s.Doc.Tokens), to+10); k++ {
		y := s.FourDigits(k)
		if y < 1000 || y >= lastLiving {
			continue
		}
		if t := s.Taken[k]; t != rule.TypeNone && t != rule.Date && t != rule.DateOfBirth {
			continue // a postcode, a number
		}
		c := s.Doc.Symbol(k - 1)
		if c == '(' || c == '-' && s.Doc.Tokens[k].Is(text.SpaceBefore) || s.HashIs(k-1, pass.Hash.In) || s.HashIs(k-1, pass.Hash.Born) || s.HashIs(k-1, pass.Hash.Geboren) || s.Is(k-1, lexicon.Month) {
			return true
		}
		if s.Doc.Symbol(k+1) == '-' && s.FourDigits(k+2) > y {
			return true
		}
	}
	return false
}

// exampleBeside tells whether the name is marked as an example: the word stands
// directly beside it, but for a bracket, colon or comma.
func (s *Finder) exampleBeside(from, to int) bool {
	k := from - 1
	for k >= 0 && s.Doc.Tokens[k].Kind == text.Symbol && s.Doc.Symbol(k) != '.' && from-k <= 2 {
		k--
	}
	if s.sayAt(k)&(pass.SaysExample|pass.SaysInvented) != 0 && s.Taken[k] == rule.TypeNone && !s.turned(k) && s.Doc.Tokens[k].Line == s.Doc.Tokens[from].Line {
		return true
	}
	for k = to; k < min(len(s.Doc.Tokens), to+2); k++ {
		if s.sayAt(k)&(pass.SaysExample|pass.SaysInvented) != 0 {
			return s.Doc.Tokens[k].Line == s.Doc.Tokens[to-1].Line
		}
		if c := s.Doc.Symbol(k); c != '(' && c != ',' && c != '-' {
			break
		}
	}
	return false
}

// turned tells whether the words before token i turn its sense: "not invented",
// "replace by invented".
func (s *Finder) turned(i int) bool {
	for k := max(0, i-6); k < i; k++ {
		if s.sayAt(k)&(pass.SaysNegation|pass.SaysReplace) != 0 && !s.SentenceEnd(k) {
			return true
		}
	}
	return false
}
