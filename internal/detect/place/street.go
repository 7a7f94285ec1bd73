package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

type streetKind uint8

const (
	streetNone streetKind = iota
	streetFull
	streetAbbreviated
	streetTypeAlone // "laan", with the name before it
	streetLeading   // "Laan van", with the name behind it
)

// streetEndings of one word, longest first where one ends in another.
var streetEndings = [...]string{"straatweg", "straat", "laan", "weg", "plein", "gracht", "kade", "singel", "dijk", "steeg", "dreef", "plantsoen", "boulevard",
	"hof", "pad", "park", "markt", "kamp", "veld", "wal", "haven", "burgwal", "allee", "ring", "hoek", "akker", "horst", "zijde", "vaart", "meent", "donk",
	"heuvel", "berg", "brink", "eind", "poort", "vest", "laantje", "straatje", "weide", "wei", "erf", "gaarde", "schans", "oord", "stede", "kwartier", "baan", "street", "lane", "strjitte", "wei", "leane", "dyk",
	"hofje", "gang", "kolk", "bosch", "rode", "borg", "land", "tuin", "hage", "wijk", "werf", "sluis", "molen", "toren", "bolwerk", "zoom", "rand", "hout", "beek", "drift",
	"heide", "kampen", "blok", "straße", "strasse", "gasse", "platz", "pleintje", "weide", "rijn", "burg", "stein", "veste", "werf", "mark", "kreek", "passage", "plaats", "hove", "hoeve", "brug", "spoor"}

// tails holds the last three letters of all endings, so that most words are told at
// one look.
var tails = tailTable()

func tailTable() (t [1 << 10]uint32) {
	for _, e := range append([]string{"str", "trt"}, streetEndings[:]...) {
		high, low := tailOf([]byte(e))
		t[high] |= 1 << low
	}
	return t
}

// endingsFrom and endingsNext chain the endings that share their last but one and two
// letters, in order: 1 + the index of an ending, or 0.
var endingsFrom, endingsNext = func() (from [1 << 10]uint8, next [len(streetEndings)]uint8) {
	for n := len(streetEndings) - 1; n >= 0; n-- {
		high, _ := tailOf([]byte(streetEndings[n]))
		next[n], from[high] = from[high], uint8(n+1)
	}
	return from, next
}()

// tailOf packs the last three letters of a word; case does not count.
func tailOf(w []byte) (high, low uint32) {
	n := len(w)
	return uint32(w[n-3]&31)<<5 | uint32(w[n-2]&31), uint32(w[n-1] & 31)
}

// StreetTail tells whether a word may end like a street.
func StreetTail(w []byte) bool {
	if len(w) < 5 {
		return false
	}
	high, low := tailOf(w)
	return tails[high]&(1<<low) != 0
}

// sureEndings are those that hardly end another word before a number.
const sureEndings = 11

// streetWord tells whether token i is, or ends like, the name of a street.
func streetWord(s *pass.Pass, i int) streetKind {
	w, t := s.Doc.Word(i), &s.Doc.Tokens[i]
	if s.Is(i, lexicon.StreetType) {
		if namedAfter(s, i) > i {
			return streetLeading
		}
		if houseNumber(s, i+1) && t.Is(text.Capital) && t.Len() > 3 && !t.Is(text.LineStart) {
			return streetFull // "Singel 3"
		}
		if i > 0 && s.Doc.Tokens[i-1].Kind == text.Word && s.Doc.Tokens[i-1].Is(text.Capital) && !t.Is(text.LineStart) {
			return streetTypeAlone
		}
		return streetNone
	}
	if !StreetTail(w) {
		return streetNone
	}
	high, _ := tailOf(w)
	for n := endingsFrom[high]; n != 0; n = endingsNext[n-1] {
		if ending := streetEndings[n-1]; len(w) >= len(ending)+3 && pass.EndsFold(w, ending) {
			n := int(n - 1)
			if n >= sureEndings && (!t.Is(text.Capital) || s.Is(i, lexicon.Common)) {
				return streetNone
			}
			if s.Is(i, lexicon.Common) && !t.Is(text.Capital) {
				return streetNone
			}
			return streetFull
		}
	}
	if len(w) < 6 {
		return streetNone
	}
	if pass.EndsFold(w, "str") && len(w) >= 6 || pass.EndsFold(w, "strt") && len(w) >= 7 {
		return streetAbbreviated
	}
	return streetNone
}

// namedAfter gives the token after a street's name that starts with its type at
// token i: "Laan van Meerdervoort", "Rue des Alliés", "Plein 1944"; i for others.
func namedAfter(s *pass.Pass, i int) int {
	if !s.Doc.Tokens[i].Is(text.Capital) {
		return i
	}
	k := i + 1
	for k < len(s.Doc.Tokens) && k < i+4 && s.Is(k, lexicon.Interfix|lexicon.Connector) && !s.Doc.Tokens[k].Is(text.LineStart) {
		k++
	}
	from := k
	for k < len(s.Doc.Tokens) && k < from+5 && !s.Doc.Tokens[k].Is(text.LineStart) {
		hyphen := k > from && s.Doc.Symbol(k) == '-' && s.WordAt(k+1)
		if !hyphen && (s.Doc.Tokens[k].Kind != text.Word || !s.Doc.Tokens[k].Is(text.Capital)) {
			break
		}
		k++
	}
	if k == from {
		return i
	}
	return k
}
