package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// custom finds what the rules of an organisation describe: its own words, numbers
// behind a prefix, and bounded patterns.
func (s *scan) custom() {
	patterns, prefixed := s.pack.With(rule.MatchPattern), s.prefixed()
	words := len(s.pack.With(rule.MatchWords)) > 0
	if !words && len(patterns) == 0 && len(prefixed) == 0 {
		return
	}
	for i := range s.doc.Tokens {
		if words && s.is(i, lexicon.OwnStart) {
			if end, r, ok := s.pack.Listed.Longest(&s.doc, i); ok {
				s.own(int(r), i, end, true)
			}
		}
		if i > 0 && !s.doc.Tokens[i].Is(text.SpaceBefore) && s.doc.Tokens[i-1].Kind != text.Symbol {
			continue
		}
		for _, r := range patterns {
			if end := s.matchPattern(r, i); end > i {
				s.own(r, i, end, true)
			}
		}
		for _, r := range prefixed {
			if end, valid := s.prefixedNumber(r, i); end > i {
				s.own(r, i, end, valid)
			}
		}
	}
}

// prefixed lists the number rules that want a prefix.
func (s *scan) prefixed() []int {
	s.ruleList = s.ruleList[:0]
	for _, r := range s.pack.With(rule.MatchNumber) {
		if len(s.pack.Rules[r].Params.Prefixes) > 0 {
			s.ruleList = append(s.ruleList, r)
		}
	}
	return s.ruleList
}

// own adds an item of an organisation's rule when its evidence suffices.
func (s *scan) own(r, i, end int, valid bool) {
	if score, ev := weigh(&s.pack.Rules[r].Scores, supportFor(s.around(i, end), r), valid); score > 0 {
		s.add(r, i, end, score, ev|ByShape)
		s.cands[len(s.cands)-1].formed = true
	}
}

// matchPattern gives the token after a match of the rule's pattern at token i that
// ends where a token ends, or 0.
func (s *scan) matchPattern(r, i int) int {
	start := s.doc.Tokens[i].Start
	line := s.doc.Norm[start:min(int(start)+rule.MaxPattern, len(s.doc.Norm))]
	n := s.pack.Patterns[r].Match(line)
	s.steps++
	if n == 0 {
		return 0
	}
	for k := i; k < len(s.doc.Tokens) && s.doc.Tokens[k].End <= start+uint32(n); k++ {
		if s.doc.Tokens[k].End == start+uint32(n) {
			return k + 1
		}
	}
	return 0
}

// prefixedNumber reads a prefix and as many digits as the rule wants from token i:
// "Z123456", "ZD 123 456 789".
func (s *scan) prefixedNumber(r, i int) (end int, valid bool) {
	p := &s.pack.Rules[r].Params
	w := s.doc.Word(i)
	for _, prefix := range p.Prefixes {
		if len(w) < len(prefix) || !equalAnyCase(w[:len(prefix)], prefix) {
			continue
		}
		if rest := w[len(prefix):]; len(rest) > 0 {
			if allDigits(rest) && fits(p.Lengths, len(rest)) {
				return i + 1, s.pack.Valid[r] != nil && s.pack.Valid[r](rest)
			}
			continue
		}
		k := i + 1
		if c := s.doc.Symbol(k); c == '-' || c == '.' || c == ':' {
			k++
		}
		if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number || s.doc.Tokens[k].Is(text.LineStart) {
			continue
		}
		run := &s.digitRun
		s.readRun(k, run)
		for g := run.groups - 1; g >= 0; g-- {
			if n := int(run.counts[g]); fits(p.Lengths, n) {
				return int(run.ends[g]), s.pack.Valid[r] != nil && s.pack.Valid[r](run.digits[:n])
			}
		}
	}
	return 0, false
}

// equalAnyCase compares ASCII without regard to case.
func equalAnyCase(b []byte, s string) bool {
	for i, c := range b {
		if c|0x20 != s[i]|0x20 {
			return false
		}
	}
	return len(b) == len(s)
}
