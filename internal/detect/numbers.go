package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// numbers finds what the rules with the matchers number and code describe.
func (s *scan) numbers() {
	numbers, codes := s.pack.With(rule.MatchNumber), s.pack.With(rule.MatchCode)
	run := &s.digitRun
	s.wanted = s.wantedLengths(numbers)
	for i, m := range s.marks {
		if m&(markDigits|markCode) == 0 || certain(s.taken[i]) {
			continue
		}
		if s.startsNumber(i) && !s.amidDigits(i) {
			s.readRun(i, run)
			s.tryNumber(numbers, i, run)
		}
		if s.taken[i] != rule.TypeNone || s.cueAt(i) || s.houseCell(i) {
			continue
		}
		if end := s.codeAt(i); end > i {
			s.code(codes, i, end)
		}
	}
}

// amidDigits tells whether token i is a single digit in a row of them, which is read
// from its start.
func (s *scan) amidDigits(i int) bool {
	if i < 2 || s.doc.Tokens[i].Len() > 1 || s.doc.Tokens[i].Is(text.LineStart) {
		return false
	}
	before := &s.doc.Tokens[i-1]
	return before.Kind == text.Number && before.Len() == 1 && s.doc.Tokens[i-2].Kind == text.Number && s.doc.Tokens[i-2].Len() == 1
}

// tryNumber tries each rule on the row that starts at token i.
func (s *scan) tryNumber(rules []int, i int, run *digitRun) {
	if s.decoy(i) {
		s.leave(rule.NoRule, i, int(run.ends[run.groups-1]), 0, OtherLabel)
		return
	}
	if !s.wantsAny(run) {
		return
	}
	s.best = resize(s.best, len(rules))
	clear(s.best)
	for g := 0; g < run.groups; g++ {
		n := int(run.counts[g])
		if run.loose && g+1 < n || s.wanted&(1<<n) == 0 {
			continue
		}
		all := s.around(i, int(run.ends[g]))
		for k, r := range rules {
			if p := &s.pack.Rules[r].Params; len(p.Prefixes) > 0 || !fits(p.Lengths, n) {
				continue
			}
			score, ev := s.weighRun(r, i, g, run, supportFor(all, r))
			if b := &s.best[k]; score > 0 && score >= b.score {
				*b = runScore{score, run.ends[g], ev}
			}
		}
	}
	for k, r := range rules {
		if b := &s.best[k]; b.score > 0 {
			s.add(r, i, int(b.end), b.score, b.evidence|ByShape)
		}
	}
}

// runScore is how well the row up to token end suits a rule.
type runScore struct {
	score    float64
	end      int32
	evidence Evidence
}

// wantedLengths are the numbers of digits that some of the rules want, in bits.
func (s *scan) wantedLengths(rules []int) (lengths uint64) {
	for _, r := range rules {
		for _, n := range s.pack.Rules[r].Params.Lengths {
			lengths |= 1 << n
		}
	}
	return lengths
}

// wantsAny tells whether the row has as many digits, up to one of its groups, as some
// rule wants.
func (s *scan) wantsAny(run *digitRun) bool {
	for g := range run.groups {
		if s.wanted&(1<<run.counts[g]) != 0 {
			return true
		}
	}
	return false
}

// weighRun scores the row up to group g for one rule.
func (s *scan) weighRun(r, i, g int, run *digitRun, sup support) (float64, Evidence) {
	p := &s.pack.Rules[r]
	n, end := int(run.counts[g]), int(run.ends[g])
	if s.enumerated(i, p.Type) {
		sup.evidence |= ByNear
	}
	valid := s.pack.Valid[r] != nil && s.pack.Valid[r](run.digits[:n])
	if p.Type == rule.BSN && noNumber(run.digits[:n]) {
		return 0, 0
	}
	score, ev := weigh(&p.Scores, sup, valid)
	if valid && p.Type == rule.BSN && score < 0.88 && n == 9 && (g == 8 || run.cells && s.spokenOf(r, i) || s.disguised(i, end) || g == 0 && s.spokenOf(r, i)) {
		score = 0.88 // taken apart, in another form, or in a text that speaks of them
	}
	if valid && p.Type == rule.BSN && score < 0.85 && n == 9 && s.bsnForm(i, g, run) {
		score = 0.85
	}
	if g+1 < run.groups && ev&(ByLabel|ByColumn) == 0 && s.doc.Symbol(end) != 0 {
		return 0, 0 // part of a longer row of groups
	}
	if s.left != nil {
		s.leaveNumber(r, i, end, valid, &sup, score)
	}
	return score, ev
}

