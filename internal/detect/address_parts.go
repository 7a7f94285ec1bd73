package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// side tells whether token k says on which side the house stands, between the name of
// the street and the number: 1 for a word such as "Noord", 2 for "ZZ", which goes with
// nothing else.
func (s *scan) side(k int, kind streetKind) int {
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) || s.width(k) > 5 {
		return 0
	}
	switch string(s.lowered(k)) {
	case "nz", "zz", "oz", "wz", "n.z", "z.z":
		return 2
	case "noord", "zuid", "oost", "west", "links", "rechts", "n", "z", "o", "w", "no", "zo", "nw", "zw":
		if kind == streetFull {
			return 1
		}
	}
	return 0
}

// dottedSide gives the token after "W.Z." or "N.Z.", the side of a canal, at token k, or
// k.
func (s *scan) dottedSide(k int) int {
	if k+4 >= len(s.doc.Tokens) || s.doc.Symbol(k+1) != '.' || s.doc.Symbol(k+3) != '.' || s.doc.Tokens[k].Is(text.LineStart) ||
		s.width(k) != 1 || s.width(k+2) != 1 || s.doc.Tokens[k+4].Kind != text.Number {
		return k
	}
	a, b := s.doc.Norm[s.doc.Tokens[k].Start], s.doc.Norm[s.doc.Tokens[k+2].Start]
	if (a == 'N' || a == 'O' || a == 'Z' || a == 'W') && b == 'Z' {
		return k + 4
	}
	return k
}

// streetCell tells whether token i, which starts a cell, is in a column of streets.
func (s *scan) streetCell(i int, ev Evidence) bool {
	return ev&ByColumn != 0 && s.doc.Tokens[i].Is(text.Capital)
}

// citedYear tells whether a year stands at token k behind a word at token i that only ends
// somewhat like a street: "Folstein 1975", "Nasreddine 2005".
func (s *scan) citedYear(i, k int) bool {
	y := s.fourDigits(k)
	if y < 1900 || y > 2035 {
		return false
	}
	return !s.sureStreet(i) && !s.postcodeFollows(k+1)
}

// sureStreet tells whether token i ends as little else but a street does.
func (s *scan) sureStreet(i int) bool {
	for _, e := range streetEndings[:sureEndings] {
		if endsFold(s.doc.Word(i), e) {
			return true
		}
	}
	return false
}

// shortInterfix gives the first token of "v.d." or "v/d" that ends at token k, or k.
func (s *scan) shortInterfix(k int) int {
	if k >= 3 && s.doc.Symbol(k-2) == '.' && s.width(k-1) == 1 && s.width(k-3) == 1 && s.doc.Norm[s.doc.Tokens[k-1].Start]|0x20 == 'd' && s.doc.Norm[s.doc.Tokens[k-3].Start]|0x20 == 'v' && s.doc.Tokens[k-3].Is(text.SpaceBefore) {
		return k - 3
	}
	return k
}

// honoured gives the first token of the title and initials, or the ordinal, that stand
// before "van" and the like at token k in the name of a street: "Ir. J.P. van
// Muylwijkstraat", "2e van der Helststraat"; k when none do.
func (s *scan) honoured(k int) int {
	if !s.is(k, lexicon.Interfix) {
		return k
	}
	at := k
	for at > 0 && at > k-3 && s.is(at-1, lexicon.Interfix) {
		at--
	}
	if at > 0 && s.doc.Tokens[at-1].Kind == text.Mixed && s.ordinal(at-1) {
		return at - 1
	}
	initials := 0
	for at > 1 && s.doc.Symbol(at-1) == '.' && s.width(at-2) == 1 && s.doc.Tokens[at-2].Is(text.Capital) && initials < 5 {
		at, initials = at-2, initials+1
	}
	if initials > 0 && at > 1 && s.doc.Symbol(at-1) == '.' && s.is(at-2, lexicon.StreetName) && s.doc.Tokens[at-2].Is(text.Capital) {
		return at - 2
	}
	return k
}

