package contact

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// ip reads an IPv4 or IPv6 address that starts at token i.
func (s *Finder) ip(r, i int) {
	if i > 0 && !s.Doc.Tokens[i].Is(text.SpaceBefore) && (s.Doc.Symbol(i-1) == '.' || s.Doc.Symbol(i-1) == ':' && s.Doc.Tokens[i].Kind != text.Number) {
		return
	}
	end := s.ipv4(i)
	if end == 0 {
		end = s.ipv6(i)
	}
	if end == 0 || s.Decoy(i) {
		return
	}
	if s.loopback(i) || s.network(i, end) {
		return
	}
	if s.mac(i, end) {
		for _, r := range s.Pack.With(rule.MatchMAC) {
			s.Add(r, i, end, s.Pack.Rules[r].Scores.Bare, pass.ByShape)
		}
		return
	}
	score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, pass.SupportFor(s.Around(i, end), r), true)
	s.Add(r, i, end, score, ev|pass.ByShape)
}

// loopback tells whether the address says nothing: 127.*, 0.0.0.0, 255.*, or a
// netmask.
func (s *Finder) loopback(i int) bool {
	w := string(s.Doc.Word(i))
	return w == "127" || w == "0" || w == "255" || w == "224"
}

// network tells whether tokens [i, end) are a network rather than a device: they end in 0
// or a number of bits follows; and whether they are a public name server.
func (s *Finder) network(i, end int) bool {
	last := s.Doc.Word(end - 1)
	if len(last) == 1 && last[0] == '0' && end-i == 7 {
		return true
	}
	if s.Doc.Symbol(end) == '/' && !s.Doc.Tokens[end].Is(text.SpaceBefore) && s.NumberAt(end+1, 3) >= 8 && s.NumberAt(end+1, 3) <= 31 {
		return true
	}
	switch string(s.Doc.Norm[s.Doc.Tokens[i].Start:s.Doc.Tokens[end-1].End]) {
	case "8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9":
		return true
	}
	return false
}

func (s *Finder) ipv4(i int) int {
	k := i
	for part := range 4 {
		if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Len() > 3 || pass.Value(s.Doc.Word(k)) > 255 || k > i && s.Doc.Tokens[k].Is(text.SpaceBefore) {
			return 0
		}
		k++
		if part < 3 {
			if s.Doc.Symbol(k) != '.' || s.Doc.Tokens[k].Is(text.SpaceBefore) {
				return 0
			}
			k++
		}
	}
	if s.Doc.Symbol(k) == '.' && s.WordAt(k+1) && !s.Doc.Tokens[k+1].Is(text.SpaceBefore) && s.Doc.Tokens[k+1].Kind == text.Number {
		return 0
	}
	return k
}

// ipv6 reads at least four groups of hexadecimal digits, or fewer with "::", and
// MAC addresses with them.
func (s *Finder) ipv6(i int) int {
	k, groups, double, letters := i, 0, false, false
	for k < len(s.Doc.Tokens) && groups < 9 {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Symbol || k > i && t.Is(text.SpaceBefore) || t.Len() > 4 || !pass.Hexadecimal(s.Doc.Word(k)) {
			break
		}
		letters = letters || t.Kind != text.Number
		groups++
		k++
		if s.Doc.Symbol(k) != ':' || s.Doc.Tokens[k].Is(text.SpaceBefore) || !s.WordAt(k+1) && s.Doc.Symbol(k+1) != ':' {
			break
		}
		k++
		if s.Doc.Symbol(k) == ':' {
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
func (s *Finder) mac(i, end int) bool {
	return end-i == 11 && s.Doc.Tokens[end-1].End-s.Doc.Tokens[i].Start == 17
}
