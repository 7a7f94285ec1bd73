package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// dayMonth reads "30 april 1970", "3rd of May", "11 en 18 november 2024",
// "12 januari '36", "1-mrt-2024".
func (s *Finder) dayMonth(i int) (dateHit, bool) {
	d := s.Day(i)
	if d == 0 {
		return dateHit{}, false
	}
	k := i + 1
	if s.dayJoin(k) && s.Day(k+1) > 0 {
		k += 2
	} else if s.upTo(k) && s.Day(k+3) > 0 {
		k += 4
	}
	switch {
	case s.Is(k, lexicon.Connector) && s.Width(k) == 2 && s.Is(k+1, lexicon.Month): // of
		k++
	case s.Doc.Symbol(k) == '-' || s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == '/' || s.degree(k):
		k++
	}
	if !s.Is(k, lexicon.Month) || s.Doc.Tokens[k].Is(text.LineStart) {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: k + 1, day: d, month: 1}
	s.bilingual(&h)
	s.yearAfter(&h)
	return h, true
}

// degree tells whether token i is the ° of "1° maart".
func (s *Finder) degree(i int) bool {
	return i < len(s.Doc.Tokens) && s.Doc.Tokens[i].Kind == text.Symbol && string(s.Doc.Word(i)) == "°"
}

// bilingual takes the second month of "OKT/OCT".
func (s *Finder) bilingual(h *dateHit) {
	if s.Doc.Symbol(h.end) == '/' && s.Is(h.end+1, lexicon.Month) {
		h.end += 2
	}
}

// upTo tells whether "t/m" stands at token k.
func (s *Finder) upTo(k int) bool {
	return s.Doc.Symbol(k+1) == '/' && s.WordAt(k) && s.WordAt(k+2) && s.Width(k) == 1 && s.Width(k+2) == 1 && s.Doc.Norm[s.Doc.Tokens[k].Start]|0x20 == 't' && s.Doc.Norm[s.Doc.Tokens[k+2].Start]|0x20 == 'm'
}

// dayJoin tells whether token i joins two days of one month.
func (s *Finder) dayJoin(i int) bool {
	if i >= len(s.Doc.Tokens) {
		return false
	}
	switch string(s.Doc.Word(i)) {
	case "en", "op", "and", "to", "tot", "-", "of", "or", "&":
		return true
	}
	return false
}

// yearAfter takes the year that follows a month: 1970, '36, and 25 after a day.
func (s *Finder) yearAfter(h *dateHit) {
	k := h.end
	if c := s.Doc.Symbol(k); (c == '.' || c == ',' || c == '-' || c == '/') && k+1 < len(s.Doc.Tokens) && !s.Doc.Tokens[k+1].Is(text.LineStart) {
		k++
	}
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return
	}
	if s.Doc.Symbol(k) == '\'' && s.NumberAt(k+1, 2) >= 0 && s.Width(k+1) == 2 {
		h.year, h.end = century(s.NumberAt(k+1, 2)), k+2
		return
	}
	if y := s.NumberAt(k, 4); y >= 1800 && y < 2100 && s.Width(k) == 4 {
		h.year, h.end = y, k+1
		return
	}
	if y := s.NumberAt(k, 2); h.day > 0 && y > 31 && s.Width(k) == 2 && s.Doc.Symbol(k+1) != ':' {
		h.year, h.end = century(y), k+1
		return
	}
	if s.Doc.Symbol(h.end) == '.' && s.Doc.Tokens[h.end-1].End-s.Doc.Tokens[h.end-1].Start <= 4 && k < len(s.Doc.Tokens) {
		return
	}
}

// weekdayDate reads "donderdag 20 februari 2025", "Monday, 3 April", "ma 17/3".
func (s *Finder) weekdayDate(i int) (dateHit, bool) {
	k := i + 1
	if c := s.Doc.Symbol(k); c == '.' || c == ',' {
		k++
	}
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return dateHit{}, false
	}
	h, ok := s.dayMonth(k)
	if !ok && s.Is(k, lexicon.Month) {
		h, ok = s.monthFirst(k)
	}
	if !ok && s.Doc.Tokens[k].Kind == text.Number {
		h, ok = s.numericDate(k)
		if ok && h.loose && (h.day == 0 || s.Doc.Symbol(k+1) == '.') {
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
func (s *Finder) monthFirst(i int) (dateHit, bool) {
	h := dateHit{start: i, end: i + 1, month: 1}
	s.bilingual(&h)
	if d := s.Day(h.end); d > 0 && s.Doc.Symbol(h.end+1) != ':' && !s.Doc.Tokens[h.end].Is(text.LineStart) {
		with := h
		with.day, with.end = d, h.end+1
		s.yearAfter(&with)
		if with.year > 0 || s.Doc.Tokens[i].Is(text.Capital) && s.Doc.Tokens[i].Len() > 2 && s.english(i) {
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
func (s *Finder) english(i int) bool {
	switch string(s.Doc.Word(i)) {
	case "January", "February", "March", "May", "June", "July", "August", "October", "Oct", "Jan", "Feb", "Mar", "Apr", "April",
		"Jun", "Jul", "Aug", "Sep", "Sept", "September", "Nov", "November", "Dec", "December":
		return true
	}
	return false
}

// gluedDate reads "11mrt48" and "3nov1971".
func (s *Finder) gluedDate(i int) (dateHit, bool) {
	w := s.Doc.Word(i)
	a, b := 0, len(w)
	for a < len(w) && w[a] >= '0' && w[a] <= '9' {
		a++
	}
	for b > a && w[b-1] >= '0' && w[b-1] <= '9' {
		b--
	}
	if a == 0 || a > 2 || b-a < 3 || len(w)-b != 2 && len(w)-b != 4 || pass.Value(w[:a]) > 31 ||
		s.Pack.Words.Lookup(text.HashBytes(w[a:b]))&lexicon.Month == 0 {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: i + 1, day: pass.Value(w[:a]), month: 1, year: pass.Value(w[b:])}
	if len(w)-b == 2 {
		h.year = century(h.year)
	}
	return h, true
}
