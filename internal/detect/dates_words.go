package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// day reads the number of a day at token i, with an ordinal ending: "3", "3rd",
// "3e". It is 0 for anything else.
func (s *scan) day(i int) int {
	if i < 0 || i >= len(s.doc.Tokens) {
		return 0
	}
	t := &s.doc.Tokens[i]
	w := s.doc.Word(i)
	digits := 0
	for digits < len(w) && w[digits] >= '0' && w[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 2 {
		return 0
	}
	if t.Kind == text.Mixed {
		switch rest := string(w[digits:]); rest {
		case "e", "de", "ste", "st", "nd", "rd", "th":
		default:
			return 0
		}
	}
	if n := value(w[:digits]); n <= 31 {
		return n
	}
	return 0
}

// dayMonth reads "30 april 1970", "3rd of May", "11 en 18 november 2024",
// "12 januari '36", "1-mrt-2024".
func (s *scan) dayMonth(i int) (dateHit, bool) {
	d := s.day(i)
	if d == 0 {
		return dateHit{}, false
	}
	k := i + 1
	if s.dayJoin(k) && s.day(k+1) > 0 {
		k += 2
	} else if s.upTo(k) && s.day(k+3) > 0 {
		k += 4
	}
	switch {
	case s.is(k, lexicon.Connector) && s.width(k) == 2 && s.is(k+1, lexicon.Month): // of
		k++
	case s.doc.Symbol(k) == '-' || s.doc.Symbol(k) == '.' || s.doc.Symbol(k) == '/' || s.degree(k):
		k++
	}
	if !s.is(k, lexicon.Month) || s.doc.Tokens[k].Is(text.LineStart) {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: k + 1, day: d, month: 1}
	s.bilingual(&h)
	s.yearAfter(&h)
	return h, true
}

// degree tells whether token i is the ° of "1° maart".
func (s *scan) degree(i int) bool {
	return i < len(s.doc.Tokens) && s.doc.Tokens[i].Kind == text.Symbol && string(s.doc.Word(i)) == "°"
}

// bilingual takes the second month of "OKT/OCT".
func (s *scan) bilingual(h *dateHit) {
	if s.doc.Symbol(h.end) == '/' && s.is(h.end+1, lexicon.Month) {
		h.end += 2
	}
}

// upTo tells whether "t/m" stands at token k.
func (s *scan) upTo(k int) bool {
	return s.doc.Symbol(k+1) == '/' && s.wordAt(k) && s.wordAt(k+2) && s.width(k) == 1 && s.width(k+2) == 1 && s.doc.Norm[s.doc.Tokens[k].Start]|0x20 == 't' && s.doc.Norm[s.doc.Tokens[k+2].Start]|0x20 == 'm'
}

// dayJoin tells whether token i joins two days of one month.
func (s *scan) dayJoin(i int) bool {
	if i >= len(s.doc.Tokens) {
		return false
	}
	switch string(s.doc.Word(i)) {
	case "en", "op", "and", "to", "tot", "-", "of", "or", "&":
		return true
	}
	return false
}

// yearAfter takes the year that follows a month: 1970, '36, and 25 after a day.
func (s *scan) yearAfter(h *dateHit) {
	k := h.end
	if c := s.doc.Symbol(k); (c == '.' || c == ',' || c == '-' || c == '/') && k+1 < len(s.doc.Tokens) && !s.doc.Tokens[k+1].Is(text.LineStart) {
		k++
	}
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Is(text.LineStart) {
		return
	}
	if s.doc.Symbol(k) == '\'' && s.numberAt(k+1, 2) >= 0 && s.width(k+1) == 2 {
		h.year, h.end = century(s.numberAt(k+1, 2)), k+2
		return
	}
	if y := s.numberAt(k, 4); y >= 1800 && y < 2100 && s.width(k) == 4 {
		h.year, h.end = y, k+1
		return
	}
	if y := s.numberAt(k, 2); h.day > 0 && y > 31 && s.width(k) == 2 && s.doc.Symbol(k+1) != ':' {
		h.year, h.end = century(y), k+1
		return
	}
	if s.doc.Symbol(h.end) == '.' && s.doc.Tokens[h.end-1].End-s.doc.Tokens[h.end-1].Start <= 4 && k < len(s.doc.Tokens) {
		return
	}
}

// weekdayDate reads "donderdag 20 februari 2025", "Monday, 3 April", "ma 17/3".
func (s *scan) weekdayDate(i int) (dateHit, bool) {
	k := i + 1
	if c := s.doc.Symbol(k); c == '.' || c == ',' {
		k++
	}
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Is(text.LineStart) {
		return dateHit{}, false
	}
	h, ok := s.dayMonth(k)
	if !ok && s.is(k, lexicon.Month) {
		h, ok = s.monthFirst(k)
	}
	if !ok && s.doc.Tokens[k].Kind == text.Number {
		h, ok = s.numericDate(k)
		if ok && h.loose && (h.day == 0 || s.doc.Symbol(k+1) == '.') {
			return dateHit{}, false
		}
	}
	if !ok || h.day == 0 {
		return dateHit{}, false
	}
	h.start, h.loose = i, false
	return h, true
}

// monthFirst reads "April 3, 2025", "mei 2022", and a month alone as loose.
func (s *scan) monthFirst(i int) (dateHit, bool) {
	h := dateHit{start: i, end: i + 1, month: 1}
	s.bilingual(&h)
	if d := s.day(h.end); d > 0 && s.doc.Symbol(h.end+1) != ':' && !s.doc.Tokens[h.end].Is(text.LineStart) {
		with := h
		with.day, with.end = d, h.end+1
		s.yearAfter(&with)
		if with.year > 0 || s.doc.Tokens[i].Is(text.Capital) && s.doc.Tokens[i].Len() > 2 && s.english(i) {
			return with, true
		}
	}
	s.yearAfter(&h)
	if h.year == 0 {
		h.loose = true
	}
	return h, true
}

// english tells whether the month at token i is spelled as in English, where the
// day comes after it.
func (s *scan) english(i int) bool {
	switch string(s.doc.Word(i)) {
	case "January", "February", "March", "May", "June", "July", "August", "October", "Oct", "Jan", "Feb", "Mar", "Apr", "April",
		"Jun", "Jul", "Aug", "Sep", "Sept", "September", "Nov", "November", "Dec", "December":
		return true
	}
	return false
}

// gluedDate reads "11mrt48" and "3nov1971".
func (s *scan) gluedDate(i int) (dateHit, bool) {
	w := s.doc.Word(i)
	a, b := 0, len(w)
	for a < len(w) && w[a] >= '0' && w[a] <= '9' {
		a++
	}
	for b > a && w[b-1] >= '0' && w[b-1] <= '9' {
		b--
	}
	if a == 0 || a > 2 || b-a < 3 || len(w)-b != 2 && len(w)-b != 4 || value(w[:a]) > 31 ||
		s.pack.Words.Lookup(text.HashBytes(w[a:b]))&lexicon.Month == 0 {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: i + 1, day: value(w[:a]), month: 1, year: value(w[b:])}
	if len(w)-b == 2 {
		h.year = century(h.year)
	}
	return h, true
}
