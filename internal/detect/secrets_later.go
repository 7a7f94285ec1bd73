package detect

import "dijkwacht/internal/text"

// The words of secrets that stand at some distance from their label.
var (
	// secretChanges say that a new value follows: "veranderd in 6612".
	secretChanges = wordTable("veranderd", "gewijzigd", "aangepast", "gezet", "omgezet", "vervangen", "changed", "updated", "set", "reset", "gereset", "verandert", "wijzigt", "wordt")
	// keyBoxes hold keys or medicines, and are the values of fields too: "type=KeySafe".
	keyBoxes = wordTable("keysafe", "keybox", "lockbox", "sleutelkluis", "sleutelkluisje", "sleutelkastje", "sleutelkast", "sleutelbox", "sleutelsafe", "kluis", "kluisje", "codeslot", "cijferslot",
		"hangslot", "deurslot", "medicijnkast", "medicijnkastje", "medicijnkluis", "opiatenkast", "opiatenkluis", "safe", "sleutelkastjes", "sleutelkluizen")
	// codeKeys name the field of a code.
	codeKeys = wordTable("code", "codes", "pin", "pincode", "cijfercode", "kode", "toegangscode", "kluiscode", "alarmcode", "deurcode", "accesscode", "cijfers", "combinatie", "combination", "kastcode", "sleutelcode")
)

// laterReach is how many tokens may stand between a word that ends the reach of a label
// and the value after all.
const laterReach = 14

// laterValue reads the value behind a colon or "nieuw is" shortly after what ends the
// reach of a label, at token k: "mijn wachtwoord werkt niet: Tulp2025", "ww is verlopen,
// nieuw is Najaar2026#". What is no plain word must follow directly.
func (s *scan) laterValue(r, k int) {
	digits := s.pack.Rules[r].Params.Charset == "digits"
	for n := k + 1; n < k+laterReach && s.joint(n) && s.joint(n+1); n++ {
		s.steps++
		if s.doc.Symbol(n) != ':' && secretLeads.Lookup(s.doc.Tokens[n].Hash) == 0 && !s.changedInto(n+1) {
			continue
		}
		v := labelled{sign: ':'}
		s.valueAt(n+1, &v)
		value := s.doc.Norm[v.start:v.end]
		kd := kindsOf(value)
		switch {
		case placeholder(value), s.exampleNear(n + 1), s.measured(n + 1):
		case digits && kd.digits >= 4 && kd.digits <= 6 && kd.letters <= 1 && kd.symbols <= 1 && !s.decimalCode(value) && s.nearKeyPlace(k, k),
			!digits && passwordLike(value) && kd.digits > 0 && kd.capitals+kd.symbols > 0:
			s.addSecret(r, &v, s.pack.Rules[r].Scores.Near)
			return
		}
	}
}

// changedInto tells whether "veranderd in" or the like stands before token k.
func (s *scan) changedInto(k int) bool {
	if k < 2 || s.doc.Tokens[k-1].Kind != text.Word || s.width(k-1) > 4 {
		return false
	}
	return secretChanges.Lookup(s.doc.Tokens[k-2].Hash) != 0 && secretInto.Lookup(s.doc.Tokens[k-1].Hash) != 0
}

var secretInto = wordTable("in", "naar", "to", "into", "door", "op", "by")

// errorWords stand before the codes of errors, versions and levels.
var errorWords = wordTable("fout", "foutcode", "foutmelding", "error", "melding", "versie", "version", "niveau", "level", "event", "status", "app", "poort", "port", "windows", "outlook", "of", "or")

// productWord tells whether a value at some distance from its label is the name of a
// product, "PowerShell", or the code of an error, "DA500", rather than a password.
func (s *scan) productWord(v []byte, k int) bool {
	kd := kindsOf(v)
	led := k > 0 && secretLeads.Lookup(s.doc.Tokens[k-1].Hash) != 0
	switch {
	case k > 0 && errorWords.Lookup(s.doc.Tokens[k-1].Hash) != 0 && kd.symbols == 0:
		return true
	case kd.letters == len(v):
		return !s.saysValue(k)
	}
	return !led && kd.letters == kd.capitals && kd.symbols == 0 && len(v) <= 6
}

