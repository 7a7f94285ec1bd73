package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// postcode reads "3571 KE", "3571KE", and behind a label the four digits alone.
func (s *Finder) postcode(r, i int) {
	t, w := &s.Doc.Tokens[i], s.Doc.Word(i)
	if t.Kind == text.Mixed && w[0] >= 'A' && w[0] <= 'Z' {
		s.britishPostcode(r, i)
		return
	}
	if w[0] < '1' || w[0] > '9' || len(w) < 4 || !pass.AllDigits(w[:4]) || !s.startsCode(i) {
		return
	}
	end := i + 1
	var letters []byte
	switch {
	case t.Kind == text.Mixed && len(w) == 6:
		letters = w[4:]
	case t.Kind == text.Number && len(w) == 4 && letterPair(s.Pass, end) && !(s.unitLetters(s.Doc.Word(end)) && !s.Doc.Tokens[end].Is(text.Upper)):
		letters = s.Doc.Word(end)
		end++
	case t.Kind == text.Number && len(w) == 4 && s.Doc.Symbol(end) == '-' && letterPair(s.Pass, end+1) && s.Doc.Tokens[end+1].Is(text.Upper) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore):
		letters = s.Doc.Word(end + 1)
		end += 2 // "1234-AB"
	case t.Kind == text.Number && len(w) <= 5:
		s.digitsOnly(r, i)
		return
	}
	if !postcodeLetters(letters) {
		return
	}
	upper := letters[0] < 'a' && letters[1] < 'a'
	sup := pass.SupportFor(s.Around(i, end), r)
	beside := s.addressBeside(i, end)
	sc := &s.Pack.Rules[r].Scores
	score, ev := pass.Weigh(sc, sup, upper)
	switch {
	case beside:
		score, ev = sc.CueValid, ev|pass.ByNear
	case ev&(pass.ByLabel|pass.ByColumn) == 0 && (!upper || s.unitLetters(letters) || sup.Anti || s.Decoy(i)):
		return
	}
	if score > 0 {
		s.Add(r, i, end, score, ev|pass.ByShape)
		if y := pass.Value(w[:4]); upper && (y < 1900 || y > 2035 || beside) && !s.Is(end-1, pass.HealthClasses) {
			s.houseBehind(end)
		}
	}
}

// houseBehind adds the house number that stands directly behind a postcode, before token
// end: "1234 AB 12", "1234AB-12a", "1234 AB nr. 12". Together they are an address.
func (s *Finder) houseBehind(end int) {
	r := s.Pack.Index(houseNumberRule)
	if r == rule.NoRule || end >= len(s.Doc.Tokens) || s.Doc.Tokens[end].Is(text.LineStart) {
		return
	}
	k := end
	if c := s.Doc.Symbol(k); c == '-' || c == '/' {
		k++
	}
	if k == end && s.Is(k, lexicon.HouseWord) {
		if k++; s.Doc.Symbol(k) == '.' {
			k++
		}
	}
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind == text.Word || !houseNumber(s.Pass, k) || s.Doc.Tokens[k].Len() > 5 {
		return
	}
	if after := afterHouseNumber(s.Pass, k); s.EndsValue(after) || s.WordAt(after) && !s.UnitBehind(after) && !s.Is(after, lexicon.AgeWord) && !s.Doc.Tokens[k-1].Is(text.Capital) {
		s.Add(r, k, after, s.Pack.Rules[r].Scores.Cue, pass.ByNear)
	}
}

// digitsOnly: four digits alone are a postcode behind a label, or between a street
// and a place; five digits between a street and a place.
func (s *Finder) digitsOnly(r, i int) {
	sup := pass.SupportFor(s.Around(i, i+1), r)
	sc := &s.Pack.Rules[r].Scores
	before, five := s.takenBefore(i), s.Width(i) == 5
	switch {
	case sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0:
		s.Add(r, i, i+1, sc.Cue, sup.Evidence)
	case before == rule.Address && (s.placeFollows(i+1) || s.capitalFollows(i+1)),
		!five && s.placeFollows(i+1) && before == rule.TypeNone && s.Doc.Tokens[i].Is(text.LineStart) && s.LineEnds(i+1):
		s.Add(r, i, i+1, sc.CueValid, pass.ByNear) // Belgian and German forms
	}
}

