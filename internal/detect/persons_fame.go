package detect

import (
	"bytes"

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
func (s *scan) judgeFame(m int, at tokenSpan, c *cluster) {
	p := &s.people
	from, to := int(at.from), int(at.to)
	if m > 0 && s.listed(p.mentions[m-1], from) {
		before := &p.clusters[p.mentions[m-1].cluster]
		defer func() { shareFame(before, c) }()
	}
	c.public += s.fameBefore(from) + s.fameAfter(to)
	c.speaks = c.speaks || s.doc.Tokens[from].Is(text.LineStart) && s.doc.Symbol(to) == ':' && s.is(from, lexicon.Given)
	if s.longAgo(from, to) {
		c.public += fameSure
	}
	c.public += s.wellKnown(from, to, c)
	for i := from; i < to; i++ {
		switch {
		case s.doc.Symbol(i) == '&':
			c.public += fameHint
		case s.sayAt(i)&(saysFame|saysWorks) != 0:
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
func (s *scan) wellKnown(from, to int, c *cluster) int16 {
	for i := max(0, from-2); i < to; i++ {
		if s.is(i, lexicon.PublicStart) {
			end, id, ok := s.pack.Phrases.Longest(&s.doc, i)
			if ok && end > from && end > i+1 && s.pack.Terms[id].Class&lexicon.PublicName != 0 {
				return fameSure
			}
		}
		if i >= from && s.is(i, lexicon.PublicName) && c.name.title == 0 && c.name.n == 1 {
			return fameLikely
		}
	}
	return 0
}

// office weighs the word before a name or at its start: those who bear it are known to
// all, or to a town.
func (s *scan) office(i int) int16 {
	switch {
	case s.sayAt(i)&saysOffice != 0:
		return fameSure
	case s.hashIs(i, plain.burgemeester), s.hashIs(i, plain.wethouder), s.hashIs(i, plain.mayor):
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
func (s *scan) listed(before mention, from int) bool {
	gap := 0
	for k := int(s.people.at[before.finding].to); k < from; k++ {
		switch s.doc.Symbol(k) {
		case ',', '&', '.':
		default:
			if !s.hashIs(k, plain.en) && !s.hashIs(k, plain.and) && !s.hashIs(k, plain.or) && !s.hashIs(k, plain.of) {
				return false
			}
		}
		gap++
	}
	return gap > 0 && gap <= 3
}

// fameBefore reads the sentence back from a name.
func (s *scan) fameBefore(i int) int16 {
	sum := int16(0)
	meantFor := s.hashIs(i-1, plain.voor) || s.hashIs(i-1, plain.for_) // a story for somebody, not about
	for k := i - 1; k >= 0 && i-k <= 8 && !s.sentenceEnd(k); k-- {
		if s.taken[k] == rule.PersonName {
			continue
		}
		switch {
		case i-k <= 2 && s.doc.Symbol(k) == ':' && s.sayAt(k-1)&(saysThing|saysTest) != 0:
			return fameSure // "tests: Hawkins, Neer en Jobe"
		case i-k <= 4 && s.sayAt(k)&saysWas != 0 && s.sayAt(k-1)&saysWho != 0 && !s.roleWithin(k+1, i):
			return fameSure
		case i-k <= 3 && (s.hashIs(k, plain.stijl) || s.hashIs(k, plain.style)):
			return fameSure
		}
		if s.sayAt(k)&saysWorks == 0 || !meantFor {
			sum += s.fameOf(k)
		}
	}
	return min(sum, fameSure-1)
}

// fameOf is how much the word at token k speaks of a public person or a character.
func (s *scan) fameOf(k int) int16 {
	says := s.sayAt(k)
	switch {
	case says&(saysFame|saysWorks) != 0, s.hashIs(k, plain.plot):
		return fameLikely
	case says&saysStage != 0:
		return fameHint
	}
	return 0
}

// fameAfter reads on from a name.
func (s *scan) fameAfter(j int) int16 {
	if s.hashIs(j, plain.et) && s.hashIs(j+1, plain.al) {
		return fameLikely
	}
	if s.thingAt(j) {
		return fameSure
	}
	sum := max(s.cited(j), s.citedWithin(j))
	for k := j; k < len(s.doc.Tokens) && k < j+7 && !s.sentenceEnd(k); k++ {
		if s.taken[k] != rule.PersonName {
			sum += s.fameOf(k)
		}
	}
	return min(sum, fameSure-1)
}

// thingAt tells whether token j makes the name before it that of a thing: "room",
// "Kinderziekenhuis", "straat".
func (s *scan) thingAt(j int) bool {
	if j >= len(s.doc.Tokens) || s.doc.Tokens[j].Kind != text.Word || s.doc.Tokens[j].Is(text.LineStart) {
		return false
	}
	if s.sayAt(j)&saysThing != 0 {
		return true
	}
	if s.taken[j] == rule.Address && s.taken[j-1] != rule.Address {
		return false // a street of its own
	}
	word := s.doc.Word(j)
	for _, end := range thingEnds {
		if len(word) > len(end) && bytes.EqualFold(word[len(word)-len(end):], end) {
			return true
		}
	}
	return false
}

// thingEnds end the names of buildings, streets and methods.
var thingEnds = [...][]byte{[]byte("ziekenhuis"), []byte("straat"), []byte("laan"), []byte("plein"), []byte("kliniek"), []byte("college"), []byte("school"),
	[]byte("instituut"), []byte("stichting"), []byte("prijs"), []byte("methode"), []byte("test"), []byte("schaal"), []byte("centrum")}

// cited weighs a year in brackets behind a name. It may be a year of birth, unless
// the name ends in an initial and a full stop follows, as in a list of references.
func (s *scan) cited(j int) int16 {
	for k := j; k < j+3; k++ {
		if s.doc.Symbol(k) == '(' && s.yearAt(k+1) && s.doc.Symbol(k+2) == ')' {
			if s.doc.Symbol(k+3) == '.' && s.doc.Symbol(j-1) == '.' || s.doc.Symbol(k+3) == '.' && s.doc.Symbol(j) == '.' {
				return fameLikely
			}
			return fameLikely - fameHint
		}
		if c := s.doc.Symbol(k); c != '.' && c != ',' {
			break
		}
	}
	return 0
}

// sentenceEnd tells whether token k ends a sentence or its line.
func (s *scan) sentenceEnd(k int) bool {
	switch s.doc.Symbol(k) {
	case '?', '!', ';':
		return true
	case '.':
		return k+1 >= len(s.doc.Tokens) || s.doc.Tokens[k+1].Is(text.LineStart) ||
			s.doc.Tokens[k+1].Is(text.SpaceBefore|text.Capital) && k > 0 && s.doc.Tokens[k-1].Len() > 4
	}
	return false
}

// roleWithin tells whether tokens [i, j) name a role: "wie is de huisarts van …"
// asks for no public person.
func (s *scan) roleWithin(i, j int) bool {
	for k := i; k < j; k++ {
		if s.sayAt(k)&saysRole != 0 {
			return true
		}
	}
	return false
}

// yearAt tells whether token k is a year of publication.
func (s *scan) yearAt(k int) bool {
	y := s.fourDigits(k)
	return y >= 1905 && y <= 2100
}

// fourDigits is the value of token k when it is four digits, else 0.
func (s *scan) fourDigits(k int) int {
	if k < 0 || k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number || s.doc.Tokens[k].Len() != 4 {
		return 0
	}
	n := 0
	for _, c := range s.doc.Word(k) {
		n = n*10 + int(c-'0')
	}
	return n
}

// lastLiving is the year before which nobody alive was born.
const lastLiving = 1905

// longAgo tells whether a year of long ago goes with the name: in brackets behind
// it, or after "in", "geboren" or a month close by.
func (s *scan) longAgo(from, to int) bool {
	for k := max(0, from-10); k < min(len(s.doc.Tokens), to+10); k++ {
		y := s.fourDigits(k)
		if y < 1000 || y >= lastLiving {
			continue
		}
		c := s.doc.Symbol(k - 1)
		if c == '(' || c == '-' && s.doc.Tokens[k].Is(text.SpaceBefore) || s.hashIs(k-1, plain.in) || s.hashIs(k-1, plain.born) || s.hashIs(k-1, plain.geboren) || s.is(k-1, lexicon.Month) {
			return true
		}
		if s.doc.Symbol(k+1) == '-' && s.fourDigits(k+2) > y {
			return true
		}
	}
	return false
}

// exampleBeside tells whether the name is marked as an example: the word stands
// directly beside it, but for a bracket, colon or comma.
func (s *scan) exampleBeside(from, to int) bool {
	k := from - 1
	for k >= 0 && s.doc.Tokens[k].Kind == text.Symbol && s.doc.Symbol(k) != '.' && from-k <= 2 {
		k--
	}
	if s.sayAt(k)&(saysExample|saysInvented) != 0 && !s.turned(k) && s.doc.Tokens[k].Line == s.doc.Tokens[from].Line {
		return true
	}
	for k = to; k < min(len(s.doc.Tokens), to+2); k++ {
		if s.sayAt(k)&(saysExample|saysInvented) != 0 {
			return s.doc.Tokens[k].Line == s.doc.Tokens[to-1].Line
		}
		if c := s.doc.Symbol(k); c != '(' && c != ',' && c != '-' {
			break
		}
	}
	return false
}

// turned tells whether the words before token i turn its sense: "not invented",
// "replace by invented".
func (s *scan) turned(i int) bool {
	for k := max(0, i-6); k < i; k++ {
		if s.sayAt(k)&(saysNegation|saysReplace) != 0 && !s.sentenceEnd(k) {
			return true
		}
	}
	return false
}
