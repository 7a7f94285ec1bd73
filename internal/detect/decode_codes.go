package detect

import "dijkwacht/internal/text"

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
	for k < len(s.doc.Tokens) && n < len(buf) {
		t := &s.doc.Tokens[k]
		if t.Kind != text.Number || t.Len() < 2 || t.Len() > 3 {
			break
		}
		c := value(s.doc.Word(k))
		if c < ' ' || c > 'z' {
			break
		}
		if c >= 'a' || c == ' ' {
			letters++
		}
		buf[n] = byte(c)
		n, last = n+1, k
		if k++; s.doc.Symbol(k) == ',' || s.doc.Symbol(k) == ';' || s.doc.Symbol(k) == '-' {
			k++
		}
	}
	s.steps += last - i
	if n < leastCodes || letters == 0 {
		return i
	}
	if s.hiddenPassword(buf[:n], i, last+1) || s.inside(buf[:n], s.doc.Tokens[i].Start, s.doc.Tokens[last].End) {
		return last
	}
	return i
}

// startsCodes gives the second number of a row that may start at token i, or -1.
func (s *scan) startsCodes(i int) int {
	k := i + 1
	if c := s.doc.Symbol(k); c == ',' || c == ';' || c == '-' {
		k++
	}
	if i > 0 && s.doc.Tokens[i-1].Kind == text.Number || k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number || s.doc.Tokens[k].Len() > 3 || s.doc.Tokens[k].Len() < 2 {
		return -1
	}
	return k
}
