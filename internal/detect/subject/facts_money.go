package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// amountOf adds the amount behind a word for money that tokens [i, end) are: "inkomen
// € 1.840 per maand", "schulden: circa 14.300 euro". A word for a debt counts by
// itself too.
func (s *Finder) amountOf(r, i, end int) {
	if start := s.amountBefore(i); start < i {
		if !s.scale(start) {
			s.addFact(r, start, end)
		}
		return
	}
	k := end
	for k < len(s.Doc.Tokens) && k < end+4 && !s.Doc.Tokens[k].Is(text.LineStart) && !s.amountStart(k) {
		if s.Doc.Tokens[k].Kind == text.Number || s.SentenceEnd(k) {
			break
		}
		k++
	}
	if k >= len(s.Doc.Tokens) || !s.amountStart(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		if s.WordSays(i)&pass.SaysOwing != 0 {
			s.addFact(r, i, end)
		}
		return
	}
	stop := s.amountEnd(k)
	if k > i && s.Doc.Tokens[k-1].Kind == text.Word {
		switch string(s.Lowered(k - 1)) {
		case "circa", "ca", "ongeveer", "about":
			k--
		}
	}
	if s.WordSays(i)&pass.SaysOwing != 0 && k <= end+1 && s.Doc.Symbol(end) != ':' {
		k = i
	}
	s.addFact(r, k, stop)
}

// scale tells whether the amount that starts at token i ends a scale of pay: "tussen € 3.180
// en € 4.420 bruto".
func (s *Finder) scale(i int) bool {
	if i < 2 {
		return false
	}
	if s.Doc.Symbol(i-1) != '-' && !s.HashIs(i-1, pass.Hash.En) && !s.HashIs(i-1, pass.Hash.And) && !pass.EqualFold(s.Doc.Word(i-1), "tot") && !pass.EqualFold(s.Doc.Word(i-1), "to") {
		return false
	}
	return s.Doc.Tokens[i-2].Kind == text.Number
}

// amountBefore gives the first token of the amount that ends before token i, or i: "19.000
// euro schuld", "€ 4.200 achterstand".
func (s *Finder) amountBefore(i int) int {
	best := i
	for k := i - 1; k >= 0 && k >= i-6 && s.Joint(k+1); k-- {
		if s.amountStart(k) && s.amountEnd(k) == i {
			best = k
		}
	}
	return best
}

// amountStart tells whether an amount of money starts at token k: "€ 6.200", "EUR 40",
// "14.300 euro", "41k".
func (s *Finder) amountStart(k int) bool {
	t, w := &s.Doc.Tokens[k], s.Doc.Word(k)
	if t.Kind == text.Symbol && (string(w) == "€" || string(w) == "£" || string(w) == "$") || t.Kind == text.Word && (pass.EqualFold(w, "eur") || pass.EqualFold(w, "gbp")) {
		return k+1 < len(s.Doc.Tokens) && s.Doc.Tokens[k+1].Kind != text.Word && s.Doc.Tokens[k+1].Kind != text.Symbol
	}
	if t.Kind == text.Mixed && t.Len() <= 5 {
		return w[t.Len()-1]|0x20 == 'k' && w[0] >= '0' && w[0] <= '9'
	}
	if t.Kind != text.Number {
		return false
	}
	end := s.digitsEnd(k)
	return s.currency(end) || end > k+2 && s.Doc.Symbol(end-2) == ','
}

// digitsEnd gives the token after a number with points and commas at token k.
func (s *Finder) digitsEnd(k int) int {
	end := k + 1
	for end+1 < len(s.Doc.Tokens) && (s.Doc.Symbol(end) == '.' || s.Doc.Symbol(end) == ',') && s.Doc.Tokens[end+1].Kind == text.Number && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) {
		end += 2
	}
	return end
}

func (s *Finder) currency(k int) bool {
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	switch string(s.Lowered(k)) {
	case "euro", "eur", "euros", "pounds", "dollars":
		return true
	}
	return false
}

// amountEnd gives the token after the amount that starts at token k, with "per maand".
func (s *Finder) amountEnd(k int) int {
	if s.Doc.Tokens[k].Kind == text.Symbol || s.Doc.Tokens[k].Kind == text.Word {
		k++
	}
	end := s.digitsEnd(k)
	if s.currency(end) {
		end++
	}
	for n := end; n < min(len(s.Doc.Tokens), end+3) && s.WordAt(n) && !s.Doc.Tokens[n].Is(text.LineStart); n++ {
		switch string(s.Lowered(n)) {
		case "maand", "month", "jaar", "year", "week":
			return n + 1
		case "per", "netto", "bruto", "a", "net", "gross":
		default:
			return end
		}
	}
	return end
}
