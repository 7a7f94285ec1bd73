package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Cities adds the place names that say where somebody is from or is, once names
// and numbers are known: "woont in Almere", "geboren te Borne", "de bakker in
// Bourtange". Without a person in the text a place says nothing.
func (s *Finder) Cities() {
	rules := s.Pack.With(rule.MatchCity)
	if len(rules) == 0 {
		return
	}
	someone := s.Someone() || s.Functions > 0
	for i := 1; i < len(s.Doc.Tokens); i++ {
		if s.Marks[i]&(pass.MarkPlace|pass.MarkCapital) == 0 || s.Taken[i] != rule.TypeNone || s.Doc.Tokens[i].Kind != text.Word || s.Is(i, lexicon.Country) || s.Doc.Symbol(i-1) == '/' {
			continue
		}
		if !s.Doc.Tokens[i].Is(text.Capital) && !s.Is(i, lexicon.Place|lexicon.SmallPlace|lexicon.PlaceStart) {
			continue
		}
		if someone && s.streetAlone(i) {
			s.addStreet(i)
			continue
		}
		end := s.PlaceAt(i)
		leads := s.preposition(i-1) || s.ofFunction(i)
		if !leads && s.Doc.Symbol(i-1) != '(' {
			if someone && end > 0 && s.Doc.Tokens[i].Is(text.Capital) && s.plainPlace(i, end) {
				s.Add(rules[0], i, end, s.Pack.Rules[rules[0]].Scores.Bare, pass.ByList)
			}
			continue
		}
		capital := s.Doc.Tokens[i].Is(text.Capital)
		if end == 0 && capital && (s.livesBeforePlace(i) || (s.TakenAt(i-2) == rule.Other || s.fromBehindName(i)) && s.UnlistedName(i)) {
			end = s.unlistedPlace(i)
		}
		if !capital && !s.livesBeforePlace(i) && !(someone && s.plainPlace(i, end)) {
			continue
		}
		if end == 0 || !leads && !(s.Doc.Symbol(i-1) == '(' && someone) {
			continue
		}
		sc := &s.Pack.Rules[rules[0]].Scores
		switch {
		case s.livesBefore(i) || s.bornBefore(i):
			s.Add(rules[0], i, end, sc.Cue, pass.ByList|pass.ByNear)
		case someone || s.personWordNear(i):
			s.Add(rules[0], i, end, sc.Near, pass.ByList|pass.ByNear)
		}
	}
}

// livesBeforePlace tells whether a word for living or birth stands directly before
// the preposition at token i-1: "woont in", "geboren te".
func (s *Finder) livesBeforePlace(i int) bool {
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		if s.Is(k, lexicon.LiveWord) {
			return true
		}
		switch string(s.Lowered(k)) {
		case "geboren", "geb", "born", "afkomstig", "opgegroeid", "verhuisde", "moved", "komt", "kwam":
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Word || s.Width(k) > 6 {
			return false
		}
	}
	return false
}

// streetAlone tells whether token i is a street without number behind "de" or "aan":
// "mevrouw Vaak van de Kerkstraat".
func (s *Finder) streetAlone(i int) bool {
	if !s.Doc.Tokens[i].Is(text.Capital) || s.Doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	switch streetWord(s.Pass, i) {
	case streetFull, streetTypeAlone:
	default:
		return false
	}
	sure := false
	for _, e := range streetEndings[:8] {
		sure = sure || pass.EndsFold(s.Doc.Word(i), e)
	}
	start := s.streetStart(i, streetFull)
	if start == 0 {
		return false
	}
	w := s.Doc.Word(start - 1)
	return sure && (pass.EqualFold(w, "de") || pass.EqualFold(w, "aan") || pass.EqualFold(w, "op") || pass.EqualFold(w, "the"))
}

func (s *Finder) addStreet(i int) {
	for _, r := range s.Pack.With(rule.MatchAddress) {
		s.Add(r, s.streetStart(i, streetFull), i+1, s.Pack.Rules[r].Scores.Bare, pass.ByShape)
	}
}

// plainPlace tells whether a place written in lower case is hardly another word.
func (s *Finder) plainPlace(i, end int) bool {
	if end > i && s.Is(i, lexicon.Place) && s.Doc.Tokens[i].Is(text.Capital) && s.Doc.Symbol(i-1) == ',' && s.TakenAt(i-2) == rule.PersonName && s.EndsValue(end) {
		return true // "mw Bos, Utrecht, ..."
	}
	return end > i && s.Doc.Tokens[i].Len() >= 5 && !s.Pack.Common.Has(s.Doc.Tokens[i].Hash) && !s.Is(i, lexicon.Given|lexicon.Surname|lexicon.Common)
}

// preposition tells whether the word at token i leads to a place.
func (s *Finder) preposition(i int) bool {
	t := &s.Doc.Tokens[i]
	if t.Kind != text.Word || t.Len() > 7 {
		return false
	}
	switch string(s.Lowered(i)) {
	case "in", "te", "uit", "naar", "from", "at", "near", "thv", "bij", "nabij", "omgeving", "to", "regio", "team":
		return true
	}
	return false
}

// bornBefore tells whether a word such as "geboren" or "afkomstig" stands before
// token i on its line.
func (s *Finder) bornBefore(i int) bool {
	r := s.Pack.With(rule.MatchCity)[0]
	return pass.SupportFor(s.Around(i, i+1), r).Evidence&pass.ByNear != 0
}

// fromBehindName tells whether "uit", "te" or "from" stands between a name and token i.
func (s *Finder) fromBehindName(i int) bool {
	if s.TakenAt(i-2) != rule.PersonName || s.Doc.Tokens[i-1].Kind != text.Word || s.Width(i-1) > 4 {
		return false
	}
	switch string(s.Lowered(i - 1)) {
	case "uit", "te", "from":
		return true
	}
	return false
}

// ofFunction tells whether "van", "of" or "on" joins the place at token i to a function
// before it, or to an island.
func (s *Finder) ofFunction(i int) bool {
	return s.Functions > 0 && s.LeadsToPlace(i-1) && (s.TakenAt(i-2) == rule.Other || pass.EqualFold(s.Doc.Word(i-1), "op") || pass.EqualFold(s.Doc.Word(i-1), "on"))
}

// personWordNear tells whether a word for a person stands near token i on its line.
func (s *Finder) personWordNear(i int) bool {
	const person = lexicon.PersonWord | lexicon.Kin | lexicon.PatientOf | lexicon.Profession
	for k := max(0, i-10); k < len(s.Doc.Tokens) && k < i+8; k++ {
		if s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line && (s.Is(k, person) || s.Taken[k] == rule.Other) {
			return true
		}
	}
	return false
}
