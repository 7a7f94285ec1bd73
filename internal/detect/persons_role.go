package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// Weights of evidence for a role: a word beside the name, a title of profession, a
// signature, a plain title, the kind of text.
const (
	roleByWord      = 5
	roleByWorkTitle = 4
	roleBySignature = 3
	roleByTitle     = 2
	roleByText      = 1
)

func (c *cluster) seems(role Role, weight uint8) {
	if weight > c.weight {
		c.role, c.weight = role, weight
	}
}

// judgeMentions reads the words around each name: for the role, and for and
// against a private person.
func (s *scan) judgeMentions() {
	p := &s.people
	for m := range p.mentions {
		at := p.at[p.mentions[m].finding]
		c := &p.clusters[p.mentions[m].cluster]
		s.steps++
		role, ok := s.roleBefore(int(at.from))
		if !ok {
			role, ok = s.roleAfter(int(at.to))
		}
		if s.cands[p.mentions[m].finding].evidence&(ByDecoding|ByNear) == ByDecoding|ByNear {
			c.seems(RolePatient, roleByWord) // named with an illness in an encoded piece
		}
		if c.name.kin {
			c.seems(RoleRelative, roleByTitle) // "oma Truus"
		}
		if ok && role == RoleProfessional && p.staff {
			role = RoleColleague // the text is about staff matters
		}
		if ok {
			c.seems(role, roleByWord)
		}
		switch {
		case c.name.work:
			c.seems(RoleProfessional, roleByWorkTitle)
		case s.signature(int(at.from)) && (!s.people.firstPerson || s.workBelow(int(at.to))):
			c.seems(RoleProfessional, roleBySignature)
		case c.name.title != 0:
			c.seems(RolePatient, roleByTitle)
			c.private += 2
		}
		if c.role != RoleUnknown && c.role != RoleProfessional && c.weight == roleByWord {
			c.private += fameSure + 2
		}
		s.judgeFame(m, at, c)
	}
}

// roleOf is the role that a word gives to the name beside it.
func roleOf(says lexicon.Class) (Role, bool) {
	switch {
	case says&saysPatient != 0:
		return RolePatient, true
	case says&saysColleague != 0:
		return RoleColleague, true
	case says&saysRelative != 0:
		return RoleRelative, true
	case says&saysProfessional != 0:
		return RoleProfessional, true
	}
	return RoleUnknown, false
}

// roleBefore reads the words before a name, as in "mijn cliënt", "moeder van" and
// "Patiënt:".
func (s *scan) roleBefore(i int) (Role, bool) {
	of := false
	for k, words := i-1, 0; k >= 0 && words < 3 && i-k <= 5; k-- {
		if s.doc.Tokens[k].Kind == text.Symbol {
			switch s.doc.Symbol(k) {
			case ':', '(', '"', '\'', '-', '=', '/':
				continue
			case '.':
				if k > 0 && s.doc.Tokens[k-1].Len() <= 4 {
					continue
				}
			}
			return RoleUnknown, false
		}
		if role, ok := roleOf(s.sayAt(k)); ok {
			return roleThroughOf(role, of)
		}
		switch {
		case s.hashIs(k, plain.van) || s.hashIs(k, plain.of):
			of = true
		case s.sayAt(k)&saysCalled != 0, s.is(k, lexicon.Connector|lexicon.Interfix) || s.sayAt(k)&(saysOwn|saysMale|saysFemale) != 0:
		case (s.hashIs(k, plain.naam) || s.hashIs(k, plain.name)) && k < i-1 && s.doc.Tokens[k+1].Kind == text.Symbol:
			return RolePatient, true
		default:
			words += 2
		}
		words++
	}
	return RoleUnknown, false
}

// roleThroughOf: the huisarts of somebody makes that somebody a patient; the
// patient of somebody does not tell who that is.
func roleThroughOf(role Role, of bool) (Role, bool) {
	switch {
	case !of:
		return role, true
	case role == RoleProfessional:
		return RolePatient, true
	case role == RolePatient:
		return RoleUnknown, false
	}
	return role, true
}

