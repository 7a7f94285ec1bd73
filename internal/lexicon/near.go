package lexicon

import "dijkwacht/internal/text"

// Near finds words by sound and with one slip of the pen: Dutch, English and Latin
// spellings of a word fall together, and one letter may be wrong, missing, double
// or swapped with the next. It is for words that no list knows.
type Near struct {
	keys   []uint64
	values []uint8
	used   int
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
	return &Near{keys: make([]uint64, size), values: make([]uint8, size)}
}

// Add enters a word with a value from 1 on. Short words and word groups are left
// out; the value of a spelling that was there is kept.
func (x *Near) Add(word string, value uint8) {
	var buf [nearLongest]byte
	s := skeleton(buf[:0], []byte(word))
	if len(s) < nearShortest {
		return
	}
	x.enter(hashSkeleton(s, -1), value)
	if len(s) < nearSlip {
		return
	}
	for i := range s {
		x.enter(hashSkeleton(s, i), value)
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
	if v := x.values[x.slot(hashSkeleton(s, -1))]; v != 0 || len(s) < nearSlip {
		return v
	}
	for i := 1; i < len(s); i++ { // the first letter is hardly ever wrong
		if v := x.values[x.slot(hashSkeleton(s, i))]; v != 0 {
			return v
		}
	}
	return 0
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
		*x = Near{keys: make([]uint64, 2*len(old.keys)), values: make([]uint8, 2*len(old.keys)), used: old.used}
		for i, k := range old.keys {
			if k != 0 {
				at := x.slot(k)
				x.keys[at], x.values[at] = k, old.values[i]
			}
		}
	}
	at := x.slot(h)
	if x.keys[at] == 0 {
		x.keys[at], x.values[at] = h, value
		x.used++
	}
}

// hashSkeleton hashes s without its letter at index left out.
func hashSkeleton(s []byte, leftOut int) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i, c := range s {
		if i != leftOut {
			h = (h ^ uint64(c)) * 0x100000001b3
		}
	}
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