// capitalFollows tells whether a word with a capital that is no label or title stands
// directly at token k on the same line.
func (s *Finder) capitalFollows(k int) bool {
	return s.WordAt(k) && s.Doc.Tokens[k].Is(text.Capital) && !s.Doc.Tokens[k].Is(text.LineStart) && s.Doc.Tokens[k].Len() > 2 && !s.Is(k, lexicon.CueStart|lexicon.Title|lexicon.Month)
}

// britishPostcode reads "LS1 4AP" at token i beside an address, a place or a label.
func (s *Finder) britishPostcode(r, i int) {
	if i+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+1].Kind != text.Mixed || s.Doc.Tokens[i+1].Is(text.LineStart) || !s.Doc.Tokens[i+1].Is(text.SpaceBefore) {
		return
	}
	out, in := s.Doc.Word(i), s.Doc.Word(i+1)
	if len(in) != 3 || !pass.AllDigits(in[:1]) || !allCapitals(in[1:]) || len(out) < 2 || len(out) > 4 {
		return
	}
	letters := 0
	for letters < len(out) && out[letters] >= 'A' && out[letters] <= 'Z' {
		letters++
	}
	if letters < 1 || letters > 2 || letters == len(out) || !pass.AllDigits(out[letters:letters+1]) {
		return
	}
	sup := pass.SupportFor(s.Around(i, i+2), r)
	before := s.takenBefore(i)
	placed := i > 0 && (s.Is(i-1, lexicon.Place|lexicon.SmallPlace) || s.Doc.Symbol(i-1) == ',' && s.Is(i-2, lexicon.Place|lexicon.SmallPlace))
	sc := &s.Pack.Rules[r].Scores
	switch {
	case sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0:
		s.Add(r, i, i+2, sc.Cue, sup.Evidence|pass.ByShape)
	case before == rule.Address || before == rule.City || placed || s.livesBefore(i):
		s.Add(r, i, i+2, sc.CueValid, pass.ByShape|pass.ByNear)
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
func (s *Finder) startsCode(i int) bool {
	if i == 0 || s.Doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	if s.Doc.Tokens[i-1].Kind != text.Symbol {
		return false
	}
	switch s.Doc.Symbol(i - 1) {
	case '-':
		if i > 1 && s.Doc.Tokens[i-2].Kind == text.Word && s.Width(i-2) <= 2 && s.Doc.Tokens[i-2].Is(text.Capital) && s.Doc.Tokens[i].Len() == 4 {
			return true // "NL-1234 AB", "B-2180"
		}
		return i > 1 && s.Doc.Tokens[i-1].Is(text.SpaceBefore)
	case '.', '#', '_', '/', '$':
		return i > 1 && s.Doc.Tokens[i-1].Is(text.SpaceBefore)
	}
	return true
}

// letterPair tells whether token i is the two letters of a postcode.
func letterPair(s *pass.Pass, i int) bool {
	if i >= len(s.Doc.Tokens) {
		return false
	}
	t := &s.Doc.Tokens[i]
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
func (s *Finder) unitLetters(l []byte) bool {
	switch string([]byte{l[0] | 0x20, l[1] | 0x20}) {
	case "mg", "ml", "kg", "cm", "mm", "km", "ie", "eh", "op", "in", "en", "of", "de", "te", "is", "na", "eu", "am", "pm", "iu", "kb", "mb", "gb",
		"to", "at", "on", "by", "or", "cc", "kj", "hz":
		return true
	}
	return false
}
