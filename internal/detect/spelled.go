package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// spelled finds numbers written or dictated in words: "negen vier zes", "nine four
// two", "nul zes twaalf vierendertig", "zero six, double three".
func (s *scan) spelled() {
	run := &s.spelledRun
	for i := 0; i < len(s.doc.Tokens); i++ {
		if s.marks[i]&markDay == 0 || s.classes[i]&lexicon.NumberWord == 0 || s.taken[i] != rule.TypeNone {
			continue
		}
		s.readSpelled(i, run)
		if run.words >= 4 && run.n >= 4 {
			s.judgeSpelled(i, run)
		}
		i = max(i, run.end-1)
	}
}

// spelledRun is a row of number words and single digits, as digits.
type spelledRun struct {
	digits     [24]byte
	n, words   int
	end        int
	overflowed bool
}

// readSpelled reads the row that starts at token i. Commas, hyphens and line breaks
// may stand between.
func (s *scan) readSpelled(i int, r *spelledRun) {
	*r = spelledRun{end: i}
	repeat := 1
	for k := i; k < len(s.doc.Tokens) && k < i+60; k++ {
		t := &s.doc.Tokens[k]
		s.steps++
		switch {
		case t.Kind == text.Symbol:
			if c := s.doc.Symbol(k); c != ',' && c != '-' && c != '.' && c != '/' {
				return
			}
			continue
		case t.Kind == text.Number && t.Len() <= 2:
			r.put(s.doc.Word(k), repeat)
		case s.is(k, lexicon.NumberWord):
			var digits [2]byte
			switch n := wordNumber(s.doc.Word(k), &digits); n {
			case 0:
				return
			case twice:
				repeat = 2
				continue
			case thrice:
				repeat = 3
				continue
			default:
				r.put(digits[:n], repeat)
			}
		default:
			return
		}
		if r.overflowed {
			return
		}
		repeat = 1
		r.words++
		r.end = k + 1
	}
}

func (r *spelledRun) put(digits []byte, times int) {
	for range times {
		if r.n+len(digits) > len(r.digits) {
			r.overflowed = true
			return
		}
		r.n += copy(r.digits[r.n:], digits)
	}
}

// judgeSpelled decides what the number is: by the label before it, or by the
// elfproef and the numbering plan.
func (s *scan) judgeSpelled(i int, r *spelledRun) {
	digits := r.digits[:r.n]
	bsn := s.typed(rule.MatchNumber, rule.BSN)
	valid := bsn != rule.NoRule && r.n == 9 && s.pack.Valid[bsn] != nil && s.pack.Valid[bsn](digits)
	for _, sup := range s.around(i, r.end) {
		if sup.evidence&ByLabel == 0 {
			continue
		}
		switch p := &s.pack.Rules[sup.rule]; {
		case p.Matcher == rule.MatchPhone && r.n >= 6,
			p.Matcher == rule.MatchNumber && fits(p.Params.Lengths, r.n),
			p.Matcher == rule.MatchCode && !valid && r.n >= p.Params.Min && r.n <= p.Params.Max:
			s.add(sup.rule, i, r.end, 0.93, ByLabel)
			return
		}
	}
	if valid {
		s.add(bsn, i, r.end, 0.9, ByChecksum)
		return
	}
	phone := s.typed(rule.MatchPhone, rule.Phone)
	if phone != rule.NoRule && r.n == 10 && digits[0] == '0' && phoneKindOf(digits, false) != phoneNone {
		s.add(phone, i, r.end, 0.9, ByShape)
	}
}

// What wordNumber gives for words that repeat the next digit.
const (
	twice  = -2
	thrice = -3
)

// The words for 0 to 19 and for the tens.
var (
	units = [...][20]string{
		{"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"},
		{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"},
	}
	tens = [...][8]string{
		{"twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"},
		{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"},
	}
)

// wordNumber writes the digits of a number word and returns how many; 0 for
// another word.
func wordNumber(w []byte, out *[2]byte) int {
	for lang := range units {
		for n, word := range units[lang] {
			if equalFold(w, word) {
				return writeDigits(n, out)
			}
		}
		for n, word := range tens[lang] {
			if equalFold(w, word) {
				return writeDigits(10*(n+2), out)
			}
		}
	}
	switch {
	case equalFold(w, "oh"), equalFold(w, "o"):
		return writeDigits(0, out)
	case equalFold(w, "één"):
		return writeDigits(1, out)
	case equalFold(w, "dubbel"), equalFold(w, "double"):
		return twice
	case equalFold(w, "triple"):
		return thrice
	}
	for n, word := range tens[0] { // "vierendertig", "tweeëntwintig"
		if !endsFold(w, word) {
			continue
		}
		for u := 1; u < 10; u++ {
			if unit := units[0][u]; len(w) > len(unit)+len(word) && equalFold(w[:len(unit)], unit) && len(w)-len(unit)-len(word) <= 3 {
				return writeDigits(10*(n+2)+u, out)
			}
		}
	}
	return 0
}

func writeDigits(n int, out *[2]byte) int {
	if n < 10 {
		out[0] = byte('0' + n)
		return 1
	}
	out[0], out[1] = byte('0'+n/10), byte('0'+n%10)
	return 2
}