// spokenOf tells whether a label of the rule stands anywhere around token i.
func (s *scan) spokenOf(r, i int) bool {
	at := s.lastCue(i)
	for h := max(0, at-12); h < len(s.cues) && h < at+12; h++ {
		if s.labels(h, r) {
			return true
		}
	}
	return false
}

// disguised tells whether the original spells tokens [i, end) in another form:
// full-width, escaped, with hidden characters, as strings glued together.
func (s *scan) disguised(i, end int) bool {
	if !s.doc.Mapped() {
		return false
	}
	from, to := s.doc.Tokens[i].Start, s.doc.Tokens[end-1].End
	return s.doc.Source(from, to).Len() > int(to-from)+3
}

// fits tells whether n is one of the lengths.
func fits(lengths []int, n int) bool {
	for _, l := range lengths {
		if l == n {
			return true
		}
	}
	return false
}

// weigh gives the score of the evidence for one rule.
func weigh(sc *rule.Scores, sup support, valid bool) (float64, Evidence) {
	ev := sup.evidence
	if valid {
		ev |= ByChecksum
	}
	switch {
	case ev&(ByLabel|ByColumn) != 0 && valid:
		return sc.CueValid, ev
	case ev&(ByLabel|ByColumn) != 0:
		return sc.Cue, ev
	case sup.anti:
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

// decoy tells whether the label directly before token i says that the number is
// nobody's, as in "ISBN 9789..." or "artikelnummer 123456782".
func (s *scan) decoy(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.classes[k]&lexicon.Decoy != 0 {
			return true
		}
		if s.doc.Tokens[k].Kind != text.Symbol && s.classes[k]&lexicon.Connector == 0 {
			return false
		}
	}
	return false
}

// codeAt gives the token after the code of letters and digits that starts at
// token i, or 0. A code holds a digit.
func (s *scan) codeAt(i int) int {
	t := &s.doc.Tokens[i]
	if t.Kind == text.Symbol || i > 0 && !t.Is(text.SpaceBefore) && s.doc.Tokens[i-1].Kind != text.Symbol {
		return 0
	}
	if t.Kind == text.Word && (!t.Is(text.Upper) && t.Len() > 1 || t.Len() > 4) {
		return 0
	}
	end, digits := 0, false
	for k := i; k < len(s.doc.Tokens) && k < i+12; {
		t := &s.doc.Tokens[k]
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
		if k >= len(s.doc.Tokens) {
			return end
		}
		n := &s.doc.Tokens[k]
		if n.Is(text.LineStart) {
			return end
		}
		if c := s.doc.Symbol(k); c == '-' || c == '.' || c == '/' || c == '_' {
			if n.Is(text.SpaceBefore) || k+1 >= len(s.doc.Tokens) || s.doc.Tokens[k+1].Is(text.SpaceBefore) {
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

// cueAt tells whether a cue starts at token i.
func (s *scan) cueAt(i int) bool {
	if s.classes[i]&lexicon.CueStart == 0 {
		return false
	}
	h := s.lastCue(i) + 1
	return h < len(s.cues) && int(s.cues[h].start) == i
}

// codeLength counts the letters and digits of tokens [i, end).
func (s *scan) codeLength(i, end int) (chars, digits int) {
	for k := i; k < end; k++ {
		if s.doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		for _, c := range s.doc.Word(k) {
			chars++
			if c >= '0' && c <= '9' {
				digits++
			}
		}
	}
	return chars, digits
}

// code tries each code rule on tokens [i, end); only a label or column counts.
func (s *scan) code(rules []int, i, end int) {
	all := s.around(i, end)
	for _, r := range rules {
		p := &s.pack.Rules[r]
		sup := supportFor(all, r)
		if s.enumerated(i, p.Type) || sup.evidence&ByNear != 0 && s.numberWord(i) && !s.decoy(i) {
			sup.evidence |= ByLabel
		}
		if sup.evidence&(ByLabel|ByColumn) == 0 {
			continue
		}
		n, digits := s.codeLength(i, end)
		if digits == 0 || s.zeros(i, end) {
			continue
		}
		if p.Params.Charset == "digits" && (digits < n || s.hasSign(i, end)) && !s.coded(i, end, n, digits) {
			continue
		}
		if n < p.Params.Min || p.Params.Max > 0 && n > p.Params.Max || digits < min(p.Params.Min, 3) && (digits < 2 || sup.evidence&ByColumn == 0 && (n < 4 || digits == n || n == 4 && !s.hasSign(i, end))) {
			continue
		}
		if score, ev := weigh(&p.Scores, sup, false); score > 0 {
			s.add(r, i, end, score, ev|ByShape)
		}
	}
}
