package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// cities adds the place names that say where somebody is from or is, once names
// and numbers are known: "woont in Almere", "geboren te Borne", "de bakker in
// Bourtange". Without a person in the text a place says nothing.
func (s *scan) cities() {
	rules := s.pack.With(rule.MatchCity)
	if len(rules) == 0 {
		return
	}
	someone := s.someone() || s.functions > 0
	for i := 1; i < len(s.doc.Tokens); i++ {
		if s.marks[i]&(markPlace|markCapital) == 0 || s.taken[i] != rule.TypeNone || s.doc.Tokens[i].Kind != text.Word || s.is(i, lexicon.Country) || s.doc.Symbol(i-1) == '/' {
			continue
		}
		if !s.doc.Tokens[i].Is(text.Capital) && !s.is(i, lexicon.Place|lexicon.SmallPlace|lexicon.PlaceStart) {
			continue
		}
		if someone && s.streetAlone(i) {
			s.addStreet(i)
			continue
		}
		end := s.placeAt(i)
		leads := s.preposition(i-1) || s.ofFunction(i)
		if !leads && s.doc.Symbol(i-1) != '(' {
			if someone && end > 0 && s.doc.Tokens[i].Is(text.Capital) && s.plainPlace(i, end) {
				s.add(rules[0], i, end, s.pack.Rules[rules[0]].Scores.Bare, ByList)
			}
			continue
		}
		capital := s.doc.Tokens[i].Is(text.Capital)
		if end == 0 && capital && (s.livesBeforePlace(i) || (s.takenAt(i-2) == rule.Other || s.fromBehindName(i)) && s.unlistedName(i)) {
			end = s.unlistedPlace(i)
		}
		if !capital && !s.livesBeforePlace(i) && !(someone && s.plainPlace(i, end)) {
			continue
		}
		if end == 0 || !leads && !(s.doc.Symbol(i-1) == '(' && someone) {
			continue
		}
		sc := &s.pack.Rules[rules[0]].Scores
		switch {
		case s.livesBefore(i) || s.bornBefore(i):
			s.add(rules[0], i, end, sc.Cue, ByList|ByNear)
		case someone || s.personWordNear(i):
			s.add(rules[0], i, end, sc.Near, ByList|ByNear)
		}
	}
}

// livesBeforePlace tells whether a word for living or birth stands directly before
// the preposition at token i-1: "woont in", "geboren te".
func (s *scan) livesBeforePlace(i int) bool {
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		if s.is(k, lexicon.LiveWord) {
			return true
		}
		switch string(s.lowered(k)) {
		case "geboren", "geb", "born", "afkomstig", "opgegroeid", "verhuisde", "moved", "komt", "kwam":
			return true
		}
		if s.doc.Tokens[k].Kind != text.Word || s.width(k) > 6 {
			return false
		}
	}
	return false
}

// streetAlone tells whether token i is a street without number behind "de" or "aan":
// "mevrouw Vaak van de Kerkstraat".
func (s *scan) streetAlone(i int) bool {
	if !s.doc.Tokens[i].Is(text.Capital) || s.doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	switch s.streetWord(i) {
	case streetFull, streetTypeAlone:
	default:
		return false
	}
	sure := false
	for _, e := range streetEndings[:8] {
		sure = sure || endsFold(s.doc.Word(i), e)
	}
	start := s.streetStart(i, streetFull)
	if start == 0 {
		return false
	}
	w := s.doc.Word(start - 1)
	return sure && (equalFold(w, "de") || equalFold(w, "aan") || equalFold(w, "op") || equalFold(w, "the"))
}

func (s *scan) addStreet(i int) {
	for _, r := range s.pack.With(rule.MatchAddress) {
		s.add(r, s.streetStart(i, streetFull), i+1, s.pack.Rules[r].Scores.Bare, ByShape)
	}
}

// plainPlace tells whether a place written in lower case is hardly another word.
func (s *scan) plainPlace(i, end int) bool {
	if end > i && s.is(i, lexicon.Place) && s.doc.Tokens[i].Is(text.Capital) && s.doc.Symbol(i-1) == ',' && s.takenAt(i-2) == rule.PersonName && s.endsValue(end) {
		return true // "mw Bos, Utrecht, ..."
	}
	return end > i && s.doc.Tokens[i].Len() >= 5 && !s.pack.Common.Has(s.doc.Tokens[i].Hash) && !s.is(i, lexicon.Given|lexicon.Surname|lexicon.Common)
}

// someone tells whether the text holds an item that belongs to one person.
func (s *scan) someone() bool {
	for k := range s.cands {
		c := &s.cands[k]
		if c.score < 0.8 {
			continue
		}
		switch c.typ {
		case rule.PersonName, rule.BSN, rule.PatientNumber, rule.DateOfBirth, rule.Phone, rule.Email, rule.Address, rule.InsuranceNumber:
			return true
		}
	}
	return false
}

// preposition tells whether the word at token i leads to a place.
func (s *scan) preposition(i int) bool {
	t := &s.doc.Tokens[i]
	if t.Kind != text.Word || t.Len() > 7 {
		return false
	}
	switch string(s.lowered(i)) {
	case "in", "te", "uit", "naar", "from", "at", "near", "thv", "bij", "nabij", "omgeving", "to", "regio", "team":
		return true
	}
	return false
}

// bornBefore tells whether a word such as "geboren" or "afkomstig" stands before
// token i on its line.
func (s *scan) bornBefore(i int) bool {
	r := s.pack.With(rule.MatchCity)[0]
	return supportFor(s.around(i, i+1), r).evidence&ByNear != 0
}

// fromBehindName tells whether "uit", "te" or "from" stands between a name and token i.
func (s *scan) fromBehindName(i int) bool {
	if s.takenAt(i-2) != rule.PersonName || s.doc.Tokens[i-1].Kind != text.Word || s.width(i-1) > 4 {
		return false
	}
	switch string(s.lowered(i - 1)) {
	case "uit", "te", "from":
		return true
	}
	return false
}

// ofFunction tells whether "van", "of" or "on" joins the place at token i to a function
// before it, or to an island.
func (s *scan) ofFunction(i int) bool {
	return s.functions > 0 && s.leadsToPlace(i-1) && (s.takenAt(i-2) == rule.Other || equalFold(s.doc.Word(i-1), "op") || equalFold(s.doc.Word(i-1), "on"))
}

// personWordNear tells whether a word for a person stands near token i on its line.
func (s *scan) personWordNear(i int) bool {
	const person = lexicon.PersonWord | lexicon.Kin | lexicon.PatientOf | lexicon.Profession
	for k := max(0, i-10); k < len(s.doc.Tokens) && k < i+8; k++ {
		if s.doc.Tokens[k].Line == s.doc.Tokens[i].Line && (s.is(k, person) || s.taken[k] == rule.Other) {
			return true
		}
	}
	return false
}
