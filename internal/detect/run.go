package detect

import "dijkwacht/internal/text"

// digitRun is a row of digits with separators, as people write numbers.
type digitRun struct {
	digits [40]byte
	n      int
	// ends[k] is the token after group k, count[k] the digits up to there.
	ends   [24]int32
	counts [24]uint8
	groups int
	// loose: a comma, line break or more than one sign separates groups.
	loose bool
	// cells: groups of three stand on lines or in cells of their own.
	cells bool
}

// readRun reads the row of digits that starts at token i, a Number. A row runs
// over spaces, hyphens, dots and slashes; a comma or line break only joins single
// digits.
func (s *scan) readRun(i int, r *digitRun) {
	r.n, r.groups, r.loose, r.cells = 0, 0, false, false
	for k := i; k < len(s.doc.Tokens) && r.groups < len(r.ends); {
		t := &s.doc.Tokens[k]
		if t.Kind != text.Number || r.n+t.Len() > len(r.digits) {
			return
		}
		if t.Len() == 1 {
			r.digits[r.n] = s.doc.Norm[t.Start]
			r.n++
		} else {
			r.n += copy(r.digits[r.n:], s.doc.Word(k))
		}
		k++
		r.ends[r.groups], r.counts[r.groups] = int32(k), uint8(r.n)
		r.groups++
		next := s.separator(k, r)
		if next < 0 {
			return
		}
		k = next
		s.steps++
	}
}

// separator gives the token after the separator that starts at token k, or -1.
func (s *scan) separator(k int, r *digitRun) int {
	if k >= len(s.doc.Tokens) {
		return -1
	}
	t := &s.doc.Tokens[k]
	single := r.counts[r.groups-1] == uint8(r.groups) // only single digits so far
	if t.Kind == text.Number {
		if t.Is(text.LineStart) {
			if !single && !s.threes(k, r) {
				return -1
			}
			r.loose, r.cells = single, !single
		}
		return k
	}
	if t.Kind != text.Symbol || t.Is(text.LineStart) || k+1 >= len(s.doc.Tokens) || s.doc.Tokens[k+1].Kind != text.Number {
		return -1
	}
	switch s.doc.Symbol(k) {
	case '-', '.', '/', '_', '*':
	default:
		switch {
		case single && s.doc.Tokens[k+1].Len() == 1:
			r.loose = true
		case s.doc.Symbol(k) == '|' && s.threes(k+1, r):
			r.cells = true
		default:
			return -1
		}
	}
	if s.doc.Tokens[k+1].Is(text.LineStart) {
		return -1
	}
	return k + 1
}

// threes tells whether all groups so far and the one at token k have three digits.
func (s *scan) threes(k int, r *digitRun) bool {
	return s.doc.Tokens[k].Len() == 3 && int(r.counts[r.groups-1]) == 3*r.groups && r.groups < 3
}

// startsNumber tells whether token i is a Number that does not go on from a
// number, word or sign before it, such as the 5 of "3.5" or "12-5".
func (s *scan) startsNumber(i int) bool {
	if s.doc.Tokens[i].Kind != text.Number {
		return false
	}
	if i < 2 || s.doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	switch s.doc.Symbol(i - 1) {
	case '.', '/', '_':
		return s.doc.Tokens[i-1].Is(text.SpaceBefore)
	case '-':
		return s.doc.Tokens[i-1].Is(text.SpaceBefore) || s.doc.Tokens[i-2].Kind == text.Word
	}
	return true
}
