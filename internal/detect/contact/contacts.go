package contact

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Find finds e-mail, web and network addresses. Their anchors are @, the word
// that stands for it, ://, www and dotted numbers.
func (s *Finder) Find() {
	emails, urls, ips := s.Pack.With(rule.MatchEmail), s.Pack.With(rule.MatchURL), s.Pack.With(rule.MatchIP)
	for i := range s.Marked(pass.MarkAnchor) {
		t := &s.Doc.Tokens[i]
		switch {
		case s.Doc.Symbol(i) == '@' || s.Is(i, lexicon.AtWord) || t.Len() == 1 && t.Kind == text.Word && s.Doc.Norm[t.Start] == 'a' && s.Bracket(i-1) && s.Bracket(i+1):
			for _, r := range emails {
				s.email(r, i)
			}
		case s.Doc.Symbol(i) == ':' && s.Doc.Symbol(i+1) == '/' && s.Doc.Symbol(i+2) == '/' || s.webWord(i):
			for _, r := range urls {
				s.url(r, i)
			}
		case t.Kind == text.Number && t.Len() <= 3 && (s.StartsNumber(i) || s.Doc.Symbol(i-1) == '/'), t.Kind != text.Symbol && t.Len() <= 4 && s.Doc.Symbol(i+1) == ':':
			for _, r := range ips {
				s.ip(r, i)
			}
		}
	}
}

// webWord tells whether token i is the www of a bare web address.
func (s *Finder) webWord(i int) bool {
	t := &s.Doc.Tokens[i]
	return t.Kind == text.Word && t.Len() == 3 && s.Doc.Symbol(i+1) == '.' && pass.EqualFold(s.Doc.Word(i), "www")
}

// email reads the address around the @ at token at: the local part to the left,
// dot-separated labels to the right.
func (s *Finder) email(r, at int) {
	left, right := at, at+1
	if s.Doc.Symbol(at) != '@' { // "naam (at) domein punt nl", "naam [at] domein [dot] nl"
		if s.Bracket(at-1) && s.Bracket(at+1) {
			left, right = at-1, at+2
		} else if !s.Doc.Tokens[at].Is(text.SpaceBefore) || s.Doc.Tokens[at].Is(text.LineStart) {
			return // the second of a trace of calls, "at nl.zorg.Med.save"
		}
	}
	start := s.localPart(left)
	end, dots := s.domain(right)
	if start >= left || end <= right || dots == 0 || s.Doc.Tokens[end-1].Kind == text.Number {
		return
	}
	if s.Doc.Symbol(at) != '@' && s.Doc.Symbol(end) == '(' && !s.Doc.Tokens[end].Is(text.SpaceBefore) {
		return // a call
	}
	if s.Doc.Symbol(start-1) == ':' && !s.Doc.Tokens[start].Is(text.SpaceBefore) && s.Doc.Symbol(start-3) == '/' {
		return // "//user:password@host"
	}
	score := s.Pack.Rules[r].Scores.Bare
	if s.Is(start, lexicon.RoleAddress) && start == left-1 {
		score = s.Pack.Rules[r].Scores.Near
	}
	s.Add(r, start, end, score, pass.ByShape)
}

// localPart walks left from token i over the part before the @.
func (s *Finder) localPart(i int) int {
	start := i
	for k := i - 1; k >= 0 && k > i-14; k-- {
		t := &s.Doc.Tokens[k]
		next := &s.Doc.Tokens[k+1]
		if s.Doc.Symbol(i) != '@' && s.Is(k, lexicon.DotWord) && start == k+1 && k > 0 && s.Doc.Tokens[k-1].Kind == text.Word {
			start, k = k-1, k-1 // "jan punt jansen apenstaartje"
			continue
		}
		if next.Is(text.SpaceBefore) && (k+1 != i || s.Doc.Symbol(i) == '@' && !s.looseAt(i)) {
			break
		}
		if t.Kind != text.Symbol {
			start = k
			continue
		}
		switch s.Doc.Symbol(k) {
		case '.', '_', '-', '+', '%', '\'':
			continue
		}
		break
	}
	return start
}

// looseAt tells whether the @ at token i has white space on both sides.
func (s *Finder) looseAt(i int) bool {
	return s.Doc.Tokens[i].Is(text.SpaceBefore) && i+1 < len(s.Doc.Tokens) && s.Doc.Tokens[i+1].Is(text.SpaceBefore)
}

// domain walks right from token i over labels joined by dots, or by the word for
// one. It gives the token after it and the number of dots.
func (s *Finder) domain(i int) (end, dots int) {
	end = i
	for k := i; k < len(s.Doc.Tokens) && k < i+16; {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Symbol || k > i && t.Is(text.LineStart) || dots > 0 && t.Kind == text.Number {
			break
		}
		end = k + 1
		switch c := s.Doc.Symbol(end); {
		case c == '-' && !s.Doc.Tokens[end].Is(text.SpaceBefore) && s.WordAt(end+1):
			k = end + 1
		case c == '.' && s.WordAt(end+1) && (!s.Doc.Tokens[end+1].Is(text.SpaceBefore) || s.Doc.Tokens[end].Is(text.SpaceBefore)):
			k, dots = end+1, dots+1
		case s.Bracket(end) && s.Is(end+1, lexicon.DotWord) && s.Bracket(end+2) && s.WordAt(end+3):
			k, dots = end+3, dots+1
		case s.Is(end, lexicon.DotWord) && s.WordAt(end+1) && s.Doc.Tokens[end+1].Len() <= 12:
			k, dots = end+1, dots+1
		default:
			return end, dots
		}
	}
	return end, dots
}

