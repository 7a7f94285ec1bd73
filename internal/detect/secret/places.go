package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The words of codes of doors.
var (
	CodeWord = text.HashWord("code")
	// placeJoins stand between a code, its place and its value.
	placeJoins = pass.WordTable("van", "op", "voor", "bij", "in", "de", "het", "aan", "naar", "is", "was", "wordt", "luidt", "nu", "of", "for", "to", "the", "on", "at", "a", "dan", "gewoon", "nieuwe", "vd", "onze", "ons", "haar", "zijn", "her", "his", "mijn", "my", "our", "met", "with", "staat")
	// factoryWords say that the code is the one of all devices of a kind.
	factoryWords = pass.WordTable("standaard", "default", "fabriek", "fabrieks", "factory", "fabrieksinstelling")
)

// placeCodes finds the codes of doors that no cue spells out: "via de zijdeur, code 4471",
// "code op de poort is 4471". The word code, a place and four digits or more make one.
func (s *Finder) placeCodes() {
	rules := s.Pack.With(rule.MatchPassword)
	if len(rules) == 0 || s.Seen&pass.MarkSingle == 0 {
		return
	}
	pins := rules[0]
	for _, r := range rules {
		if s.Pack.Rules[r].Params.Charset == "digits" {
			pins = r
		}
	}
	for i := range s.Marked(pass.MarkSingle) {
		if s.Doc.Tokens[i].Hash != CodeWord || s.Taken[i] != rule.TypeNone {
			continue
		}
		s.placeCode(pins, i)
	}
}

// placeCode reads the code behind the word at token i.
func (s *Finder) placeCode(r, i int) {
	place := s.nearKeyPlace(i, i) && s.samePlaceLine(i)
	signs := 0
	for k, n := i+1, 0; n < 9 && s.Joint(k); k, n = k+1, n+1 {
		s.Steps++
		t := &s.Doc.Tokens[k]
		switch {
		case t.Kind == text.Number || t.Kind == text.Mixed:
			if place && s.Taken[k] == rule.TypeNone {
				v := labelled{direct: true}
				s.valueAt(k, &v)
				if kd := pass.KindsOf(s.Doc.Norm[v.start:v.end]); kd.Digits >= 4 && kd.Digits <= 6 && kd.Letters <= 1 && kd.Symbols <= 1 && !s.exampleNear(k) && s.weighCode(&s.Pack.Rules[r], &v, k) > 0 && s.endsCode(&v) {
					s.addSecret(r, &v, s.Pack.Rules[r].Scores.Near)
				}
			}
			return
		case t.Kind == text.Symbol:
			if c := s.Doc.Symbol(k); c != ':' && c != '=' && c != '(' && c != '"' || signs > 1 {
				return
			}
			signs++
		case keyPlaces.Lookup(t.Hash) != 0:
			place = true
		case placeJoins.Lookup(t.Hash) != 0, s.Is(k, lexicon.Connector):
		default:
			return
		}
	}
}

// samePlaceLine tells whether a place where keys are kept stands on the line of token i,
// a few words before it.
func (s *Finder) samePlaceLine(i int) bool {
	for k := i - 1; k >= 0 && k > i-9 && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line; k-- {
		if keyPlaces.Lookup(s.Doc.Tokens[k].Hash) != 0 {
			return true
		}
	}
	return false
}

// endsCode tells whether the value is not the first part of something longer, nor a
// number of things.
func (s *Finder) endsCode(v *labelled) bool {
	k := s.TokenEndingAfter(v.end)
	return k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number && !s.Is(k, lexicon.DoseUnit|lexicon.LabUnit|lexicon.Month)
}

// boxBefore tells whether four to six digits end their clause shortly behind a box for
// keys: "sleutelkluis links van de deur 4471".
func (s *Finder) boxBefore(v *labelled, k int) bool {
	if n := v.end - v.start; n < 4 || n > 6 || s.Doc.Tokens[k].Kind != text.Number || !s.EndsValue(k+1) {
		return false
	}
	if y := pass.Value(s.Doc.Word(k)); y >= 1900 && y < 2100 && v.end-v.start == 4 {
		return false
	}
	for b := k - 1; b >= 0 && b > k-10 && s.Doc.Tokens[b].Line == s.Doc.Tokens[k].Line; b-- {
		if keyBoxes.Lookup(s.Doc.Tokens[b].Hash) != 0 {
			return true
		}
		if s.SentenceEnd(b) || s.Doc.Tokens[b].Kind == text.Number {
			return false
		}
	}
	return false
}

// factoryCode tells whether the line calls a plain code, such as 0000 or 1234, that of
// all devices: it opens nothing in particular.
func (s *Finder) factoryCode(v []byte, k int) bool {
	if len(v) > 6 || pass.Variety(v) > 1 && string(v) != "1234" && string(v) != "123" && string(v) != "12345" && string(v) != "123456" {
		return false
	}
	for b := k - 1; b >= 0 && b > k-10 && s.Doc.Tokens[b].Line == s.Doc.Tokens[k].Line; b-- {
		if factoryWords.Lookup(s.Doc.Tokens[b].Hash) != 0 {
			return true
		}
	}
	return false
}
