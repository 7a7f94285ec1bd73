package nametag

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// rowSet holds the rows of the features of one token.
type rowSet struct {
	n    int
	rows [maxFeatures]uint16
}

const maxFeatures = 48

// add enters the feature with this number and values.
func (s *rowSet) add(feature uint64, values ...uint64) {
	h := feature * 0x9e3779b97f4a7c15
	for _, v := range values {
		h = (h ^ v) * 0xff51afd7ed558ccd
		h ^= h >> 29
	}
	s.put(h)
}

func (s *rowSet) put(h uint64) {
	if s.n < len(s.rows) {
		s.rows[s.n] = uint16((h * 0xc4ceb9fe1a85ec53) >> (64 - rowBits))
		s.n++
	}
}

// Signs of the edge of the text and of a line break in the values of features.
const (
	edge      = 0x1f3d5b79
	lineBreak = 0x2545f4914f6cdd1d
)

// traits are the classes that matter for names, gathered in few bits.
func traits(c lexicon.Class) uint64 {
	var t uint64
	set := func(mask lexicon.Class, bit uint) {
		if c&mask != 0 {
			t |= 1 << bit
		}
	}
	set(lexicon.Given, 0)
	set(lexicon.Surname, 1)
	set(lexicon.Interfix, 2)
	set(lexicon.Title, 3)
	set(lexicon.Kin, 4)
	set(lexicon.PatientOf, 5)
	set(lexicon.Profession, 6)
	set(lexicon.Greeting, 7)
	set(lexicon.Closing, 8)
	set(lexicon.NameLabel, 9)
	set(lexicon.Eponym, 10)
	set(lexicon.Common, 11)
	set(place, 12)
	set(health, 13)
	set(lexicon.Institution|lexicon.StreetType, 14)
	set(lexicon.Month|lexicon.Weekday|lexicon.NumberWord, 15)
	set(lexicon.ProperNoun, 22)
	return t
}

// The ways in which a word is written.
const (
	written uint64 = iota
	writtenTitle
	writtenUpper // alone in upper case: an abbreviation, perhaps
	writtenShouted
	writtenMixed
	writtenSingle
	writtenNumber
	writtenSign
)

// liteTraits are the traits that tell a name from an ordinary word: both kinds of
// names, Common and ProperNoun.
const liteTraits = 0x0803 | 1<<22

// shape is how token i is written, and whether it starts a sentence.
func (v *View) shape(i int) uint64 {
	t := &v.Doc.Tokens[i]
	s := written
	switch {
	case t.Kind == text.Number, t.Kind == text.Mixed:
		return writtenNumber
	case t.Kind == text.Symbol:
		return writtenSign
	case v.single(i):
		s = writtenSingle
		if t.Is(text.Capital) {
			s |= 16
		}
	case t.Is(text.Upper) && v.shouting(i):
		s = writtenShouted
	case t.Is(text.Upper):
		s = writtenUpper
	case t.Is(text.Title):
		s = writtenTitle
	}
	if v.starts(i) {
		s |= 8
	}
	return s
}

// neighbour gives the word and the traits of token i+by as seen from token i.
func (v *View) neighbour(i, by int) (word, trait uint64) {
	k := i + by
	if k < 0 || k >= len(v.Doc.Tokens) {
		return edge, edge
	}
	t := &v.Doc.Tokens[k]
	switch t.Kind {
	case text.Symbol:
		word, trait = t.Hash, t.Hash
	case text.Number:
		word = 0x77 + uint64(min(t.Len(), 9))
		trait = word
	case text.Mixed:
		word, trait = 0x99, 0x99
	default:
		word, trait = t.Hash, traits(v.Classes[k])
		if t.Is(text.Capital) {
			trait |= 1 << 20
		}
		if v.single(k) {
			trait |= 1 << 21
		}
	}
	if t.Line != v.Doc.Tokens[i].Line {
		word ^= lineBreak
		trait ^= lineBreak
	}
	return word, trait
}

