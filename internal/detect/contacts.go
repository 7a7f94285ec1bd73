package detect

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// contacts finds e-mail, web and network addresses. Their anchors are @, the word
// that stands for it, ://, www and dotted numbers.
func (s *scan) contacts() {
	emails, urls, ips := s.pack.With(rule.MatchEmail), s.pack.With(rule.MatchURL), s.pack.With(rule.MatchIP)
	for i, m := range s.marks {
		if m&markAnchor == 0 {
			continue
		}
		t := &s.doc.Tokens[i]
		switch {
		case s.doc.Symbol(i) == '@' || s.is(i, lexicon.AtWord) || t.Len() == 1 && t.Kind == text.Word && s.doc.Norm[t.Start] == 'a' && s.bracket(i-1) && s.bracket(i+1):
			for _, r := range emails {
				s.email(r, i)
			}
		case s.doc.Symbol(i) == ':' && s.doc.Symbol(i+1) == '/' && s.doc.Symbol(i+2) == '/' || s.webWord(i):
			for _, r := range urls {
				s.url(r, i)
			}
		case t.Kind == text.Number && t.Len() <= 3 && (s.startsNumber(i) || s.doc.Symbol(i-1) == '/'), t.Kind != text.Symbol && t.Len() <= 4 && s.doc.Symbol(i+1) == ':':
			for _, r := range ips {
				s.ip(r, i)
			}
		}
	}
}

// webWord tells whether token i is the www of a bare web address.
func (s *scan) webWord(i int) bool {
	t := &s.doc.Tokens[i]
	return t.Kind == text.Word && t.Len() == 3 && s.doc.Symbol(i+1) == '.' && equalFold(s.doc.Word(i), "www")
}

// email reads the address around the @ at token at: the local part to the left,
// dot-separated labels to the right.
func (s *scan) email(r, at int) {
	left, right := at, at+1
	if s.doc.Symbol(at) != '@' { // "naam (at) domein punt nl", "naam [at] domein [dot] nl"
		if s.bracket(at-1) && s.bracket(at+1) {
			left, right = at-1, at+2
		} else if !s.doc.Tokens[at].Is(text.SpaceBefore) {
			return
		}
	}
	start := s.localPart(left)
	end, dots := s.domain(right)
	if start >= left || end <= right || dots == 0 || s.doc.Tokens[end-1].Kind == text.Number {
		return
	}
	if s.doc.Symbol(start-1) == ':' && !s.doc.Tokens[start].Is(text.SpaceBefore) && s.doc.Symbol(start-3) == '/' {
		return // "//user:password@host"
	}
	score := s.pack.Rules[r].Scores.Bare
	if s.is(start, lexicon.RoleAddress) && start == left-1 {
		score = s.pack.Rules[r].Scores.Near
	}
	s.add(r, start, end, score, ByShape)
}

// bracket tells whether token i is a bracket of any kind.
func (s *scan) bracket(i int) bool {
	switch s.doc.Symbol(i) {
	case '(', '[', '{', '<', ')', ']', '}', '>':
		return true
	}
	return false
}

// localPart walks left from token i over the part before the @.
func (s *scan) localPart(i int) int {
	start := i
	for k := i - 1; k >= 0 && k > i-14; k-- {
		t := &s.doc.Tokens[k]
		next := &s.doc.Tokens[k+1]
		if s.doc.Symbol(i) != '@' && s.is(k, lexicon.DotWord) && start == k+1 && k > 0 && s.doc.Tokens[k-1].Kind == text.Word {
			start, k = k-1, k-1 // "jan punt jansen apenstaartje"
			continue
		}
		if next.Is(text.SpaceBefore) && (k+1 != i || s.doc.Symbol(i) == '@' && !s.looseAt(i)) {
			break
		}
		if t.Kind != text.Symbol {
			start = k
			continue
		}
		switch s.doc.Symbol(k) {
		case '.', '_', '-', '+', '%', '\'':
			continue
		}
		break
	}
	return start
}

// looseAt tells whether the @ at token i has white space on both sides.
func (s *scan) looseAt(i int) bool {
	return s.doc.Tokens[i].Is(text.SpaceBefore) && i+1 < len(s.doc.Tokens) && s.doc.Tokens[i+1].Is(text.SpaceBefore)
}

// domain walks right from token i over labels joined by dots, or by the word for
// one. It gives the token after it and the number of dots.
func (s *scan) domain(i int) (end, dots int) {
	end = i
	for k := i; k < len(s.doc.Tokens) && k < i+16; {
		t := &s.doc.Tokens[k]
		if t.Kind == text.Symbol || k > i && t.Is(text.LineStart) || dots > 0 && t.Kind == text.Number {
			break
		}
		end = k + 1
		switch c := s.doc.Symbol(end); {
		case c == '-' && !s.doc.Tokens[end].Is(text.SpaceBefore) && s.wordAt(end+1):
			k = end + 1
		case c == '.' && s.wordAt(end+1) && (!s.doc.Tokens[end+1].Is(text.SpaceBefore) || s.doc.Tokens[end].Is(text.SpaceBefore)):
			k, dots = end+1, dots+1
		case s.bracket(end) && s.is(end+1, lexicon.DotWord) && s.bracket(end+2) && s.wordAt(end+3):
			k, dots = end+3, dots+1
		case s.is(end, lexicon.DotWord) && s.wordAt(end+1) && s.doc.Tokens[end+1].Len() <= 12:
			k, dots = end+1, dots+1
		default:
			return end, dots
		}
	}
	return end, dots
}

