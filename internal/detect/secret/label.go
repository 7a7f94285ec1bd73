package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// secretReach is how many tokens may stand between a label and its secret.
const secretReach = 12

// labelled is a value behind a label, in bytes of the normalised text.
type labelled struct {
	start, end uint32
	quoted     bool
	// sign is '=' or ':' when one of these, and no word, stands before the value.
	sign byte
	// direct: nothing but signs stands between label and value.
	direct bool
}

// labelledSecrets reads what stands behind cues such as wachtwoord, pincode and
// api_key.
func (s *Finder) labelledSecrets() {
	for h := range s.Cues {
		hit := &s.Cues[h]
		for _, use := range s.Pack.CueUses[hit.ID] {
			if use.Kind&rule.CueLeft == 0 {
				continue
			}
			switch r := int(use.Rule); s.Pack.Rules[r].Matcher {
			case rule.MatchPassword:
				s.password(r, int(hit.Start), int(hit.End), s.nextLabel(h, r))
			case rule.MatchSecret:
				s.keyBehind(r, int(hit.End), s.nextLabel(h, r))
			}
		}
	}
}

// nextLabel is the token at which the next cue of the rule after cue h starts: what
// stands there is no value of cue h.
func (s *Finder) nextLabel(h, r int) int {
	for n := h + 1; n < len(s.Cues) && n <= h+2; n++ {
		for _, use := range s.Pack.CueUses[s.Cues[n].ID] {
			if int(use.Rule) == r && s.Doc.Tokens[s.Cues[n].Start].Is(text.SpaceBefore) {
				return int(s.Cues[n].Start)
			}
		}
	}
	return len(s.Doc.Tokens)
}

// password reads the password or code behind the label at tokens [i, end) and
// before token last, or the one before the label in "X als wachtwoord".
func (s *Finder) password(r, i, end, last int) {
	p := &s.Pack.Rules[r]
	if s.passwordBefore(r, i) {
		return
	}
	if p.Params.Charset == "digits" && (s.recordCode(r, i, end) || s.Doc.Symbol(end) == '_' && !s.codeKey(end+1)) {
		return
	}
	end, ok := s.labelEnd(end)
	if !ok {
		return
	}
	if s.passphrase(r, end) {
		return
	}
	v := labelled{direct: true}
	for k, n := end, 0; n < secretReach && k < last && s.withinLabel(end, k); n++ {
		s.Steps++
		if s.Doc.Symbol(k) == '?' || k == end && s.Doc.Symbol(end-1) == '?' {
			s.answer(r, i, k)
			return
		}
		if s.passToken(k, &v) || s.ellipsis(k) {
			k++
			continue
		}
		s.valueAt(k, &v)
		if p.Params.Charset == "digits" {
			s.spacedCode(k, &v)
			if s.spelledCode(k, &v) {
				s.addSecret(r, &v, p.Scores.Near)
				return
			}
		}
		if score := s.weighPassword(p, &v, k); score > 0 {
			s.addSecret(r, &v, score)
			s.furtherValues(r, &v)
			return
		}
		if v.quoted || s.Doc.Tokens[k].Kind == text.Symbol || s.reference(&v) {
			if !v.quoted && s.Doc.Symbol(k) == '.' {
				s.laterValue(r, k)
			}
			return
		}
		if s.stops(k) {
			s.laterValue(r, k)
			return
		}
		v.direct, v.sign = false, 0
		k = max(k+1, s.TokenEndingAfter(v.end))
	}
}

func (s *Finder) addSecret(r int, v *labelled, score float64) {
	s.AddBytes(r, v.start, v.end, score, pass.ByLabel)
	s.Mark(v.start, v.end, s.Pack.Rules[r].Type)
}

// furtherValues reads the next of several passwords: "Roos2024 en Tulp2025".
func (s *Finder) furtherValues(r int, v *labelled) {
	for n := 0; n < 4; n++ {
		k := s.TokenEndingAfter(v.end)
		if !s.Joint(k) || !s.Joint(k+1) || secretJoins.Lookup(s.Doc.Tokens[k].Hash) == 0 && s.Doc.Symbol(k) != ',' {
			return
		}
		k++
		for n := 0; n < 2 && s.Joint(k+1) && secretBefore.Lookup(s.Doc.Tokens[k].Hash) != 0; n++ {
			k++ // "en nieuwe Tulp2025"
		}
		next := labelled{sign: v.sign, direct: true}
		s.valueAt(k, &next)
		value := s.Doc.Norm[next.start:next.end]
		if len(value) == 0 || !pass.PasswordLike(value) && !codeGroups(value) || s.weighPassword(&s.Pack.Rules[r], &next, k) == 0 {
			return
		}
		s.addSecret(r, &next, s.Pack.Rules[r].Scores.Near)
		*v = next
	}
}

