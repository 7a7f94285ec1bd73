package lexicon

import "dijkwacht/internal/text"

// Phrases maps sequences of words to values. A hyphen or underscore counts as white space, and
// matching is by folded words, so case and accents do not count.
type Phrases struct {
	keys   []uint64
	values []phrase
	used   int
}

// phrase: value is 1 + the entry's value, 0 for none; longer tells that some
// entry goes on after these words.
type phrase struct {
	value  uint32
	longer bool
}

// NewPhrases makes an empty set with room for n entries.
func NewPhrases(n int) *Phrases {
	size := 16
	for size < 3*n {
		size *= 2
	}
	return &Phrases{keys: make([]uint64, size), values: make([]phrase, size)}
}

// Add enters a phrase of one or more words and returns the hash of its first
// word. The value of a phrase that was there is kept. A phrase without words
// gives 0.
func (p *Phrases) Add(entry string, value uint32) uint64 {
	var d text.Doc
	d.Reset(entry)
	key, first := uint64(0), uint64(0)
	last := -1
	for i := range d.Tokens {
		if joins(&d, i) {
			continue
		}
		if last >= 0 {
			p.values[p.enter(key)].longer = true
		} else {
			first = d.Tokens[i].Hash
		}
		key, last = next(key, d.Tokens[i].Hash), i
	}
	if last < 0 {
		return 0
	}
	if at := p.enter(key); p.values[at].value == 0 {
		p.values[at].value = value + 1
	}
	return first
}

// PhraseKey is equal for entries that Phrases takes for the same.
func PhraseKey(entry string) uint64 {
	var d text.Doc
	d.Reset(entry)
	key := uint64(0)
	for i := range d.Tokens {
		if !joins(&d, i) {
			key = next(key, d.Tokens[i].Hash)
		}
	}
	return key
}

// Longest finds the longest phrase that starts at token i. It gives the token
// after it and its value. Phrases do not run past an empty line.
func (p *Phrases) Longest(d *text.Doc, i int) (end int, value uint32, ok bool) {
	key := uint64(0)
	line := d.Tokens[i].Line
	for at := i; at < len(d.Tokens); at++ {
		t := &d.Tokens[at]
		if t.Line > line+1 {
			break
		}
		line = t.Line
		if at > i && joins(d, at) {
			continue
		}
		key = next(key, t.Hash)
		slot := p.slot(key)
		if p.keys[slot] == 0 {
			break
		}
		if v := p.values[slot]; v.value != 0 {
			end, value, ok = at+1, v.value-1, true
		}
		if !p.values[slot].longer {
			break
		}
	}
	return end, value, ok
}

// joins tells whether token i is a sign that counts as white space.
func joins(d *text.Doc, i int) bool {
	c := d.Symbol(i)
	return c == '-' || c == '_'
}

// next extends the key of a sequence by one word.
func next(key, word uint64) uint64 {
	key = (key<<5 | key>>59) ^ word
	key *= 0x9e3779b97f4a7c15
	return key | 1
}

func (p *Phrases) slot(key uint64) int {
	mask := uint64(len(p.keys) - 1)
	i := key >> 7 & mask
	for p.keys[i] != key && p.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i)
}

func (p *Phrases) enter(key uint64) int {
	if p.used*4 >= len(p.keys)*3 {
		old := *p
		*p = Phrases{keys: make([]uint64, 2*len(old.keys)), values: make([]phrase, 2*len(old.keys)), used: old.used}
		for i, k := range old.keys {
			if k != 0 {
				at := p.slot(k)
				p.keys[at], p.values[at] = k, old.values[i]
			}
		}
	}
	at := p.slot(key)
	if p.keys[at] == 0 {
		p.keys[at] = key
		p.used++
	}
	return at
}

// Word finds the entry that is the one word with hash h.
func (p *Phrases) Word(h uint64) (value uint32, ok bool) {
	at := p.slot(next(0, h))
	if p.keys[at] == 0 || p.values[at].value == 0 {
		return 0, false
	}
	return p.values[at].value - 1, true
}
