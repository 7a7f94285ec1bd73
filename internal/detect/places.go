package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// places finds postcodes, street addresses and cities. A city needs an address, a
// postcode, a label or a word such as "woont in" beside it.
func (s *scan) places() {
	for _, r := range s.pack.With(rule.MatchAddress) {
		for i, m := range s.marks {
			if m&markStreet != 0 && s.taken[i] == rule.TypeNone {
				s.address(r, i)
			}
		}
	}
	for _, r := range s.pack.With(rule.MatchPostcode) {
		for i, m := range s.marks {
			if m&markDigits != 0 && s.doc.Tokens[i].Len() <= 6 && s.taken[i] == rule.TypeNone {
				s.postcode(r, i)
			}
		}
	}
	for _, r := range s.pack.With(rule.MatchCity) {
		for i, m := range s.marks {
			if m&(markPlace|markCapital) == 0 || s.taken[i] != rule.TypeNone {
				continue
			}
			end := s.placeAt(i)
			if end == 0 && s.doc.Tokens[i].Is(text.Capital) && s.takenBefore(i) == rule.Postcode {
				end = s.unlistedPlace(i)
			}
			if end > i {
				s.city(r, i, end)
			}
		}
	}
}

// addressBeside tells whether a street address ends just before token i or a city
// starts at token end.
func (s *scan) addressBeside(i, end int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch s.taken[k] {
		case rule.Address:
			return true
		case rule.TypeNone:
			continue
		}
		break
	}
	return s.is(end, lexicon.Place|lexicon.SmallPlace) && s.doc.Tokens[end].Is(text.Capital)
}

// placeAt gives the token after the place name that starts at token i, or 0.
func (s *scan) placeAt(i int) int {
	const places = lexicon.Place | lexicon.SmallPlace
	if s.is(i, lexicon.PlaceStart) {
		if end, id, ok := s.pack.Phrases.Longest(&s.doc, i); ok && s.pack.Terms[id].Class&places != 0 {
			return end
		}
	}
	if s.is(i, places) {
		return i + 1
	}
	return 0
}

// unlistedPlace gives the end of up to three capitalised words at token i, on the
// line of the postcode before them, or 0.
func (s *scan) unlistedPlace(i int) int {
	k := i
	for k < len(s.doc.Tokens) && k < i+3 && s.doc.Tokens[k].Kind == text.Word && s.doc.Tokens[k].Is(text.Capital) &&
		!s.doc.Tokens[k].Is(text.LineStart) && s.doc.Tokens[k].Len() > 2 && s.classes[k]&(lexicon.CueStart|lexicon.Title) == 0 && s.taken[k] == rule.TypeNone {
		k++
	}
	if k == i {
		return 0
	}
	return k
}

// city judges the place name of tokens [i, end): it counts when something beside it
// says that someone is from there.
func (s *scan) city(r, i, end int) {
	t := &s.doc.Tokens[i]
	all := s.around(i, end)
	sup := supportFor(all, r)
	sc := &s.pack.Rules[r].Scores
	score, ev := 0.0, sup.evidence|ByList
	after := s.takenBefore(i)
	switch {
	case after == rule.Postcode, after == rule.Address && !s.doc.Tokens[i].Is(text.LineStart):
		score = sc.CueValid
	case sup.evidence&(ByLabel|ByColumn) != 0:
		score = sc.Cue
	case t.Is(text.Capital) && s.postcodeAfter(end):
		score = sc.CueValid
	case (t.Is(text.Capital) || s.doc.Symbol(i) == '\'') && i > 1 && s.preposition(i-1) && s.livesBeforePlace(i) && !s.is(i, lexicon.Country):
		score, ev = sc.Cue, ev|ByNear
	case t.Is(text.Capital) && s.fieldEdge(i-1, i) && s.fieldEdge(end, end) && s.identityOnLine(i):
		if score = sc.Near; !s.is(i, lexicon.Given|lexicon.Surname) {
			score = sc.Cue
		}
	}
	if score > 0 {
		s.add(r, i, end, score, ev)
	}
}

// identityOnLine tells whether the line of token i, a row of fields, holds a number,
// date or address of a person.
func (s *scan) identityOnLine(i int) bool {
	for k := max(0, i-30); k < len(s.doc.Tokens) && k < i+30; k++ {
		if s.doc.Tokens[k].Line != s.doc.Tokens[i].Line {
			continue
		}
		switch s.taken[k] {
		case rule.BSN, rule.PatientNumber, rule.DateOfBirth, rule.Phone, rule.Postcode, rule.Email, rule.InsuranceNumber:
			return true
		}
	}
	return false
}

// takenBefore is the type of what stands directly before token i, over commas and
// brackets.
func (s *scan) takenBefore(i int) rule.Type {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if s.taken[k] != rule.TypeNone {
			return s.taken[k]
		}
		if s.doc.Tokens[k].Kind != text.Symbol && !s.is(k, lexicon.Connector) || s.doc.Symbol(k) == '.' || s.doc.Symbol(k) == ';' {
			return rule.TypeNone
		}
	}
	return rule.TypeNone
}

func (s *scan) postcodeAfter(i int) bool {
	for k := i; k < len(s.doc.Tokens) && k < i+3; k++ {
		if s.taken[k] == rule.Postcode {
			return true
		}
		if s.doc.Tokens[k].Kind != text.Symbol {
			return false
		}
	}
	return false
}
