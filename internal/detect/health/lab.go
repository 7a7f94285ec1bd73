package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// labGap is how many tokens may stand between an analyte and its value.
const labGap = 6

// labAt reads an analyte, vital sign or score at tokens [i, end) with its value
// and unit.
func (s *Finder) labAt(i, end int) int {
	r := s.healthPass.lab
	if r == rule.NoRule {
		return i
	}
	k := s.toValue(end)
	after := s.value(k)
	if after == k {
		return i
	}
	next := s.labUnit(after)
	next = s.course(next)
	if s.Doc.Symbol(next) == ')' && s.opens(end, k) {
		next++ // HoNOS (nu 19)
	}
	if end == i+1 && (s.Is(i, lexicon.HealthAbbr) && !s.plausible(i, k, after, next) || s.saturday(i, k)) {
		return i
	}
	sc := &s.Pack.Rules[r].Scores
	score := sc.Cue
	if next == after && k > end+2 {
		score = sc.Bare
	}
	s.Add(r, i, next, score, pass.ByLabel)
	return next
}

// saturday tells a day of the week, as in "Sat 10-16", from a saturation.
func (s *Finder) saturday(i, k int) bool {
	return s.Doc.Tokens[i].Hash == saturation && s.number10(k) < 400
}

var saturation = text.HashWord("sat")

// course goes on over later values of the same analyte: "→ 29", "en nu 4,7".
func (s *Finder) course(end int) int {
	return s.earlier(s.later(end))
}

// later goes on over the values alone.
func (s *Finder) later(end int) int {
	for n := 0; n < 3; n++ {
		k := end
		if s.Joint(k+1) && string(s.Doc.Word(k)) == "en" && s.beside(k+1)&besideCourse != 0 {
			k++
		}
		for s.Joint(k) && k < end+3 && (s.beside(k)&besideCourse != 0 || s.Doc.Symbol(k) == '-' || s.Doc.Symbol(k) == '>' || s.Doc.Tokens[k].Kind == text.Symbol && s.Doc.Symbol(k) == 0) {
			k++
		}
		if k == end || !s.Joint(k) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Symbol(k-1) == '-' {
			return end
		}
		end = s.labUnit(s.decimal(k))
	}
	return end
}

// year tells whether token i is a year of this or the last century.
func (s *Finder) year(i int) bool {
	w := s.Doc.Word(i)
	return len(w) == 4 && (w[0] == '1' && w[1] == '9' || w[0] == '2' && w[1] == '0')
}

// toValue skips what may stand between an analyte and its value: is, van, a colon,
// bars of HL7.
func (s *Finder) toValue(end int) int {
	k := end
	for n := 0; n < labGap && s.Joint(k); n++ {
		switch t := &s.Doc.Tokens[k]; {
		case t.Kind == text.Symbol:
			switch s.Doc.Symbol(k) {
			case '+':
				if !s.Joint(k+1) || s.Doc.Tokens[k+1].Kind != text.Number {
					return k
				}
			case ':', '=', '(', '>', '<', '~', '^', '|', '-', '"', ';', ',', '/', 0:
			default:
				return k
			}
		case s.Is(k, lexicon.Connector|lexicon.Month), s.beside(k)&(besideBridge|besideSide) != 0:
		case t.Kind == text.Number && k > end && s.year(k) && s.Joint(k+1) && s.Doc.Tokens[k+1].Kind != text.Symbol: // in nov 2024 0,9
		default:
			return k
		}
		if s.Doc.Symbol(k) == ',' && n > 0 {
			return k
		}
		k++
	}
	return k
}

// value gives the token after the value at token k, or k: a number, two with a
// slash, "negatief", a Roman number or a number in words.
func (s *Finder) value(k int) int {
	if !s.Joint(k) {
		return k
	}
	t := &s.Doc.Tokens[k]
	switch t.Kind {
	case text.Number:
		after := s.decimal(k)
		for n := 0; n < 2; n++ {
			c := s.Doc.Symbol(after)
			if c != '/' && c != '-' && c != ':' || s.Doc.Tokens[after].Is(text.SpaceBefore) {
				break
			}
			next := s.decimal(after + 1)
			if next == after+1 {
				break
			}
			after = next
		}
		return s.outOf(after)
	case text.Mixed:
		if s.gluedUnit(k, lexicon.LabUnit|lexicon.DoseUnit) || t.Len() == 2 && pass.Digit(s.Doc.Word(k)[0]) && s.Doc.Word(k)[1] <= 'd' {
			return k + 1 // TICI 2b
		}
	case text.Symbol:
		return s.sign(k)
	case text.Word:
		if s.beside(k)&besideResult != 0 || t.Len() <= 3 && roman(s.Doc.Word(k)) {
			return k + 1
		}
		if t.Len() <= 2 && t.Is(text.Capital) && s.beside(k+1)&besideResult != 0 && s.Joint(k+1) { // O pos
			return k + 2
		}
		after := k
		for n := 0; n < 5 && s.Joint(after) && (s.Is(after, lexicon.NumberWord) || after > k && s.beside(after)&besidePoint != 0); n++ {
			after++
		}
		if after == k+1 && article(s.Doc.Word(k)) {
			return k // meld een
		}
		return after
	}
	return k
}

// outOf goes on over "over 90", "van de 10" and "out of 30" behind a number.
func (s *Finder) outOf(after int) int {
	k := after
	for n := 0; n < 2 && s.Joint(k) && s.beside(k)&besideOut != 0; n++ {
		k++
	}
	if k > after && s.Joint(k) && s.Doc.Tokens[k].Kind == text.Number && s.Doc.Tokens[k].Len() <= 3 && s.beside(k+1)&besideTimes == 0 {
		return k + 1
	}
	return after
}

