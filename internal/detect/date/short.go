package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// shortDate is a day with a month, or a month with a year: "12-3", "11-2024",
// "2009-04". It takes a label.
func (s *Finder) shortDate(i, second, a, b int, sep byte) (dateHit, bool) {
	if sep == ' ' || sep == '.' {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: second + 1, loose: true}
	switch {
	case s.Width(i) == 4 && s.Width(second) == 2 && b >= 1 && b <= 12 && a >= 1900 && a < 2100:
		h.year, h.month = a, b
	case s.Width(second) == 4 && a >= 1 && a <= 12 && b >= 1900 && b < 2100:
		h.year, h.month = b, a
	case s.Width(i) <= 2 && s.Width(second) <= 2 && a >= 1 && a <= 31 && b >= 1 && b <= 12:
		h.day, h.month = a, b
	default:
		return h, false
	}
	return h, true
}

// compactDate reads 19710903 at the start of a token of 8, 12 or 14 digits.
func compactDate(s *pass.Pass, i int) (dateHit, bool) {
	w := s.Doc.Word(i)
	if len(w) == 6 && pass.AllDigits(w) { // 110348, behind a label
		h := dateHit{start: i, end: i + 1, day: pass.Value(w[:2]), month: pass.Value(w[2:4]), year: century(pass.Value(w[4:])), loose: true}
		return h, h.day >= 1 && h.day <= 31 && h.month >= 1 && h.month <= 12
	}
	if len(w) < 8 || !pass.AllDigits(w[:8]) {
		return dateHit{}, false
	}
	whole := len(w) == 8
	if !whole && len(w) != 12 && len(w) != 14 && (len(w) < 9 || w[8]|0x20 != 't') {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: i + 1, year: pass.Value(w[:4]), month: pass.Value(w[4:6]), day: pass.Value(w[6:8]), loose: whole}
	if whole && (h.year < 1900 || h.year > 2035) { // 03111948
		h.day, h.month, h.year = pass.Value(w[:2]), pass.Value(w[2:4]), pass.Value(w[4:8])
	}
	if !whole {
		h.tail = 8
		h.loose = len(w) == 12
	}
	return h, h.year >= 1900 && h.year <= 2035 && h.month >= 1 && h.month <= 12 && h.day >= 1 && h.day <= 31
}

// yearAlone is a year of four digits; it takes a label.
func (s *Finder) yearAlone(i int) (dateHit, bool) {
	if short := s.NumberAt(i, 2); short >= 0 && s.Width(i) == 2 && s.Doc.Symbol(i-1) == '\'' && !s.Doc.Tokens[i].Is(text.SpaceBefore) {
		return dateHit{start: i - 1, end: i + 1, year: century(short), loose: true}, true
	}
	y := s.NumberAt(i, 4)
	if s.Width(i) != 4 || y < 1900 || y > 2035 {
		return dateHit{}, false
	}
	if c := s.Doc.Symbol(i + 1); (c == '-' || c == '.' || c == '/') && i+2 < len(s.Doc.Tokens) && s.Doc.Tokens[i+2].Kind != text.Word && !s.Doc.Tokens[i+2].Is(text.SpaceBefore) {
		return dateHit{}, false
	}
	return dateHit{start: i, end: i + 1, year: y, loose: true}, true
}

// century completes a year of two digits: 00 to 26 are of this century.
func century(y int) int {
	if y <= 26 {
		return 2000 + y
	}
	return 1900 + y
}

// CompactYear gives the year of a date that is written as one number at token i.
func CompactYear(s *pass.Pass, i int) (year int, ok bool) {
	h, ok := compactDate(s, i)
	return h.year, ok
}
