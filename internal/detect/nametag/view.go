package nametag

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// View is a text as the tagger sees it, with the memory it reuses.
type View struct {
	Doc *text.Doc
	// Classes of each token, with lexicon.Common set where MarkCommon found it.
	Classes []lexicon.Class
	// Barred tokens are never part of a name; an empty slice bars none.
	Barred []bool

	// Labels and Margins hold one value a token after Tag: the label, and by how
	// much the best reading beats the best one in which the token is Outside.
	Labels  []Label
	Margins []int32

	active []bool
	rows   []rowSet
	keys   []key
	best   [][labels]int32
	back   [][labels]uint8
	onward [][labels]int32
}

// health classes count as one for names.
const health = lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord |
	lexicon.Analyte | lexicon.LabUnit | lexicon.DoseUnit | lexicon.HealthAbbr | lexicon.HealthHead | lexicon.BodyPart | lexicon.Severity

const place = lexicon.Place | lexicon.SmallPlace | lexicon.StreetName | lexicon.Country

// known words are no names by themselves.
const known = lexicon.Common | health | place | lexicon.Month | lexicon.Weekday | lexicon.NumberWord | lexicon.Institution |
	lexicon.StreetType | lexicon.Title | lexicon.Kin | lexicon.PatientOf | lexicon.Profession | lexicon.Greeting | lexicon.Closing | lexicon.NameLabel |
	lexicon.Connector | lexicon.Decoy | lexicon.Example | lexicon.Negation

// cue words announce a name.
const cue = lexicon.Title | lexicon.Kin | lexicon.PatientOf | lexicon.Profession | lexicon.Greeting | lexicon.Closing | lexicon.NameLabel

const listed = lexicon.Given | lexicon.Surname

// shortest and longest lower-case word that is looked at because it is unknown.
const (
	shortUnknown = 3
	longUnknown  = 13
)

// MarkCommon sets lexicon.Common for the ordinary words of the filter: those that
// are in it as they are or without one or two letters of an inflection.
func MarkCommon(d *text.Doc, classes []lexicon.Class, f *lexicon.Filter) {
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Kind != text.Word || classes[i]&lexicon.Common != 0 {
			continue
		}
		if f.Has(t.Hash) {
			classes[i] |= lexicon.Common
			continue
		}
		if Inflects(d.Word(i), f) {
			classes[i] |= lexicon.Common | lexicon.Inflected
		}
	}
}

// MarkPossessive gives the possessive of a word, as in "Priya's", what the lists of names
// say of the word itself.
func MarkPossessive(d *text.Doc, classes []lexicon.Class, words *lexicon.Table, f *lexicon.Filter) {
	for i := range d.Tokens {
		if !d.Tokens[i].Is(text.Apostrophe) {
			continue
		}
		h := OwnerHash(d, i)
		if h == d.Tokens[i].Hash {
			continue
		}
		classes[i] |= words.Lookup(h) & (lexicon.Given | lexicon.Surname | lexicon.ProperNoun | lexicon.Common)
		if f.Has(h) {
			classes[i] |= lexicon.Common
		}
	}
}

// OwnerHash is the hash of token i without the ending of a possessive.
func OwnerHash(d *text.Doc, i int) uint64 {
	t := &d.Tokens[i]
	if !t.Is(text.Apostrophe) {
		return t.Hash
	}
	w := d.Word(i)
	if n := len(w) - 2; n > 1 && w[n] == '\'' && w[n+1]|0x20 == 's' {
		return text.HashBytes(w[:n])
	}
	return t.Hash
}

// Inflects tells whether the word w without its last letter or two is an ordinary one.
func Inflects(w []byte, f *lexicon.Filter) bool {
	for k := 1; k <= 2 && len(w)-k >= 4 && inflects(w[len(w)-k]); k++ {
		if f.Has(text.HashBytes(w[:len(w)-k])) {
			return true
		}
	}
	return false
}

// inflects tells whether Dutch and English words take the letter at their end.
func inflects(c byte) bool {
	switch c | 0x20 {
	case 'e', 'n', 's', 't', 'd':
		return true
	}
	return false
}

// single tells whether token i is one letter.
func (v *View) single(i int) bool {
	t := &v.Doc.Tokens[i]
	return t.Kind == text.Word && (t.Len() == 1 || t.Len() == 2 && t.Is(text.Accented))
}

