package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
)

// people is the working memory for grouping findings by person.
type people struct {
	// says is what each token says about a person named near it, said all together.
	says []lexicon.Class
	said lexicon.Class
	// at are the tokens of each finding.
	at       []tokenSpan
	mentions []mention
	clusters []cluster
	// byKey finds the cluster that a word of a name was last seen in.
	byKey map[uint64]int32
	// of is the cluster of each finding, or NoPerson.
	of []int32
	// sure and famous count named persons, see countSure.
	sure, famous int
	// staff: the text is about staff matters.
	staff bool
	// him: the text speaks of a third person, singular.
	him bool
	// firstPerson: the text speaks in the first person singular.
	firstPerson bool
	// invented: the whole text is about invented persons.
	invented bool
}

// tokenSpan is tokens [from, to).
type tokenSpan struct{ from, to int32 }

// mention is one finding that names a person.
type mention struct {
	finding, cluster int32
}

// cluster is a person in the making.
type cluster struct {
	role   pass.Role
	weight uint8 // of the evidence for the role
	// public and private weigh the evidence that the person is, or is not, a public,
	// historical or invented one.
	public, private int16
	name            nameKeys
	nameless        bool
	// score of the surest mention.
	score float32
	// aged: an age stands directly behind the name.
	aged bool
	// speaks: the name starts a line of what is said, "Wouter: ...".
	speaks bool
	// acts: a given name with a verb of persons behind it, "Koen heeft …".
	acts bool
	// sample: the name is that of an example, as in "Test Patient".
	sample bool
	// index in Result.Persons, or NoPerson.
	index     int
	held      rule.TypeSet
	narrowing facts
}

// Group groups the findings by the person whom they are about, tells what role
// each person has and whether it is a private one, and estimates their number.
// Names of persons who are not private are no findings.
func (s *Finder) Group(r *pass.Result) {
	if len(r.Findings) == 0 {
		return
	}
	p := &s.people
	s.dropPlaceholders(r)
	s.readWords()
	s.nameClusters()
	s.judgeMentions()
	s.judgeText()
	s.judgeCompany()
	s.link()
	s.roleByText()
	s.countSure()
	s.narrow()
	s.settle(r)
	p.mentions, p.clusters = p.mentions[:0], p.clusters[:0]
}

// readWords looks up what each word says and which tokens each finding covers.
func (s *Finder) readWords() {
	p := &s.people
	n := len(s.Doc.Tokens)
	s.Steps += n
	p.says = pass.Resize(p.says, n)
	clear(p.says)
	p.said = 0
	for i, m := range s.Marks {
		if m&(pass.MarkSays|pass.MarkDigits) != 0 {
			p.says[i] = pass.PersonWords.Lookup(s.Doc.Tokens[i].Hash)
			p.said |= p.says[i]
		}
	}
	p.staff, p.him, p.firstPerson = p.said&pass.SaysStaff != 0, p.said&pass.SaysHim != 0, p.said&pass.SaysI != 0
	p.at = pass.Resize(p.at, len(s.Cands))
	p.of = pass.Resize(p.of, len(s.Cands))
	t := 0
	for i := range s.Cands {
		for t < n && s.Doc.Tokens[t].End <= s.Cands[i].Start {
			t++
		}
		to := t
		for to < n && s.Doc.Tokens[to].Start < s.Cands[i].End {
			to++
		}
		p.at[i] = tokenSpan{int32(t), int32(to)}
		p.of[i] = pass.NoPerson
	}
}

// sayAt is what token i says; nothing outside the text.
func (s *Finder) sayAt(i int) lexicon.Class {
	if i < 0 || i >= len(s.people.says) {
		return 0
	}
	return s.people.says[i]
}

// settle writes the persons into the result and takes away what is no finding
// after all. Facts that lead to nobody belong to nobody.
func (s *Finder) settle(r *pass.Result) {
	p := &s.people
	r.Persons = make([]pass.Person, 0, len(p.clusters))
	for i := range p.clusters {
		c := &p.clusters[i]
		c.index = pass.NoPerson
		if c.nameless && c.held&leading == 0 && c.narrowing.count() < 2 {
			continue
		}
		c.index = len(r.Persons)
		r.Persons = append(r.Persons, pass.Person{Role: c.role, Private: c.isPrivate(), Narrowing: c.narrowing.count()})
	}
	alone, public := s.nobody(), !s.holdsSecret()
	kept := 0
	for i := range r.Findings {
		who := pass.NoPerson
		if p.of[i] != pass.NoPerson {
			who = p.clusters[p.of[i]].index
		}
		if s.Cands[i].Type == rule.PersonName && who != pass.NoPerson && (!r.Persons[who].Private || s.guessed(i)) || alone && (s.publicContact(i) || public && s.nobodysPhone(i)) || public && s.institutional(i) || s.boxAddress(i) || s.exampleValue(i) {
			continue
		}
		r.Findings[kept], s.Cands[kept] = r.Findings[i], s.Cands[i]
		r.Findings[kept].Person = who
		if who != pass.NoPerson && r.Findings[kept].Type == rule.PersonName && r.Findings[kept].Evidence&pass.ByDecoding == 0 {
			r.Findings[kept].Score = s.weighName(p.of[i], r.Findings[kept].Score)
		}
		kept++
	}
	r.Findings, s.Cands = r.Findings[:kept], s.Cands[:kept]
	r.Subjects = s.subjects()
}

