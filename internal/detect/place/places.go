package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Find finds postcodes, street addresses and cities. A city needs an address, a
// postcode, a label or a word such as "woont in" beside it.
func (s *Finder) Find() {
	for _, r := range s.Pack.With(rule.MatchAddress) {
		for i, m := range s.Marks {
			if m&pass.MarkStreet != 0 && s.Taken[i] == rule.TypeNone {
				s.address(r, i)
			}
		}
	}
	s.neighbours()
	for _, r := range s.Pack.With(rule.MatchPostcode) {
		for i := range s.Marked(pass.MarkDigits) {
			if s.Doc.Tokens[i].Len() <= 6 && s.Taken[i] == rule.TypeNone {
				s.postcode(r, i)
			}
		}
	}
	for _, r := range s.Pack.With(rule.MatchCity) {
		for i, m := range s.Marks {
			if m&(pass.MarkPlace|pass.MarkCapital) == 0 || s.Taken[i] != rule.TypeNone {
				continue
			}
			end := s.PlaceAt(i)
			if (end == 0 || s.Doc.Symbol(end) == '-') && s.Doc.Tokens[i].Is(text.Capital) && s.takenBefore(i) == rule.Postcode {
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
func (s *Finder) addressBeside(i, end int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch s.Taken[k] {
		case rule.Address:
			return true
		case rule.TypeNone:
			continue
		}
		break
	}
	return s.Is(end, lexicon.Place|lexicon.SmallPlace) && s.Doc.Tokens[end].Is(text.Capital)
}

// unlistedPlace gives the end of up to three capitalised words at token i, on the
// line of the postcode before them, or 0. Words with a hyphen between them count as
// one: Driebergen-Rijsenburg.
func (s *Finder) unlistedPlace(i int) int {
	k := i
	for n := 0; n < 3 && s.placeWord(k); n++ {
		k++
		for s.Doc.Symbol(k) == '-' && s.placeWord(k+1) && !s.Doc.Tokens[k+1].Is(text.SpaceBefore) {
			k += 2
		}
	}
	if k == i {
		return 0
	}
	return k
}

func (s *Finder) placeWord(k int) bool {
	return k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Kind == text.Word && s.Doc.Tokens[k].Is(text.Capital) && !s.Doc.Tokens[k].Is(text.LineStart) &&
		s.Doc.Tokens[k].Len() > 2 && s.Classes[k]&(lexicon.CueStart|lexicon.Title) == 0 && s.Taken[k] == rule.TypeNone
}

// city judges the place name of tokens [i, end): it counts when something beside it
// says that someone is from there.
func (s *Finder) city(r, i, end int) {
	t := &s.Doc.Tokens[i]
	all := s.Around(i, end)
	sup := pass.SupportFor(all, r)
	sc := &s.Pack.Rules[r].Scores
	score, ev := 0.0, sup.Evidence|pass.ByList
	after := s.takenBefore(i)
	switch {
	case after == rule.Postcode, after == rule.Address && !s.Doc.Tokens[i].Is(text.LineStart):
		score = sc.CueValid
	case sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0:
		score = sc.Cue
	case t.Is(text.Capital) && s.postcodeAfter(end):
		score = sc.CueValid
	case (t.Is(text.Capital) || s.Doc.Symbol(i) == '\'') && i > 1 && s.preposition(i-1) && s.livesBeforePlace(i) && !s.Is(i, lexicon.Country):
		score, ev = sc.Cue, ev|pass.ByNear
	case t.Is(text.Capital) && (s.FieldEdge(i-1, i) && s.FieldEdge(end, end) || s.Doc.Symbol(i-1) == '\'' && s.Doc.Symbol(end) == '\'') && s.identityOnLine(i):
		if score = sc.Near; !s.Is(i, lexicon.Given|lexicon.Surname) {
			score = sc.Cue
		}
	}
	if score > 0 {
		s.Add(r, i, end, score, ev)
	}
}

// identityOnLine tells whether the line of token i, a row of fields, holds a number,
// date or address of a person.
func (s *Finder) identityOnLine(i int) bool {
	for k := max(0, i-30); k < len(s.Doc.Tokens) && k < i+30; k++ {
		if s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line {
			continue
		}
		switch s.Taken[k] {
		case rule.BSN, rule.PatientNumber, rule.DateOfBirth, rule.Phone, rule.Postcode, rule.Email, rule.InsuranceNumber:
			return true
		}
	}
	return false
}

// takenBefore is the type of what stands directly before token i, over commas and
// brackets.
func (s *Finder) takenBefore(i int) rule.Type {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if s.Taken[k] != rule.TypeNone {
			return s.Taken[k]
		}
		if s.Doc.Tokens[k].Kind != text.Symbol && !s.Is(k, lexicon.Connector) || s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == ';' {
			return rule.TypeNone
		}
	}
	return rule.TypeNone
}

func (s *Finder) postcodeAfter(i int) bool {
	for k := i; k < len(s.Doc.Tokens) && k < i+3; k++ {
		if s.Taken[k] == rule.Postcode {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol {
			return false
		}
	}
	return false
}
