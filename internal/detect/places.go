package detect

import (
	"bytes"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// places finds postcodes, street addresses and cities. A city needs an address, a
// postcode, a label or a word such as "woont in" beside it.
func (s *scan) places() {
	for _, r := range s.pack.With(rule.MatchAddress) {
		for i := range s.doc.Tokens {
			if s.taken[i] == rule.TypeNone {
				s.address(r, i)
			}
		}
	}
	for _, r := range s.pack.With(rule.MatchPostcode) {
		for i := range s.doc.Tokens {
			if t := &s.doc.Tokens[i]; t.Kind != text.Word && t.Kind != text.Symbol && t.Len() <= 6 && s.taken[i] == rule.TypeNone {
				s.postcode(r, i)
			}
		}
	}
	for _, r := range s.pack.With(rule.MatchCity) {
		for i := range s.doc.Tokens {
			if s.taken[i] != rule.TypeNone {
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

// postcode reads "3571 KE", "3571KE", and behind a label the four digits alone.
func (s *scan) postcode(r, i int) {
	t, w := &s.doc.Tokens[i], s.doc.Word(i)
	if w[0] < '1' || w[0] > '9' || len(w) < 4 || !allDigits(w[:4]) || !s.startsCode(i) {
		return
	}
	end := i + 1
	var letters []byte
	switch {
	case t.Kind == text.Mixed && len(w) == 6:
		letters = w[4:]
	case t.Kind == text.Number && len(w) == 4 && s.letterPair(end):
		letters = s.doc.Word(end)
		end++
	case t.Kind == text.Number && len(w) == 4:
		s.digitsOnly(r, i)
		return
	}
	if !postcodeLetters(letters) {
		return
	}
	upper := letters[0] < 'a' && letters[1] < 'a'
	sup := supportFor(s.around(i, end), r)
	beside := s.addressBeside(i, end)
	sc := &s.pack.Rules[r].Scores
	score, ev := weigh(sc, sup, upper)
	switch {
	case beside:
		score, ev = sc.CueValid, ev|ByNear
	case ev&(ByLabel|ByColumn) == 0 && (!upper || s.unitLetters(letters) || sup.anti || s.decoy(i)):
		return
	}
	if score > 0 {
		s.add(r, i, end, score, ev|ByShape)
	}
}

// digitsOnly: four digits alone are a postcode behind a label, or between a street
// and a place.
func (s *scan) digitsOnly(r, i int) {
	sup := supportFor(s.around(i, i+1), r)
	sc := &s.pack.Rules[r].Scores
	switch {
	case sup.evidence&(ByLabel|ByColumn) != 0:
		s.add(r, i, i+1, sc.Cue, sup.evidence)
	case s.placeFollows(i+1) && (s.takenBefore(i) == rule.Address || s.takenBefore(i) == rule.TypeNone && s.doc.Tokens[i].Is(text.LineStart) && s.lineEnds(i+1)):
		s.add(r, i, i+1, sc.CueValid, ByNear) // Belgian and German forms
	}
}

// startsCode tells whether no letter or digit touches token i from the left.
func (s *scan) startsCode(i int) bool {
	if i == 0 || s.doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	if s.doc.Tokens[i-1].Kind != text.Symbol {
		return false
	}
	switch s.doc.Symbol(i - 1) {
	case '.', '-', '#', '_', '/', '$':
		return i > 1 && s.doc.Tokens[i-1].Is(text.SpaceBefore)
	}
	return true
}

// letterPair tells whether token i is the two letters of a postcode.
func (s *scan) letterPair(i int) bool {
	if i >= len(s.doc.Tokens) {
		return false
	}
	t := &s.doc.Tokens[i]
	return t.Kind == text.Word && t.Len() == 2 && !t.Is(text.LineStart) && (t.Is(text.Upper) || !t.Is(text.Capital))
}

func postcodeLetters(l []byte) bool {
	if len(l) != 2 {
		return false
	}
	a, b := l[0]|0x20, l[1]|0x20
	if a < 'a' || a > 'z' || b < 'a' || b > 'z' || (l[0] < 'a') != (l[1] < 'a') {
		return false
	}
	return a != 's' || b != 'a' && b != 'd' && b != 's'
}

// unitLetters tells whether the letters are a unit or a short word, so that they
// need an address beside them.
func (s *scan) unitLetters(l []byte) bool {
	switch string(bytes.ToUpper(l)) {
	case "MG", "ML", "KG", "CM", "MM", "KM", "IE", "EH", "OP", "IN", "EN", "OF", "DE", "TE", "IS", "NA", "EU", "AM", "PM", "IU", "KB", "MB", "GB",
		"TO", "AT", "ON", "BY", "OR", "CC", "KJ", "HZ":
		return true
	}
	return false
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
	if s.is(i, lexicon.PhraseStart) {
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
