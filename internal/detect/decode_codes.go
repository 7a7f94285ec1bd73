package detect

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// leastCodes is how many character codes make a text.
const leastCodes = 9

// characters reads a row of decimal character codes, "98 115 110 32 49", from token i
// on, and gives the last token of it; i when there is none. A row holds a letter or
// space of three digits or 32, so that hexadecimal pairs are left alone.
func (s *scan) characters(i int) int {
	if s.startsCodes(i) < 0 {
		return i
	}
	buf := s.buffer(512)
	n, k, last, letters := 0, i, i, 0
	for k < len(s.Doc.Tokens) && n < len(buf) {
		t := &s.Doc.Tokens[k]
		if t.Kind != text.Number || t.Len() < 2 || t.Len() > 3 {
			break
		}
		c := pass.Value(s.Doc.Word(k))
		if c < ' ' || c > 'z' {
			break
		}
		if c >= 'a' || c == ' ' {
			letters++
		}
		buf[n] = byte(c)
		n, last = n+1, k
		if k++; s.Doc.Symbol(k) == ',' || s.Doc.Symbol(k) == ';' || s.Doc.Symbol(k) == '-' {
			k++
		}
	}
	s.Steps += last - i
	if n < leastCodes || letters == 0 {
		return i
	}
	if s.hiddenPassword(buf[:n], i, last+1) || s.inside(buf[:n], s.Doc.Tokens[i].Start, s.Doc.Tokens[last].End) {
		return last
	}
	return i
}

// startsCodes gives the second number of a row that may start at token i, or -1.
func (s *scan) startsCodes(i int) int {
	k := i + 1
	if c := s.Doc.Symbol(k); c == ',' || c == ';' || c == '-' {
		k++
	}
	if i > 0 && s.Doc.Tokens[i-1].Kind == text.Number || k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Len() > 3 || s.Doc.Tokens[k].Len() < 2 {
		return -1
	}
	return k
}
