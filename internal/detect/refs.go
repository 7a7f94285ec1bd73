package detect

import (
	"cmp"
	"slices"

	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ref is the identity of one value: its type and the hash of its letters and
// digits.
type ref struct {
	hash  uint64
	index int32
	typ   rule.Type
}

// refer gives equal values of one type the same Ref, counting from 1 in order of
// their first place.
func (s *scan) refer(r *Result) {
	s.refs = s.refs[:0]
	for i := range s.Cands {
		c := &s.Cands[i]
		s.refs = append(s.refs, ref{hash: valueHash(s.Doc.Norm[c.Start:c.End]), index: int32(i), typ: c.Type})
	}
	slices.SortFunc(s.refs, func(a, b ref) int {
		switch {
		case a.typ != b.typ:
			return cmp.Compare(a.typ, b.typ)
		case a.hash != b.hash:
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.index, b.index)
	})
	// The first of each run of equals stands for all.
	first := int32(-1)
	for i, x := range s.refs {
		if i == 0 || s.refs[i-1].typ != x.typ || s.refs[i-1].hash != x.hash {
			first = x.index
		}
		r.Findings[x.index].Ref = -1 - int(first)
	}
	var next [rule.TypeCount]int
	for i := range r.Findings {
		f := &r.Findings[i]
		if first := -1 - f.Ref; first == i {
			next[f.Type]++
			f.Ref = next[f.Type]
		} else {
			f.Ref = r.Findings[first].Ref
		}
	}
}

// valueHash is the hash of the letters and digits of a value, case folded.
func valueHash(b []byte) uint64 {
	var buf [64]byte
	out := buf[:0]
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 0x80:
			out = append(out, c)
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		}
		if len(out) >= cap(buf)-1 {
			break
		}
	}
	return text.HashBytes(out)
}
