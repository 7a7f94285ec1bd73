package lexicon

import "dijkwacht/internal/text"

// Endings finds words by how they end, such as -itis and -kanker. Among endings
// that fit the longest decides.
type Endings struct {
	// first and next chain the endings of a bucket; 0 ends a chain.
	first   [endingBuckets]uint16
	next    []uint16
	endings []ending
}

type ending struct {
	text  string // folded
	least int    // letters that the word must have
	value int32
}

const (
	endingBuckets = 1024
	endingTail    = 3 // letters that pick the bucket; no ending is shorter
	endingWindow  = 32
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
	if len(e.endings) == 0 {
		e.endings, e.next = make([]ending, 1), make([]uint16, 1)
	}
	e.endings = append(e.endings, ending{s, least, value})
	b := bucket(s[len(s)-3], s[len(s)-2], s[len(s)-1])
	e.next = append(e.next, e.first[b])
	e.first[b] = uint16(len(e.endings) - 1)
}

func bucket(a, b, c byte) uint32 {
	return (uint32(a|0x20)<<16 | uint32(b|0x20)<<8 | uint32(c|0x20)) * 0x9e3779b1 >> 22
}

// Find gives the value of the longest ending of the word, which may have any
// case and accents.
func (e *Endings) Find(word []byte) (value int32, ok bool) {
	n := len(word)
	if n < endingTail+2 || e.first[bucket(word[n-3], word[n-2], word[n-1])] == 0 {
		return 0, false
	}
	var buf [2 * endingWindow]byte
	tail := word[max(0, n-endingWindow):]
	folded := text.Fold(buf[:0], tail)
	if len(folded) < endingTail {
		return 0, false
	}
	longest := 0
	at := e.first[bucket(folded[len(folded)-3], folded[len(folded)-2], folded[len(folded)-1])]
	for ; at != 0; at = e.next[at] {
		x := &e.endings[at]
		if len(x.text) > longest && n >= x.least && len(x.text) <= len(folded) && string(folded[len(folded)-len(x.text):]) == x.text {
			longest, value = len(x.text), x.value
		}
	}
	return value, longest > 0
}
