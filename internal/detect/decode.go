package detect

import (
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The bounds of decoding: layers, bytes in all for one text, bytes of one piece.
const (
	maxDepth   = 3
	maxDecoded = 64 << 10
	maxBlob    = 16 << 10
	minBlob    = 12
)

// decode looks into pieces written in base64, hexadecimal digits, rot13 or
// backwards. A piece that turns out to hold something sensitive is one finding as
// a whole, of the most sensitive type in it. Plain text has no such pieces.
func (s *scan) decode() {
	if s.depth >= maxDepth {
		return
	}
	next := 0
	for i := range s.Marked(pass.MarkEncoded) {
		if i < next {
			continue
		}
		t := &s.Doc.Tokens[i]
		switch {
		case t.Kind == text.Symbol:
		case t.Len() >= minBlob && encodedLook(s.Doc.Word(i)):
			i = s.blob(i)
		case t.Kind == text.Number && t.Len() <= 3 && t.Len() > 1 && s.startsCodes(i) > 0:
			if last := s.characters(i); last > i {
				i = last
			} else if t.Len() == 2 {
				i = s.hexPairs(i)
			}
		case t.Len() == 2 && t.Kind != text.Word && pass.Hexadecimal(s.Doc.Word(i)):
			i = s.hexPairs(i)
		case t.Kind == text.Word && t.Len() > 3 && s.backward(i):
			i = s.reversed(i)
		}
		next = i + 1
	}
	s.rotated()
}

// encodedLook tells whether a word may be base64 or hexadecimal: it mixes cases or
// digits within.
func encodedLook(w []byte) bool {
	var uppers, lowers, digits int
	for i, c := range w {
		switch {
		case c >= 'A' && c <= 'Z' && i > 0:
			uppers++
		case c >= 'a' && c <= 'z':
			lowers++
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return uppers > 0 && lowers > 0 || digits > 0 && uppers+lowers > 0 || digits >= 16
}

// blob reads the run of base64 characters around token i and looks into it. It
// gives the last token that belongs to it.
func (s *scan) blob(i int) int {
	start, end := s.Doc.Tokens[i].Start, s.Doc.Tokens[i].End
	for start > 0 && base64Byte(s.Doc.Norm[start-1]) {
		start--
	}
	for int(end) < len(s.Doc.Norm) && int(end-start) < maxBlob && base64Byte(s.Doc.Norm[end]) {
		end++
	}
	last := i
	for last+1 < len(s.Doc.Tokens) && s.Doc.Tokens[last+1].Start < end {
		last++
	}
	piece := s.Doc.Norm[start:end]
	s.Steps += len(piece)
	for len(piece) > 0 && (piece[0] == '=' || piece[0] == '/' || piece[0] == '-') {
		piece, start = piece[1:], start+1
	}
	buf := s.buffer(maxBlob)
	if len(piece) > maxBlob || len(piece) < minBlob {
		return last
	}
	if len(piece)%2 == 0 && len(piece) >= 16 {
		if n, err := hex.Decode(buf, piece); err == nil && s.inside(buf[:n], start, end) {
			return last
		}
	}
	bare := piece
	for len(bare) > 0 && bare[len(bare)-1] == '=' {
		bare = bare[:len(bare)-1]
	}
	for _, enc := range [...]*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if n, err := enc.Decode(buf, bare); err == nil && s.inside(buf[:n], start, end) {
			return last
		}
	}
	return last
}

// buffer gives n bytes of memory that scans of this depth reuse.
func (s *scan) buffer(n int) []byte {
	if cap(s.bytes) < n {
		s.bytes = make([]byte, maxBlob)
	}
	return s.bytes[:n]
}

func base64Byte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '+' || c == '/' || c == '=' || c == '-' || c == '_'
}

// hexPairs reads "39 36 35 33", "39:36:35" from token i on: at least six pairs.
func (s *scan) hexPairs(i int) int {
	buf := s.buffer(512)
	n, k := 0, i
	for k < len(s.Doc.Tokens) && n < len(buf) {
		t := &s.Doc.Tokens[k]
		w := s.Doc.Word(k)
		if t.Kind == text.Symbol || len(w) != 2 || !pass.Hexadecimal(w) {
			break
		}
		_, _ = hex.Decode(buf[n:], w)
		n++
		k++
		if c := s.Doc.Symbol(k); (c == ':' || c == '-' || c == ',') && k+1 < len(s.Doc.Tokens) && s.Doc.Tokens[k+1].Len() == 2 {
			k++
		}
	}
	s.Steps += n
	if n < 6 {
		return max(i, k-1)
	}
	start, end := s.Doc.Tokens[i].Start, s.Doc.Tokens[k-1].End
	if s.hiddenPassword(buf[:n], i, k) {
		return k - 1
	}
	if !s.inside(buf[:n], start, end) {
		for j := range n { // the same pairs as decimal codes
			if buf[j] = buf[j]>>4*10 + buf[j]&15; buf[j] < ' ' {
				return k - 1
			}
		}
		s.inside(buf[:n], start, end)
	}
	return k - 1
}

// inside scans decoded bytes and, when they hold something sensitive, adds one
// finding over Norm[start:end].
func (s *scan) inside(decoded []byte, start, end uint32) bool {
	if !readable(decoded) || s.decoded+len(decoded) > maxDecoded {
		return false
	}
	s.decoded += len(decoded)
	sub := acquire(s.Pack)
	defer release(sub)
	sub.depth, sub.decoded = s.depth+1, s.decoded
	var r Result
	sub.run(string(decoded), &r)
	s.decoded, s.Steps = sub.decoded, s.Steps+sub.Steps
	best, rank, ev := -1, 1, pass.ByDecoding
	for i := range r.Findings {
		if r.Findings[i].Type.Group() == rule.GroupHealth {
			ev = pass.ByDecoding | pass.ByNear // what it tells of the person in it
		}
		if k := sensitivity(r.Findings[i].Type); k > rank && r.Findings[i].Score >= 0.8 {
			best, rank = i, k
		}
	}
	if best >= 0 {
		s.AddBytes(s.Pack.Index(r.Findings[best].Rule), start, end, 0.98, ev)
		return true
	}
	if bsn := s.Typed(rule.MatchNumber, rule.BSN); bsn != rule.NoRule && len(decoded) == 9 && s.Pack.Valid[bsn] != nil && s.Pack.Valid[bsn](decoded) {
		s.AddBytes(bsn, start, end, 0.98, pass.ByDecoding|pass.ByChecksum)
		return true
	}
	return false
}

// readable tells whether bytes are text: valid UTF-8 without control characters.
func readable(b []byte) bool {
	if len(b) < 6 || !utf8.Valid(b) {
		return false
	}
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

// sensitivity ranks types for the choice of one finding over an encoded piece.
func sensitivity(t rule.Type) int {
	switch t.Group() {
	case rule.GroupSecret:
		return 6
	case rule.GroupFinancial:
		return 5
	case rule.GroupContact:
		return 4
	case rule.GroupHealth:
		return 2
	case rule.GroupIdentity:
		switch t {
		case rule.PersonName, rule.DateOfBirth:
			return 3
		case rule.Age, rule.Other:
			return 1
		}
		return 5
	}
	return 0
}

// hiddenPassword adds tokens [i, j) when what they decode to looks like a password
// and a label of passwords stands beside them.
func (s *scan) hiddenPassword(decoded []byte, i, j int) bool {
	if !readable(decoded) || !pass.PasswordLike(decoded) {
		return false
	}
	for h := max(0, s.LastCue(i)); h < len(s.Cues) && int(s.Cues[h].Start) <= j+6; h++ {
		if int(s.Cues[h].End) < i-6 {
			continue
		}
		for _, use := range s.Pack.CueUses[s.Cues[h].ID] {
			if s.Pack.Rules[use.Rule].Matcher == rule.MatchPassword {
				s.Add(int(use.Rule), i, j, 0.95, pass.ByDecoding|pass.ByNear)
				return true
			}
		}
	}
	return false
}
