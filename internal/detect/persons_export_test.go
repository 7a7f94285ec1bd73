package detect

import (
	"strings"

	"dijkwacht/internal/detect/pass"
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
	s.Source, s.Cands = plain, s.Cands[:0]
	s.Doc.Reset(plain)
	s.Classify()
	s.lookOver()
	for _, it := range items {
		s.Cands = append(s.Cands, pass.Candidate{Start: uint32(it.start), End: uint32(it.end), Score: score, Type: it.typ})
	}
	var r Result
	s.report(&r)
	for i := range r.Findings {
		r.Findings[i].Type = s.Cands[i].Type
	}
	s.subject.Group(&r)
	s.refer(&r)
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
