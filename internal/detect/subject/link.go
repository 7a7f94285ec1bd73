package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
)

// What it costs to join a finding to a mention, in tokens.
const (
	costLines     = 15  // when they are not on one line at all
	costLine      = 10  // for each line between them
	costParagraph = 40  // when an empty line stands between
	costOther     = 60  // an intimate fact and a professional
	costColleague = 20  // an intimate fact and a colleague
	costRelative  = 12  // an intimate fact and a relative
	costPublic    = 300 // a public or invented person
	mentionsBack  = 4
	mentionsOn    = 3
)

// link joins each finding to the person whom it is most likely about. What belongs
// to nobody named goes to a person without a name: one for each line of a table,
// otherwise one for the text.
func (s *Finder) link() {
	p := &s.people
	next := 0
	unnamed, line := int32(pass.NoPerson), uint32(0)
	rows := s.rowsOfPersons()
	for i := range s.Cands {
		for next < len(p.mentions) && int(p.mentions[next].finding) < i {
			next++
		}
		typ := s.Cands[i].Type
		if typ == rule.PersonName || !linked.Has(typ) || s.publicContact(i) || s.nobodysPhone(i) {
			continue
		}
		who := s.nearest(i, next)
		if who == pass.NoPerson {
			if here := s.lineOf(i); unnamed == pass.NoPerson || rows && here != line {
				unnamed, line = int32(len(p.clusters)), here
				p.clusters = append(p.clusters, cluster{nameless: true})
				if p.invented {
					p.clusters[unnamed].public = fameSure
				}
			}
			who = unnamed
		}
		p.of[i] = who
		s.hold(i, &p.clusters[who])
		if typ == rule.Age && next > 0 && p.mentions[next-1].cluster == who && p.at[i].from-p.at[p.mentions[next-1].finding].to <= 2 {
			p.clusters[who].aged = true
		}
	}
}

// hold enters finding i with the person it belongs to.
func (s *Finder) hold(i int, c *cluster) {
	typ := s.Cands[i].Type
	c.held |= rule.SetOf(typ)
	if typ != rule.DateOfBirth && decisive.Has(typ) || typ == rule.Phone || typ == rule.Email {
		c.private += 2
	}
}

func (s *Finder) lineOf(i int) uint32 {
	at := min(int(s.people.at[i].from), len(s.Doc.Tokens)-1)
	return s.Doc.Tokens[at].Line
}

// rowsOfPersons tells whether, without names, each line seems to be about another
// person: three lines or more hold an identifier.
func (s *Finder) rowsOfPersons() bool {
	lines, last := 0, ^uint32(0)
	for i := range s.Cands {
		if here := s.lineOf(i); decisive.Has(s.Cands[i].Type) && here != last {
			lines, last = lines+1, here
		}
	}
	return lines >= 3
}

// nearest is the cluster of the mention that finding i belongs to best; next is the
// first mention after it. An intimate fact that would go to a professional, and any
// that would go to a public person, goes to none.
func (s *Finder) nearest(i, next int) int32 {
	p := &s.people
	best, cost := int32(pass.NoPerson), costPublic
	for m := max(0, next-mentionsBack); m < min(len(p.mentions), next+mentionsOn); m++ {
		who := p.mentions[m].cluster
		c := s.distance(i, m)
		person := &p.clusters[who]
		if intimate.Has(s.Cands[i].Type) {
			switch person.role {
			case pass.RoleProfessional:
				c += costPublic
			case pass.RoleColleague:
				c += costColleague
			case pass.RoleRelative:
				c += costRelative
			}
		}
		if !person.isPrivate() {
			c += costPublic
		}
		if s.Steps++; c < cost {
			best, cost = who, c
		}
	}
	return best
}

// distance between finding i and mention m. What follows a name belongs to it
// rather than what stands before.
func (s *Finder) distance(i, m int) int {
	fact, name := s.people.at[i], s.people.at[s.people.mentions[m].finding]
	gap := 0
	if fact.from >= name.to {
		gap = int(fact.from - name.to)
	} else {
		gap = int(name.from-fact.to) * 8 / 5
	}
	a, b := s.lineOf(i), s.Doc.Tokens[name.from].Line
	if a == b {
		return min(gap, costPublic/2)
	}
	if a > b {
		a, b = b, a
	}
	cost := costLines + costLine*int(b-a)
	if s.emptyLine(a, b) {
		cost += costParagraph
	}
	return min(cost, costPublic-1)
}

// emptyLine tells whether an empty line stands between the lines, as far as the
// next ten show.
func (s *Finder) emptyLine(a, b uint32) bool {
	for l := a + 1; l < min(b, a+10); l++ {
		if int(l)+1 < len(s.Doc.Lines) && s.Doc.Lines[l+1]-s.Doc.Lines[l] <= 1 {
			return true
		}
	}
	return false
}

// roleByText gives a role to those of whom the words beside the name tell none: the
// person that facts are told of is the patient; in a text about staff a colleague.
func (s *Finder) roleByText() {
	p := &s.people
	patients, kin, care := p.said&pass.SaysPatient != 0, p.said&pass.SaysRelative != 0, p.said&pass.SaysCare != 0
	for i := range p.clusters {
		c := &p.clusters[i]
		switch {
		case c.role != pass.RoleUnknown || !c.isPrivate():
		case c.nameless && !patients && !kin:
		case p.staff && c.held&health == 0:
			c.seems(pass.RoleColleague, roleByText)
		case c.nameless, patients, kin, p.him, care, c.held&(intimate|rule.SetOf(rule.Date, rule.City, rule.Organisation)) != 0:
			c.seems(pass.RolePatient, roleByText)
		}
	}
}
