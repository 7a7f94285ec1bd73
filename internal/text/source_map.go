package text

import "sort"

// mark starts a piece of the text: from here to the next mark, Norm and the
// original either run in step (exact) or stand for one another as a whole.
type mark struct {
	norm, source uint32
	exact        bool
}

// replaced records that source[from:to] became what stands in Norm from start on.
func (d *Doc) replaced(from, to, start int) {
	if len(d.marks) == 0 {
		d.marks = append(d.marks, mark{exact: true})
	}
	d.marks = append(d.marks,
		mark{norm: uint32(start), source: uint32(from)},
		mark{norm: uint32(len(d.Norm)), source: uint32(to), exact: true})
}

// Source is the place in the original of Norm[start:end]. A piece that was
// replaced counts as a whole; what was removed at the edges stays outside.
func (d *Doc) Source(start, end uint32) Span {
	if len(d.marks) == 0 {
		return Span{int(start), int(end)}
	}
	if end <= start {
		return Span{d.sourceStart(start), d.sourceStart(start)}
	}
	return Span{d.sourceStart(start), d.sourceEnd(end)}
}

// sourceStart: the last piece that starts at or before the offset.
func (d *Doc) sourceStart(at uint32) int {
	i := sort.Search(len(d.marks), func(i int) bool { return d.marks[i].norm > at }) - 1
	m := d.marks[i]
	if m.exact {
		return int(m.source + at - m.norm)
	}
	return int(m.source)
}

// sourceEnd: the last piece that starts before the offset.
func (d *Doc) sourceEnd(at uint32) int {
	i := sort.Search(len(d.marks), func(i int) bool { return d.marks[i].norm >= at }) - 1
	m := d.marks[i]
	if m.exact {
		return int(m.source + at - m.norm)
	}
	if i+1 < len(d.marks) {
		return int(d.marks[i+1].source)
	}
	return d.size
}

// Mapped tells whether the normalised text differs from the original.
func (d *Doc) Mapped() bool { return len(d.marks) > 0 }
