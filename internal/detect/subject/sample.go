package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// sampled types are given as examples of their form or as data for tests.
var sampled = rule.SetOf(rule.Phone, rule.Email, rule.Address, rule.Postcode, rule.DateOfBirth, rule.LicencePlate)

// sampleLineReach is how far, in tokens, a word for data of tests tells of what follows.
const sampleLineReach = 40

// inSampleLine tells whether finding i stands in a sentence that calls its values data for
// tests, or writes a form: "alleen dummygegevens: telefoon 0612345678", "als 06-12345678".
func (s *Finder) inSampleLine(i int) bool {
	p := &s.people
	if who := p.of[i]; who != pass.NoPerson && !p.clusters[who].nameless && p.clusters[who].isPrivate() {
		return false
	}
	from := int(p.at[i].from)
	if s.Cands[i].Type == rule.Phone && s.formBefore(from) && s.runningDigits(i) {
		return true
	}
	for k := from - 1; k >= 0 && from-k < sampleLineReach && !s.SentenceEnd(k); k-- {
		if s.sayAt(k)&pass.SaysFake != 0 {
			return !s.turned(k)
		}
	}
	return false
}

// formWords say that a form follows: "schrijf nummers als 06-12345678".
var formWords = pass.WordTable("als", "zoals", "like", "as", "formaat", "format", "vorm", "form", "bijvoorbeeld", "bijv", "bv", "notatie", "patroon", "pattern")

// formBefore tells whether one of them stands directly before token i.
func (s *Finder) formBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if formWords.Lookup(s.Doc.Tokens[k].Hash) != 0 {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol {
			return false
		}
	}
	return false
}

// runningDigits tells whether the subscriber number of phone finding i is 12345678 or one
// digit again and again, as examples have it.
func (s *Finder) runningDigits(i int) bool {
	d := s.firstDigits(i)
	if d[0] != '0' || d[9] == 0 {
		return false
	}
	run, same := true, true
	for k := 3; k < 10; k++ {
		run, same = run && d[k] == d[k-1]+1, same && d[k] == d[2]
	}
	return run || same
}
