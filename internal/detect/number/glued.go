package number

import (
	"dijkwacht/internal/detect/contact"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// GluedValues finds values that touch their label: "bsn965848814", "tel0612345678".
func (s *Finder) GluedValues() {
	for i := range s.Marked(pass.MarkMixed) {
		t := &s.Doc.Tokens[i]
		if t.Len() < 7 || t.Len() > 28 || s.Taken[i] != rule.TypeNone {
			continue
		}
		w := s.Doc.Word(i)
		n := 0
		for n < len(w) && (w[n] < '0' || w[n] > '9') {
			n++
		}
		if n < 2 || len(w)-n < 5 || !pass.AllDigits(w[n:]) {
			continue
		}
		s.gluedTo(text.HashBytes(w[:n]), w[n:], t.Start+uint32(n), t.End, i)
	}
}

// gluedTo adds the digits when the word with hash h is a cue that suits them.
func (s *Finder) gluedTo(h uint64, digits []byte, start, end uint32, i int) {
	if s.Pack.Words.Lookup(h)&lexicon.CueStart == 0 {
		return
	}
	id, ok := s.Pack.Cues.Word(h)
	if !ok {
		return
	}
	for _, use := range s.Pack.CueUses[id] {
		p := &s.Pack.Rules[use.Rule]
		if use.Kind&rule.CueLeft == 0 {
			continue
		}
		phone := p.Matcher == rule.MatchPhone && len(digits) == 10 && contact.PhoneKindOf(digits, false) != contact.PhoneNone
		code := p.Matcher == rule.MatchCode && len(digits) >= p.Params.Min && len(digits) <= p.Params.Max
		if phone || code || p.Matcher == rule.MatchNumber && pass.Fits(p.Params.Lengths, len(digits)) {
			s.AddBytes(int(use.Rule), start, end, 0.93, pass.ByLabel|pass.ByShape)
			s.Taken[i] = p.Type
			return
		}
	}
}
