package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/detect/place"
	"dijkwacht/internal/rule"
)

// Numbers finds what the rules with the matchers number and code describe.
func (s *Finder) Numbers() {
	numbers, codes := s.Pack.With(rule.MatchNumber), s.Pack.With(rule.MatchCode)
	run := &s.DigitRun
	s.wantLengths(numbers)
	for i := range s.Marked(pass.MarkDigits | pass.MarkCode) {
		if pass.Certain(s.Taken[i]) {
			continue
		}
		if s.StartsNumber(i) && !s.AmidDigits(i) {
			s.ReadRun(i, run)
			s.tryNumber(numbers, i, run)
		}
		if s.Taken[i] != rule.TypeNone || s.CueAt(i) || place.HouseCell(s.Pass, i) {
			continue
		}
		if end := s.CodeAt(i); end > i {
			s.code(codes, i, end)
		}
	}
}

// tryNumber tries each rule on the row that starts at token i.
func (s *Finder) tryNumber(rules []int, i int, run *pass.DigitRun) {
	if s.Decoy(i) {
		s.Leave(rule.NoRule, i, int(run.Ends[run.Groups-1]), 0, pass.OtherLabel)
		return
	}
	if !s.wantsAny(run) {
		return
	}
	s.best = pass.Resize(s.best, len(rules))
	clear(s.best)
	for g := 0; g < run.Groups; g++ {
		n := int(run.Counts[g])
		if run.Loose && g+1 < n || s.wanted&(1<<n) == 0 {
			continue
		}
		all := s.Around(i, int(run.Ends[g]))
		for k, r := range rules {
			if s.lengths[k]&(1<<n) == 0 {
				continue
			}
			score, ev := s.weighRun(r, i, g, run, pass.SupportFor(all, r))
			if b := &s.best[k]; score > 0 && score >= b.score {
				*b = runScore{score, run.Ends[g], ev}
			}
		}
	}
	for k, r := range rules {
		if b := &s.best[k]; b.score > 0 {
			s.Add(r, i, int(b.end), b.score, b.evidence|pass.ByShape)
		}
	}
}

// runScore is how well the row up to token end suits a rule.
type runScore struct {
	score    float64
	end      int32
	evidence pass.Evidence
}

// wantLengths notes, in bits, the numbers of digits that each of the rules wants, and all
// of them; those of rules that want a prefix do not count.
func (s *Finder) wantLengths(rules []int) {
	s.wanted, s.lengths = 0, pass.Resize(s.lengths, len(rules))
	for k, r := range rules {
		s.lengths[k] = 0
		for _, n := range s.Pack.Rules[r].Params.Lengths {
			s.wanted |= 1 << n
			if len(s.Pack.Rules[r].Params.Prefixes) == 0 {
				s.lengths[k] |= 1 << n
			}
		}
	}
}

// wantsAny tells whether the row has as many digits, up to one of its groups, as some
// rule wants.
func (s *Finder) wantsAny(run *pass.DigitRun) bool {
	for g := range run.Groups {
		if s.wanted&(1<<run.Counts[g]) != 0 {
			return true
		}
	}
	return false
}

// weighRun scores the row up to group g for one rule.
func (s *Finder) weighRun(r, i, g int, run *pass.DigitRun, sup pass.Support) (float64, pass.Evidence) {
	p := &s.Pack.Rules[r]
	n, end := int(run.Counts[g]), int(run.Ends[g])
	if s.enumerated(i, p.Type) {
		sup.Evidence |= pass.ByNear
	}
	valid := s.Pack.Valid[r] != nil && s.Pack.Valid[r](run.Digits[:n])
	if p.Type == rule.BSN && noNumber(run.Digits[:n]) {
		return 0, 0
	}
	score, ev := pass.Weigh(&p.Scores, sup, valid)
	if valid && p.Type == rule.BSN && score < 0.88 && n == 9 && (g == 8 || run.Cells && s.spokenOf(r, i) || s.disguised(i, end) || g == 0 && s.spokenOf(r, i)) {
		score = 0.88 // taken apart, in another form, or in a text that speaks of them
	}
	if valid && p.Type == rule.BSN && score < 0.85 && n == 9 && s.bsnForm(i, g, run) {
		score = 0.85
	}
	if g+1 < run.Groups && ev&(pass.ByLabel|pass.ByColumn) == 0 && s.Doc.Symbol(end) != 0 {
		return 0, 0 // part of a longer row of groups
	}
	if s.Left != nil {
		s.LeaveNumber(r, i, end, valid, &sup, score)
	}
	return score, ev
}

// spokenOf tells whether a label of the rule stands anywhere around token i.
func (s *Finder) spokenOf(r, i int) bool {
	at := s.LastCue(i)
	for h := max(0, at-12); h < len(s.Cues) && h < at+12; h++ {
		if s.Labels(h, r) {
			return true
		}
	}
	return false
}

// disguised tells whether the original spells tokens [i, end) in another form:
// full-width, escaped, with hidden characters, as strings glued together.
func (s *Finder) disguised(i, end int) bool {
	if !s.Doc.Mapped() {
		return false
	}
	from, to := s.Doc.Tokens[i].Start, s.Doc.Tokens[end-1].End
	return s.Doc.Source(from, to).Len() > int(to-from)+3
}

// code tries each code rule on tokens [i, end); only a label or column counts.
func (s *Finder) code(rules []int, i, end int) {
	all := s.Around(i, end)
	for _, r := range rules {
		p := &s.Pack.Rules[r]
		sup := pass.SupportFor(all, r)
		if s.enumerated(i, p.Type) || sup.Evidence&pass.ByNear != 0 && s.NumberWord(i) && !s.Decoy(i) {
			sup.Evidence |= pass.ByLabel
		}
		if sup.Evidence&(pass.ByLabel|pass.ByColumn) == 0 {
			continue
		}
		n, digits := s.CodeLength(i, end)
		if digits == 0 || s.zeros(i, end) {
			continue
		}
		if p.Params.Charset == "digits" && (digits < n || s.hasSign(i, end)) && !s.coded(i, end, n, digits) {
			continue
		}
		if n < p.Params.Min || p.Params.Max > 0 && n > p.Params.Max || digits < min(p.Params.Min, 3) && (digits < 2 || sup.Evidence&pass.ByColumn == 0 && (n < 4 || digits == n || n == 4 && !s.hasSign(i, end))) {
			continue
		}
		if score, ev := pass.Weigh(&p.Scores, sup, false); score > 0 {
			s.Add(r, i, end, score, ev|pass.ByShape)
		}
	}
}