// roleAfter reads the words after a name, as in ", moeder van", "(huisarts)", "is
// mijn cliënt" and "'s mother".
func (s *scan) roleAfter(j int) (Role, bool) {
	apart := false
	for k := j; k < min(len(s.doc.Tokens), j+5) && !s.doc.Tokens[k].Is(text.LineStart); k++ {
		if s.doc.Tokens[k].Kind == text.Symbol {
			switch s.doc.Symbol(k) {
			case ',', '(', '-', '\'', '"':
				if apart {
					return RoleUnknown, false
				}
				apart = true
				continue
			}
			return RoleUnknown, false
		}
		if role, ok := roleOf(s.sayAt(k)); ok {
			return role, true
		}
		if s.sayAt(k)&(saysWas|saysOwn|saysArticle) == 0 {
			break
		}
	}
	return RoleUnknown, false
}

// signature tells whether the name at token i signs a letter: it begins a line
// below a closing, or follows the closing on its line.
func (s *scan) signature(i int) bool {
	for k := i - 1; k >= 0 && i-k <= 6; k-- {
		if s.doc.Tokens[i].Line-s.doc.Tokens[k].Line > 2 {
			return false
		}
		if s.is(k, lexicon.Closing) {
			return true
		}
		if s.doc.Tokens[k].Kind != text.Symbol && !s.doc.Tokens[i].Is(text.LineStart) && i-k > 2 {
			return false
		}
	}
	return false
}

// workBelow tells whether a profession, institution or desk stands on the lines
// below the name that ends before token j, as in a signature for work.
func (s *scan) workBelow(j int) bool {
	for k := j; k < min(len(s.doc.Tokens), j+12); k++ {
		if s.is(k, lexicon.Profession|lexicon.Institution) || s.sayAt(k)&(saysProfessional|saysPublicDesk) != 0 {
			return true
		}
	}
	return false
}

// plain are the hashes of words that matter by themselves.
var plain = struct{ al, and, born, burgemeester, de, doe, en, et, geboren, het, in, mayor, naam, name, of, or, play, plot, postbus, rol, role, speel, stijl, style, te, the, tweeling, uit, van, wethouder, voor, for_ uint64 }{
	al:           text.HashWord("al"),
	and:          text.HashWord("and"),
	born:         text.HashWord("born"),
	burgemeester: text.HashWord("burgemeester"),
	de:           text.HashWord("de"),
	doe:          text.HashWord("doe"),
	en:           text.HashWord("en"),
	et:           text.HashWord("et"),
	geboren:      text.HashWord("geboren"),
	het:          text.HashWord("het"),
	in:           text.HashWord("in"),
	mayor:        text.HashWord("mayor"),
	naam:         text.HashWord("naam"),
	name:         text.HashWord("name"),
	of:           text.HashWord("of"),
	or:           text.HashWord("or"),
	play:         text.HashWord("play"),
	plot:         text.HashWord("plot"),
	postbus:      text.HashWord("postbus"),
	rol:          text.HashWord("rol"),
	role:         text.HashWord("role"),
	speel:        text.HashWord("speel"),
	stijl:        text.HashWord("stijl"),
	style:        text.HashWord("style"),
	te:           text.HashWord("te"),
	the:          text.HashWord("the"),
	tweeling:     text.HashWord("tweeling"),
	uit:          text.HashWord("uit"),
	van:          text.HashWord("van"),
	voor:         text.HashWord("voor"),
	for_:         text.HashWord("for"),
	wethouder:    text.HashWord("wethouder"),
}

// hashIs tells whether token i exists and is the word with hash h.
func (s *scan) hashIs(i int, h uint64) bool {
	return i >= 0 && i < len(s.doc.Tokens) && s.doc.Tokens[i].Hash == h
}