// starts tells whether token i starts a sentence, so that its capital says nothing.
func (v *View) starts(i int) bool {
	if v.Doc.Tokens[i].Is(text.LineStart) {
		return true
	}
	switch v.Doc.Symbol(i - 1) {
	case '.', '!', '?', ':':
		return i < 2 || !v.single(i-2)
	case '"', '-', '*', '#', '(', '>':
		return true
	}
	return false
}

// shouting tells whether token i, in upper case, has a neighbour in upper case
// too, so that its capitals say nothing either.
func (v *View) shouting(i int) bool {
	return v.upperNear(i, -1) || v.upperNear(i, 1)
}

func (v *View) upperNear(i, step int) bool {
	tokens := v.Doc.Tokens
	for k, n := i+step, 0; k >= 0 && k < len(tokens) && n < 3; k, n = k+step, n+1 {
		if tokens[k].Kind == text.Word && tokens[k].Len() > 1 {
			return tokens[k].Is(text.Upper) && v.Classes[k]&(lexicon.Common|lexicon.Given|lexicon.Surname|lexicon.Title|lexicon.Interfix) != 0
		}
	}
	return false
}

// activate marks the tokens that may be part of a name; the others are Outside.
func (v *View) activate() {
	v.active = resize(v.active, len(v.Doc.Tokens))
	clear(v.active)
	reach := 0 // how many tokens on a cue still announces a name
	for i := range v.Doc.Tokens {
		t, c := &v.Doc.Tokens[i], v.Classes[i]
		if t.Kind == text.Word && v.core(i, t, c, reach > 0) {
			v.spread(i)
		}
		switch {
		case c&cue != 0:
			reach = cueReach
		case reach > 0 && (bridges[t.Sign] || c&lexicon.Interfix != 0 || v.single(i)):
			reach--
		default:
			reach = 0
		}
	}
}

// cueReach is how many tokens behind it a cue announces a name, over signs, interfixes
// and initials.
const cueReach = 3

// bridges are the signs between a cue and a name.
var bridges = [256]bool{'.': true, ':': true, '-': true, '"': true, '\'': true, '(': true}

// core tells whether token i, a word with classes c, by itself may be a name.
func (v *View) core(i int, t *text.Token, c lexicon.Class, announced bool) bool {
	switch {
	case v.barred(i), t.Shape&(text.Inner|text.Capital) == text.Inner && !v.elided(i): // words of programs
		return false
	case c&listed != 0:
		return true
	case v.single(i):
		return t.Is(text.Capital) && v.Doc.Symbol(i+1) == '.' && i+2 < len(v.Doc.Tokens) && v.single(i+2)
	case c&lexicon.Interfix != 0 && !t.Is(text.Capital):
		return false
	}
	if t.Is(text.Capital) {
		if c&known == 0 || !t.Is(text.Upper) && !v.starts(i) && c&(lexicon.Title|lexicon.NameLabel) == 0 {
			return true
		}
	} else if c&known == 0 && t.Len() >= shortUnknown && t.Len() <= longUnknown {
		return true
	}
	return announced
}

// elided tells whether token i starts with an interfix cut short: "d'Oliveira".
func (v *View) elided(i int) bool {
	return v.Doc.Tokens[i].Is(text.Apostrophe) && v.Doc.Word(i)[1] == '\''
}

func (v *View) barred(i int) bool { return i < len(v.Barred) && v.Barred[i] }

// spread marks token i and what may belong to the same name around it:
// interfixes, initials and the signs between.
func (v *View) spread(i int) {
	v.active[i] = true
	tokens := v.Doc.Tokens
	for k, n := i, 0; k > 0 && n < 8 && !tokens[k].Is(text.LineStart) && v.joins(k-1); k, n = k-1, n+1 {
		v.active[k-1] = true
	}
	for k, n := i+1, 0; k < len(tokens) && n < 8 && !tokens[k].Is(text.LineStart) && v.joins(k); k, n = k+1, n+1 {
		v.active[k] = true
	}
}

// joins tells whether token k can stand beside or between parts of a name.
func (v *View) joins(k int) bool {
	if v.barred(k) {
		return false
	}
	if v.Doc.Tokens[k].Kind == text.Word {
		return v.single(k) || v.Classes[k]&lexicon.Interfix != 0 ||
			v.Classes[k]&(known|listed) == 0 && v.Doc.Tokens[k].Len() > longUnknown
	}
	switch v.Doc.Symbol(k) {
	case '.', '-', '(', ')', ',', '\'', '/', '^', '&', '_', '"', '<':
		return true
	}
	return false
}

// resize gives a slice of n elements, reusing memory.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
