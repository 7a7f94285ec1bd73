package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The words of codes of doors.
var (
	codeWord = text.HashWord("code")
	// placeJoins stand between a code, its place and its value.
	placeJoins = wordTable("van", "op", "voor", "bij", "in", "de", "het", "aan", "naar", "is", "was", "wordt", "luidt", "nu", "of", "for", "to", "the", "on", "at", "a", "dan", "gewoon", "nieuwe", "vd", "onze", "ons", "haar", "zijn", "her", "his", "mijn", "my", "our", "met", "with", "staat")
	// factoryWords say that the code is the one of all devices of a kind.
	factoryWords = wordTable("standaard", "default", "fabriek", "fabrieks", "factory", "fabrieksinstelling")
)

// placeCodes finds the codes of doors that no cue spells out: "via de zijdeur, code 4471",
// "code op de poort is 4471". The word code, a place and four digits or more make one.
func (s *scan) placeCodes() {
	rules := s.pack.With(rule.MatchPassword)
	if len(rules) == 0 || s.seen&markSingle == 0 {
		return
	}
	pins := rules[0]
	for _, r := range rules {
		if s.pack.Rules[r].Params.Charset == "digits" {
			pins = r
		}
	}
	for i, m := range s.marks {
		if m&markSingle == 0 || s.doc.Tokens[i].Hash != codeWord || s.taken[i] != rule.TypeNone {
			continue
		}
		s.placeCode(pins, i)
	}
}

// placeCode reads the code behind the word at token i.
func (s *scan) placeCode(r, i int) {
	place := s.nearKeyPlace(i, i) && s.samePlaceLine(i)
	signs := 0
	for k, n := i+1, 0; n < 9 && s.joint(k); k, n = k+1, n+1 {
		s.steps++
		t := &s.doc.Tokens[k]
		switch {
		case t.Kind == text.Number || t.Kind == text.Mixed:
			if place && s.taken[k] == rule.TypeNone {
				v := labelled{direct: true}
				s.valueAt(k, &v)
				if kd := kindsOf(s.doc.Norm[v.start:v.end]); kd.digits >= 4 && kd.digits <= 6 && kd.letters <= 1 && kd.symbols <= 1 && !s.exampleNear(k) && s.weighCode(&s.pack.Rules[r], &v, k) > 0 && s.endsCode(&v) {
					s.addSecret(r, &v, s.pack.Rules[r].Scores.Near)
				}
			}
			return
		case t.Kind == text.Symbol:
			if c := s.doc.Symbol(k); c != ':' && c != '=' && c != '(' && c != '"' || signs > 1 {
				return
			}
			signs++
		case keyPlaces.Lookup(t.Hash) != 0:
			place = true
		case placeJoins.Lookup(t.Hash) != 0, s.is(k, lexicon.Connector):
		default:
			return
		}
	}
}

// samePlaceLine tells whether a place where keys are kept stands on the line of token i,
// a few words before it.
func (s *scan) samePlaceLine(i int) bool {
	for k := i - 1; k >= 0 && k > i-9 && s.doc.Tokens[k].Line == s.doc.Tokens[i].Line; k-- {
		if keyPlaces.Lookup(s.doc.Tokens[k].Hash) != 0 {
			return true
		}
	}
	return false
}

// endsCode tells whether the value is not the first part of something longer, nor a
// number of things.
func (s *scan) endsCode(v *labelled) bool {
	k := s.tokenEndingAfter(v.end)
	return k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number && !s.is(k, lexicon.DoseUnit|lexicon.LabUnit|lexicon.Month)
}

// boxBefore tells whether four to six digits end their clause shortly behind a box for
// keys: "sleutelkluis links van de deur 4471".
func (s *scan) boxBefore(v *labelled, k int) bool {
	if n := v.end - v.start; n < 4 || n > 6 || s.doc.Tokens[k].Kind != text.Number || !s.endsValue(k+1) {
		return false
	}
	if y := value(s.doc.Word(k)); y >= 1900 && y < 2100 && v.end-v.start == 4 {
		return false
	}
	for b := k - 1; b >= 0 && b > k-10 && s.doc.Tokens[b].Line == s.doc.Tokens[k].Line; b-- {
		if keyBoxes.Lookup(s.doc.Tokens[b].Hash) != 0 {
			return true
		}
		if s.sentenceEnd(b) || s.doc.Tokens[b].Kind == text.Number {
			return false
		}
	}
	return false
}

// factoryCode tells whether the line calls a plain code, such as 0000 or 1234, that of
// all devices: it opens nothing in particular.
func (s *scan) factoryCode(v []byte, k int) bool {
	if len(v) > 6 || variety(v) > 1 && string(v) != "1234" && string(v) != "123" && string(v) != "12345" && string(v) != "123456" {
		return false
	}
	for b := k - 1; b >= 0 && b > k-10 && s.doc.Tokens[b].Line == s.doc.Tokens[k].Line; b-- {
		if factoryWords.Lookup(s.doc.Tokens[b].Hash) != 0 {
			return true
		}
	}
	return false
}
