package lexicon

import "dijkwacht/internal/text"

// Endings finds words by how they end, such as -itis and -kanker. Among endings
// that fit the longest decides.
type Endings struct {
	// tails are the last three letters of all endings: most words are told by them.
	tails [1 << 10]uint32
	// nodes is a flat table of the endings and of what these end in themselves, from
	// three letters on, by hash.
	nodes   []endingNode
	used    int
	endings []ending
}

// endingNode: ending is 1 + the index of the last ending entered with these letters,
// 0 when none has just them.
type endingNode struct {
	hash   uint64
	ending int32
}

type ending struct {
	least  int // letters that the word must have
	value  int32
	before int32 // like endingNode.ending: the one entered before it
}

const (
	endingTail   = 3 // no ending is shorter
	endingWindow = 32
	endingSeed   = 0xcbf29ce484222325
)

// Add enters an ending, and its Dutch and English plurals, for words of at least
// least letters. An ending of fewer than three letters is not entered.
func (e *Endings) Add(suffix string, least int, value int32) {
	var buf [2 * endingWindow]byte
	s := string(text.Fold(buf[:0], []byte(suffix)))
	if len(s) < endingTail || len(s) > endingWindow-4 {
		return
	}
	plurals := []string{"s", "en"}
	switch s[len(s)-1] {
	case 's':
		plurals = []string{"en", "sen"}
	case 'e':
		plurals = []string{"s", "n"}
	}
	e.enter(s, least, value)
	for _, p := range plurals {
		e.enter(s+p, least, value)
	}
}

func (e *Endings) enter(s string, least int, value int32) {
	high, low := tailOf(s[len(s)-3], s[len(s)-2], s[len(s)-1])
	e.tails[high] |= 1 << low
	h := uint64(endingSeed)
	for i := len(s) - 1; i >= 0; i-- {
		h = lengthen(h, s[i])
		if len(s)-i < endingTail {
			continue
		}
		if e.used*2 >= len(e.nodes) {
			e.grow()
		}
		x := e.node(h)
		if x.hash == 0 {
			x.hash = h
			e.used++
		}
		if i == 0 {
			e.endings = append(e.endings, ending{least, value, x.ending})
			x.ending = int32(len(e.endings))
		}
	}
}

func (e *Endings) grow() {
	old := e.nodes
	e.nodes = make([]endingNode, max(1024, 2*len(old)))
	for _, x := range old {
		if x.hash != 0 {
			*e.node(x.hash) = x
		}
	}
}

func (e *Endings) node(h uint64) *endingNode {
	mask := uint64(len(e.nodes) - 1)
	i := h >> 20 & mask
	for e.nodes[i].hash != h && e.nodes[i].hash != 0 {
		i = (i + 1) & mask
	}
	return &e.nodes[i]
}

// lengthen takes one letter more, to the left, into the hash of an ending.
func lengthen(h uint64, c byte) uint64 {
	h = (h ^ uint64(c)) * 0xff51afd7ed558ccd
	return h ^ h>>32
}

// tailOf packs three letters; case does not count.
func tailOf(a, b, c byte) (high, low uint32) {
	return uint32(a&31)<<5 | uint32(b&31), uint32(c & 31)
}

// Find gives the value of the longest ending of the word, which may have any
// case and accents.
func (e *Endings) Find(word []byte) (value int32, ok bool) {
	n := len(word)
	if n < endingTail+2 {
		return 0, false
	}
	if high, low := tailOf(word[n-3], word[n-2], word[n-1]); e.tails[high]&(1<<low) == 0 {
		return 0, false
	}
	var buf [2 * endingWindow]byte
	folded := text.Fold(buf[:0], word[max(0, n-endingWindow):])
	h := uint64(endingSeed)
	for i := len(folded) - 1; i >= 0; i-- {
		h = lengthen(h, folded[i])
		if len(folded)-i < endingTail {
			continue
		}
		x := e.node(h)
		if x.hash == 0 {
			break
		}
		for at := x.ending; at != 0; at = e.endings[at-1].before {
			if n >= e.endings[at-1].least {
				value, ok = e.endings[at-1].value, true
				break
			}
		}
	}
	return value, ok
}
