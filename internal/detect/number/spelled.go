package number

import (
	"dijkwacht/internal/detect/contact"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
)

// Spelled finds numbers written or dictated in words: "negen vier zes", "nine four
// two", "nul zes twaalf vierendertig", "zero six, double three".
func (s *Finder) Spelled() {
	run := &s.SpelledRun
	next := 0
	for i := range s.Marked(pass.MarkDay) {
		if i < next || s.Classes[i]&lexicon.NumberWord == 0 || s.Taken[i] != rule.TypeNone {
			continue
		}
		s.ReadSpelled(i, run)
		if run.Words >= 4 && run.N >= 4 {
			s.judgeSpelled(i, run)
		}
		next = run.End
	}
}

// judgeSpelled decides what the number is: by the label before it, or by the
// elfproef and the numbering plan.
func (s *Finder) judgeSpelled(i int, r *pass.SpelledRun) {
	digits := r.Digits[:r.N]
	bsn := s.Typed(rule.MatchNumber, rule.BSN)
	valid := bsn != rule.NoRule && r.N == 9 && s.Pack.Valid[bsn] != nil && s.Pack.Valid[bsn](digits)
	for _, sup := range s.Around(i, r.End) {
		if sup.Evidence&pass.ByLabel == 0 {
			continue
		}
		switch p := &s.Pack.Rules[sup.Rule]; {
		case p.Matcher == rule.MatchPhone && r.N >= 6,
			p.Matcher == rule.MatchNumber && pass.Fits(p.Params.Lengths, r.N),
			p.Matcher == rule.MatchCode && !valid && r.N >= p.Params.Min && r.N <= p.Params.Max:
			s.Add(sup.Rule, i, r.End, 0.93, pass.ByLabel)
			return
		}
	}
	if valid {
		s.Add(bsn, i, r.End, 0.9, pass.ByChecksum)
		return
	}
	phone := s.Typed(rule.MatchPhone, rule.Phone)
	if phone != rule.NoRule && r.N == 10 && digits[0] == '0' && contact.PhoneKindOf(digits, false) != contact.PhoneNone {
		s.Add(phone, i, r.End, 0.9, pass.ByShape)
	}
}
