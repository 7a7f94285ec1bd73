package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ip reads an IPv4 or IPv6 address that starts at token i.
func (s *scan) ip(r, i int) {
	if i > 0 && !s.doc.Tokens[i].Is(text.SpaceBefore) && (s.doc.Symbol(i-1) == '.' || s.doc.Symbol(i-1) == ':' && s.doc.Tokens[i].Kind != text.Number) {
		return
	}
	end := s.ipv4(i)
	if end == 0 {
		end = s.ipv6(i)
	}
	if end == 0 || s.decoy(i) {
		return
	}
	if s.loopback(i) {
		return
	}
	if s.mac(i, end) {
		for _, r := range s.pack.With(rule.MatchMAC) {
			s.add(r, i, end, s.pack.Rules[r].Scores.Bare, ByShape)
		}
		return
	}
	score, ev := weigh(&s.pack.Rules[r].Scores, supportFor(s.around(i, end), r), true)
	s.add(r, i, end, score, ev|ByShape)
}

// loopback tells whether the address says nothing: 127.*, 0.0.0.0, 255.*, or a
// netmask.
func (s *scan) loopback(i int) bool {
	w := string(s.doc.Word(i))
	return w == "127" || w == "0" || w == "255" || w == "224"
}

func (s *scan) ipv4(i int) int {
	k := i
	for part := range 4 {
		if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number || s.doc.Tokens[k].Len() > 3 || value(s.doc.Word(k)) > 255 || k > i && s.doc.Tokens[k].Is(text.SpaceBefore) {
			return 0
		}
		k++
		if part < 3 {
			if s.doc.Symbol(k) != '.' || s.doc.Tokens[k].Is(text.SpaceBefore) {
				return 0
			}
			k++
		}
	}
	if s.doc.Symbol(k) == '.' && s.wordAt(k+1) && !s.doc.Tokens[k+1].Is(text.SpaceBefore) && s.doc.Tokens[k+1].Kind == text.Number {
		return 0
	}
	return k
}

// ipv6 reads at least four groups of hexadecimal digits, or fewer with "::", and
// MAC addresses with them.
func (s *scan) ipv6(i int) int {
	k, groups, double, letters := i, 0, false, false
	for k < len(s.doc.Tokens) && groups < 9 {
		t := &s.doc.Tokens[k]
		if t.Kind == text.Symbol || k > i && t.Is(text.SpaceBefore) || t.Len() > 4 || !hexadecimal(s.doc.Word(k)) {
			break
		}
		letters = letters || t.Kind != text.Number
		groups++
		k++
		if s.doc.Symbol(k) != ':' || s.doc.Tokens[k].Is(text.SpaceBefore) || !s.wordAt(k+1) && s.doc.Symbol(k+1) != ':' {
			break
		}
		k++
		if s.doc.Symbol(k) == ':' {
			double = true
			k++
		}
	}
	if letters && (groups >= 6 || double && groups >= 2) {
		return k
	}
	return 0
}

// mac tells whether tokens [i, end) are six pairs of hexadecimal digits.
func (s *scan) mac(i, end int) bool {
	return end-i == 11 && s.doc.Tokens[end-1].End-s.doc.Tokens[i].Start == 17
}