// gluedResult reads a result without a space, such as CRP84, T38,5 and RR140/90,
// at token i.
func (s *Finder) gluedResult(i int) int {
	w := s.Doc.Word(i)
	n := 0
	for n < len(w) && pass.Letter(w[n]) {
		n++
	}
	if n < 2 || n > 6 || !pass.PortLike(w[n:]) || s.Pack.Words.Lookup(text.HashBytes(w[:n]))&lexicon.Analyte == 0 {
		return i
	}
	k := i + 1
	if c := s.Doc.Symbol(k); (c == ',' || c == '.' || c == '/') && !s.Doc.Tokens[k].Is(text.SpaceBefore) && s.Joint(k+1) &&
		s.Doc.Tokens[k+1].Kind == text.Number && !s.Doc.Tokens[k+1].Is(text.SpaceBefore) {
		k += 2
	}
	next := s.labUnit(k)
	if next == i+1 && s.Pack.Words.Lookup(text.HashBytes(w[:n]))&lexicon.HealthAbbr != 0 {
		return i
	}
	s.Add(s.healthPass.lab, i, next, s.Pack.Rules[s.healthPass.lab].Scores.Near, pass.ByShape)
	return next
}

// roman tells whether w is a Roman number in capitals.
func roman(w []byte) bool {
	for _, c := range w {
		if c != 'I' && c != 'V' {
			return false
		}
	}
	return len(w) > 0
}

// labUnit gives the token after the unit at token k, or k.
func (s *Finder) labUnit(k int) int {
	if !s.Joint(k) {
		return k
	}
	switch {
	case s.Doc.Symbol(k) == '%':
		return k + 1
	case s.Doc.Symbol(k) == '/' && s.beside(k+1)&besidePer != 0:
		return k + 2
	case s.Is(k, lexicon.LabUnit):
		return s.perUnit(k + 1)
	case s.Doc.Tokens[k].Kind == text.Number && k+4 < len(s.Doc.Tokens) && string(s.Doc.Word(k)) == "10" && (s.Doc.Symbol(k+1) == '*' || s.Doc.Symbol(k+1) == '^') &&
		s.Doc.Tokens[k+2].Len() <= 2 && s.Doc.Symbol(k+3) == '/': // 10*9/L
		return k + 5
	case s.Doc.Tokens[k].Kind == text.Mixed && s.Doc.Word(k)[0]|0x20 == 'x': // x10^9/l
		for n := 0; n < 4 && s.Joint(k+1) && !s.Doc.Tokens[k+1].Is(text.SpaceBefore) && s.Doc.Symbol(k+1) != '.' && s.Doc.Symbol(k+1) != ','; n++ {
			k++
		}
		return k + 1
	}
	return k
}

// plausible decides for analytes that are words or letters too, such as K, Na and
// must: the value must directly follow, with a unit or within the usual bounds.
func (s *Finder) plausible(i, k, after, next int) bool {
	w := s.Doc.Word(i)
	if len(w) > 3 && !s.Doc.Tokens[i].Is(text.Upper) && !capitals(w) && !(s.Doc.Tokens[i].Is(text.Capital) && s.resultBefore(i)) {
		return false
	}
	if s.Doc.Tokens[k].Kind == text.Word || k > i+3 && s.Doc.Symbol(k+1) != '/' {
		return s.Doc.Tokens[i].Is(text.Upper) && len(w) > 2
	}
	if next > after {
		return true
	}
	if s.Joint(after) && s.beside(after)&besideTimes != 0 {
		return false
	}
	for _, b := range labBounds {
		if b.hash == s.Doc.Tokens[i].Hash {
			n := s.number10(k)
			return n >= b.low && n <= b.high
		}
	}
	return len(w) > 1 && (s.Doc.Tokens[i].Is(text.Upper) || capitals(w)) || len(w) > 3
}

// labBounds are values that occur in people, times ten.
var labBounds = [...]struct {
	hash      uint64
	low, high int
}{
	{text.HashWord("na"), 1050, 1800},
	{text.HashWord("k"), 15, 90},
	{text.HashWord("ca"), 12, 40},
	{text.HashWord("mg"), 2, 30},
	{text.HashWord("cl"), 700, 1400},
	{text.HashWord("t"), 335, 430},
	{text.HashWord("af"), 60, 700},
	{text.HashWord("hf"), 250, 2500},
	{text.HashWord("hr"), 250, 2500},
	{text.HashWord("bd"), 500, 2600},
	{text.HashWord("bp"), 500, 2600},
	{text.HashWord("rr"), 60, 2600},
	{text.HashWord("ef"), 100, 800},
	{text.HashWord("ph"), 66, 79},
	{text.HashWord("ht"), 10, 700},
	{text.HashWord("ck"), 100, 999999},
	{text.HashWord("iq"), 300, 1600},
}

// number10 is the number at token k times ten, without further decimals.
func (s *Finder) number10(k int) int {
	n := 0
	for _, c := range s.Doc.Word(k) {
		if c < '0' || c > '9' || n > 1e6 {
			break
		}
		n = n*10 + int(c-'0')
	}
	n *= 10
	if c := s.Doc.Symbol(k + 1); (c == '.' || c == ',') && s.decimal(k) > k+1 {
		n += int(s.Doc.Word(k + 2)[0] - '0')
	}
	return n
}
