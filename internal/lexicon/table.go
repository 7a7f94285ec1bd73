package lexicon

import (
	"math/bits"

	"dijkwacht/internal/text"
)

// Table maps word hashes to classes: open addressing in one flat array without
// pointers, so that the collector has nothing to follow and a look-up touches one
// line of the cache. Two words share an entry with a probability of 2^-64 a pair;
// that is taken.
type Table struct {
	cells []cell
	used  int
}

type cell struct {
	hash    uint64
	classes Class
}

// NewTable makes an empty table with room for n words.
func NewTable(n int) *Table {
	size := 1 << bits.Len(uint(max(n, 8)*4/3))
	return &Table{cells: make([]cell, size)}
}

// Add gives the word more classes.
func (t *Table) Add(word string, c Class) { t.AddHash(text.HashWord(word), c) }

// AddHash is Add by the word's hash.
func (t *Table) AddHash(h uint64, c Class) {
	if t.used*4 >= len(t.cells)*3 {
		t.grow()
	}
	x := t.cell(h)
	if x.hash == 0 {
		x.hash = h
		t.used++
	}
	x.classes |= c
}

// Lookup gives the classes of the word with hash h, 0 when it is in no list.
func (t *Table) Lookup(h uint64) Class { return t.cell(h).classes }

// Each calls see for each word, by its hash, in no order.
func (t *Table) Each(see func(hash uint64, c Class)) {
	for _, x := range t.cells {
		if x.hash != 0 {
			see(x.hash, x.classes)
		}
	}
}

// Len is the number of words.
func (t *Table) Len() int { return t.used }

// cell is where h stands or would stand. Hash 0 stands for an empty cell; no
// word in use has it.
func (t *Table) cell(h uint64) *cell {
	mask := uint64(len(t.cells) - 1)
	i := h & mask
	for t.cells[i].hash != h && t.cells[i].hash != 0 {
		i = (i + 1) & mask
	}
	return &t.cells[i]
}

func (t *Table) grow() {
	old := t.cells
	t.cells = make([]cell, 2*len(old))
	for _, x := range old {
		if x.hash != 0 {
			*t.cell(x.hash) = x
		}
	}
}
