package detect

import (
	"strings"

	"dijkwacht/internal/rule"
)

// GroupMarked groups the items of a text that marks them as [[type|item]], as if
// the recognisers had found exactly these.
func GroupMarked(pack *rule.Pack, marked string) Result { return group(pack, marked, 0.95) }

// GroupDoubtful is GroupMarked with names that the recognisers doubt.
func GroupDoubtful(pack *rule.Pack, marked string) Result { return group(pack, marked, 0.75) }

func group(pack *rule.Pack, marked string, score float32) Result {
	s := acquire(pack)
	defer release(s)
	plain, items := unmark(marked)
	s.source, s.cands = plain, s.cands[:0]
	s.doc.Reset(plain)
	s.classify()
	s.lookOver()
	for _, it := range items {
		s.cands = append(s.cands, candidate{start: uint32(it.start), end: uint32(it.end), score: score, typ: it.typ})
	}
	var r Result
	s.report(&r)
	for i := range r.Findings {
		r.Findings[i].Type = s.cands[i].typ
	}
	s.persons(&r)
	s.number(&r)
	return r
}

type markedItem struct {
	start, end int
	typ        rule.Type
}

func unmark(marked string) (string, []markedItem) {
	var b strings.Builder
	var items []markedItem
	for {
		before, rest, found := strings.Cut(marked, "[[")
		b.WriteString(before)
		if !found {
			return b.String(), items
		}
		item, after, _ := strings.Cut(rest, "]]")
		name, value, _ := strings.Cut(item, "|")
		typ, _ := rule.ParseType(name)
		items = append(items, markedItem{b.Len(), b.Len() + len(value), typ})
		b.WriteString(value)
		marked = after
	}
}
