package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// side tells whether token k says on which side the house stands, between the name of
// the street and the number: 1 for a word such as "Noord", 2 for "ZZ", which goes with
// nothing else.
func (s *Finder) side(k int, kind streetKind) int {
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) || s.Width(k) > 5 {
		return 0
	}
	switch string(s.Lowered(k)) {
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
func (s *Finder) dottedSide(k int) int {
	if k+4 >= len(s.Doc.Tokens) || s.Doc.Symbol(k+1) != '.' || s.Doc.Symbol(k+3) != '.' || s.Doc.Tokens[k].Is(text.LineStart) ||
		s.Width(k) != 1 || s.Width(k+2) != 1 || s.Doc.Tokens[k+4].Kind != text.Number {
		return k
	}
	a, b := s.Doc.Norm[s.Doc.Tokens[k].Start], s.Doc.Norm[s.Doc.Tokens[k+2].Start]
	if (a == 'N' || a == 'O' || a == 'Z' || a == 'W') && b == 'Z' {
		return k + 4
	}
	return k
}

// streetCell tells whether token i, which starts a cell, is in a column of streets.
func (s *Finder) streetCell(i int, ev pass.Evidence) bool {
	return ev&pass.ByColumn != 0 && s.Doc.Tokens[i].Is(text.Capital)
}

// citedYear tells whether a year stands at token k behind a word at token i that only ends
// somewhat like a street: "Folstein 1975", "Nasreddine 2005".
func (s *Finder) citedYear(i, k int) bool {
	y := s.FourDigits(k)
	if y < 1900 || y > 2035 {
		return false
	}
	return !s.sureStreet(i) && !s.postcodeFollows(k+1)
}

// sureStreet tells whether token i ends as little else but a street does.
func (s *Finder) sureStreet(i int) bool {
	for _, e := range streetEndings[:sureEndings] {
		if pass.EndsFold(s.Doc.Word(i), e) {
			return true
		}
	}
	return false
}

// shortInterfix gives the first token of "v.d." or "v/d" that ends at token k, or k.
func (s *Finder) shortInterfix(k int) int {
	if k >= 3 && s.Doc.Symbol(k-2) == '.' && s.Width(k-1) == 1 && s.Width(k-3) == 1 && s.Doc.Norm[s.Doc.Tokens[k-1].Start]|0x20 == 'd' && s.Doc.Norm[s.Doc.Tokens[k-3].Start]|0x20 == 'v' && s.Doc.Tokens[k-3].Is(text.SpaceBefore) {
		return k - 3
	}
	return k
}

// honoured gives the first token of the title and initials, or the ordinal, that stand
// before "van" and the like at token k in the name of a street: "Ir. J.P. van
// Muylwijkstraat", "2e van der Helststraat"; k when none do.
func (s *Finder) honoured(k int) int {
	if !s.Is(k, lexicon.Interfix) {
		return k
	}
	at := k
	for at > 0 && at > k-3 && s.Is(at-1, lexicon.Interfix) {
		at--
	}
	if at > 0 && s.Doc.Tokens[at-1].Kind == text.Mixed && s.ordinal(at-1) {
		return at - 1
	}
	initials := 0
	for at > 1 && s.Doc.Symbol(at-1) == '.' && s.Width(at-2) == 1 && s.Doc.Tokens[at-2].Is(text.Capital) && initials < 5 {
		at, initials = at-2, initials+1
	}
	if initials > 0 && at > 1 && s.Doc.Symbol(at-1) == '.' && s.Is(at-2, lexicon.StreetName) && s.Doc.Tokens[at-2].Is(text.Capital) {
		return at - 2
	}
	return k
}

// listedHouse tells whether the house number at token k stands behind a comma, as in "mw Bos,
// 12 Vijverlaan", and the street at token i ends its clause.
func (s *Finder) listedHouse(k, i int) bool {
	return k > 1 && s.Doc.Symbol(k-1) == ',' && s.Doc.Tokens[k].Kind == text.Number && s.EndsValue(i+1) && (s.Is(i, lexicon.StreetType) || s.sureStreet(i))
}

// estate makes a leading street of the name of a park, farm or block at token i when
// its own name and a number follow: "Recreatiepark De Vennen 118".
func (s *Finder) estate(i, k int, kind streetKind) streetKind {
	if kind == streetLeading || s.Doc.Tokens[i].Len() < 4 || !s.WordAt(k) || !s.Doc.Tokens[k].Is(text.Capital) {
		return kind
	}
	switch string(s.Lowered(i)) {
	case "recreatiepark", "vakantiepark", "bungalowpark", "chaletpark", "caravanpark", "woonwagenpark", "camping", "landgoed", "hoeve", "pleats", "flat", "residentie",
		"serviceflat", "woonwagenkamp", "jachthaven", "villapark", "boerderij", "woonboot", "appartement":
	default:
		return kind
	}
	if end := namedAfter(s.Pass, i); end > i && houseNumber(s.Pass, end) {
		return streetLeading
	}
	return kind
}

// afterYear goes over a year that belongs to the street's name when the house number
// stands behind it: "Plein 1944 12", "Laan 1940-1945 3".
func (s *Finder) afterYear(i, k int) int {
	if !s.Is(i, lexicon.StreetType) || k != i+1 {
		return k
	}
	y := s.FourDigits(k)
	if y < 1500 || y > 2035 {
		return k
	}
	next := k + 1
	if s.Doc.Symbol(next) == '-' && s.FourDigits(next+1) > y {
		next += 2
	}
	if houseNumber(s.Pass, next) && s.Doc.Tokens[next].Is(text.SpaceBefore) {
		return next
	}
	return k
}

// ordinal tells whether token k is "1e", "2de", "3rd".
func (s *Finder) ordinal(k int) bool {
	w := s.Doc.Word(k)
	return s.Day(k) > 0 && len(w) >= 2 && w[0] >= '1' && w[0] <= '9'
}

// lowerStart goes left from a street in lower case over "van der" and their like, when
// a field starts there: ", van der takstraat 3".
func (s *Finder) lowerStart(i int) int {
	k := i
	for k > 0 && i-k < 3 && s.Is(k-1, lexicon.Interfix) && !s.Doc.Tokens[k].Is(text.LineStart) {
		k--
	}
	if k < i && (s.Doc.Tokens[k].Is(text.LineStart) || s.Doc.Symbol(k-1) == ',' || s.Doc.Symbol(k-1) == ':') {
		return k
	}
	return i
}

// flatBefore tells whether a house number stands at token k and a flat before it:
// "Flat 4, 12".
func (s *Finder) flatBefore(k int) bool {
	return houseNumber(s.Pass, k) && s.Doc.Tokens[k].Kind != text.Word && s.flatStart(k) < k
}

// flatStart gives the token of the word for a flat before the house number at token k,
// or k.
func (s *Finder) flatStart(k int) int {
	at := k - 1
	if s.Doc.Symbol(at) == ',' {
		at--
	}
	if at < 1 || s.Doc.Tokens[at].Kind == text.Symbol || s.Doc.Tokens[at].Len() > 4 {
		return k
	}
	switch string(s.Lowered(at - 1)) {
	case "flat", "apt", "apartment", "unit", "room":
		return at - 1
	}
	return k
}

// afterSecondNumber goes over a number behind that of a quarter: "Wijk 4 nr. 18".
func (s *Finder) afterSecondNumber(end int) int {
	if !s.Is(end, lexicon.HouseWord) {
		return end
	}
	k := end + 1
	if s.Doc.Symbol(k) == '.' {
		k++
	}
	if houseNumber(s.Pass, k) {
		return k + 1
	}
	return end
}
