package detect

import (
	"dijkwacht/internal/lexicon"
)

// shortPhone reads an internal number behind "tst" or "sein", and a mobile number
// of which the end was left out, "06 24 71 99 ..", or the zero: "6 38 44 19 02".
func (s *scan) shortPhone(i int, d *digitRun) (int, phoneKind) {
	if d.groups == 0 {
		return 0, phoneNone
	}
	end := int(d.ends[d.groups-1])
	if d.n >= 8 && hasPrefix(d.digits[:], "06") && s.doc.Symbol(end) == '.' && s.doc.Symbol(end+1) == '.' {
		for s.doc.Symbol(end) == '.' {
			end++
		}
		return end, phoneMobile
	}
	if zeroless(d) {
		return end, phoneNoZero
	}
	k := i - 1
	if c := s.doc.Symbol(k); c == '.' || c == ':' {
		k--
	}
	if n := s.doc.Tokens[i].Len(); n < 3 || n > 5 || !s.is(k, lexicon.Extension) {
		return 0, phoneNone
	}
	return i + 1, phoneMobile
}

// zeroless tells whether the row of groups is a mobile number without its zero: a 6
// by itself or with three digits more, and eight digits in all behind the 6.
func zeroless(d *digitRun) bool {
	return d.n == 9 && d.groups >= 3 && d.digits[0] == '6' && d.digits[1] != '0' && (d.counts[0] == 1 || d.counts[0] == 3)
}
