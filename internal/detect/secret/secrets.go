package secret

import (
	"bytes"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

const (
	// LeastKey is the length of the shortest key of known form, maxKey of the longest.
	LeastKey = 16
	maxKey   = 8192
	// maxKeyTries bounds the prefixes that are tried within one run of characters.
	maxKeyTries = 8
)

// Find finds keys, tokens, passwords and private keys.
func (s *Finder) Find() {
	s.privateKeys()
	s.blobs()
	s.labelledSecrets()
	s.secretCells()
	s.placeCodes()
	s.commands()
}

// blobs looks at each run of characters without white space that is long enough
// for a key.
func (s *Finder) blobs() {
	if len(s.Pack.With(rule.MatchSecret)) == 0 {
		return
	}
	n := len(s.Doc.Tokens)
	for i := range s.Marked(pass.MarkRun) {
		j := i + 1
		for j < n && !s.Doc.Tokens[j].Is(text.SpaceBefore) {
			j++
		}
		start, end := s.Doc.Tokens[i].Start, s.Doc.Tokens[j-1].End
		if end-start >= LeastKey && s.Taken[i] == rule.TypeNone {
			s.keysIn(start, end)
		}
	}
}

// keysIn reads the keys in bytes [start, end), which hold no white space.
func (s *Finder) keysIn(start, end uint32) {
	norm := s.Doc.Norm
	s.Steps += int(end-start) / LeastKey
	for at := start; at < end; {
		if !keyByte[norm[at]] {
			at++
			continue
		}
		from := at
		for at < end && keyByte[norm[at]] {
			at++
		}
		if at-from >= LeastKey {
			s.keyIn(from, at)
		}
		if at+2 < end && norm[at] == ':' && norm[at+1] == '/' && norm[at+2] == '/' {
			at = s.credentials(at+3, end)
		}
	}
}

// keyByte tells which bytes keys are made of.
var keyByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	for _, c := range "_-./+=~" {
		t[c] = true
	}
	return t
}()

// keyIn reads the key of known form that starts in bytes [from, to), at the start
// or behind a slash, dot, = or -.
func (s *Finder) keyIn(from, to uint32) {
	norm := s.Doc.Norm
	tries := 0
	for at := from; at+8 < to && tries < maxKeyTries; at++ {
		if at > from {
			switch norm[at-1] {
			case '/', '=', '.', '-', '+':
			default:
				continue
			}
		}
		for _, k := range s.Pack.Keys.At(norm[at]) {
			end, tried := s.keyOf(k, at, to)
			if tried {
				tries++
			}
			if end > at {
				s.AddBytes(k.Rule, at, end, s.Pack.Rules[k.Rule].Scores.Bare, pass.ByShape)
				s.Mark(at, end, s.Pack.Rules[k.Rule].Type)
				return
			}
		}
	}
	if r := s.shapeRule(from, to); r != rule.NoRule {
		s.AddBytes(r, from, to, s.Pack.Rules[r].Scores.Bare, pass.ByShape)
		s.Mark(from, to, s.Pack.Rules[r].Type)
	}
}

// keyOf gives the end of the key with this prefix at byte at, or at, and whether
// the prefix is there.
func (s *Finder) keyOf(k rule.KeyPrefix, at, to uint32) (end uint32, tried bool) {
	norm := s.Doc.Norm
	if uint32(len(k.Prefix)) >= to-at || string(norm[at:at+uint32(len(k.Prefix))]) != k.Prefix {
		return at, false
	}
	p := &s.Pack.Rules[k.Rule].Params
	body := at + uint32(len(k.Prefix))
	to = min(to, body+maxKey)
	end = body
	for end < to && inCharset(norm[end], p.Charset) {
		end++
	}
	for end > body && (norm[end-1] == '.' || norm[end-1] == '-' && p.Max == 0) {
		end--
	}
	n := int(end - body)
	s.Steps += n
	if n < p.Min || p.Max > 0 && n > p.Max {
		return at, true
	}
	if k := pass.KindsOf(norm[body:end]); k.Digits == 0 || k.Letters == 0 {
		return at, true
	}
	if value := norm[at:end]; pass.Entropy(norm[body:end]) < p.Entropy || pass.Placeholder(value) {
		return at, true
	}
	return end, true
}

// shapeRule picks the rule for a key that only its form gives away: a JSON web
// token, or the 88 characters of a storage key.
func (s *Finder) shapeRule(from, to uint32) int {
	v := s.Doc.Norm[from:to]
	r := s.Pack.Index("secret.storage")
	if r == rule.NoRule || len(v) != 88 || v[87] != '=' || v[86] != '=' || pass.Entropy(v[:86]) < 4.5 {
		return rule.NoRule
	}
	if from > 0 && s.Doc.Norm[from-1] == '-' {
		return rule.NoRule
	}
	for _, c := range v[:86] {
		if !inCharset(c, "base64") {
			return rule.NoRule
		}
	}
	return r
}

// inCharset tells whether c belongs to a charset of rule.Params.
func inCharset(c byte, charset string) bool {
	upper, lower, number := c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9'
	switch charset {
	case "digits":
		return number
	case "upper":
		return upper || number
	case "hex":
		return number || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
	case "alnum":
		return upper || lower || number
	case "base64":
		return upper || lower || number || c == '+' || c == '/' || c == '='
	case "graph":
		return c > ' ' && c < 0x7f
	}
	return upper || lower || number || c == '_' || c == '-' || c == '.'
}

// privateKeys finds PEM, OpenSSH and PGP private keys, to their last line.
func (s *Finder) privateKeys() {
	rules := s.Pack.With(rule.MatchPEM)
	if len(rules) == 0 {
		return
	}
	norm := s.Doc.Norm
	const begin, private, dashes = "-----BEGIN ", "PRIVATE KEY", "-----"
	for at := 0; ; {
		k := bytes.Index(norm[at:], []byte(begin))
		if k < 0 {
			return
		}
		start := at + k
		at = start + len(begin)
		head := norm[at:min(len(norm), at+60)]
		open := bytes.Index(head, []byte(private))
		if open < 0 {
			continue
		}
		closing := bytes.Index(head[open:], []byte(dashes))
		if closing < 0 {
			continue
		}
		body := at + open + closing + len(dashes)
		end, letters := keyBody(norm, body)
		if letters < leastKeyBody || pass.Variety(norm[body:min(end, body+80)]) < 12 {
			at = body
			continue
		}
		s.AddBytes(rules[0], uint32(start), uint32(end), s.Pack.Rules[rules[0]].Scores.Bare, pass.ByShape)
		s.Mark(uint32(start), uint32(end), s.Pack.Rules[rules[0]].Type)
		at = end
	}
}

// leastKeyBody is how many characters of a private key tell that it is one.
const leastKeyBody = 16

// keyBody gives the end of the key whose first line ends at byte i, with its last
// line, and the number of characters of the key in it.
func keyBody(norm []byte, i int) (end, letters int) {
	const last, dashes = "-----END ", "-----"
	end = i
	for i < len(norm) {
		c := norm[i]
		switch {
		case c == '-' && bytes.HasPrefix(norm[i:], []byte(last)):
			if k := bytes.Index(norm[i+len(last):min(len(norm), i+80)], []byte(dashes)); k >= 0 {
				return i + len(last) + k + len(dashes), letters
			}
			return end, letters
		case inCharset(c, "base64"), c == ':', c == ',', c == '-':
			letters++
			end = i + 1
		case c == '\n', c == '\r', c == ' ', c == '\t', c == '\\', c == '"', c == '.', c == '(', c == ')':
		default:
			return end, letters
		}
		i++
	}
	return end, letters
}
