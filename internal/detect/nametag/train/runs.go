package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// reader turns examples into runs, the way the scanner looks at a text.
type reader struct {
	pack *rule.Pack
	rng  *rand.Rand
	doc  text.Doc
	view nametag.View
}

// percentUnlisted is how many of the names count as absent from the lists.
const percentUnlisted = 35

// read adds the runs of the example. Names that no run reaches are counted in
// missed.
func (r *reader) read(e *example, out []run, missed *int) []run {
	r.doc.Reset(e.text)
	classes := make([]lexicon.Class, len(r.doc.Tokens))
	labels := make([]nametag.Label, len(r.doc.Tokens))
	for i := range r.doc.Tokens {
		classes[i] = r.pack.Words.Lookup(r.doc.Tokens[i].Hash)
	}
	nametag.MarkPossessive(&r.doc, classes, r.pack.Words, r.pack.Common)
	r.mark(e, classes, labels)
	nametag.MarkCommon(&r.doc, classes, r.pack.Common)
	r.view.Doc, r.view.Classes = &r.doc, classes
	reached := map[int]bool{}
	r.view.Each(func(i int, rows [][]uint32) {
		x := run{rows: rows, labels: slices.Clone(labels[i : i+len(rows)])}
		for k := range x.labels {
			reached[i+k] = true
		}
		if x.labels[0] == nametag.Inside {
			x.labels[0] = nametag.Begin
		}
		out = append(out, x)
	})
	for i, l := range labels {
		if l == nametag.Begin && !reached[i] {
			*missed++
		}
	}
	return out
}

// mark labels the tokens of the names, without titles before them, and takes some
// of the names off the lists.
func (r *reader) mark(e *example, classes []lexicon.Class, labels []nametag.Label) {
	for _, s := range e.names {
		first := true
		proper := r.rng.IntN(2) == 0
		drop := r.rng.IntN(100) < percentUnlisted
		for i := range r.doc.Tokens {
			end := r.doc.Tokens[i].End
			if nametag.OwnerHash(&r.doc, i) != r.doc.Tokens[i].Hash {
				end -= 2 // "Anna's"
			}
			src := r.doc.Source(r.doc.Tokens[i].Start, end)
			if src.Start < s.start || src.End > s.end {
				continue
			}
			if first && r.title(i, classes[i]) {
				continue
			}
			if drop && classes[i]&(lexicon.Given|lexicon.Surname) != 0 {
				classes[i] &^= lexicon.Given | lexicon.Surname
				if proper && classes[i]&lexicon.Common == 0 {
					classes[i] |= lexicon.ProperNoun
				}
			}
			labels[i] = nametag.Inside
			if first {
				labels[i] = nametag.Begin
			}
			first = false
		}
	}
}

// title tells whether token i belongs to the title before a name.
func (r *reader) title(i int, c lexicon.Class) bool {
	if c&lexicon.Title != 0 || r.doc.Symbol(i) == '.' || r.doc.Symbol(i) == '"' {
		return true
	}
	w := strings.ToLower(string(r.doc.Word(i)))
	return w == "de" && i+1 < len(r.doc.Tokens) && strings.EqualFold(string(r.doc.Word(i+1)), "heer")
}