// listedHouse tells whether the house number at token k stands behind a comma, as in "mw Bos,
// 12 Vijverlaan", and the street at token i ends its clause.
func (s *scan) listedHouse(k, i int) bool {
	return k > 1 && s.doc.Symbol(k-1) == ',' && s.doc.Tokens[k].Kind == text.Number && s.endsValue(i+1) && (s.is(i, lexicon.StreetType) || s.sureStreet(i))
}

// estate makes a leading street of the name of a park, farm or block at token i when
// its own name and a number follow: "Recreatiepark De Vennen 118".
func (s *scan) estate(i, k int, kind streetKind) streetKind {
	if kind == streetLeading || s.doc.Tokens[i].Len() < 4 || !s.wordAt(k) || !s.doc.Tokens[k].Is(text.Capital) {
		return kind
	}
	switch string(s.lowered(i)) {
	case "recreatiepark", "vakantiepark", "bungalowpark", "chaletpark", "caravanpark", "woonwagenpark", "camping", "landgoed", "hoeve", "pleats", "flat", "residentie",
		"serviceflat", "woonwagenkamp", "jachthaven", "villapark", "boerderij", "woonboot", "appartement":
	default:
		return kind
	}
	if end := s.namedAfter(i); end > i && s.houseNumber(end) {
		return streetLeading
	}
	return kind
}

// afterYear goes over a year that belongs to the street's name when the house number
// stands behind it: "Plein 1944 12", "Laan 1940-1945 3".
func (s *scan) afterYear(i, k int) int {
	if !s.is(i, lexicon.StreetType) || k != i+1 {
		return k
	}
	y := s.fourDigits(k)
	if y < 1500 || y > 2035 {
		return k
	}
	next := k + 1
	if s.doc.Symbol(next) == '-' && s.fourDigits(next+1) > y {
		next += 2
	}
	if s.houseNumber(next) && s.doc.Tokens[next].Is(text.SpaceBefore) {
		return next
	}
	return k
}

// ordinal tells whether token k is "1e", "2de", "3rd".
func (s *scan) ordinal(k int) bool {
	w := s.doc.Word(k)
	return s.day(k) > 0 && len(w) >= 2 && w[0] >= '1' && w[0] <= '9'
}

// lowerStart goes left from a street in lower case over "van der" and their like, when
// a field starts there: ", van der takstraat 3".
func (s *scan) lowerStart(i int) int {
	k := i
	for k > 0 && i-k < 3 && s.is(k-1, lexicon.Interfix) && !s.doc.Tokens[k].Is(text.LineStart) {
		k--
	}
	if k < i && (s.doc.Tokens[k].Is(text.LineStart) || s.doc.Symbol(k-1) == ',' || s.doc.Symbol(k-1) == ':') {
		return k
	}
	return i
}

// flatBefore tells whether a house number stands at token k and a flat before it:
// "Flat 4, 12".
func (s *scan) flatBefore(k int) bool {
	return s.houseNumber(k) && s.doc.Tokens[k].Kind != text.Word && s.flatStart(k) < k
}

// flatStart gives the token of the word for a flat before the house number at token k,
// or k.
func (s *scan) flatStart(k int) int {
	at := k - 1
	if s.doc.Symbol(at) == ',' {
		at--
	}
	if at < 1 || s.doc.Tokens[at].Kind == text.Symbol || s.doc.Tokens[at].Len() > 4 {
		return k
	}
	switch string(s.lowered(at - 1)) {
	case "flat", "apt", "apartment", "unit", "room":
		return at - 1
	}
	return k
}

// afterSecondNumber goes over a number behind that of a quarter: "Wijk 4 nr. 18".
func (s *scan) afterSecondNumber(end int) int {
	if !s.is(end, lexicon.HouseWord) {
		return end
	}
	k := end + 1
	if s.doc.Symbol(k) == '.' {
		k++
	}
	if s.houseNumber(k) {
		return k + 1
	}
	return end
}
