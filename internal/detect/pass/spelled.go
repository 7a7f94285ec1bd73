package pass

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// SpelledRun is a row of number words and single digits, as digits.
type SpelledRun struct {
	Digits     [24]byte
	N, Words   int
	End        int
	overflowed bool
}

// ReadSpelled reads the row that starts at token i. Commas, hyphens and line breaks
// may stand between.
func (s *Pass) ReadSpelled(i int, r *SpelledRun) {
	*r = SpelledRun{End: i}
	repeat := 1
	for k := i; k < len(s.Doc.Tokens) && k < i+60; k++ {
		t := &s.Doc.Tokens[k]
		s.Steps++
		switch {
		case t.Kind == text.Symbol:
			if c := s.Doc.Symbol(k); c != ',' && c != '-' && c != '.' && c != '/' {
				return
			}
			continue
		case t.Kind == text.Number && t.Len() <= 2:
			r.put(s.Doc.Word(k), repeat)
		case s.Is(k, lexicon.NumberWord):
			var digits [2]byte
			switch n := wordNumber(s.Doc.Word(k), &digits); n {
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
		r.Words++
		r.End = k + 1
	}
}

func (r *SpelledRun) put(digits []byte, times int) {
	for range times {
		if r.N+len(digits) > len(r.Digits) {
			r.overflowed = true
			return
		}
		r.N += copy(r.Digits[r.N:], digits)
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
			if EqualFold(w, word) {
				return writeDigits(n, out)
			}
		}
		for n, word := range tens[lang] {
			if EqualFold(w, word) {
				return writeDigits(10*(n+2), out)
			}
		}
	}
	switch {
	case EqualFold(w, "oh"), EqualFold(w, "o"):
		return writeDigits(0, out)
	case EqualFold(w, "één"):
		return writeDigits(1, out)
	case EqualFold(w, "dubbel"), EqualFold(w, "double"):
		return twice
	case EqualFold(w, "triple"):
		return thrice
	}
	for n, word := range tens[0] { // "vierendertig", "tweeëntwintig"
		if !EndsFold(w, word) {
			continue
		}
		for u := 1; u < 10; u++ {
			if unit := units[0][u]; len(w) > len(unit)+len(word) && EqualFold(w[:len(unit)], unit) && len(w)-len(unit)-len(word) <= 3 {
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
