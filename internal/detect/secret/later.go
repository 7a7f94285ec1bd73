package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// The words of secrets that stand at some distance from their label.
var (
	// secretChanges say that a new value follows: "veranderd in 6612".
	secretChanges = pass.WordTable("veranderd", "gewijzigd", "aangepast", "gezet", "omgezet", "vervangen", "changed", "updated", "set", "reset", "gereset", "verandert", "wijzigt", "wordt")
	// keyBoxes hold keys or medicines, and are the values of fields too: "type=KeySafe".
	keyBoxes = pass.WordTable("keysafe", "keybox", "lockbox", "sleutelkluis", "sleutelkluisje", "sleutelkastje", "sleutelkast", "sleutelbox", "sleutelsafe", "kluis", "kluisje", "codeslot", "cijferslot",
		"hangslot", "deurslot", "medicijnkast", "medicijnkastje", "medicijnkluis", "opiatenkast", "opiatenkluis", "safe", "sleutelkastjes", "sleutelkluizen")
	// codeKeys name the field of a code.
	codeKeys = pass.WordTable("code", "codes", "pin", "pincode", "cijfercode", "kode", "toegangscode", "kluiscode", "alarmcode", "deurcode", "accesscode", "cijfers", "combinatie", "combination", "kastcode", "sleutelcode")
)

// laterReach is how many tokens may stand between a word that ends the reach of a label
// and the value after all.
const laterReach = 14

// laterValue reads the value behind a colon or "nieuw is" shortly after what ends the
// reach of a label, at token k: "mijn wachtwoord werkt niet: Tulp2025", "ww is verlopen,
// nieuw is Najaar2026#". What is no plain word must follow directly.
func (s *Finder) laterValue(r, k int) {
	digits := s.Pack.Rules[r].Params.Charset == "digits"
	for n := k + 1; n < k+laterReach && s.Joint(n) && s.Joint(n+1); n++ {
		s.Steps++
		if s.Doc.Symbol(n) != ':' && secretLeads.Lookup(s.Doc.Tokens[n].Hash) == 0 && !s.changedInto(n+1) {
			continue
		}
		v := labelled{sign: ':'}
		s.valueAt(n+1, &v)
		value := s.Doc.Norm[v.start:v.end]
		kd := pass.KindsOf(value)
		switch {
		case pass.Placeholder(value), s.exampleNear(n + 1), s.measured(n + 1):
		case digits && kd.Digits >= 4 && kd.Digits <= 6 && kd.Letters <= 1 && kd.Symbols <= 1 && !s.decimalCode(value) && s.nearKeyPlace(k, k),
			!digits && pass.PasswordLike(value) && kd.Digits > 0 && kd.Capitals+kd.Symbols > 0:
			s.addSecret(r, &v, s.Pack.Rules[r].Scores.Near)
			return
		}
	}
}

// changedInto tells whether "veranderd in" or the like stands before token k.
func (s *Finder) changedInto(k int) bool {
	if k < 2 || s.Doc.Tokens[k-1].Kind != text.Word || s.Width(k-1) > 4 {
		return false
	}
	return secretChanges.Lookup(s.Doc.Tokens[k-2].Hash) != 0 && secretInto.Lookup(s.Doc.Tokens[k-1].Hash) != 0
}

var secretInto = pass.WordTable("in", "naar", "to", "into", "door", "op", "by")

// userBefore tells whether the name of a user stands before the label on the line of token
// k: "gebruiker mdejong, wachtwoord zonnebloem".
func (s *Finder) userBefore(k int) bool {
	for b := k - 3; b >= 0 && b > k-9 && s.Doc.Tokens[b].Line == s.Doc.Tokens[k].Line; b-- {
		if secretUsers.Lookup(s.Doc.Tokens[b].Hash) != 0 {
			return true
		}
	}
	return false
}

// codeKey tells whether token k is a word that names the field of a code.
func (s *Finder) codeKey(k int) bool {
	return k < len(s.Doc.Tokens) && (codeKeys.Lookup(s.Doc.Tokens[k].Hash)|pass.NumberWords.Lookup(s.Doc.Tokens[k].Hash) != 0 || s.Doc.Tokens[k].Kind == text.Number)
}

// recordReach is how far, in tokens, the parts of one record stand from one another.
const recordReach = 28

// recordCode reads the code of the key box that tokens [i, end) name, when that stands in
// a field of its own in the same record: "type=KeySafe;code=A4719".
func (s *Finder) recordCode(r, i, end int) bool {
	if keyBoxes.Lookup(s.Doc.Tokens[end-1].Hash) == 0 || i == 0 {
		return false
	}
	switch s.Doc.Symbol(i - 1) {
	case '=', ':', '"', '\'', '>':
	default:
		return false
	}
	line := s.Doc.Tokens[i].Line
	for k := max(0, i-recordReach); k < min(len(s.Doc.Tokens)-2, end+recordReach); k++ {
		if s.Steps++; codeKeys.Lookup(s.Doc.Tokens[k].Hash) == 0 || s.Doc.Tokens[k].Line > line+3 || line > s.Doc.Tokens[k].Line+3 {
			continue
		}
		at := k + 1
		if c := s.Doc.Symbol(at); c == '"' || c == '\'' {
			at++
		}
		if c := s.Doc.Symbol(at); c != '=' && c != ':' || at+1 >= len(s.Doc.Tokens) {
			continue
		}
		v := labelled{sign: '=', direct: true}
		s.valueAt(at+1, &v)
		if kd := pass.KindsOf(s.Doc.Norm[v.start:v.end]); kd.Digits < 3 || kd.Digits > 8 || kd.Letters > 2 || kd.Symbols > 3 || !s.sameRecord(i, k) {
			continue
		}
		if score := s.weighCode(&s.Pack.Rules[r], &v, at+1); score > 0 {
			s.addSecret(r, &v, score)
			return true
		}
	}
	return false
}

// sameRecord tells whether no brace parts tokens i and k.
func (s *Finder) sameRecord(i, k int) bool {
	for n := min(i, k); n < max(i, k); n++ {
		if c := s.Doc.Symbol(n); c == '{' || c == '}' {
			return false
		}
	}
	return true
}

// decimalCode tells whether v is a decimal number: no code is one.
func (s *Finder) decimalCode(v []byte) bool {
	signs, at := 0, 0
	for k, c := range v {
		switch {
		case c == '.' || c == ',':
			signs, at = signs+1, k
		case !pass.Digit(c):
			return false
		}
	}
	return signs == 1 && at > 0 && at < len(v)-1
}

// dialled tells whether v is a row of four to six single digits, "3-7-1-9", as one turns
// them on a lock.
func dialled(v []byte) bool {
	if len(v) < 7 || len(v) > 11 || len(v)%2 == 0 {
		return false
	}
	for k, c := range v {
		if pass.Digit(c) != (k%2 == 0) || k%2 == 1 && c != '-' && c != '.' && c != '/' && c != ',' && c != ' ' {
			return false
		}
	}
	return true
}

// bareAlarm tells whether the label before token k is the word alarm alone, behind which
// a limit stands as often as a code.
func (s *Finder) bareAlarm(k int) bool {
	h := s.LastCue(k)
	return h >= 0 && s.Cues[h].End-s.Cues[h].Start == 1 && s.Doc.Tokens[s.Cues[h].Start].Hash == alarmWord
}

var alarmWord = text.HashWord("alarm")
