package disguise

import "dijkwacht/internal/text"

// defanged takes the brackets away from a sign in "10(.)44(.)2" and "zorg[.]example",
// where token i opens them.
func (s *Finder) defanged(i int) int {
	if i == 0 || i+3 >= len(s.Doc.Tokens) || s.Doc.Tokens[i].Is(text.SpaceBefore) || s.Doc.Tokens[i+3].Is(text.SpaceBefore) || !s.Bracket(i+2) ||
		s.Doc.Tokens[i-1].Kind == text.Symbol || s.Doc.Tokens[i+3].Kind == text.Symbol || s.Doc.Tokens[i+2].End-s.Doc.Tokens[i].Start != 3 {
		return i
	}
	switch s.Doc.Symbol(i + 1) {
	case '.', ':', '-', '@', '/':
		s.Edits = append(s.Edits, text.Edit{Span: s.Doc.Source(s.Doc.Tokens[i].Start, s.Doc.Tokens[i].End)},
			text.Edit{Span: s.Doc.Source(s.Doc.Tokens[i+2].Start, s.Doc.Tokens[i+2].End)})
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
func (s *Finder) lookalikes(i int) int {
	first := i
	for n := 0; n < 8 && first > 0 && s.groupBefore(first) >= 0; n++ {
		first = s.groupBefore(first)
	}
	chars, letters, k, last := 0, 0, first, first
	for k < len(s.Doc.Tokens) && k < first+24 {
		w := s.Doc.Word(k)
		if s.Doc.Tokens[k].Kind != text.Number && !lookalikeStart(w) {
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
	s.Steps += last - first
	if (chars < leastLookalike || chars > mostLookalike || 3*letters > chars) && !s.postcodeLike(first, last, chars, letters) {
		return i
	}
	for k := i; k <= last; k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol || s.Doc.Tokens[k].Kind == text.Number {
			continue
		}
		start := s.Doc.Tokens[k].Start
		for at, c := range s.Doc.Word(k) {
			if with := digitFor(c); with != "" {
				s.Edits = append(s.Edits, text.Edit{Span: s.Doc.Source(start+uint32(at), start+uint32(at)+1), With: with})
			}
		}
	}
	return last
}

// groupAfter is the group of digits behind token k, over a space or a sign, or -1.
func (s *Finder) groupAfter(k int) int {
	n := k + 1
	if c := s.Doc.Symbol(n); c == '-' || c == '.' || c == '/' {
		n++
	}
	if n >= len(s.Doc.Tokens) || s.Doc.Tokens[n].Line != s.Doc.Tokens[k].Line || s.Doc.Tokens[n].Kind == text.Symbol {
		return -1
	}
	a, b := &s.Doc.Tokens[k], &s.Doc.Tokens[n]
	if b.Start > a.End+3 || (a.Kind == text.Word || b.Kind == text.Word) && (a.Len() > 1 || b.Len() > 1) {
		return -1 // "500 l", "I 06"
	}
	return n
}

// groupBefore is the group of digits before token k, or -1.
func (s *Finder) groupBefore(k int) int {
	n := k - 1
	if c := s.Doc.Symbol(n); c == '-' || c == '.' || c == '/' {
		n--
	}
	if n < 0 || s.Doc.Tokens[n].Kind != text.Number || s.groupAfter(n) != k {
		return -1
	}
	return n
}

// postcodeLike tells whether tokens first to last are the four digits of a Dutch
// postcode, two capitals behind them.
func (s *Finder) postcodeLike(first, last, chars, letters int) bool {
	if first != last || chars != 4 || letters > 2 || last+1 >= len(s.Doc.Tokens) {
		return false
	}
	t := &s.Doc.Tokens[last+1]
	return t.Kind == text.Word && t.Len() == 2 && t.Is(text.Upper) && t.Line == s.Doc.Tokens[last].Line
}
