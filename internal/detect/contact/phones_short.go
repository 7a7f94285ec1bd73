package contact

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
)

// shortPhone reads an internal number behind "tst" or "sein", and a mobile number
// of which the end was left out, "06 24 71 99 ..", or the zero: "6 38 44 19 02".
func (s *Finder) shortPhone(i int, d *pass.DigitRun) (int, PhoneKind) {
	if d.Groups == 0 {
		return 0, PhoneNone
	}
	end := int(d.Ends[d.Groups-1])
	if d.N >= 8 && pass.HasPrefix(d.Digits[:], "06") && s.Doc.Symbol(end) == '.' && s.Doc.Symbol(end+1) == '.' {
		for s.Doc.Symbol(end) == '.' {
			end++
		}
		return end, phoneMobile
	}
	if zeroless(d) {
		return end, phoneNoZero
	}
	k := i - 1
	if c := s.Doc.Symbol(k); c == '.' || c == ':' {
		k--
	}
	if n := s.Doc.Tokens[i].Len(); n < 3 || n > 5 || !s.Is(k, lexicon.Extension) {
		return 0, PhoneNone
	}
	return i + 1, phoneMobile
}

// zeroless tells whether the row of groups is a mobile number without its zero: a 6
// by itself or with three digits more, and eight digits in all behind the 6.
func zeroless(d *pass.DigitRun) bool {
	return d.N == 9 && d.Groups >= 3 && d.Digits[0] == '6' && d.Digits[1] != '0' && (d.Counts[0] == 1 || d.Counts[0] == 3)
}