// userBefore tells whether the name of a user stands before the label on the line of token
// k: "gebruiker mdejong, wachtwoord zonnebloem".
func (s *scan) userBefore(k int) bool {
	for b := k - 3; b >= 0 && b > k-9 && s.doc.Tokens[b].Line == s.doc.Tokens[k].Line; b-- {
		if secretUsers.Lookup(s.doc.Tokens[b].Hash) != 0 {
			return true
		}
	}
	return false
}

// codeKey tells whether token k is a word that names the field of a code.
func (s *scan) codeKey(k int) bool {
	return k < len(s.doc.Tokens) && (codeKeys.Lookup(s.doc.Tokens[k].Hash)|numberWords.Lookup(s.doc.Tokens[k].Hash) != 0 || s.doc.Tokens[k].Kind == text.Number)
}

// recordReach is how far, in tokens, the parts of one record stand from one another.
const recordReach = 28

// recordCode reads the code of the key box that tokens [i, end) name, when that stands in
// a field of its own in the same record: "type=KeySafe;code=A4719".
func (s *scan) recordCode(r, i, end int) bool {
	if keyBoxes.Lookup(s.doc.Tokens[end-1].Hash) == 0 || i == 0 {
		return false
	}
	switch s.doc.Symbol(i - 1) {
	case '=', ':', '"', '\'', '>':
	default:
		return false
	}
	line := s.doc.Tokens[i].Line
	for k := max(0, i-recordReach); k < min(len(s.doc.Tokens)-2, end+recordReach); k++ {
		if s.steps++; codeKeys.Lookup(s.doc.Tokens[k].Hash) == 0 || s.doc.Tokens[k].Line > line+3 || line > s.doc.Tokens[k].Line+3 {
			continue
		}
		at := k + 1
		if c := s.doc.Symbol(at); c == '"' || c == '\'' {
			at++
		}
		if c := s.doc.Symbol(at); c != '=' && c != ':' || at+1 >= len(s.doc.Tokens) {
			continue
		}
		v := labelled{sign: '=', direct: true}
		s.valueAt(at+1, &v)
		if kd := kindsOf(s.doc.Norm[v.start:v.end]); kd.digits < 3 || kd.digits > 8 || kd.letters > 2 || kd.symbols > 3 || !s.sameRecord(i, k) {
			continue
		}
		if score := s.weighCode(&s.pack.Rules[r], &v, at+1); score > 0 {
			s.addSecret(r, &v, score)
			return true
		}
	}
	return false
}

// sameRecord tells whether no brace parts tokens i and k.
func (s *scan) sameRecord(i, k int) bool {
	for n := min(i, k); n < max(i, k); n++ {
		if c := s.doc.Symbol(n); c == '{' || c == '}' {
			return false
		}
	}
	return true
}

// decimalCode tells whether v is a decimal number: no code is one.
func (s *scan) decimalCode(v []byte) bool {
	signs, at := 0, 0
	for k, c := range v {
		switch {
		case c == '.' || c == ',':
			signs, at = signs+1, k
		case !digit(c):
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
		if digit(c) != (k%2 == 0) || k%2 == 1 && c != '-' && c != '.' && c != '/' && c != ',' && c != ' ' {
			return false
		}
	}
	return true
}

// bareAlarm tells whether the label before token k is the word alarm alone, behind which
// a limit stands as often as a code.
func (s *scan) bareAlarm(k int) bool {
	h := s.lastCue(k)
	return h >= 0 && s.cues[h].end-s.cues[h].start == 1 && s.doc.Tokens[s.cues[h].start].Hash == alarmWord
}

var alarmWord = text.HashWord("alarm")
