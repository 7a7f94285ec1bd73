package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// How far behind its label the parts of a number may stand, in tokens.
const splitReach = 16

// Split finds numbers that were taken apart behind their label, with words, quotes
// or names of fields in between: `bsn = "9658" + "48814"`, "begint met 9920 en
// eindigt op 27524". All parts together must pass the check.
func (s *Finder) Split() {
	for h := range s.Cues {
		for _, use := range s.Pack.CueUses[s.Cues[h].ID] {
			r := int(use.Rule)
			if use.Kind&rule.CueLeft == 0 || s.Pack.Rules[r].Matcher != rule.MatchNumber || s.Pack.Valid[r] == nil {
				continue
			}
			s.splitAfter(r, int(s.Cues[h].End))
		}
	}
}

// splitAfter gathers the digits behind token i until they are as many as the rule
// wants.
func (s *Finder) splitAfter(r, i int) {
	p := &s.Pack.Rules[r]
	digits := &s.parts
	n, first, parts := 0, -1, 0
	for k := i; k < len(s.Doc.Tokens) && k < i+splitReach; k++ {
		t := &s.Doc.Tokens[k]
		s.Steps++
		if s.Taken[k] != rule.TypeNone || t.Line > s.Doc.Tokens[i-1].Line+3 {
			return
		}
		piece, whole := s.digitsOf(k)
		if len(piece) == 0 {
			continue
		}
		if !whole || n+len(piece) > len(digits) || n+len(piece) > p.Params.Lengths[0] {
			return
		}
		if first < 0 {
			first = k
		}
		n += copy(digits[n:], piece)
		parts++
		if n == p.Params.Lengths[0] {
			if s.Pack.Valid[r](digits[:n]) {
				s.Add(r, first, k+1, p.Scores.NearValid, pass.ByChecksum|pass.ByNear)
			}
			return
		}
	}
}

// digitsOf gives the digits of a Number of two digits or more; whole is false for
// other tokens with digits in them.
func (s *Finder) digitsOf(i int) (digits []byte, whole bool) {
	switch t := &s.Doc.Tokens[i]; {
	case t.Kind == text.Number && t.Len() > 1:
		return s.Doc.Word(i), true
	case t.Kind == text.Number || t.Kind == text.Mixed:
		if pass.DigitIn(s.Doc.Word(i)) && t.Len() > 3 {
			return s.Doc.Word(i), false
		}
	}
	return nil, true
}

// Misread finds numbers of which a scanner or typist put letters for digits, such
// as O for 0 or l for 1, directly behind their label.
func (s *Finder) Misread() {
	if s.Seen&pass.MarkMixed == 0 {
		return
	}
	s.misspelled = s.misspelled[:0]
	for h := range s.Cues {
		i := int(s.Cues[h].End)
		for i < len(s.Doc.Tokens) && i < int(s.Cues[h].End)+4 && s.Marks[i]&pass.MarkMixed == 0 && s.Connected(i, i+1) {
			i++
		}
		if i < len(s.Doc.Tokens) && s.Marks[i]&pass.MarkMixed != 0 && likeDigits(s.Doc.Word(i)) > 0 {
			s.misspelled = append(s.misspelled, labelledToken{int32(h), int32(i)})
		}
	}
	if len(s.misspelled) == 0 {
		return
	}
	for _, r := range s.Pack.With(rule.MatchNumber) {
		p := &s.Pack.Rules[r]
		for _, m := range s.misspelled {
			i := int(m.token)
			if s.Taken[i] == rule.TypeNone && s.Labels(int(m.cue), r) && pass.Fits(p.Params.Lengths, likeDigits(s.Doc.Word(i))) {
				s.Add(r, i, i+1, p.Scores.Cue, pass.ByLabel)
			}
		}
	}
}

// labelledToken is a token directly behind a cue.
type labelledToken struct{ cue, token int32 }

// likeDigits is the length of a word of digits and at most a third letters that
// look like digits; 0 for others.
func likeDigits(w []byte) int {
	letters := 0
	for _, c := range w {
		switch c {
		case 'O', 'o', 'Q', 'D', 'l', 'I', 'i', 'S', 'B', 'Z', 'z', 'G', 'b', 'g':
			letters++
		default:
			if c < '0' || c > '9' {
				return 0
			}
		}
	}
	if letters == 0 || letters*3 > len(w) {
		return 0
	}
	return len(w)
}
