package secret

import (
	"bytes"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// weighPassword gives the score of the value, 0 when it is none.
func (s *Finder) weighPassword(p *rule.Rule, v *labelled, k int) float64 {
	value := s.Doc.Norm[v.start:v.end]
	if len(value) < p.Params.Min || p.Params.Max > 0 && len(value) > p.Params.Max || s.reference(v) || s.exampleNear(k) {
		return 0
	}
	if p.Params.Charset == "digits" {
		return s.weighCode(p, v, k)
	}
	if pass.Placeholder(value) || productNames.Lookup(text.HashBytes(value)) != 0 && !s.saysValue(k) {
		return 0
	}
	whole := s.wholeField(v)
	switch {
	case pass.PasswordLike(value) && !s.measured(k):
		if !v.direct && !v.quoted && s.productWord(value, k) {
			return 0
		}
		if v.direct || v.quoted {
			return p.Scores.Cue
		}
		return p.Scores.Near
	case v.quoted && v.direct && len(value) <= 64 && !s.prose(value):
		return p.Scores.Cue
	case v.sign == '=' && v.direct && len(value) >= 4:
		return p.Scores.Near
	case v.sign == ':' && v.direct && whole && len(value) >= 4 && !s.Pack.Common.Has(text.HashBytes(value)):
		return p.Scores.Near
	case v.sign == ':' && v.direct && whole && len(value) >= 4 && s.userAbove(k):
		return p.Scores.Near
	case v.direct && codeGroups(value):
		return p.Scores.Cue
	case v.direct && pass.KindsOf(value).Digits == len(value) && len(value) >= 4 && !s.measured(k):
		return p.Scores.Near
	case v.direct && s.saysValue(k) && s.properWord(value, k),
		v.direct && whole && len(value) >= 6 && pass.KindsOf(value).Letters == len(value) && !s.stops(k) && s.userBefore(k):
		return p.Scores.Near
	}
	return 0
}

// weighCode is for codes of digits: 4 to 8 of them, or a few with a letter, # or
// hyphen.
func (s *Finder) weighCode(p *rule.Rule, v *labelled, k int) float64 {
	value := s.Doc.Norm[v.start:v.end]
	kd := pass.KindsOf(value)
	if pass.ContainsByte(value, '/') && !dialled(value) || string(value) == "112" || kd.Digits > 8 || s.decimalCode(value) || chapterCode(value) {
		return 0
	}
	if v.direct && len(value) >= 4 && kd.Digits == 2 && kd.Capitals == kd.Letters && kd.Letters > 0 && kd.Symbols == 0 && kd.Letters <= 3 {
		return p.Scores.Near // the code of a key safe with letters
	}
	if kd.Digits < 3 || kd.Letters > 3 || kd.Symbols > 3 || s.measured(k) || s.factoryCode(value, k) {
		return 0
	}
	switch {
	case kd.Digits == 3 && kd.Symbols == 0 && s.bareAlarm(k):
		return 0
	case v.direct:
		return p.Scores.Cue
	case dialled(value), s.changedInto(k), s.boxBefore(v, k),
		v.sign != 0, s.besideKeys(v, k), kd.Digits == 4 && s.Is(k-1, lexicon.Given|lexicon.Surname) && s.Doc.Tokens[k-1].Is(text.Capital), k > 0 && secretLeads.Lookup(s.Doc.Tokens[k-1].Hash) != 0:
		return p.Scores.Near
	}
	return 0
}

// reference tells whether the value is code that fetches a secret.
func (s *Finder) reference(v *labelled) bool {
	norm := s.Doc.Norm
	value := norm[v.start:v.end]
	for _, p := range [...]string{"os.", "env.", "process.", "config", "secrets.", "self.", "vault", "getenv", "req.", "request.", "settings.", "var.", "data.", "ctx.", "System.", "input(", "args.", "options.", "form.", "params.", "this.", "local.", "@Value", "!ref", "file("} {
		if len(value) >= len(p) && string(value[:len(p)]) == p && !v.quoted {
			return true
		}
	}
	if address(value) {
		return true
	}
	if v.end < uint32(len(norm)) && (norm[v.end] == '(' || norm[v.end] == '<') && !v.quoted && len(value) > 0 && pass.Letter(value[len(value)-1]) && norm[v.end] == '(' {
		return true
	}
	for _, c := range value {
		if c == '(' && !v.quoted && v.sign == '=' {
			return true
		}
	}
	return false
}

// address tells whether the value is a web address without a user in it, as behind
// proxy_pass.
func address(value []byte) bool {
	return (bytes.HasPrefix(value, []byte("http://")) || bytes.HasPrefix(value, []byte("https://"))) && !pass.ContainsByte(value, '@')
}

// wholeField tells whether the value reaches to the end of its line.
func (s *Finder) wholeField(v *labelled) bool {
	norm := s.Doc.Norm
	for at := v.end; at < uint32(len(norm)); at++ {
		switch c := norm[at]; {
		case c == '\n':
			return true
		case c > ' ' && c != ',' && c != ';' && c != '}' && c != '.':
			return false
		}
	}
	return true
}

// userAbove tells whether the line above that of token k names a user.
func (s *Finder) userAbove(k int) bool {
	line := s.Doc.Tokens[k].Line
	if line == 0 {
		return false
	}
	at := s.TokenEndingAfter(s.Doc.Lines[line-1])
	for n := 0; n < 3 && at+n < len(s.Doc.Tokens) && s.Doc.Tokens[at+n].Line == line-1; n++ {
		if secretUsers.Lookup(s.Doc.Tokens[at+n].Hash) != 0 {
			return true
		}
	}
	return false
}

// prose tells whether a quoted value is a sentence of common words.
func (s *Finder) prose(value []byte) bool {
	spaces := 0
	for _, c := range value {
		if c == ' ' {
			spaces++
		}
	}
	return spaces > 0 && pass.KindsOf(value).Digits == 0 && spaces != 3 && spaces != 2 || spaces == 0 && s.Pack.Common.Has(text.HashBytes(value)) && len(value) < 4
}

// stops tells whether the word at token k ends the reach of a label: the talk is
// about passwords, not of one.
func (s *Finder) stops(k int) bool {
	if c := s.Doc.Symbol(k - 1); (c == '.' || c == ',') && s.Width(k) == 2 {
		return false // "... no wait it's"
	}
	return secretStops.Lookup(s.Doc.Tokens[k].Hash) != 0
}

// measured tells whether the number at token k counts something: 12 tekens.
func (s *Finder) measured(k int) bool {
	for n := 1; n <= 2; n++ {
		if k+n < len(s.Doc.Tokens) && s.Doc.Tokens[k+n].Line == s.Doc.Tokens[k].Line && pass.Measures.Lookup(s.Doc.Tokens[k+n].Hash) != 0 {
			return true
		}
	}
	return false
}

// besideKeys tells whether four digits stand behind a comma or bracket on a line
// that speaks of a place where keys are kept: "kluisje links van de deur, 4471".
func (s *Finder) besideKeys(v *labelled, k int) bool {
	if c := s.Doc.Symbol(k - 1); c != ',' && c != '(' || v.end-v.start != 4 || s.Doc.Tokens[k].Kind != text.Number {
		return false
	}
	if y := pass.Value(s.Doc.Word(k)); y >= 1900 && y < 2100 || s.WordAt(k+1) && s.Joint(k+1) {
		return false
	}
	return s.nearKeyPlace(k-1, k)
}

// saysValue tells whether the word before token k says that a value follows.
func (s *Finder) saysValue(k int) bool {
	return k > 0 && phraseVerbs.Lookup(s.Doc.Tokens[k-1].Hash) != 0
}

// properWord tells whether a value is one word that ends its clause and that is
// capitalised or no common word: "het wachtwoord is Zonnetje".
func (s *Finder) properWord(value []byte, k int) bool {
	kd := pass.KindsOf(value)
	if len(value) < 5 || kd.Letters != len(value) || s.WordAt(k+1) && s.Joint(k+1) && secretJoins.Lookup(s.Doc.Tokens[k+1].Hash) == 0 {
		return false
	}
	return s.Doc.Tokens[k].Is(text.Capital) && !s.Doc.Tokens[k].Is(text.Upper) || !s.Pack.Common.Has(s.Doc.Tokens[k].Hash)
}
