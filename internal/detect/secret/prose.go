package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// The words of secrets in prose.
var (
	// phraseLabels end the labels behind which a secret of several words stands.
	phraseLabels = pass.WordTable("passphrase", "phrase", "wachtzin", "wachtwoordzin", "zin", "seed")
	// phraseVerbs stand between such a label and its value.
	phraseVerbs = pass.WordTable("is", "was", "wordt", "luidt", "being")
	// phraseArticles start a description of a passphrase rather than one.
	phraseArticles = pass.WordTable("een", "a", "an", "de", "het", "the", "iets", "something", "veiliger", "safer", "langer", "longer", "beter", "better", "eigenlijk", "meestal", "usually", "at", "minimaal", "minstens", "ten", "langere", "wel", "ook", "like", "zoals")
	// keyPlaces are where keys are kept; a question about a code is about one of these.
	keyPlaces = pass.WordTable("sleutel", "sleutels", "kastje", "kluis", "kluisje", "sleutelkluis", "sleutelkluisje", "sleutelkastje", "sleutelkast", "sleutelbox", "deur", "voordeur", "achterdeur", "hoofddeur", "poort", "hek", "alarm", "slot", "ingang", "entree", "garage", "binnen", "key", "keys", "keysafe", "safe", "door", "gate", "lock", "lockbox", "pin", "pinpas", "bankpas", "tablet",
		"zijdeur", "tuindeur", "buitendeur", "tussendeur", "schuifdeur", "kelderdeur", "nooddeur", "hoofdingang", "portiek", "berging", "schuur", "schuurtje", "kelder", "tuinpoort", "achterom", "slagboom", "medicijnkast", "medicijnkastje", "medicijnkluis",
		"opiatenkast", "codeslot", "cijferslot", "hangslot", "deurslot", "toegangsdeur", "galerijdeur", "liftdeur", "intercom", "bel", "paneel", "codepaneel", "keypad", "entrance", "doors", "frontdoor", "backdoor", "lockbox", "keybox", "cupboard", "shed", "porch", "sleutelsafe")
)

// passwordBefore reads "hunter2 als wachtwoord" and "Welkom01 is het wachtwoord"
// at the label that starts at token i.
func (s *Finder) passwordBefore(r, i int) bool {
	if s.Pack.Rules[r].Params.Charset == "digits" {
		return s.codeBefore(r, i)
	}
	k, linked := i-1, false
	for k >= 0 && k > i-4 && secretBefore.Lookup(s.Doc.Tokens[k].Hash) != 0 {
		linked = linked || secretLinks.Lookup(s.Doc.Tokens[k].Hash) != 0
		k--
	}
	if k < 0 || !linked || !s.Doc.Tokens[k+1].Is(text.SpaceBefore) || k == i-1 || s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line {
		return false
	}
	if s.Doc.Tokens[k].Kind == text.Word && s.Doc.Tokens[k].Is(text.SpaceBefore) && s.Joint(k) && s.Doc.Tokens[k].Shape&(text.Capital|text.Upper) == 0 {
		k-- // "Tulp2025 ingetypt als wachtwoord"
	}
	end := k + 1
	for k > 0 && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
		k--
	}
	v := labelled{start: s.Doc.Tokens[k].Start, end: s.Doc.Tokens[end-1].End}
	value := s.Doc.Norm[v.start:v.end]
	if !pass.PasswordLike(value) || pass.KindsOf(value).Digits == 0 || pass.Placeholder(value) || s.measured(end-1) {
		return false
	}
	s.addSecret(r, &v, s.Pack.Rules[r].Scores.Near)
	return true
}

// spacedCode joins the digits of a code that are written apart: 4 8 2 1.
func (s *Finder) spacedCode(k int, v *labelled) {
	digits, end := 0, k
	for ; end < len(s.Doc.Tokens) && s.Doc.Tokens[end].Kind == text.Number && s.Doc.Tokens[end].Len() <= 2 && (end == k || s.Joint(end)); end++ {
		digits += s.Doc.Tokens[end].Len()
	}
	if end > k+1 && digits >= 4 && digits <= 8 {
		v.end = s.Doc.Tokens[end-1].End
	}
}

// codeBefore reads "4471 is de code van het kluisje" at the label that starts at
// token i.
func (s *Finder) codeBefore(r, i int) bool {
	k, linked := i-1, false
	for k >= 0 && k > i-4 && (secretBefore.Lookup(s.Doc.Tokens[k].Hash) != 0 || s.Doc.Symbol(k) == '=') {
		linked = linked || secretLinks.Lookup(s.Doc.Tokens[k].Hash) != 0 || s.Doc.Symbol(k) == '='
		k--
	}
	if k < 0 || !linked || k == i-1 || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line || s.Doc.Tokens[k].Len() < 4 || s.Doc.Tokens[k].Len() > 8 || !s.StartsNumber(k) {
		return false
	}
	s.addSecret(r, &labelled{start: s.Doc.Tokens[k].Start, end: s.Doc.Tokens[k].End}, s.Pack.Rules[r].Scores.Near)
	return true
}

