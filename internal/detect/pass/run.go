package pass

import "dijkwacht/internal/text"

// DigitRun is a row of digits with separators, as people write numbers.
type DigitRun struct {
	Digits [40]byte
	N      int
	// Ends[k] is the token after group k, count[k] the digits up to there.
	Ends   [24]int32
	Counts [24]uint8
	Groups int
	// Loose: a comma, line break or more than one sign separates groups.
	Loose bool
	// Cells: groups of three stand on lines or in cells of their own.
	Cells bool
}

// ReadRun reads the row of digits that starts at token i, a Number. A row runs
// over spaces, hyphens, dots and slashes; a comma or line break only joins single
// digits.
func (s *Pass) ReadRun(i int, r *DigitRun) {
	r.N, r.Groups, r.Loose, r.Cells = 0, 0, false, false
	for k := i; k < len(s.Doc.Tokens) && r.Groups < len(r.Ends); {
		t := &s.Doc.Tokens[k]
		if t.Kind != text.Number || r.N+t.Len() > len(r.Digits) {
			return
		}
		if t.Len() <= 4 {
			for _, c := range s.Doc.Norm[t.Start:t.End] {
				r.Digits[r.N] = c
				r.N++
			}
		} else {
			r.N += copy(r.Digits[r.N:], s.Doc.Word(k))
		}
		k++
		r.Ends[r.Groups], r.Counts[r.Groups] = int32(k), uint8(r.N)
		r.Groups++
		next := s.separator(k, r)
		if next < 0 {
			return
		}
		k = next
		s.Steps++
	}
}

// separator gives the token after the separator that starts at token k, or -1.
func (s *Pass) separator(k int, r *DigitRun) int {
	if k >= len(s.Doc.Tokens) {
		return -1
	}
	t := &s.Doc.Tokens[k]
	single := r.Counts[r.Groups-1] == uint8(r.Groups) // only single digits so far
	if t.Kind == text.Number {
		if t.Is(text.LineStart) {
			if !single && !s.threes(k, r) {
				return -1
			}
			r.Loose, r.Cells = single, !single
		}
		return k
	}
	if t.Kind != text.Symbol || t.Is(text.LineStart) || k+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+1].Kind != text.Number {
		return -1
	}
	switch s.Doc.Symbol(k) {
	case '-', '.', '/', '_', '*':
	default:
		switch {
		case single && s.Doc.Tokens[k+1].Len() == 1:
			r.Loose = true
		case s.Doc.Symbol(k) == '|' && s.threes(k+1, r):
			r.Cells = true
		default:
			return -1
		}
	}
	if s.Doc.Tokens[k+1].Is(text.LineStart) {
		return -1
	}
	return k + 1
}

// threes tells whether all groups so far and the one at token k have three digits.
func (s *Pass) threes(k int, r *DigitRun) bool {
	return s.Doc.Tokens[k].Len() == 3 && int(r.Counts[r.Groups-1]) == 3*r.Groups && r.Groups < 3
}

// StartsNumber tells whether token i is a Number that does not go on from a
// number, word or sign before it, such as the 5 of "3.5" or "12-5".
func (s *Pass) StartsNumber(i int) bool {
	if s.Doc.Tokens[i].Kind != text.Number {
		return false
	}
	if i < 2 || s.Doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	switch s.Doc.Symbol(i - 1) {
	case '.', '/', '_':
		return s.Doc.Tokens[i-1].Is(text.SpaceBefore)
	case '-':
		return s.Doc.Tokens[i-1].Is(text.SpaceBefore) || s.Doc.Tokens[i-2].Kind == text.Word
	}
	return true
}
