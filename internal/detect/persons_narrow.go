package detect

import (
	"bytes"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// facts are the kinds of narrowing facts of one person.
type facts uint8

const (
	factPlace    facts = 1 << iota // a small place, a postcode, a street
	factBody                       // a named school, employer or institution
	factUnique                     // a function or fact that few share
	factOrigin                     // what is told apart by rule: origin, case number
	factMoment                     // a birth date or a calendar date
	factAge                        // an exact age
	factFunction                   // an ordinary function
)

// count is the number of facts that narrow a person down. An age, a date and an
// ordinary function alone fit too many: together they count once, unless a place,
// body or unique function goes with them.
func (f facts) count() int {
	strong := 0
	for _, one := range []facts{factPlace, factBody, factUnique, factOrigin} {
		if f&one != 0 {
			strong++
		}
	}
	weak := 0
	for _, one := range []facts{factMoment, factAge, factFunction} {
		if f&one != 0 {
			weak++
		}
	}
	if strong == 0 {
		return min(weak, 1)
	}
	return strong + weak
}

// narrow gathers the narrowing facts of each person. Functions are read from the
// words of the text and go to the persons without a sure name.
func (s *scan) narrow() {
	p := &s.people
	for i := range s.cands {
		who := p.of[i]
		if who == NoPerson {
			continue
		}
		p.clusters[who].narrowing |= s.factOf(i)
	}
	words := facts(0)
	for i := range p.clusters {
		if !p.clusters[i].nameless && s.supported(int32(i)) {
			continue
		}
		if words == 0 {
			words = s.factsInWords()
		}
		p.clusters[i].narrowing |= words
	}
}

// factsInWords reads the narrowing facts that are no findings: functions, villages
// and ages.
func (s *scan) factsInWords() facts {
	var out facts
	for i, m := range s.marks {
		if m&(markSays|markDigits|markCapital) == 0 && s.taken[i] != rule.Age && !s.is(i, lexicon.Profession) {
			continue
		}
		says := s.people.says[i]
		switch {
		case says&saysUnique != 0 && s.anyOne(i) && s.placeOfFunction(i) == 0:
			out |= factFunction
		case says&saysUnique != 0:
			out |= factUnique | s.placeOfFunction(i)
		case says&saysSole != 0 && s.soleIn(i):
			out |= factUnique
		case says&saysVillage != 0 && s.sayAt(i-1)&saysOwn != 0, s.smallPlace(i):
			out |= factPlace
		case (s.is(i, lexicon.Profession) || says&saysFunction != 0) && s.ownIn(i):
			out |= factUnique | factFunction
		case s.is(i, lexicon.Profession), says&saysFunction != 0, says&saysRelative != 0 && (s.hashIs(i+1, plain.van) || s.hashIs(i+1, plain.of)):
			out |= factFunction
		case s.ageAt(i):
			out |= factAge
		}
	}
	return out
}

// anyOne tells whether "een" or "a" before token i makes the function that of anyone.
func (s *scan) anyOne(i int) bool {
	if i == 0 || s.sayAt(i-1)&saysArticle == 0 {
		return false
	}
	w := s.doc.Word(i - 1)
	return equalFold(w, "een") || equalFold(w, "a") || equalFold(w, "an")
}

// ownIn tells whether the function at token i is that of one of ours, in a named town:
// "onze receptioniste van de poli in Terneuzen".
func (s *scan) ownIn(i int) bool {
	if s.sayAt(i-1)&saysOwn == 0 || s.sayAt(i)&saysProfessional != 0 {
		return false
	}
	for k := i + 1; k < min(len(s.doc.Tokens), i+10) && !s.sentenceEnd(k); k++ {
		if s.is(k, lexicon.Place|lexicon.SmallPlace) && s.doc.Tokens[k].Is(text.Capital) {
			return true
		}
	}
	return false
}

// ageAt tells whether token i is the age of one person: "58 jaar", "13-jarige", "meisje
// van 9".
func (s *scan) ageAt(i int) bool {
	if s.taken[i] == rule.Age {
		return true
	}
	if t := &s.doc.Tokens[i]; t.Kind != text.Number || t.Len() > 2 {
		return false
	}
	next := i + 1
	if s.doc.Symbol(next) == '-' {
		next++
	}
	return s.sayAt(next)&saysYears != 0 || (s.hashIs(i-1, plain.van) || s.hashIs(i-1, plain.of)) && s.sayAt(i-2)&(saysCase|saysRole) != 0
}

// smallPlace tells whether token i is the name of a small place behind a
// preposition, by the list or by its form.
func (s *scan) smallPlace(i int) bool {
	if !s.doc.Tokens[i].Is(text.Capital) || s.is(i, lexicon.Place) && !s.is(i, lexicon.SmallPlace) {
		return false
	}
	if !s.hashIs(i-1, plain.in) && !s.hashIs(i-1, plain.van) && !s.hashIs(i-1, plain.uit) && !s.hashIs(i-1, plain.te) && s.sayAt(i-1)&saysVillage == 0 {
		return false
	}
	return s.is(i, lexicon.SmallPlace) || s.villageByForm(i)
}

// villageEnds are what many Dutch and Flemish places end in and few other words with a
// capital.
var villageEnds = [...]string{"hoven", "dorp", "kerk", "wijk", "burg", "veen", "meer", "drecht", "zijl", "ingen", "huizen", "buren", "oord", "broek", "voort", "horst", "sluis", "donk", "wolde", "woude", "wierum", "gem", "beek", "rode"}

func (s *scan) villageByForm(i int) bool {
	t := &s.doc.Tokens[i]
	if t.Kind != text.Word || t.Len() < 7 || !t.Is(text.Title) || s.ordinary(i) || s.is(i, lexicon.Institution) {
		return false
	}
	word := s.doc.Word(i)
	for _, end := range villageEnds {
		if bytes.HasSuffix(word, []byte(end)) {
			return true
		}
	}
	return false
}

// placeOfFunction: "de dominee van Wijnaldum" names a place by its form.
func (s *scan) placeOfFunction(i int) facts {
	if i+2 >= len(s.doc.Tokens) || s.doc.Tokens[i+2].Kind != text.Word || !s.doc.Tokens[i+2].Is(text.Capital) {
		return 0
	}
	if s.hashIs(i+1, plain.van) || s.hashIs(i+1, plain.in) || s.hashIs(i+1, plain.of) || s.hashIs(i+1, plain.te) {
		return factPlace
	}
	return 0
}

// soleIn tells whether the word at token i makes somebody the only or first one of a
// place, as in "de enige huisarts in het dorp" and "the first in the province".
func (s *scan) soleIn(i int) bool {
	if !s.hashIs(i-1, plain.de) && !s.hashIs(i-1, plain.het) && !s.hashIs(i-1, plain.the) {
		return false
	}
	for k := i + 1; k < min(len(s.doc.Tokens), i+7) && !s.sentenceEnd(k); k++ {
		if s.town(k) {
			return true
		}
	}
	for k := i - 2; k >= max(0, i-8) && !s.sentenceEnd(k); k-- {
		if s.town(k) {
			return true
		}
	}
	return false
}

func (s *scan) town(k int) bool {
	return s.sayAt(k)&(saysTown|saysVillage) != 0 || s.is(k, lexicon.Place|lexicon.SmallPlace) && s.doc.Tokens[k].Is(text.Capital)
}

func (s *scan) factOf(i int) facts {
	switch s.cands[i].typ {
	case rule.Postcode, rule.Address:
		return factPlace
	case rule.City:
		for k := s.people.at[i].from; k < s.people.at[i].to; k++ {
			if s.is(int(k), lexicon.Place) && !s.is(int(k), lexicon.SmallPlace) {
				return 0
			}
		}
		return factPlace
	case rule.Organisation, rule.Hospital:
		if s.cands[i].evidence == ByList {
			return 0 // an insurer or a large body
		}
		return factBody
	case rule.Other:
		return s.factOfOther(i)
	case rule.DateOfBirth, rule.Date:
		return factMoment
	case rule.Age:
		return factAge
	}
	return 0
}

// factOfOther: a function with its place leads to one person.
func (s *scan) factOfOther(i int) facts {
	if s.pack.Rules[s.cands[i].rule].ID != factFunctionRule {
		return factOrigin
	}
	for k := int(s.people.at[i].to); k < min(len(s.doc.Tokens), int(s.people.at[i].to)+4) && !s.sentenceEnd(k); k++ {
		if s.is(k, lexicon.Place) && s.doc.Tokens[k].Is(text.Capital) && !s.metropolis(k) {
			return factUnique | factPlace
		}
	}
	return factUnique
}

// metropolis tells whether the place at token k has many who bear any function.
func (s *scan) metropolis(k int) bool {
	switch string(s.lowered(k)) {
	case "amsterdam", "rotterdam", "den", "utrecht", "eindhoven", "groningen", "tilburg", "antwerpen", "brussel", "gent", "london", "londen", "leeds", "manchester", "birmingham",
		"glasgow", "paris", "parijs", "berlin", "berlijn", "hamburg", "york", "boston", "chicago", "toronto", "istanbul", "casablanca":
		return true
	}
	return false
}
