package subject

import (
	"bytes"

	"dijkwacht/internal/detect/pass"
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
func (s *Finder) narrow() {
	p := &s.people
	for i := range s.Cands {
		who := p.of[i]
		if who == pass.NoPerson {
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
func (s *Finder) factsInWords() facts {
	var out facts
	for i, m := range s.Marks {
		if m&(pass.MarkSays|pass.MarkDigits|pass.MarkCapital) == 0 && s.Taken[i] != rule.Age && !s.Is(i, lexicon.Profession) {
			continue
		}
		says := s.people.says[i]
		switch {
		case says&pass.SaysUnique != 0 && s.anyOne(i) && s.placeOfFunction(i) == 0:
			out |= factFunction
		case says&pass.SaysUnique != 0:
			out |= factUnique | s.placeOfFunction(i)
		case says&pass.SaysSole != 0 && s.soleIn(i):
			out |= factUnique
		case says&pass.SaysVillage != 0 && s.sayAt(i-1)&pass.SaysOwn != 0, s.smallPlace(i):
			out |= factPlace
		case (s.Is(i, lexicon.Profession) || says&pass.SaysFunction != 0) && s.ownIn(i):
			out |= factUnique | factFunction
		case s.Is(i, lexicon.Profession), says&pass.SaysFunction != 0, says&pass.SaysRelative != 0 && (s.HashIs(i+1, pass.Hash.Van) || s.HashIs(i+1, pass.Hash.Of)):
			out |= factFunction
		case s.ageAt(i):
			out |= factAge
		}
	}
	return out
}

// anyOne tells whether "een" or "a" before token i makes the function that of anyone.
func (s *Finder) anyOne(i int) bool {
	if i == 0 || s.sayAt(i-1)&pass.SaysArticle == 0 {
		return false
	}
	w := s.Doc.Word(i - 1)
	return pass.EqualFold(w, "een") || pass.EqualFold(w, "a") || pass.EqualFold(w, "an")
}

// ownIn tells whether the function at token i is that of one of ours, in a named town:
// "onze receptioniste van de poli in Terneuzen".
func (s *Finder) ownIn(i int) bool {
	if s.sayAt(i-1)&pass.SaysOwn == 0 || s.sayAt(i)&pass.SaysProfessional != 0 {
		return false
	}
	for k := i + 1; k < min(len(s.Doc.Tokens), i+10) && !s.SentenceEnd(k); k++ {
		if s.Is(k, lexicon.Place|lexicon.SmallPlace) && s.Doc.Tokens[k].Is(text.Capital) {
			return true
		}
	}
	return false
}

// ageAt tells whether token i is the age of one person: "58 jaar", "13-jarige", "meisje
// van 9".
func (s *Finder) ageAt(i int) bool {
	if s.Taken[i] == rule.Age {
		return true
	}
	if t := &s.Doc.Tokens[i]; t.Kind != text.Number || t.Len() > 2 {
		return false
	}
	next := i + 1
	if s.Doc.Symbol(next) == '-' {
		next++
	}
	return s.sayAt(next)&pass.SaysYears != 0 || (s.HashIs(i-1, pass.Hash.Van) || s.HashIs(i-1, pass.Hash.Of)) && s.sayAt(i-2)&(pass.SaysCase|pass.SaysRole) != 0
}

// smallPlace tells whether token i is the name of a small place behind a
// preposition, by the list or by its form.
func (s *Finder) smallPlace(i int) bool {
	if !s.Doc.Tokens[i].Is(text.Capital) || s.Is(i, lexicon.Place) && !s.Is(i, lexicon.SmallPlace) {
		return false
	}
	if !s.HashIs(i-1, pass.Hash.In) && !s.HashIs(i-1, pass.Hash.Van) && !s.HashIs(i-1, pass.Hash.Uit) && !s.HashIs(i-1, pass.Hash.Te) && s.sayAt(i-1)&pass.SaysVillage == 0 {
		return false
	}
	return s.Is(i, lexicon.SmallPlace) || s.villageByForm(i)
}

// villageEnds are what many Dutch and Flemish places end in and few other words with a
// capital.
var villageEnds = [...]string{"hoven", "dorp", "kerk", "wijk", "burg", "veen", "meer", "drecht", "zijl", "ingen", "huizen", "buren", "oord", "broek", "voort", "horst", "sluis", "donk", "wolde", "woude", "wierum", "gem", "beek", "rode"}

func (s *Finder) villageByForm(i int) bool {
	t := &s.Doc.Tokens[i]
	if t.Kind != text.Word || t.Len() < 7 || !t.Is(text.Title) || s.Ordinary(i) || s.Is(i, lexicon.Institution) {
		return false
	}
	word := s.Doc.Word(i)
	for _, end := range villageEnds {
		if bytes.HasSuffix(word, []byte(end)) {
			return true
		}
	}
	return false
}

// placeOfFunction: "de dominee van Wijnaldum" names a place by its form.
func (s *Finder) placeOfFunction(i int) facts {
	if i+2 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+2].Kind != text.Word || !s.Doc.Tokens[i+2].Is(text.Capital) {
		return 0
	}
	if s.HashIs(i+1, pass.Hash.Van) || s.HashIs(i+1, pass.Hash.In) || s.HashIs(i+1, pass.Hash.Of) || s.HashIs(i+1, pass.Hash.Te) {
		return factPlace
	}
	return 0
}

// soleIn tells whether the word at token i makes somebody the only or first one of a
// place, as in "de enige huisarts in het dorp" and "the first in the province".
func (s *Finder) soleIn(i int) bool {
	if !s.HashIs(i-1, pass.Hash.De) && !s.HashIs(i-1, pass.Hash.Het) && !s.HashIs(i-1, pass.Hash.The) {
		return false
	}
	for k := i + 1; k < min(len(s.Doc.Tokens), i+7) && !s.SentenceEnd(k); k++ {
		if s.town(k) {
			return true
		}
	}
	for k := i - 2; k >= max(0, i-8) && !s.SentenceEnd(k); k-- {
		if s.town(k) {
			return true
		}
	}
	return false
}

func (s *Finder) town(k int) bool {
	return s.sayAt(k)&(pass.SaysTown|pass.SaysVillage) != 0 || s.Is(k, lexicon.Place|lexicon.SmallPlace) && s.Doc.Tokens[k].Is(text.Capital)
}

func (s *Finder) factOf(i int) facts {
	switch s.Cands[i].Type {
	case rule.Postcode, rule.Address:
		return factPlace
	case rule.City:
		for k := s.people.at[i].from; k < s.people.at[i].to; k++ {
			if s.Is(int(k), lexicon.Place) && !s.Is(int(k), lexicon.SmallPlace) {
				return 0
			}
		}
		return factPlace
	case rule.Organisation, rule.Hospital:
		if s.Cands[i].Evidence == pass.ByList {
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
func (s *Finder) factOfOther(i int) facts {
	if s.Pack.Rules[s.Cands[i].Rule].ID != factFunctionRule {
		return factOrigin
	}
	for k := int(s.people.at[i].to); k < min(len(s.Doc.Tokens), int(s.people.at[i].to)+4) && !s.SentenceEnd(k); k++ {
		if s.Is(k, lexicon.Place) && s.Doc.Tokens[k].Is(text.Capital) && !s.metropolis(k) {
			return factUnique | factPlace
		}
	}
	return factUnique
}

// metropolis tells whether the place at token k has many who bear any function.
func (s *Finder) metropolis(k int) bool {
	switch string(s.Lowered(k)) {
	case "amsterdam", "rotterdam", "den", "utrecht", "eindhoven", "groningen", "tilburg", "antwerpen", "brussel", "gent", "london", "londen", "leeds", "manchester", "birmingham",
		"glasgow", "paris", "parijs", "berlin", "berlijn", "hamburg", "york", "boston", "chicago", "toronto", "istanbul", "casablanca":
		return true
	}
	return false
}