// wordAt tells whether token i exists and is no symbol.
func (s *scan) wordAt(i int) bool {
	return i < len(s.doc.Tokens) && s.doc.Tokens[i].Kind != text.Symbol
}

// profileHosts are the sites of which the pages are persons.
var profileHosts = wordTable("linkedin", "facebook", "instagram", "tiktok", "twitter", "snapchat", "strava", "pinterest", "soundcloud", "threads", "vk")

// url reads a web address. One that leads to a person (a name, a long number or a
// query in it) counts; the address of a site alone does not.
func (s *scan) url(r, i int) {
	const longest = 400 // tokens
	if s.taken[i] == rule.URL {
		return // within the address before it
	}
	start := i
	for start > 0 && !s.doc.Tokens[start].Is(text.SpaceBefore) && s.doc.Tokens[start-1].Kind != text.Symbol && s.doc.Symbol(i) == ':' {
		start--
	}
	if start == i && s.doc.Symbol(i) == ':' {
		return
	}
	end, personal := i+1, false
	path := 0
	if s.doc.Symbol(i) != ':' {
		path = 2 // of "www." no scheme stands before
	}
	for end < len(s.doc.Tokens) && end < i+longest && (!s.doc.Tokens[end].Is(text.SpaceBefore) || s.escapedSpace(end)) {
		t := &s.doc.Tokens[end]
		s.steps++
		switch c := s.doc.Symbol(end); {
		case c == '"', c == '<', c == '>', c == '\'', c == ')', c == ']', c == '}', c == '|', c == ';', c == ',':
			goto done
		case c == '/':
			if path++; path == 3 && s.wordAt(end+1) && !s.doc.Tokens[end+1].Is(text.SpaceBefore) {
				personal = personal || profileHosts.Lookup(s.doc.Tokens[max(0, end-3)].Hash) != 0
			}
		case c == '=' || c == '@':
			personal = personal || path > 2 && s.tellingPair(end)
			s.queryNumber(end + 1)
		case path > 2 && (t.Kind == text.Number && t.Len() >= 5 || t.Kind == text.Mixed && t.Len() >= 7 || s.is(end, lexicon.Given|lexicon.Surname) && !s.is(end, lexicon.Common) && !s.pack.Common.Has(t.Hash) && t.Len() > 2):
			personal = true
		}
		end++
	}
done:
	for c := s.doc.Symbol(end - 1); c == '.' || c == ':' || c == '?' || c == '!'; c = s.doc.Symbol(end - 1) {
		end--
	}
	score := s.pack.Rules[r].Scores.Bare
	if personal {
		score = s.pack.Rules[r].Scores.Valid
	}
	if score > 0 && end > i+3 {
		s.add(r, start, end, score, ByShape)
	}
}

// tellingPair tells whether the parameter of a web address whose sign stands at token
// i leads to somebody: its value is a name or a long number.
func (s *scan) tellingPair(i int) bool {
	if s.doc.Symbol(i) == '@' {
		return true
	}
	if i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Is(text.SpaceBefore) {
		return false
	}
	v := &s.doc.Tokens[i+1]
	if s.is(i-1, lexicon.CueStart|lexicon.NameLabel) && v.Kind == text.Word && v.Len() > 2 && v.Is(text.Capital) && !v.Is(text.Upper) {
		return true
	}
	return v.Kind == text.Number && v.Len() >= 4 || v.Kind == text.Mixed && v.Len() >= 5 && digitIn(s.doc.Word(i+1)) ||
		s.is(i+1, lexicon.Given|lexicon.Surname) && v.Len() > 2 && !s.pack.Common.Has(v.Hash)
}

// queryNumber adds a BSN that is the value of a parameter of a web address at token i.
func (s *scan) queryNumber(i int) {
	bsn := s.typed(rule.MatchNumber, rule.BSN)
	if bsn == rule.NoRule || !s.wordAt(i) || s.doc.Tokens[i].Kind != text.Number || s.doc.Tokens[i].Len() != 9 || !check.BSN(s.doc.Word(i)) {
		return
	}
	if c := s.doc.Symbol(i + 1); i+1 < len(s.doc.Tokens) && !s.doc.Tokens[i+1].Is(text.SpaceBefore) && c != '&' && c != '#' && c != '"' {
		return
	}
	s.add(bsn, i, i+1, 0.85, ByChecksum)
}

// escapedSpace tells whether the white space before token i is written as an
// escape, such as the %20 of a web address.
func (s *scan) escapedSpace(i int) bool {
	if i == 0 || !s.doc.Mapped() {
		return false
	}
	gap := s.doc.Source(s.doc.Tokens[i-1].End, s.doc.Tokens[i].Start)
	return gap.Len() > 2 && s.source[gap.Start] == '%'
}

// hexadecimal tells whether b holds hexadecimal digits only.
func hexadecimal(b []byte) bool {
	for _, c := range b {
		if c |= 0x20; c < '0' || c > '9' && c < 'a' || c > 'f' {
			return false
		}
	}
	return true
}

// value is the number that digits write; at most 9 of them count.
func value(b []byte) int {
	n := 0
	for i, c := range b {
		if i == 9 || c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// equalFold compares with a lower case ASCII word.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
