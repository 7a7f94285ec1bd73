package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// houseNumber tells whether token k starts a house number on the same line.
func houseNumber(s *pass.Pass, k int) bool {
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	t, w := &s.Doc.Tokens[k], s.Doc.Word(k)
	if t.Kind == text.Word {
		number := s.Is(k, lexicon.NumberWord)
		if s.Is(k-1, lexicon.StreetType) {
			return number
		}
		return (number && s.Width(k) > 3 || pass.EqualFold(w, "elf")) && streetWord(s, k-1) == streetFull
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
	switch s.Doc.Symbol(k + 1) {
	case '%':
		return false
	case '/':
		return s.Doc.Tokens[k+1].Is(text.SpaceBefore) || s.Is(k-1, lexicon.StreetType) || streetWord(s, k-1) == streetFull // "Kerkstraat 12/3"
	case ':':
		return k+2 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+2].Kind != text.Number || s.Doc.Tokens[k+2].Is(text.SpaceBefore)
	case '.', ',':
		return !(k+2 < len(s.Doc.Tokens) && s.Doc.Tokens[k+2].Kind == text.Number && !s.Doc.Tokens[k+2].Is(text.SpaceBefore))
	}
	return true
}

// afterHouseNumber goes over additions: "2-A", "331-II", "77 D", "5 bis", "140, 9
// hoog", "30, flat 4".
func afterHouseNumber(s *pass.Pass, k int) int {
	end := k + 1
	if s.Doc.Symbol(end) == '-' && s.WordAt(end+1) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) && s.Doc.Tokens[end+1].Len() <= 4 && !isLong(s, end+1) {
		end += 2
	} else if addition(s, end) {
		if end++; addition(s, end) && s.Width(end) == 1 {
			end++
		}
		end = additionNumber(s, end)
	}
	comma := end
	if s.Doc.Symbol(comma) == ',' {
		comma++
	}
	if comma >= len(s.Doc.Tokens) || s.Doc.Tokens[comma].Is(text.LineStart) {
		return end
	}
	switch w := s.Lowered(comma); string(w) {
	case "flat", "app", "apt", "appartement", "apartment", "kamer", "hs", "huis", "unit", "bus", "bte":
		n := comma + 1
		if s.Doc.Symbol(n) == '.' {
			n++
		}
		if n < len(s.Doc.Tokens) && s.Doc.Tokens[n].Kind != text.Symbol && s.Doc.Tokens[n].Kind != text.Word {
			return n + 1
		}
		if string(w) == "hs" || string(w) == "huis" {
			return comma + 1
		}
	default:
		t := &s.Doc.Tokens[comma]
		if t.Kind == text.Number && t.Len() == 1 && comma+1 < len(s.Doc.Tokens) && pass.EqualFold(s.Doc.Word(comma+1), "hoog") {
			return comma + 2
		}
		if comma > end && t.Kind == text.Mixed && t.Len() <= 3 {
			if floor(s, comma+1) {
				return comma + 2
			}
			return comma + 1
		}
	}
	return end
}

// additionNumber goes over the number that a hyphen joins to the letter of an addition
// that ends before token end: "3 A-12".
func additionNumber(s *pass.Pass, end int) int {
	if s.Doc.Symbol(end) != '-' || end+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[end].Is(text.SpaceBefore) || s.Doc.Tokens[end+1].Is(text.SpaceBefore) {
		return end
	}
	if t := &s.Doc.Tokens[end+1]; (t.Kind == text.Number || t.Kind == text.Mixed) && t.Len() <= 4 {
		return end + 2
	}
	return end
}

func isLong(s *pass.Pass, i int) bool {
	return s.Doc.Tokens[i].Kind == text.Word && s.Doc.Tokens[i].Len() > 3
}

// addition tells whether token i is one loose letter, roman number or word that
// belongs to the house number before it.
func addition(s *pass.Pass, i int) bool {
	if i >= len(s.Doc.Tokens) || s.Doc.Tokens[i].Kind != text.Word || s.Doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	w := s.Doc.Word(i)
	if len(w) == 1 {
		c := w[0] | 0x20
		if c < 'a' || c > 'z' {
			return false
		}
		next := s.Doc.Symbol(i + 1)
		return i+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+1].Is(text.LineStart) || next != 0 && next != '.' || w[0] < 'a' && s.Doc.Tokens[i+1].Kind != text.Word
	}
	switch string(s.Lowered(i)) {
	case "bis", "ii", "iii", "iv", "hs", "rood", "zwart", "boven", "beneden", "bg", "huis", "achter":
		return true
	}
	return false
}

// floor tells whether token i is a word for a floor: "3, 2e etage".
func floor(s *pass.Pass, i int) bool {
	if !s.WordAt(i) || s.Doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	switch string(s.Lowered(i)) {
	case "etage", "verdieping", "woonlaag", "hoog", "floor":
		return true
	}
	return false
}
