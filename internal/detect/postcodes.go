package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// postcode reads "3571 KE", "3571KE", and behind a label the four digits alone.
func (s *scan) postcode(r, i int) {
	t, w := &s.doc.Tokens[i], s.doc.Word(i)
	if t.Kind == text.Mixed && w[0] >= 'A' && w[0] <= 'Z' {
		s.britishPostcode(r, i)
		return
	}
	if w[0] < '1' || w[0] > '9' || len(w) < 4 || !allDigits(w[:4]) || !s.startsCode(i) {
		return
	}
	end := i + 1
	var letters []byte
	switch {
	case t.Kind == text.Mixed && len(w) == 6:
		letters = w[4:]
	case t.Kind == text.Number && len(w) == 4 && s.letterPair(end) && !(s.unitLetters(s.doc.Word(end)) && !s.doc.Tokens[end].Is(text.Upper)):
		letters = s.doc.Word(end)
		end++
	case t.Kind == text.Number && len(w) == 4 && s.doc.Symbol(end) == '-' && s.letterPair(end+1) && s.doc.Tokens[end+1].Is(text.Upper) && !s.doc.Tokens[end+1].Is(text.SpaceBefore):
		letters = s.doc.Word(end + 1)
		end += 2 // "1234-AB"
	case t.Kind == text.Number && len(w) <= 5:
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
		if y := value(w[:4]); upper && (y < 1900 || y > 2035 || beside) && !s.is(end-1, healthClass) {
			s.houseBehind(end)
		}
	}
}

// houseBehind adds the house number that stands directly behind a postcode, before token
// end: "1234 AB 12", "1234AB-12a", "1234 AB nr. 12". Together they are an address.
func (s *scan) houseBehind(end int) {
	r := s.pack.Index(houseNumberRule)
	if r == rule.NoRule || end >= len(s.doc.Tokens) || s.doc.Tokens[end].Is(text.LineStart) {
		return
	}
	k := end
	if c := s.doc.Symbol(k); c == '-' || c == '/' {
		k++
	}
	if k == end && s.is(k, lexicon.HouseWord) {
		if k++; s.doc.Symbol(k) == '.' {
			k++
		}
	}
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind == text.Word || !s.houseNumber(k) || s.doc.Tokens[k].Len() > 5 {
		return
	}
	if after := s.afterHouseNumber(k); s.endsValue(after) || s.wordAt(after) && !s.unitBehind(after) && !s.is(after, lexicon.AgeWord) && !s.doc.Tokens[k-1].Is(text.Capital) {
		s.add(r, k, after, s.pack.Rules[r].Scores.Cue, ByNear)
	}
}

// digitsOnly: four digits alone are a postcode behind a label, or between a street
// and a place; five digits between a street and a place.
func (s *scan) digitsOnly(r, i int) {
	sup := supportFor(s.around(i, i+1), r)
	sc := &s.pack.Rules[r].Scores
	before, five := s.takenBefore(i), s.width(i) == 5
	switch {
	case sup.evidence&(ByLabel|ByColumn) != 0:
		s.add(r, i, i+1, sc.Cue, sup.evidence)
	case before == rule.Address && (s.placeFollows(i+1) || s.capitalFollows(i+1)),
		!five && s.placeFollows(i+1) && before == rule.TypeNone && s.doc.Tokens[i].Is(text.LineStart) && s.lineEnds(i+1):
		s.add(r, i, i+1, sc.CueValid, ByNear) // Belgian and German forms
	}
}

// capitalFollows tells whether a word with a capital that is no label or title stands
// directly at token k on the same line.
func (s *scan) capitalFollows(k int) bool {
	return s.wordAt(k) && s.doc.Tokens[k].Is(text.Capital) && !s.doc.Tokens[k].Is(text.LineStart) && s.doc.Tokens[k].Len() > 2 && !s.is(k, lexicon.CueStart|lexicon.Title|lexicon.Month)
}

// britishPostcode reads "LS1 4AP" at token i beside an address, a place or a label.
func (s *scan) britishPostcode(r, i int) {
	if i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Kind != text.Mixed || s.doc.Tokens[i+1].Is(text.LineStart) || !s.doc.Tokens[i+1].Is(text.SpaceBefore) {
		return
	}
	out, in := s.doc.Word(i), s.doc.Word(i+1)
	if len(in) != 3 || !allDigits(in[:1]) || !allCapitals(in[1:]) || len(out) < 2 || len(out) > 4 {
		return
	}
	letters := 0
	for letters < len(out) && out[letters] >= 'A' && out[letters] <= 'Z' {
		letters++
	}
	if letters < 1 || letters > 2 || letters == len(out) || !allDigits(out[letters:letters+1]) {
		return
	}
	sup := supportFor(s.around(i, i+2), r)
	before := s.takenBefore(i)
	placed := i > 0 && (s.is(i-1, lexicon.Place|lexicon.SmallPlace) || s.doc.Symbol(i-1) == ',' && s.is(i-2, lexicon.Place|lexicon.SmallPlace))
	sc := &s.pack.Rules[r].Scores
	switch {
	case sup.evidence&(ByLabel|ByColumn) != 0:
		s.add(r, i, i+2, sc.Cue, sup.evidence|ByShape)
	case before == rule.Address || before == rule.City || placed || s.livesBefore(i):
		s.add(r, i, i+2, sc.CueValid, ByShape|ByNear)
	}
}

// allCapitals tells whether all of b are capitals of ASCII.
func allCapitals(b []byte) bool {
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
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
	case '-':
		if i > 1 && s.doc.Tokens[i-2].Kind == text.Word && s.width(i-2) <= 2 && s.doc.Tokens[i-2].Is(text.Capital) && s.doc.Tokens[i].Len() == 4 {
			return true // "NL-1234 AB", "B-2180"
		}
		return i > 1 && s.doc.Tokens[i-1].Is(text.SpaceBefore)
	case '.', '#', '_', '/', '$':
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
	switch string([]byte{l[0] | 0x20, l[1] | 0x20}) {
	case "mg", "ml", "kg", "cm", "mm", "km", "ie", "eh", "op", "in", "en", "of", "de", "te", "is", "na", "eu", "am", "pm", "iu", "kb", "mb", "gb",
		"to", "at", "on", "by", "or", "cc", "kj", "hz":
		return true
	}
	return false
}