// isDoubtful tells whether a name needs something else that speaks of a person: those
// that no list knows do, however sure the model is.
func (c *cluster) isDoubtful() bool { return !c.name.listed }

// weighName fits the score of a name to what the text as a whole says: it is of
// medium confidence at least with support, and of low confidence without.
func (s *Finder) weighName(who int32, score float64) float64 {
	switch c := &s.people.clusters[who]; {
	case s.supported(who):
		return max(score, 0.81)
	case c.isDoubtful():
		return min(score, 0.72)
	}
	return score
}

// supported tells whether more than its own score speaks for a name: a title, a list
// of names, an identifying fact, an age behind it; for a name in capitals also a role, a
// sure name elsewhere, or a he or she when nobody famous can be meant. That it
// stands there twice says nothing: products and headings do so too.
func (s *Finder) supported(who int32) bool {
	p := &s.people
	c := &p.clusters[who]
	if (c.name.kin || c.speaks || c.acts) && c.held&health != 0 {
		return true
	}
	if !c.isDoubtful() || c.name.title != 0 || c.name.entitled || c.aged || c.held&leading&^rule.SetOf(rule.PersonName) != 0 {
		return true
	}
	if !c.name.capital {
		return false
	}
	if c.weight >= roleByWorkTitle {
		return true
	}
	return p.sure > 0 || p.him && p.famous == 0
}

// countSure counts the named persons of whom the text leaves no doubt, and those who
// are not private.
func (s *Finder) countSure() {
	p := &s.people
	p.sure, p.famous = 0, 0
	for i := range p.clusters {
		switch c := &p.clusters[i]; {
		case c.nameless:
		case !c.isPrivate():
			p.famous++
		case !c.isDoubtful():
			p.sure++
		}
	}
}

// nobody tells whether no private person is named and nothing else leads to one.
func (s *Finder) nobody() bool {
	for i := range s.people.clusters {
		if c := &s.people.clusters[i]; c.isPrivate() && (!c.nameless || c.held&decisive != 0) {
			return false
		}
	}
	return true
}

// subjects estimates how many private persons the text is about: at least those
// that are surely different, at most all that may be.
func (s *Finder) subjects() pass.Range {
	p := &s.people
	var out pass.Range
	for i := range p.clusters {
		c := &p.clusters[i]
		if c.index == pass.NoPerson || !c.isPrivate() {
			continue
		}
		out.Max++
		if c.role != pass.RoleProfessional {
			out.Min++
		}
	}
	numbers := 0
	for i := range s.Cands {
		if s.Cands[i].Type == rule.BSN {
			numbers++
		}
	}
	out.Max = max(out.Max, numbers)
	return out
}

// Sets of types by what they do for a cluster.
var (
	health = rule.SetOfGroup(rule.GroupHealth)
	// decisive types belong to one person and to no institution.
	decisive = rule.SetOf(rule.BSN, rule.PatientNumber, rule.InsuranceNumber, rule.Passport, rule.IDCard, rule.DrivingLicence, rule.DateOfBirth, rule.CreditCard)
	// personal types are about a person, not about care.
	personal = decisive | rule.SetOf(rule.PersonName, rule.Age, rule.IBAN, rule.LicencePlate, rule.Address, rule.Phone, rule.Email)
	// identifiers types are numbers of one person, which tests and examples use too.
	identifiers = decisive&^rule.SetOf(rule.DateOfBirth) | rule.SetOf(rule.IBAN)
	// leading types lead to a person by themselves; an age does not.
	leading = personal &^ rule.SetOf(rule.Age)
	// linked types are looked at when findings are joined to a person.
	linked = personal | health | rule.SetOf(rule.City, rule.Postcode, rule.Organisation, rule.Hospital, rule.Date, rule.Other, rule.VATNumber, rule.IPAddress, rule.URL)
	// intimate types belong to the person that the text is about rather than to the
	// professional or relative named beside it.
	intimate = health | decisive | rule.SetOf(rule.Age, rule.Other)
)