// labelEnd gives the end of the key whose part is the label that ends before token
// end, as PASSWORD in DB_PASSWORD_PROD. It is false where the label is part of a
// value or an address.
func (s *Finder) labelEnd(end int) (int, bool) {
	for n := 0; n < 6 && s.Doc.Symbol(end) == '_' && !s.Doc.Tokens[end].Is(text.SpaceBefore); n++ {
		end += 2
	}
	if end >= len(s.Doc.Tokens) {
		return end, false
	}
	if s.Doc.Tokens[end].Is(text.SpaceBefore) {
		return end, s.Doc.Symbol(end-1) != '_'
	}
	switch s.Doc.Symbol(end) {
	case '=', ':', '>', '"', '\'', '`', '|', ')', ']', ',', '-', '?':
		return end, true
	}
	return end, s.Doc.Symbol(end) == 0 && s.Doc.Tokens[end].Kind == text.Symbol
}

// withinLabel tells whether token k can belong to a label that ends before token end:
// on its line, or on the next when the label ends its line.
func (s *Finder) withinLabel(end, k int) bool {
	if k >= len(s.Doc.Tokens) || end == 0 {
		return false
	}
	return s.Doc.Tokens[k].Line-s.Doc.Tokens[end-1].Line <= 1 && s.Doc.Tokens[k].Line-s.Doc.Tokens[k-1].Line <= 1 &&
		(s.Doc.Tokens[k].Line == s.Doc.Tokens[end-1].Line || k <= end+2 || s.Doc.Tokens[k-1].Line == s.Doc.Tokens[k].Line && k <= end+4)
}

// passToken goes over a sign between label and value.
func (s *Finder) passToken(k int, v *labelled) bool {
	c := s.Doc.Symbol(k)
	switch c {
	case '=', ':':
		if k+1 < len(s.Doc.Tokens) {
			v.sign = c
			return true
		}
	case ',', '(', '+':
		v.direct = false
		return true
	case '/', '\\':
		return true
	case '>', '-', '|', '_', ')', ']':
		return !s.Doc.Tokens[k].Is(text.SpaceBefore) || c == '>' || c == '-' || c == '|'
	case '"', '\'', '`':
		return s.closesKey(k)
	}
	return c == 0 && s.Doc.Tokens[k].Kind == text.Symbol
}

// closesKey tells whether the quote at token k ends a key, as in "password": "x".
func (s *Finder) closesKey(k int) bool {
	next := s.Doc.Symbol(k + 1)
	return !s.Doc.Tokens[k].Is(text.SpaceBefore) && (next == ':' || next == '=' || next == ']' || next == ',' || k > 0 && s.Doc.Tokens[k-1].Kind != text.Symbol)
}

// valueAt reads the value that starts at token k: within quotes, or up to white
// space.
func (s *Finder) valueAt(k int, v *labelled) {
	norm := s.Doc.Norm
	start := s.Doc.Tokens[k].Start
	v.start, v.end, v.quoted = start, start, false
	line := s.Doc.Tokens[k].Line
	stop := uint32(len(norm))
	if int(line)+1 < len(s.Doc.Lines) {
		stop = s.Doc.Lines[line+1] - 1
	}
	stop = min(stop, start+160)
	if q := norm[start]; q == '"' || q == '\'' || q == '`' {
		if start+1 < stop && norm[start+1] == q { // doubled in CSV
			start++
		}
		for at := start + 1; at < stop; at++ {
			if norm[at] == q {
				v.start, v.end, v.quoted = start+1, at, true
				if norm[at-1] == '\\' && at > start+1 { // escaped in JSON
					v.end--
				}
				return
			}
		}
		return
	}
	at := start
	for at < stop && norm[at] > ' ' && norm[at] != '"' && norm[at] != '`' && norm[at] != '<' && norm[at] != '\'' && norm[at] != '|' {
		if c := norm[at]; (c == ';' || c == ',') && (at+1 == stop || norm[at+1] <= ' ' || v.sign == '=' || c == ';') || c == '&' && v.sign == '=' || c == '\\' && at+1 < stop && norm[at+1] == 'n' {
			break
		}
		at++
	}
	for at > start {
		switch c := norm[at-1]; {
		case c == '.', c == ',', c == '?', c == ':', c == ';':
		case c == ')' && !pass.ContainsByte(norm[start:at], '('), c == ']', c == '}', c == '|':
		case c == '!' && at-start > 2 && norm[at-2] == '!':
		default:
			v.end = at
			return
		}
		at--
	}
}
