package nametag

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// rowSet holds the rows of the features of one token.
type rowSet struct {
	n    int
	rows [maxFeatures]uint32
}

const maxFeatures = 48

// row1 to row3 give the row of the weights for the feature with this number and values.
func row1(feature, a uint64) uint32 {
	return rowOf(stir(feature*0x9e3779b97f4a7c15, a))
}

func row2(feature, a, b uint64) uint32 {
	return rowOf(stir(stir(feature*0x9e3779b97f4a7c15, a), b))
}

func row3(feature, a, b, c uint64) uint32 {
	return rowOf(stir(stir(stir(feature*0x9e3779b97f4a7c15, a), b), c))
}

func stir(h, v uint64) uint64 {
	h = (h ^ v) * 0xff51afd7ed558ccd
	return h ^ h>>29
}

func rowOf(h uint64) uint32 {
	return uint32((h * 0xc4ceb9fe1a85ec53) >> (64 - rowBits))
}

// put enters a row; those that find no room are left out.
func (s *rowSet) put(row uint32) {
	if s.n < len(s.rows) {
		s.rows[s.n] = row
		s.n++
	}
}

// Signs of the edge of the text and of a line break in the values of features.
const (
	edge      = 0x1f3d5b79
	lineBreak = 0x2545f4914f6cdd1d
)

// lowClasses stand in traits as they are: those from Given to Common but for two.
const lowClasses = 2*lexicon.Common - 1 - lexicon.PublicName - lexicon.NameVerb

// The weights hold for this place of Common among the classes; another one does
// not compile.
var _ = [1]struct{}{}[lexicon.Common>>12-1]

// traits are the classes that matter for names, gathered in few bits.
func traits(c lexicon.Class) uint64 {
	t := uint64(c & lowClasses)
	if c&^lowClasses == 0 {
		return t
	}
	if c&place != 0 {
		t |= 1 << 13
	}
	if c&health != 0 {
		t |= 1 << 14
	}
	if c&(lexicon.Institution|lexicon.StreetType) != 0 {
		t |= 1 << 15
	}
	if c&(lexicon.Month|lexicon.Weekday|lexicon.NumberWord) != 0 {
		t |= 1 << 16
	}
	if c&lexicon.ProperNoun != 0 {
		t |= 1 << 17
	}
	if c&lexicon.Inflected != 0 {
		t |= 1 << 18
	}
	return t
}

// liteTraits are the traits that tell a name from an ordinary word: both kinds of
// names, Common and ProperNoun.
const liteTraits = uint64(lexicon.Given|lexicon.Surname|lexicon.Common) | 1<<17 | 1<<18

// The ways in which a word is written.
const (
	written uint64 = iota
	writtenTitle
	writtenUpper // alone in upper case: an abbreviation, perhaps
	writtenShouted
	_
	writtenSingle
	writtenNumber
	writtenSign
)

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

// key is a token as its neighbours see it.
type key struct{ word, trait uint64 }

// keyOf gives the key of token k as seen from a token on this line.
func (v *View) keyOf(k int, line uint32) key {
	if k < 0 || k >= len(v.Doc.Tokens) {
		return key{edge, edge}
	}
	t := &v.Doc.Tokens[k]
	var x key
	switch t.Kind {
	case text.Symbol:
		x = key{t.Hash, t.Hash}
	case text.Number:
		x.word = 0x77 + uint64(min(t.Len(), 9))
		x.trait = x.word
	case text.Mixed:
		x = key{0x99, 0x99}
	default:
		x = key{t.Hash, traits(v.Classes[k])}
		if t.Is(text.Capital) {
			x.trait |= 1 << 20
		}
		if v.single(k) {
			x.trait |= 1 << 21
		}
	}
	if t.Line != line {
		x.word ^= lineBreak
		x.trait ^= lineBreak
	}
	return x
}

// features fills s with the rows of token i; around holds the keys of the two
// tokens before it, of itself and of the two after it.
func (v *View) features(i int, around []key, s *rowSet) {
	s.n = 0
	t := &v.Doc.Tokens[i]
	own, shape := traits(v.Classes[i]), v.shape(i)
	if t.Kind == text.Symbol {
		own = t.Hash
	}
	before2, before, after, after2 := &around[0], &around[1], &around[3], &around[4]
	lite := own&liteTraits | shape<<24
	r := s.rows[:17]
	r[0] = row2(1, own, shape)
	r[1] = row3(2, own, shape, before.trait)
	r[2] = row3(3, own, shape, after.trait)
	r[3] = row3(4, own, before.trait, after.trait)
	r[4] = row3(5, own, before2.trait, before.trait)
	r[5] = row3(6, own, after.trait, after2.trait)
	r[6] = row2(7, lite, before.word)
	r[7] = row2(8, lite, after.word)
	r[8] = row2(9, lite, before2.word)
	r[9] = row3(10, lite, before2.word, before.word)
	r[10] = row2(11, lite, after2.word)
	r[11] = row3(12, lite, after.word, after2.word)
	r[12] = row3(13, before.word, after.word, own&3)
	r[13] = row3(14, before.trait, before2.trait, after.trait)
	r[14] = row2(15, shape, before.word)
	r[15] = row2(16, lite, v.cuesBefore(i))
	r[16] = row2(17, lite, v.cuesAfter(i))
	s.n = 17
	if t.Kind == text.Symbol || own&^(3|1<<17|1<<18) != 0 {
		s.put(row1(18, t.Hash))
		s.put(row2(19, t.Hash, shape))
		s.put(row2(20, t.Hash, before.word))
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
	s.put(row2(30, uint64(min(n, 12)), lite))
	if n < 2 {
		return
	}
	s.put(row2(31, gram(w[n-2:]), lite))
	if n < 3 {
		return
	}
	s.put(row2(32, gram(w[n-3:]), lite))
	s.put(row2(33, gram(w[:3]), lite))
	if n >= 4 {
		s.put(row2(34, gram(w[n-4:]), lite))
		s.put(row2(35, gram(w[:4]), lite))
	}
	if lite != 0 {
		return
	}
	for k := 0; k+3 <= n; k++ {
		s.put(row1(36, gram(w[k:k+3])))
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
