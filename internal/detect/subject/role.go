package subject

import (
	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/detect/pass"
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

func (c *cluster) seems(role pass.Role, weight uint8) {
	if weight > c.weight {
		c.role, c.weight = role, weight
	}
}

// judgeMentions reads the words around each name: for the role, and for and
// against a private person.
func (s *Finder) judgeMentions() {
	p := &s.people
	for m := range p.mentions {
		at := p.at[p.mentions[m].finding]
		c := &p.clusters[p.mentions[m].cluster]
		s.Steps++
		role, ok := s.roleBefore(int(at.from))
		if !ok {
			role, ok = s.roleAfter(int(at.to))
			if ok && role == pass.RoleProfessional && nametag.OwnerHash(&s.Doc, int(at.to)-1) != s.Doc.Tokens[at.to-1].Hash {
				role = pass.RolePatient // "Sanne's begeleider"
			}
		}
		if s.Cands[p.mentions[m].finding].Evidence&(pass.ByDecoding|pass.ByNear) == pass.ByDecoding|pass.ByNear {
			c.seems(pass.RolePatient, roleByWord) // named with an illness in an encoded piece
		}
		if c.name.kin {
			c.seems(pass.RoleRelative, roleByTitle) // "oma Truus"
		}
		if ok && role == pass.RoleProfessional && p.staff {
			role = pass.RoleColleague // the text is about staff matters
		}
		if ok {
			c.seems(role, roleByWord)
		}
		switch {
		case c.name.work:
			c.seems(pass.RoleProfessional, roleByWorkTitle)
		case s.signature(int(at.from)) && (!s.people.firstPerson || s.workBelow(int(at.to))):
			c.seems(pass.RoleProfessional, roleBySignature)
		case c.name.title != 0:
			c.seems(pass.RolePatient, roleByTitle)
			c.private += 2
		}
		if c.role != pass.RoleUnknown && c.role != pass.RoleProfessional && c.weight == roleByWord {
			c.private += fameSure + 2
		}
		s.judgeFame(m, at, c)
	}
}

// roleOf is the role that a word gives to the name beside it.
func roleOf(says lexicon.Class) (pass.Role, bool) {
	switch {
	case says&pass.SaysPatient != 0:
		return pass.RolePatient, true
	case says&pass.SaysColleague != 0:
		return pass.RoleColleague, true
	case says&pass.SaysRelative != 0:
		return pass.RoleRelative, true
	case says&pass.SaysProfessional != 0:
		return pass.RoleProfessional, true
	}
	return pass.RoleUnknown, false
}

// roleBefore reads the words before a name, as in "mijn cliënt", "moeder van" and
// "Patiënt:".
func (s *Finder) roleBefore(i int) (pass.Role, bool) {
	of := false
	for k, words := i-1, 0; k >= 0 && words < 3 && i-k <= 5; k-- {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			switch s.Doc.Symbol(k) {
			case ':', '(', '"', '\'', '-', '=', '/':
				continue
			case '.':
				if k > 0 && s.Doc.Tokens[k-1].Len() <= 4 {
					continue
				}
			}
			return pass.RoleUnknown, false
		}
		if role, ok := roleOf(s.sayAt(k)); ok {
			return roleThroughOf(role, of)
		}
		switch {
		case s.HashIs(k, pass.Hash.Van) || s.HashIs(k, pass.Hash.Of):
			of = true
		case s.sayAt(k)&pass.SaysCalled != 0, s.Is(k, lexicon.Connector|lexicon.Interfix) || s.sayAt(k)&(pass.SaysOwn|pass.SaysMale|pass.SaysFemale) != 0:
		case (s.HashIs(k, pass.Hash.Naam) || s.HashIs(k, pass.Hash.Name)) && k < i-1 && s.Doc.Tokens[k+1].Kind == text.Symbol:
			return pass.RolePatient, true
		default:
			words += 2
		}
		words++
	}
	return pass.RoleUnknown, false
}

// roleThroughOf: the huisarts of somebody makes that somebody a patient; the
// patient of somebody does not tell who that is.
func roleThroughOf(role pass.Role, of bool) (pass.Role, bool) {
	switch {
	case !of:
		return role, true
	case role == pass.RoleProfessional:
		return pass.RolePatient, true
	case role == pass.RolePatient:
		return pass.RoleUnknown, false
	}
	return role, true
}

// roleAfter reads the words after a name, as in ", moeder van", "(huisarts)", "is
// mijn cliënt" and "'s mother".
func (s *Finder) roleAfter(j int) (pass.Role, bool) {
	apart := false
	for k := j; k < min(len(s.Doc.Tokens), j+5) && !s.Doc.Tokens[k].Is(text.LineStart); k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			switch s.Doc.Symbol(k) {
			case ',', '(', '-', '\'', '"':
				if apart {
					return pass.RoleUnknown, false
				}
				apart = true
				continue
			}
			return pass.RoleUnknown, false
		}
		if role, ok := roleOf(s.sayAt(k)); ok {
			return role, true
		}
		if s.sayAt(k)&(pass.SaysWas|pass.SaysOwn|pass.SaysArticle) == 0 {
			break
		}
	}
	return pass.RoleUnknown, false
}

// signature tells whether the name at token i signs a letter: it begins a line
// below a closing, or follows the closing on its line.
func (s *Finder) signature(i int) bool {
	for k := i - 1; k >= 0 && i-k <= 6; k-- {
		if s.Doc.Tokens[i].Line-s.Doc.Tokens[k].Line > 2 {
			return false
		}
		if s.Is(k, lexicon.Closing) {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol && !s.Doc.Tokens[i].Is(text.LineStart) && i-k > 2 {
			return false
		}
	}
	return false
}

// workBelow tells whether a profession, institution or desk stands on the lines
// below the name that ends before token j, as in a signature for work.
func (s *Finder) workBelow(j int) bool {
	for k := j; k < min(len(s.Doc.Tokens), j+12); k++ {
		if s.Is(k, lexicon.Profession|lexicon.Institution) || s.sayAt(k)&(pass.SaysProfessional|pass.SaysPublicDesk) != 0 {
			return true
		}
	}
	return false
}