// spelledCode takes a code in words, "vier-vier-acht-een", from token k on.
func (s *Finder) spelledCode(k int, v *labelled) bool {
	if !s.Is(k, lexicon.NumberWord) {
		return false
	}
	run := &s.SpelledRun
	s.ReadSpelled(k, run)
	if run.Words < 2 || run.N < 3 || run.N > 8 || run.Words == 2 && run.N != 4 {
		return false
	}
	v.end = s.Doc.Tokens[run.End-1].End
	return true
}

// ellipsis tells whether token k is one of several dots, at which somebody thinks.
func (s *Finder) ellipsis(k int) bool {
	return s.Doc.Symbol(k) == '.' && (s.Doc.Symbol(k+1) == '.' || s.Doc.Symbol(k-1) == '.')
}

// The bounds of a secret of several words.
const (
	leastPhrase = 3
	mostPhrase  = 12
)

// passphrase reads the words behind a label of passphrases that ends before token
// end, up to the end of the sentence.
func (s *Finder) passphrase(r, end int) bool {
	if end < 1 || phraseLabels.Lookup(s.Doc.Tokens[end-1].Hash) == 0 {
		return false
	}
	k, linked := end, false
	for n := 0; n < 3 && s.Joint(k); n++ {
		c := s.Doc.Symbol(k)
		if c != ':' && c != '=' && c != '"' && c != '\'' && phraseVerbs.Lookup(s.Doc.Tokens[k].Hash) == 0 {
			break
		}
		linked = true
		k++
	}
	words, to := 0, k
	for ; linked && to < len(s.Doc.Tokens) && words <= mostPhrase && s.Joint(to); to++ {
		if s.Doc.Tokens[to].Kind == text.Symbol {
			if s.Doc.Symbol(to) != '-' {
				break
			}
			continue
		}
		if s.stops(to) || words == 0 && phraseArticles.Lookup(s.Doc.Tokens[to].Hash) != 0 {
			return false // "een wachtzin is een zin van ..."
		}
		words++
	}
	if words < leastPhrase || words > mostPhrase {
		return false
	}
	s.addSecret(r, &labelled{start: s.Doc.Tokens[k].Start, end: s.Doc.Tokens[to-1].End}, s.Pack.Rules[r].Scores.Near)
	return true
}

// answer reads the value behind a question for it, at token k: on the same line, or
// on the next behind a time and the name of who answers. A question for a code is
// about a key or door.
func (s *Finder) answer(r, i, k int) {
	p := &s.Pack.Rules[r]
	if p.Params.Charset == "digits" && !s.nearKeyPlace(i, k) {
		return
	}
	for s.Doc.Symbol(k) == '?' {
		k++
	}
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Line > s.Doc.Tokens[i].Line+2 {
		return
	}
	if s.Doc.Tokens[k].Is(text.LineStart) {
		for n := k; n < k+14 && n+1 < len(s.Doc.Tokens) && s.Doc.Tokens[n].Line == s.Doc.Tokens[k].Line; n++ {
			if s.Doc.Symbol(n) == ':' && s.Joint(n+1) && s.Doc.Tokens[n+1].Is(text.SpaceBefore) {
				k = n + 1
				break
			}
		}
	}
	v := labelled{direct: true}
	s.valueAt(k, &v)
	value := s.Doc.Norm[v.start:v.end]
	kd := pass.KindsOf(value)
	switch {
	case pass.Placeholder(value) || s.measured(k):
	case p.Params.Charset == "digits" && kd.Digits >= 4 && kd.Digits <= 8 && kd.Letters <= 1 && kd.Symbols <= 1,
		p.Params.Charset != "digits" && pass.PasswordLike(value) && kd.Digits > 0:
		s.addSecret(r, &v, p.Scores.Near)
	}
}

// nearKeyPlace tells whether a place where keys are kept is named shortly before
// token k, the label from token i on included.
func (s *Finder) nearKeyPlace(i, k int) bool {
	for n := k - 1; n >= 0 && n > i-20; n-- {
		if keyPlaces.Lookup(s.Doc.Tokens[n].Hash) != 0 {
			return true
		}
	}
	return false
}

// codeGroups tells whether v is digits in groups with hyphens that are no date, such
// as recovery codes: "4471-8812", "482119-204413-558201".
func codeGroups(v []byte) bool {
	digits, group := 0, 0
	for i, c := range v {
		switch {
		case pass.Digit(c):
			digits++
			group++
		case c == '-' && group >= 3 && i+1 < len(v):
			group = 0
		default:
			return false
		}
	}
	return digits >= 6 && group >= 3
}
