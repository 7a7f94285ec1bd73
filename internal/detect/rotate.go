package detect

import (
	"unicode/utf8"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// backward tells whether the word at token i is written backwards: it starts in
// lower case and ends in its one capital, as in "nereiW".
func (s *scan) backward(i int) bool {
	w := s.Doc.Word(i)
	if c := w[len(w)-1]; c < 'A' || c > 'Z' || w[0] < 'a' || w[0] > 'z' {
		return false
	}
	for _, c := range w[:len(w)-1] {
		if c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

// reversed reads the words around token i backwards, as one piece.
func (s *scan) reversed(i int) int {
	last := i
	for last+1 < len(s.Doc.Tokens) && last-i < 40 && s.Doc.Tokens[last+1].Kind != text.Symbol && !s.Doc.Tokens[last+1].Is(text.LineStart) {
		last++
	}
	start, end := s.Doc.Tokens[i].Start, s.Doc.Tokens[last].End
	buf := s.buffer(1024)
	if int(end-start) > len(buf) {
		return i
	}
	n := len(buf)
	for rest := s.Doc.Norm[start:end]; len(rest) > 0; {
		_, size := utf8.DecodeRune(rest)
		n -= size
		copy(buf[n:], rest[:size])
		rest = rest[size:]
	}
	s.Steps += last - i
	if s.inside(buf[n:], start, end) {
		return last
	}
	return i
}

// rotated finds rows of words that mean nothing as they stand but something in
// rot13.
func (s *scan) rotated() {
	if s.Pack.Common == nil {
		return
	}
	for i := 0; i < len(s.Doc.Tokens); i++ {
		if s.Marks[i]&pass.MarkStrange == 0 || !s.strange(i) {
			continue
		}
		first, last, strange, known := i, i, 0, 0
		for k := i; k < len(s.Doc.Tokens) && k < i+400; k++ {
			if t := &s.Doc.Tokens[k]; t.Kind != text.Word || t.Len() < 3 {
				continue
			}
			s.Steps++
			if s.strange(k) {
				strange, last = strange+1, k
			} else if known++; known > 1+strange/3 {
				break
			}
		}
		if strange >= 4 || strange >= 2 && s.saysRotated() {
			s.rot13(first, last)
		}
		i = last
	}
}

// rotatedReach is how many tokens at the start of a text may say that it is in rot13.
const rotatedReach = 60

// saysRotated tells whether the start of the text names the cipher.
func (s *scan) saysRotated() bool {
	for i := range s.Doc.Tokens[:min(len(s.Doc.Tokens), rotatedReach)] {
		if cipherWords.Lookup(s.Doc.Tokens[i].Hash) != 0 {
			return true
		}
	}
	return false
}

var cipherWords = pass.WordTable("rot13", "rot", "caesar", "cipher", "geheimschrift", "decodeer", "decode", "ontcijfer")

// strange tells whether token i is a word of three letters or more in no list.
func (s *scan) strange(i int) bool {
	t := &s.Doc.Tokens[i]
	return t.Kind == text.Word && t.Len() >= 3 && t.Shape&text.Accented == 0 &&
		s.Classes[i]&^(lexicon.CueStart|phraseStarts) == 0 && s.Marks[i]&pass.MarkOrdinary == 0
}

// rot13 decodes tokens first to last when that makes words of at least half.
func (s *scan) rot13(first, last int) {
	words, sense := 0, 0
	buf := s.buffer(4096)
	for k := first; k <= last && words < 40; k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind != text.Word || t.Len() < 3 || t.Len() > 64 {
			continue
		}
		words++
		h := text.HashBytes(rotate(buf[:0], s.Doc.Word(k)))
		if s.Pack.Common.Has(h) || s.Pack.Words.Lookup(h) != 0 {
			sense++
		}
	}
	for last+1 < len(s.Doc.Tokens) && s.Doc.Tokens[last+1].Kind == text.Number {
		last++
	}
	start, end := s.Doc.Tokens[first].Start, s.Doc.Tokens[last].End
	if 2*sense < words || int(end-start) > len(buf) {
		return
	}
	s.inside(rotate(buf[:0], s.Doc.Norm[start:end]), start, end)
}

func rotate(dst, src []byte) []byte {
	for _, c := range src {
		switch l := c | 0x20; {
		case l >= 'a' && l <= 'm':
			c += 13
		case l >= 'n' && l <= 'z':
			c -= 13
		}
		dst = append(dst, c)
	}
	return dst
}
