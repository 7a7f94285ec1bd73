package subject

import (
	"bytes"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// publicContact tells whether finding i is the number or address of an institution: a
// desk, office or helpline stands beside it.
func (s *Finder) publicContact(i int) bool {
	switch s.Cands[i].Type {
	case rule.Phone, rule.Email, rule.Address, rule.Postcode, rule.City, rule.URL, rule.KVKNumber:
	default:
		return false
	}
	at := s.people.at[i]
	if s.Cands[i].Evidence&pass.ByColumn != 0 || s.Cands[i].Type == rule.Email && s.ownMail(int(at.from)) {
		return false
	}
	for k := int(at.from) - 1; k >= 0 && int(at.from)-k <= 16; k-- {
		if s.Doc.Tokens[at.from].Line > s.Doc.Tokens[k].Line+1 {
			break
		}
		if s.sayAt(k)&pass.SaysPublicDesk != 0 || s.Is(k, lexicon.Institution) || s.Taken[k] == rule.Organisation || s.Taken[k] == rule.Hospital {
			return true
		}
	}
	for k := int(at.to); k < len(s.Doc.Tokens) && k < int(at.to)+4; k++ {
		if s.sayAt(k)&pass.SaysPublicDesk != 0 || s.Is(k, lexicon.Institution) {
			return true
		}
	}
	return s.Cands[i].Type != rule.Phone && (s.bodyBefore(i) || s.besideServiceLine(i))
}

// bodyBefore tells whether a named body stands before finding i in its row of address
// parts: "De Brink, Brinkstraat 14, 7981 BX Diever".
func (s *Finder) bodyBefore(i int) bool {
	for n := i - 1; n >= max(0, i-4); n-- {
		if s.people.at[n+1].from-s.people.at[n].to > 3 {
			return false
		}
		switch s.TakenAt(int(s.people.at[n].from)) {
		case rule.Organisation, rule.Hospital:
			return true
		case rule.Address, rule.Postcode, rule.City, rule.Phone, rule.URL, rule.KVKNumber, rule.AGBCode:
		default:
			return false
		}
	}
	return false
}

// boxAddress tells whether finding i goes with a post-office box: no person lives there.
func (s *Finder) boxAddress(i int) bool {
	switch s.Cands[i].Type {
	case rule.Address, rule.Postcode, rule.City:
	default:
		return false
	}
	for k := int(s.people.at[i].from) - 1; k >= max(0, int(s.people.at[i].from)-5); k-- {
		if s.HashIs(k, pass.Hash.Postbus) {
			return true
		}
	}
	return false
}

// serviceReach is how far, in tokens, a service number tells of the address beside it.
const serviceReach = 20

// besideServiceLine tells whether a number that only organisations have stands near
// finding i, and no person.
func (s *Finder) besideServiceLine(i int) bool {
	at, found := s.people.at[i], false
	for k := max(0, int(at.from)-serviceReach); k < min(len(s.Doc.Tokens), int(at.to)+serviceReach); k++ {
		if s.Taken[k] == rule.PersonName {
			return false
		}
		found = found || s.serviceStart(k)
	}
	return found
}

// serviceStart tells whether token k is the first group of a service number.
func (s *Finder) serviceStart(k int) bool {
	if t := &s.Doc.Tokens[k]; t.Kind != text.Number || t.Len() < 3 || t.Len() > 4 || s.Doc.Norm[t.Start] != '0' {
		return false
	}
	switch string(s.Doc.Word(k)) {
	case "0800", "0900", "0906", "088", "085":
		return true
	}
	return false
}

// ownMail tells whether the e-mail address at token i is that of one person: its local
// part is put together, as initials and a name are, or holds digits.
func (s *Finder) ownMail(i int) bool {
	for k := i; k < len(s.Doc.Tokens) && k < i+8; k++ {
		switch {
		case s.Doc.Symbol(k) == '@':
			return false
		case s.Doc.Tokens[k].Kind != text.Word, s.Is(k, lexicon.Given|lexicon.Surname) && !s.Is(k, lexicon.RoleAddress):
			return true
		}
	}
	return false
}

// institutional tells whether finding i is the contact of an institution in a text in
// which no name is sure and no secret stands: the mail of a desk, or a number that leads to no person.
func (s *Finder) institutional(i int) bool {
	p := &s.people
	if p.sure > 0 || s.Cands[i].Evidence&pass.ByColumn != 0 {
		return false
	}
	switch s.Cands[i].Type {
	case rule.Email:
		return s.Is(int(p.at[i].from), lexicon.RoleAddress) && !s.ownMail(int(p.at[i].from))
	case rule.Phone:
		return s.serviceNumber(i) && !s.titledPerson()
	}
	return false
}

// titledPerson tells whether somebody who is no professional is named with a title.
func (s *Finder) titledPerson() bool {
	for i := range s.people.clusters {
		if c := &s.people.clusters[i]; !c.nameless && c.name.title != 0 && c.isPrivate() && c.role != pass.RoleProfessional {
			return true
		}
	}
	return false
}

// holdsSecret tells whether a secret was found.
func (s *Finder) holdsSecret() bool {
	for i := range s.Cands {
		if s.Cands[i].Type.Group() == rule.GroupSecret {
			return true
		}
	}
	return false
}

// firstDigits gives the first digits of finding i, a leading +31 or 0031 as 0.
func (s *Finder) firstDigits(i int) (digits [12]byte) {
	n := 0
	for _, c := range s.Doc.Norm[s.Cands[i].Start:s.Cands[i].End] {
		if c < '0' || c > '9' {
			continue
		}
		if n < len(digits) {
			digits[n] = c
			n++
		}
		switch {
		case n == 2 && digits[0] == '3' && digits[1] == '1', n == 4 && digits[0] == '0' && digits[1] == '0' && digits[2] == '3' && digits[3] == '1':
			digits, n = [12]byte{'0'}, 1
		}
	}
	if digits[0] == '0' && digits[1] == '0' { // +31(0)6
		copy(digits[:], digits[1:])
	}
	return digits
}

// serviceNumber tells whether the phone number is one of those that only
// organisations have: 0800, 0900, 088, 085 and their like.
func (s *Finder) serviceNumber(i int) bool {
	digits := s.firstDigits(i)
	for _, prefix := range [...]string{"0800", "0900", "0906", "0909", "088", "085", "084", "087", "014", "097"} {
		if bytes.HasPrefix(digits[:], []byte(prefix)) {
			return true
		}
	}
	return false
}

// nobodysPhone tells whether a phone number leads to no person: it is a service number,
// or in a text that names nobody no mobile number, and no patient or relative stands
// before it.
func (s *Finder) nobodysPhone(i int) bool {
	if s.Cands[i].Type != rule.Phone {
		return false
	}
	if s.serviceNumber(i) {
		return true
	}
	if digits := s.firstDigits(i); digits[0] == '0' && digits[1] == '6' || digits[0] == 0 /* in words */ || len(s.people.mentions) > 0 {
		return false
	}
	from := int(s.people.at[i].from)
	for k := from - 1; k >= 0 && from-k <= 8 && !s.SentenceEnd(k); k-- {
		if s.sayAt(k)&(pass.SaysPatient|pass.SaysRelative|pass.SaysHim|pass.SaysOwn|pass.SaysMale|pass.SaysFemale) != 0 {
			return false
		}
	}
	return true
}
