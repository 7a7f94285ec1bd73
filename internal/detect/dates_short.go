package detect

import (
	"dijkwacht/internal/text"
)

// shortDate is a day with a month, or a month with a year: "12-3", "11-2024",
// "2009-04". It takes a label.
func (s *scan) shortDate(i, second, a, b int, sep byte) (dateHit, bool) {
	if sep == ' ' || sep == '.' {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: second + 1, loose: true}
	switch {
	case s.width(i) == 4 && s.width(second) == 2 && b >= 1 && b <= 12 && a >= 1900 && a < 2100:
		h.year, h.month = a, b
	case s.width(second) == 4 && a >= 1 && a <= 12 && b >= 1900 && b < 2100:
		h.year, h.month = b, a
	case s.width(i) <= 2 && s.width(second) <= 2 && a >= 1 && a <= 31 && b >= 1 && b <= 12:
		h.day, h.month = a, b
	default:
		return h, false
	}
	return h, true
}

// compactDate reads 19710903 at the start of a token of 8, 12 or 14 digits.
func (s *scan) compactDate(i int) (dateHit, bool) {
	w := s.doc.Word(i)
	if len(w) == 6 && allDigits(w) { // 110348, behind a label
		h := dateHit{start: i, end: i + 1, day: value(w[:2]), month: value(w[2:4]), year: century(value(w[4:])), loose: true}
		return h, h.day >= 1 && h.day <= 31 && h.month >= 1 && h.month <= 12
	}
	if len(w) < 8 || !allDigits(w[:8]) {
		return dateHit{}, false
	}
	whole := len(w) == 8
	if !whole && len(w) != 12 && len(w) != 14 && (len(w) < 9 || w[8]|0x20 != 't') {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: i + 1, year: value(w[:4]), month: value(w[4:6]), day: value(w[6:8]), loose: whole}
	if whole && (h.year < 1900 || h.year > 2035) { // 03111948
		h.day, h.month, h.year = value(w[:2]), value(w[2:4]), value(w[4:8])
	}
	if !whole {
		h.tail = 8
		h.loose = len(w) == 12
	}
	return h, h.year >= 1900 && h.year <= 2035 && h.month >= 1 && h.month <= 12 && h.day >= 1 && h.day <= 31
}

// yearAlone is a year of four digits; it takes a label.
func (s *scan) yearAlone(i int) (dateHit, bool) {
	if short := s.numberAt(i, 2); short >= 0 && s.width(i) == 2 && s.doc.Symbol(i-1) == '\'' && !s.doc.Tokens[i].Is(text.SpaceBefore) {
		return dateHit{start: i - 1, end: i + 1, year: century(short), loose: true}, true
	}
	y := s.numberAt(i, 4)
	if s.width(i) != 4 || y < 1900 || y > 2035 {
		return dateHit{}, false
	}
	if c := s.doc.Symbol(i + 1); (c == '-' || c == '.' || c == '/') && i+2 < len(s.doc.Tokens) && s.doc.Tokens[i+2].Kind != text.Word && !s.doc.Tokens[i+2].Is(text.SpaceBefore) {
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
