package lexicon

import "dijkwacht/internal/text"

// Near finds words by sound and with one slip of the pen: Dutch, English and Latin
// spellings of a word fall together, and one letter may be wrong, missing, double
// or swapped with the next. It is for words that no list knows.
type Near struct {
	keys   []uint64
	values []uint8
	used   int
	// holds has a bit for each key: few other hashes have theirs set too, and it is small
	// enough to stay in the cache.
	holds []uint64
}

const (
	nearShortest = 6 // of the skeleton, to match by sound
	nearSlip     = 8 // of the skeleton, to allow for a slip
	nearLongest  = 40
)

// NewNear makes an empty set with room for n words.
func NewNear(n int) *Near {
	size := 16
	for size < 14*n {
		size *= 2
	}
	return &Near{keys: make([]uint64, size), values: make([]uint8, size), holds: make([]uint64, size/8)}
}

// Add enters a word with a value from 1 on. Short words and word groups are left
// out; the value of a spelling that was there is kept.
func (x *Near) Add(word string, value uint8) {
	var buf [nearLongest]byte
	s := skeleton(buf[:0], []byte(word))
	if len(s) < nearShortest {
		return
	}
	h := hashSkeleton(s)
	x.enter(finish(h), value)
	if len(s) < nearSlip {
		return
	}
	left := leaveOut{whole: h, power: 1}
	for _, c := range s {
		x.enter(left.next(c), value)
	}
}

// Find gives the value of the word that this one sounds like or comes within one
// slip of, or 0.
func (x *Near) Find(word []byte) uint8 {
	var buf [nearLongest]byte
	s := skeleton(buf[:0], word)
	if len(s) < nearShortest || x.used == 0 {
		return 0
	}
	h := hashSkeleton(s)
	if v := x.value(finish(h)); v != 0 || len(s) < nearSlip {
		return v
	}
	left := leaveOut{whole: h, power: 1}
	left.next(s[0]) // the first letter is hardly ever wrong
	for _, c := range s[1:] {
		if v := x.value(left.next(c)); v != 0 {
			return v
		}
	}
	return 0
}

func (x *Near) value(h uint64) uint8 {
	if x.holds[h>>38&uint64(len(x.holds)-1)]&(1<<(h>>58)) == 0 {
		return 0
	}
	return x.values[x.slot(h)]
}

func (x *Near) slot(h uint64) int {
	mask := uint64(len(x.keys) - 1)
	i := h & mask
	for x.keys[i] != h && x.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i)
}

func (x *Near) enter(h uint64, value uint8) {
	if x.used*4 >= len(x.keys)*3 {
		old := *x
		*x = Near{keys: make([]uint64, 2*len(old.keys)), values: make([]uint8, 2*len(old.keys)), used: old.used, holds: old.holds}
		for i, k := range old.keys {
			if k != 0 {
				at := x.slot(k)
				x.keys[at], x.values[at] = k, old.values[i]
			}
		}
	}
	x.holds[h>>38&uint64(len(x.holds)-1)] |= 1 << (h >> 58)
	at := x.slot(h)
	if x.keys[at] == 0 {
		x.keys[at], x.values[at] = h, value
		x.used++
	}
}

// The hash of a skeleton is a polynomial over its letters, so that the hash without
// one of them follows from that of the whole.
const (
	nearBase    = 0x9e3779b97f4a7c15
	nearInverse = 0xf1de83e19937733d // nearBase * nearInverse = 1 modulo 2^64
)

func hashSkeleton(s []byte) uint64 {
	h, power := uint64(0), uint64(1)
	for _, c := range s {
		h += uint64(c) * power
		power *= nearBase
	}
	return h
}

// leaveOut gives the hashes of a skeleton without its first letter, its second, and so
// on.
type leaveOut struct{ whole, before, power uint64 }

// next leaves out c, the next letter.
func (l *leaveOut) next(c byte) uint64 {
	upTo := l.before + uint64(c)*l.power
	h := l.before + (l.whole-upTo)*nearInverse
	l.before = upTo
	l.power *= nearBase
	return finish(h)
}

// finish mixes a hash so that any of its bits may index a table; it is never 0.
func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>29 | 1
}

// skeleton appends to dst what is left of a word when letters that sound alike in
// Dutch, English and Latin medical words are written alike. It is empty for words
// with other characters than letters.
func skeleton(dst, word []byte) []byte {
	var buf [2 * nearLongest]byte
	if len(word) > nearLongest-2 {
		return dst
	}
	w := text.Fold(buf[:0], word)
	for i := 0; i < len(w); i++ {
		c := w[i]
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch {
		case c < 'a' || c > 'z':
			return dst[:0]
		case c == 'p' && next == 'h':
			c = 'f'
			i++
		case (c == 't' || c == 'r' || c == 'g') && next == 'h':
			i++
		case c == 'c' && next == 'h':
			c = 'g'
			i++
		case c == 'c' && (next == 'e' || next == 'i' || next == 'y'), c == 'z':
			c = 's'
		case c == 'c', c == 'q':
			c = 'k'
		case c == 'y', c == 'j':
			c = 'i'
		case (c == 'a' || c == 'o') && next == 'e':
			c = 'e'
			i++
		case c == 'i' && next == 'e':
			i++
		case c == 'd' && next == 't':
			c = 't'
			i++
		case c == 'v':
			c = 'f'
		}
		if n := len(dst); n > 0 && dst[n-1] == c {
			continue
		}
		dst = append(dst, c)
	}
	if n := len(dst); n > nearShortest && dst[n-1] == 'e' {
		dst = dst[:n-1]
	}
	return dst
}
