package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// houseNumber tells whether token k starts a house number on the same line.
func (s *scan) houseNumber(k int) bool {
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	t, w := &s.doc.Tokens[k], s.doc.Word(k)
	if t.Kind == text.Word {
		number := s.is(k, lexicon.NumberWord)
		if s.is(k-1, lexicon.StreetType) {
			return number
		}
		return (number && s.width(k) > 3 || equalFold(w, "elf")) && s.streetWord(k-1) == streetFull
	}
	if t.Kind == text.Symbol || w[0] < '1' || w[0] > '9' {
		return false
	}
	digits := 0
	for digits < len(w) && w[digits] >= '0' && w[digits] <= '9' {
		digits++
	}
	if digits > 4 || len(w)-digits > 3 {
		return false
	}
	switch s.doc.Symbol(k + 1) {
	case '%':
		return false
	case '/':
		return s.doc.Tokens[k+1].Is(text.SpaceBefore) || s.is(k-1, lexicon.StreetType) || s.streetWord(k-1) == streetFull // "Kerkstraat 12/3"
	case ':':
		return k+2 >= len(s.doc.Tokens) || s.doc.Tokens[k+2].Kind != text.Number || s.doc.Tokens[k+2].Is(text.SpaceBefore)
	case '.', ',':
		return !(k+2 < len(s.doc.Tokens) && s.doc.Tokens[k+2].Kind == text.Number && !s.doc.Tokens[k+2].Is(text.SpaceBefore))
	}
	return true
}

// afterHouseNumber goes over additions: "2-A", "331-II", "77 D", "5 bis", "140, 9
// hoog", "30, flat 4".
func (s *scan) afterHouseNumber(k int) int {
	end := k + 1
	if s.doc.Symbol(end) == '-' && s.wordAt(end+1) && !s.doc.Tokens[end+1].Is(text.SpaceBefore) && s.doc.Tokens[end+1].Len() <= 4 && !s.isLong(end+1) {
		end += 2
	} else if s.addition(end) {
		if end++; s.addition(end) && s.width(end) == 1 {
			end++
		}
		end = s.additionNumber(end)
	}
	comma := end
	if s.doc.Symbol(comma) == ',' {
		comma++
	}
	if comma >= len(s.doc.Tokens) || s.doc.Tokens[comma].Is(text.LineStart) {
		return end
	}
	switch w := s.lowered(comma); string(w) {
	case "flat", "app", "apt", "appartement", "apartment", "kamer", "hs", "huis", "unit", "bus", "bte":
		n := comma + 1
		if s.doc.Symbol(n) == '.' {
			n++
		}
		if n < len(s.doc.Tokens) && s.doc.Tokens[n].Kind != text.Symbol && s.doc.Tokens[n].Kind != text.Word {
			return n + 1
		}
		if string(w) == "hs" || string(w) == "huis" {
			return comma + 1
		}
	default:
		t := &s.doc.Tokens[comma]
		if t.Kind == text.Number && t.Len() == 1 && comma+1 < len(s.doc.Tokens) && equalFold(s.doc.Word(comma+1), "hoog") {
			return comma + 2
		}
		if comma > end && t.Kind == text.Mixed && t.Len() <= 3 {
			if s.floor(comma + 1) {
				return comma + 2
			}
			return comma + 1
		}
	}
	return end
}

// additionNumber goes over the number that a hyphen joins to the letter of an addition
// that ends before token end: "3 A-12".
func (s *scan) additionNumber(end int) int {
	if s.doc.Symbol(end) != '-' || end+1 >= len(s.doc.Tokens) || s.doc.Tokens[end].Is(text.SpaceBefore) || s.doc.Tokens[end+1].Is(text.SpaceBefore) {
		return end
	}
	if t := &s.doc.Tokens[end+1]; (t.Kind == text.Number || t.Kind == text.Mixed) && t.Len() <= 4 {
		return end + 2
	}
	return end
}

func (s *scan) isLong(i int) bool {
	return s.doc.Tokens[i].Kind == text.Word && s.doc.Tokens[i].Len() > 3
}

// addition tells whether token i is one loose letter, roman number or word that
// belongs to the house number before it.
func (s *scan) addition(i int) bool {
	if i >= len(s.doc.Tokens) || s.doc.Tokens[i].Kind != text.Word || s.doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	w := s.doc.Word(i)
	if len(w) == 1 {
		c := w[0] | 0x20
		if c < 'a' || c > 'z' {
			return false
		}
		next := s.doc.Symbol(i + 1)
		return i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Is(text.LineStart) || next != 0 && next != '.' || w[0] < 'a' && s.doc.Tokens[i+1].Kind != text.Word
	}
	switch string(s.lowered(i)) {
	case "bis", "ii", "iii", "iv", "hs", "rood", "zwart", "boven", "beneden", "bg", "huis":
		return true
	}
	return false
}

// floor tells whether token i is a word for a floor: "3, 2e etage".
func (s *scan) floor(i int) bool {
	if !s.wordAt(i) || s.doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	switch string(s.lowered(i)) {
	case "etage", "verdieping", "woonlaag", "hoog", "floor":
		return true
	}
	return false
}
