package pass

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// AmidDigits tells whether token i is a single digit in a row of them, which is read
// from its start.
func (s *Pass) AmidDigits(i int) bool {
	if i < 2 || s.Doc.Tokens[i].Len() > 1 || s.Doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	before := &s.Doc.Tokens[i-1]
	return before.Kind == text.Number && before.Len() == 1 && s.Doc.Tokens[i-2].Kind == text.Number && s.Doc.Tokens[i-2].Len() == 1
}

// Fits tells whether n is one of the lengths.
func Fits(lengths []int, n int) bool {
	for _, l := range lengths {
		if l == n {
			return true
		}
	}
	return false
}

// Weigh gives the score of the evidence for one rule.
func Weigh(sc *rule.Scores, sup Support, valid bool) (float64, Evidence) {
	ev := sup.Evidence
	if valid {
		ev |= ByChecksum
	}
	switch {
	case ev&(ByLabel|ByColumn) != 0 && valid:
		return sc.CueValid, ev
	case ev&(ByLabel|ByColumn) != 0:
		return sc.Cue, ev
	case sup.Anti:
		return 0, ev
	case ev&ByNear != 0 && valid:
		return sc.NearValid, ev
	case ev&ByNear != 0:
		return sc.Near, ev
	case valid:
		return sc.Valid, ev
	}
	return sc.Bare, ev
}

// Decoy tells whether the label directly before token i says that the number is
// nobody's, as in "ISBN 9789..." or "artikelnummer 123456782".
func (s *Pass) Decoy(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.Classes[k]&lexicon.Decoy != 0 {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol && s.Classes[k]&lexicon.Connector == 0 {
			return false
		}
	}
	return false
}

// CodeAt gives the token after the code of letters and digits that starts at
// token i, or 0. A code holds a digit.
func (s *Pass) CodeAt(i int) int {
	t := &s.Doc.Tokens[i]
	if t.Kind == text.Symbol || i > 0 && !t.Is(text.SpaceBefore) && s.Doc.Tokens[i-1].Kind != text.Symbol {
		return 0
	}
	if t.Kind == text.Word && (!t.Is(text.Upper) && t.Len() > 1 || t.Len() > 4) {
		return 0
	}
	end, digits := 0, false
	for k := i; k < len(s.Doc.Tokens) && k < i+12; {
		t := &s.Doc.Tokens[k]
		switch {
		case t.Kind == text.Symbol:
			return end
		case t.Kind == text.Word && (t.Len() > 4 || !t.Is(text.Upper) && t.Len() > 1):
			return end
		case t.Kind != text.Word:
			digits = true
		}
		k++
		if digits {
			end = k
		}
		if k >= len(s.Doc.Tokens) {
			return end
		}
		n := &s.Doc.Tokens[k]
		if n.Is(text.LineStart) {
			return end
		}
		if c := s.Doc.Symbol(k); c == '-' || c == '.' || c == '/' || c == '_' {
			if n.Is(text.SpaceBefore) || k+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+1].Is(text.SpaceBefore) {
				return end
			}
			k++
			continue
		}
		if n.Kind == text.Symbol || n.Kind == text.Word && digits {
			return end
		}
	}
	return end
}

// CueAt tells whether a cue starts at token i.
func (s *Pass) CueAt(i int) bool {
	if s.Classes[i]&lexicon.CueStart == 0 {
		return false
	}
	h := s.LastCue(i) + 1
	return h < len(s.Cues) && int(s.Cues[h].Start) == i
}

// CodeLength counts the letters and digits of tokens [i, end).
func (s *Pass) CodeLength(i, end int) (chars, digits int) {
	for k := i; k < end; k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		for _, c := range s.Doc.Word(k) {
			chars++
			if c >= '0' && c <= '9' {
				digits++
			}
		}
	}
	return chars, digits
}

// NumberWords say that a number follows, but not what it numbers.
var NumberWords = WordTable("nr", "nummer", "no", "number", "nrs", "num")

// NumberWord tells whether one of these stands directly before token i.
func (s *Pass) NumberWord(i int) bool {
	k := i - 1
	for n := 0; n < 2 && (s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == ':'); n++ {
		k--
	}
	return k >= 0 && NumberWords.Lookup(s.Doc.Tokens[k].Hash) != 0
}

// Firm tells whether items of the type have a form of their own, so that a name or
// a loose word within them is no finding of its own.
func Firm(t rule.Type) bool {
	switch t {
	case rule.PersonName, rule.City, rule.Organisation, rule.Hospital, rule.Date, rule.Age, rule.Other:
		return false
	}
	return t.Group() != rule.GroupHealth
}

// Certain tells whether an item of this type leaves no room for another reading.
func Certain(t rule.Type) bool {
	switch t {
	case rule.IBAN, rule.CreditCard, rule.Email, rule.IPAddress, rule.VATNumber, rule.SecretAPIKey, rule.SecretPassword, rule.SecretPrivateKey:
		return true
	}
	return false
}

// Labels tells whether cue hit h is a left cue of the rule.
func (s *Pass) Labels(h, r int) bool {
	for _, use := range s.Pack.CueUses[s.Cues[h].ID] {
		if int(use.Rule) == r && use.Kind&rule.CueLeft != 0 {
			return true
		}
	}
	return false
}
