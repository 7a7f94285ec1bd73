package lexicon

import (
	"math/bits"

	"dijkwacht/internal/text"
)

// Table maps word hashes to classes: open addressing in two flat arrays without
// pointers, so that the collector has nothing to follow. Two words share an entry
// with a probability of 2^-64 a pair; that is taken.
type Table struct {
	keys    []uint64
	classes []Class
	used    int
}

// NewTable makes an empty table with room for n words.
func NewTable(n int) *Table {
	size := 1 << bits.Len(uint(max(n, 8)*4/3))
	return &Table{keys: make([]uint64, size), classes: make([]Class, size)}
}

// Add gives the word more classes.
func (t *Table) Add(word string, c Class) { t.AddHash(text.HashWord(word), c) }

// AddHash is Add by the word's hash.
func (t *Table) AddHash(h uint64, c Class) {
	if t.used*4 >= len(t.keys)*3 {
		t.grow()
	}
	i := t.slot(h)
	if t.keys[i] == 0 {
		t.keys[i] = h
		t.used++
	}
	t.classes[i] |= c
}

// Lookup gives the classes of the word with hash h, 0 when it is in no list.
func (t *Table) Lookup(h uint64) Class { return t.classes[t.slot(h)] }

// Each calls see for each word, by its hash, in no order.
func (t *Table) Each(see func(hash uint64, c Class)) {
	for i, h := range t.keys {
		if h != 0 {
			see(h, t.classes[i])
		}
	}
}

// Len is the number of words.
func (t *Table) Len() int { return t.used }

// slot is where h stands or would stand. Hash 0 stands for an empty slot; no
// word in use has it.
func (t *Table) slot(h uint64) int {
	mask := uint64(len(t.keys) - 1)
	i := h & mask
	for t.keys[i] != h && t.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i)
}

func (t *Table) grow() {
	old := *t
	*t = Table{keys: make([]uint64, 2*len(old.keys)), classes: make([]Class, 2*len(old.keys)), used: old.used}
	for i, h := range old.keys {
		if h != 0 {
			at := t.slot(h)
			t.keys[at], t.classes[at] = h, old.classes[i]
		}
	}
}
