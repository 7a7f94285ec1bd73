package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// How far behind its label the parts of a number may stand, in tokens.
const splitReach = 16

// split finds numbers that were taken apart behind their label, with words, quotes
// or names of fields in between: `bsn = "9658" + "48814"`, "begint met 9920 en
// eindigt op 27524". All parts together must pass the check.
func (s *scan) split() {
	for h := range s.cues {
		for _, use := range s.pack.CueUses[s.cues[h].id] {
			r := int(use.Rule)
			if use.Kind&rule.CueLeft == 0 || s.pack.Rules[r].Matcher != rule.MatchNumber || s.pack.Valid[r] == nil {
				continue
			}
			s.splitAfter(r, int(s.cues[h].end))
		}
	}
}

// splitAfter gathers the digits behind token i until they are as many as the rule
// wants.
func (s *scan) splitAfter(r, i int) {
	p := &s.pack.Rules[r]
	digits := &s.parts
	n, first, parts := 0, -1, 0
	for k := i; k < len(s.doc.Tokens) && k < i+splitReach; k++ {
		t := &s.doc.Tokens[k]
		s.steps++
		if s.taken[k] != rule.TypeNone || t.Line > s.doc.Tokens[i-1].Line+3 {
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
			if s.pack.Valid[r](digits[:n]) {
				s.add(r, first, k+1, p.Scores.NearValid, ByChecksum|ByNear)
			}
			return
		}
	}
}

// digitsOf gives the digits of a Number of two digits or more; whole is false for
// other tokens with digits in them.
func (s *scan) digitsOf(i int) (digits []byte, whole bool) {
	switch t := &s.doc.Tokens[i]; {
	case t.Kind == text.Number && t.Len() > 1:
		return s.doc.Word(i), true
	case t.Kind == text.Number || t.Kind == text.Mixed:
		if digitIn(s.doc.Word(i)) && t.Len() > 3 {
			return s.doc.Word(i), false
		}
	}
	return nil, true
}

// misread finds numbers of which a scanner or typist put letters for digits, such
// as O for 0 or l for 1, directly behind their label.
func (s *scan) misread() {
	if s.seen&markMixed == 0 {
		return
	}
	s.misspelled = s.misspelled[:0]
	for h := range s.cues {
		i := int(s.cues[h].end)
		for i < len(s.doc.Tokens) && i < int(s.cues[h].end)+4 && s.marks[i]&markMixed == 0 && s.connected(i, i+1) {
			i++
		}
		if i < len(s.doc.Tokens) && s.marks[i]&markMixed != 0 && likeDigits(s.doc.Word(i)) > 0 {
			s.misspelled = append(s.misspelled, labelledToken{int32(h), int32(i)})
		}
	}
	if len(s.misspelled) == 0 {
		return
	}
	for _, r := range s.pack.With(rule.MatchNumber) {
		p := &s.pack.Rules[r]
		for _, m := range s.misspelled {
			i := int(m.token)
			if s.taken[i] == rule.TypeNone && s.labels(int(m.cue), r) && fits(p.Params.Lengths, likeDigits(s.doc.Word(i))) {
				s.add(r, i, i+1, p.Scores.Cue, ByLabel)
			}
		}
	}
}

// labelledToken is a token directly behind a cue.
type labelledToken struct{ cue, token int32 }

// labels tells whether cue hit h is a left cue of the rule.
func (s *scan) labels(h, r int) bool {
	for _, use := range s.pack.CueUses[s.cues[h].id] {
		if int(use.Rule) == r && use.Kind&rule.CueLeft != 0 {
			return true
		}
	}
	return false
}

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
