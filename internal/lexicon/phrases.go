package lexicon

import "dijkwacht/internal/text"

// Phrases maps sequences of words to values. A hyphen or underscore counts as white space, and
// matching is by folded words, so case and accents do not count.
type Phrases struct {
	cells []phrase
	used  int

	// Memory of Add.
	doc    text.Doc
	hashes []uint64
	entry  []byte
}

// phrase: key is 0 for an empty cell, value is 1 + the entry's value, 0 for none;
// longer tells that some entry goes on after these words.
type phrase struct {
	key    uint64
	value  uint32
	longer bool
}

// NewPhrases makes an empty set with room for n entries.
func NewPhrases(n int) *Phrases {
	size := 16
	for size < 3*n {
		size *= 2
	}
	return &Phrases{cells: make([]phrase, size)}
}

// Add enters a phrase of one or more words and returns the hash of its first
// word. The value of a phrase that was there is kept. A phrase without words
// gives 0.
func (p *Phrases) Add(entry string, value uint32) uint64 {
	p.entry = append(p.entry[:0], entry...)
	first, _ := p.Enter(p.entry, value)
	return first
}

// Enter is Add that gives the value of the phrase too.
func (p *Phrases) Enter(entry []byte, value uint32) (first uint64, held uint32) {
	words := p.words(entry)
	if len(words) == 0 {
		return 0, value
	}
	key := next(0, words[0])
	for _, h := range words[1:] {
		p.enter(key).longer = true
		key = next(key, h)
	}
	x := p.enter(key)
	if x.value == 0 {
		x.value = value + 1
	}
	return words[0], x.value - 1
}

// words are the hashes of the entry's tokens but for signs that count as white space.
func (p *Phrases) words(entry []byte) []uint64 {
	var plain bool
	if p.hashes, plain = text.AppendHashes(p.hashes[:0], entry); !plain {
		p.doc.Reset(string(entry))
		for i := range p.doc.Tokens {
			p.hashes = append(p.hashes, p.doc.Tokens[i].Hash)
		}
	}
	n := 0
	for _, h := range p.hashes {
		if h != hyphen && h != underscore {
			p.hashes[n] = h
			n++
		}
	}
	return p.hashes[:n]
}

var hyphen, underscore = text.HashSymbol('-'), text.HashSymbol('_')

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
		x := p.cell(key)
		if x.value != 0 {
			end, value, ok = at+1, x.value-1, true
		}
		if !x.longer {
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

// cell is where the key stands or would stand.
func (p *Phrases) cell(key uint64) *phrase {
	mask := uint64(len(p.cells) - 1)
	i := key >> 7 & mask
	for p.cells[i].key != key && p.cells[i].key != 0 {
		i = (i + 1) & mask
	}
	return &p.cells[i]
}

func (p *Phrases) enter(key uint64) *phrase {
	if p.used*4 >= len(p.cells)*3 {
		old := p.cells
		p.cells = make([]phrase, 2*len(old))
		for _, x := range old {
			if x.key != 0 {
				*p.cell(x.key) = x
			}
		}
	}
	x := p.cell(key)
	if x.key == 0 {
		x.key = key
		p.used++
	}
	return x
}

// Word finds the entry that is the one word with hash h.
func (p *Phrases) Word(h uint64) (value uint32, ok bool) {
	x := p.cell(next(0, h))
	if x.value == 0 {
		return 0, false
	}
	return x.value - 1, true
}
