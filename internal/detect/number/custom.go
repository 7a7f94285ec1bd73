package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Custom finds what the rules of an organisation describe: its own words, numbers
// behind a prefix, and bounded patterns.
func (s *Finder) Custom() {
	patterns, prefixed := s.Pack.With(rule.MatchPattern), s.prefixed()
	words := len(s.Pack.With(rule.MatchWords)) > 0
	if !words && len(patterns) == 0 && len(prefixed) == 0 {
		return
	}
	for i := range s.Doc.Tokens {
		if words && s.Is(i, lexicon.OwnStart) {
			if end, r, ok := s.Pack.Listed.Longest(&s.Doc, i); ok {
				s.own(int(r), i, end, true)
			}
		}
		if i > 0 && !s.Doc.Tokens[i].Is(text.SpaceBefore) && s.Doc.Tokens[i-1].Kind != text.Symbol {
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
func (s *Finder) prefixed() []int {
	s.ruleList = s.ruleList[:0]
	for _, r := range s.Pack.With(rule.MatchNumber) {
		if len(s.Pack.Rules[r].Params.Prefixes) > 0 {
			s.ruleList = append(s.ruleList, r)
		}
	}
	return s.ruleList
}

// own adds an item of an organisation's rule when its evidence suffices.
func (s *Finder) own(r, i, end int, valid bool) {
	if score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, pass.SupportFor(s.Around(i, end), r), valid); score > 0 {
		s.Add(r, i, end, score, ev|pass.ByShape)
		s.Cands[len(s.Cands)-1].Formed = true
	}
}

// matchPattern gives the token after a match of the rule's pattern at token i that
// ends where a token ends, or 0.
func (s *Finder) matchPattern(r, i int) int {
	start := s.Doc.Tokens[i].Start
	line := s.Doc.Norm[start:min(int(start)+rule.MaxPattern, len(s.Doc.Norm))]
	n := s.Pack.Patterns[r].Match(line)
	s.Steps++
	if n == 0 {
		return 0
	}
	for k := i; k < len(s.Doc.Tokens) && s.Doc.Tokens[k].End <= start+uint32(n); k++ {
		if s.Doc.Tokens[k].End == start+uint32(n) {
			return k + 1
		}
	}
	return 0
}

// prefixedNumber reads a prefix and as many digits as the rule wants from token i:
// "Z123456", "ZD 123 456 789".
func (s *Finder) prefixedNumber(r, i int) (end int, valid bool) {
	p := &s.Pack.Rules[r].Params
	w := s.Doc.Word(i)
	for _, prefix := range p.Prefixes {
		if len(w) < len(prefix) || !equalAnyCase(w[:len(prefix)], prefix) {
			continue
		}
		if rest := w[len(prefix):]; len(rest) > 0 {
			if pass.AllDigits(rest) && pass.Fits(p.Lengths, len(rest)) {
				return i + 1, s.Pack.Valid[r] != nil && s.Pack.Valid[r](rest)
			}
			continue
		}
		k := i + 1
		if c := s.Doc.Symbol(k); c == '-' || c == '.' || c == ':' {
			k++
		}
		if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Is(text.LineStart) {
			continue
		}
		run := &s.DigitRun
		s.ReadRun(k, run)
		for g := run.Groups - 1; g >= 0; g-- {
			if n := int(run.Counts[g]); pass.Fits(p.Lengths, n) {
				return int(run.Ends[g]), s.Pack.Valid[r] != nil && s.Pack.Valid[r](run.Digits[:n])
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