// profileHosts are the sites of which the pages are persons.
var profileHosts = pass.WordTable("linkedin", "facebook", "instagram", "tiktok", "twitter", "snapchat", "strava", "pinterest", "soundcloud", "threads", "vk")

// url reads a web address. One that leads to a person (a name, a long number or a
// query in it) counts; the address of a site alone does not.
func (s *Finder) url(r, i int) {
	const longest = 400 // tokens
	if s.Taken[i] == rule.URL {
		return // within the address before it
	}
	start := i
	for start > 0 && !s.Doc.Tokens[start].Is(text.SpaceBefore) && s.Doc.Tokens[start-1].Kind != text.Symbol && s.Doc.Symbol(i) == ':' {
		start--
	}
	if start == i && s.Doc.Symbol(i) == ':' {
		return
	}
	end, personal := i+1, false
	path := 0
	if s.Doc.Symbol(i) != ':' {
		path = 2 // of "www." no scheme stands before
	}
	for end < len(s.Doc.Tokens) && end < i+longest && (!s.Doc.Tokens[end].Is(text.SpaceBefore) || s.escapedSpace(end)) {
		t := &s.Doc.Tokens[end]
		s.Steps++
		switch c := s.Doc.Symbol(end); {
		case c == '"', c == '<', c == '>', c == '\'', c == ')', c == ']', c == '}', c == '|', c == ';', c == ',':
			goto done
		case c == '/':
			if path++; path == 3 && s.WordAt(end+1) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) {
				personal = personal || profileHosts.Lookup(s.Doc.Tokens[max(0, end-3)].Hash) != 0
			}
		case c == '=' || c == '@':
			personal = personal || path > 2 && s.tellingPair(end)
			s.queryNumber(end + 1)
		case path > 2 && (t.Kind == text.Number && t.Len() >= 5 || t.Kind == text.Mixed && t.Len() >= 7 || s.Is(end, lexicon.Given|lexicon.Surname) && !s.Is(end, lexicon.Common) && !s.Pack.Common.Has(t.Hash) && t.Len() > 2):
			personal = true
		}
		end++
	}
done:
	for c := s.Doc.Symbol(end - 1); c == '.' || c == ':' || c == '?' || c == '!'; c = s.Doc.Symbol(end - 1) {
		end--
	}
	score := s.Pack.Rules[r].Scores.Bare
	if personal {
		score = s.Pack.Rules[r].Scores.Valid
	}
	if score > 0 && end > i+3 {
		s.Add(r, start, end, score, pass.ByShape)
	}
}

// tellingPair tells whether the parameter of a web address whose sign stands at token
// i leads to somebody: its value is a name or a long number.
func (s *Finder) tellingPair(i int) bool {
	if s.Doc.Symbol(i) == '@' {
		return true
	}
	if i+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+1].Is(text.SpaceBefore) {
		return false
	}
	v := &s.Doc.Tokens[i+1]
	if s.Is(i-1, lexicon.CueStart|lexicon.NameLabel) && v.Kind == text.Word && v.Len() > 2 && v.Is(text.Capital) && !v.Is(text.Upper) {
		return true
	}
	return v.Kind == text.Number && v.Len() >= 4 || v.Kind == text.Mixed && v.Len() >= 5 && pass.DigitIn(s.Doc.Word(i+1)) ||
		s.Is(i+1, lexicon.Given|lexicon.Surname) && v.Len() > 2 && !s.Pack.Common.Has(v.Hash)
}

// queryNumber adds a BSN that is the value of a parameter of a web address at token i.
func (s *Finder) queryNumber(i int) {
	bsn := s.Typed(rule.MatchNumber, rule.BSN)
	if bsn == rule.NoRule || !s.WordAt(i) || s.Doc.Tokens[i].Kind != text.Number || s.Doc.Tokens[i].Len() != 9 || !check.BSN(s.Doc.Word(i)) {
		return
	}
	if c := s.Doc.Symbol(i + 1); i+1 < len(s.Doc.Tokens) && !s.Doc.Tokens[i+1].Is(text.SpaceBefore) && c != '&' && c != '#' && c != '"' {
		return
	}
	s.Add(bsn, i, i+1, 0.85, pass.ByChecksum)
}

// escapedSpace tells whether the white space before token i is written as an
// escape, such as the %20 of a web address.
func (s *Finder) escapedSpace(i int) bool {
	if i == 0 || !s.Doc.Mapped() {
		return false
	}
	gap := s.Doc.Source(s.Doc.Tokens[i-1].End, s.Doc.Tokens[i].Start)
	return gap.Len() > 2 && s.Source[gap.Start] == '%'
}