// features fills s with the rows of token i.
func (v *View) features(i int, s *rowSet) {
	s.n = 0
	t := &v.Doc.Tokens[i]
	own, shape := traits(v.Classes[i]), v.shape(i)
	if t.Kind == text.Symbol {
		own = t.Hash
	}
	w1, t1 := v.neighbour(i, -1)
	w2, t2 := v.neighbour(i, -2)
	n1, m1 := v.neighbour(i, 1)
	n2, m2 := v.neighbour(i, 2)
	lite := own&liteTraits | shape<<24
	s.add(1, own, shape)
	s.add(2, own, shape, t1)
	s.add(3, own, shape, m1)
	s.add(4, own, t1, m1)
	s.add(5, own, t2, t1)
	s.add(6, own, m1, m2)
	s.add(7, lite, w1)
	s.add(8, lite, n1)
	s.add(9, lite, w2)
	s.add(10, lite, w2, w1)
	s.add(11, lite, n2)
	s.add(12, lite, n1, n2)
	s.add(13, w1, n1, own&3)
	s.add(14, t1, t2, m1)
	s.add(15, shape, w1)
	s.add(16, lite, v.cuesBefore(i))
	s.add(17, lite, v.cuesAfter(i))
	if t.Kind == text.Symbol || own&^(3|1<<22) != 0 {
		s.add(18, t.Hash)
		s.add(19, t.Hash, shape)
		s.add(20, t.Hash, w1)
	}
	if t.Kind == text.Word {
		v.letters(i, own, s)
	}
}

// cuesBefore gathers the cues in the five tokens before i on its line.
func (v *View) cuesBefore(i int) uint64 {
	var c lexicon.Class
	line := v.Doc.Tokens[i].Line
	for k, n := i-1, 0; k >= 0 && n < 5 && v.Doc.Tokens[k].Line == line; k, n = k-1, n+1 {
		c |= v.Classes[k]
	}
	return traits(c & (cue | lexicon.Eponym))
}

// cuesAfter tells what stands in the four tokens after i: a number, an opening
// bracket, an at sign.
func (v *View) cuesAfter(i int) uint64 {
	var out uint64
	for k := i + 1; k < len(v.Doc.Tokens) && k <= i+4; k++ {
		t := &v.Doc.Tokens[k]
		if t.Is(text.LineStart) {
			return out | 1<<9
		}
		switch {
		case t.Kind == text.Number:
			out |= 1
		case t.Kind == text.Mixed:
			out |= 2
		case v.Doc.Symbol(k) == '(':
			out |= 4
		case v.Doc.Symbol(k) == '@':
			out |= 8
		case v.Classes[k]&(lexicon.Institution|lexicon.StreetType) != 0:
			out |= 16
		case v.Classes[k]&health != 0:
			out |= 32
		}
	}
	return out
}

// letters enters the endings, the start and the trigrams of a word, by their
// folded letters.
func (v *View) letters(i int, own uint64, s *rowSet) {
	var buf [24]byte
	w := text.Fold(buf[:0], v.Doc.Word(i))
	n := len(w)
	lite := own & 0x0803
	s.add(30, uint64(min(n, 12)), lite)
	if n < 2 {
		return
	}
	s.add(31, gram(w[n-2:]), lite)
	if n < 3 {
		return
	}
	s.add(32, gram(w[n-3:]), lite)
	s.add(33, gram(w[:3]), lite)
	if n >= 4 {
		s.add(34, gram(w[n-4:]), lite)
		s.add(35, gram(w[:4]), lite)
	}
	if lite != 0 {
		return
	}
	for k := 0; k+3 <= n; k++ {
		s.add(36, gram(w[k:k+3]))
	}
}

// gram packs up to eight letters.
func gram(w []byte) uint64 {
	var g uint64
	for _, c := range w {
		g = g<<8 | uint64(c)
	}
	return g
}
