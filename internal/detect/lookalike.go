package detect

import (
	"dijkwacht/internal/text"
)

// defanged takes the brackets away from a sign in "10(.)44(.)2" and "zorg[.]example",
// where token i opens them.
func (s *scan) defanged(i int) int {
	if i == 0 || i+3 >= len(s.doc.Tokens) || s.doc.Tokens[i].Is(text.SpaceBefore) || s.doc.Tokens[i+3].Is(text.SpaceBefore) || !s.bracket(i+2) ||
		s.doc.Tokens[i-1].Kind == text.Symbol || s.doc.Tokens[i+3].Kind == text.Symbol || s.doc.Tokens[i+2].End-s.doc.Tokens[i].Start != 3 {
		return i
	}
	switch s.doc.Symbol(i + 1) {
	case '.', ':', '-', '@', '/':
		s.edits = append(s.edits, text.Edit{Span: s.doc.Source(s.doc.Tokens[i].Start, s.doc.Tokens[i].End)},
			text.Edit{Span: s.doc.Source(s.doc.Tokens[i+2].Start, s.doc.Tokens[i+2].End)})
		return i + 2
	}
	return i
}

// lookalikeStart tells whether a word may start a number in which letters stand for
// digits: it holds digits and O, o, l or I only, or is one of these letters.
func lookalikeStart(w []byte) bool {
	if len(w) > 10 {
		return false
	}
	letters := 0
	for _, c := range w {
		if digitFor(c) != "" {
			letters++
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return letters > 0 && (letters < len(w) || len(w) == 1)
}

// digitFor is the digit that a letter is taken for by scanners, or "".
func digitFor(c byte) string {
	switch c {
	case 'O', 'o':
		return "0"
	case 'l', 'I':
		return "1"
	}
	return ""
}

// The lengths of numbers that letters are read in as digits, and of their groups.
const (
	leastLookalike = 7
	mostLookalike  = 12
)

// lookalikes writes the letters as digits in the row of groups to which token i
// belongs: "O24 36l 11 90", "4 O 3 3 l 8 7", and in the postcode "8O42 RM". A row is
// as long as telephone and other numbers of persons are and mostly digits.
func (s *scan) lookalikes(i int) int {
	first := i
	for n := 0; n < 8 && first > 0 && s.groupBefore(first) >= 0; n++ {
		first = s.groupBefore(first)
	}
	chars, letters, k, last := 0, 0, first, first
	for k < len(s.doc.Tokens) && k < first+24 {
		w := s.doc.Word(k)
		if s.doc.Tokens[k].Kind != text.Number && !lookalikeStart(w) {
			break
		}
		chars += len(w)
		for _, c := range w {
			if digitFor(c) != "" {
				letters++
			}
		}
		last = k
		if k = s.groupAfter(k); k < 0 {
			break
		}
	}
	s.steps += last - first
	if (chars < leastLookalike || chars > mostLookalike || 3*letters > chars) && !s.postcodeLike(first, last, chars, letters) {
		return i
	}
	for k := i; k <= last; k++ {
		if s.doc.Tokens[k].Kind == text.Symbol || s.doc.Tokens[k].Kind == text.Number {
			continue
		}
		start := s.doc.Tokens[k].Start
		for at, c := range s.doc.Word(k) {
			if with := digitFor(c); with != "" {
				s.edits = append(s.edits, text.Edit{Span: s.doc.Source(start+uint32(at), start+uint32(at)+1), With: with})
			}
		}
	}
	return last
}

// groupAfter is the group of digits behind token k, over a space or a sign, or -1.
func (s *scan) groupAfter(k int) int {
	n := k + 1
	if c := s.doc.Symbol(n); c == '-' || c == '.' || c == '/' {
		n++
	}
	if n >= len(s.doc.Tokens) || s.doc.Tokens[n].Line != s.doc.Tokens[k].Line || s.doc.Tokens[n].Kind == text.Symbol {
		return -1
	}
	a, b := &s.doc.Tokens[k], &s.doc.Tokens[n]
	if b.Start > a.End+3 || (a.Kind == text.Word || b.Kind == text.Word) && (a.Len() > 1 || b.Len() > 1) {
		return -1 // "500 l", "I 06"
	}
	return n
}

// groupBefore is the group of digits before token k, or -1.
func (s *scan) groupBefore(k int) int {
	n := k - 1
	if c := s.doc.Symbol(n); c == '-' || c == '.' || c == '/' {
		n--
	}
	if n < 0 || s.doc.Tokens[n].Kind != text.Number || s.groupAfter(n) != k {
		return -1
	}
	return n
}

// postcodeLike tells whether tokens first to last are the four digits of a Dutch
// postcode, two capitals behind them.
func (s *scan) postcodeLike(first, last, chars, letters int) bool {
	if first != last || chars != 4 || letters > 2 || last+1 >= len(s.doc.Tokens) {
		return false
	}
	t := &s.doc.Tokens[last+1]
	return t.Kind == text.Word && t.Len() == 2 && t.Is(text.Upper) && t.Line == s.doc.Tokens[last].Line
}
