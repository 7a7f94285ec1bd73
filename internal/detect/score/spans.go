package score

import (
	"slices"
	"unicode"
)

// Mistake is a gold span that was missed or a prediction that was wrong.
type Mistake struct {
	Case Case
	Span Span
}

// Result holds the figures of a set of cases.
type Result struct {
	Cases, Unanswered int
	Overall           Figures
	// ByType holds recall and strict recall by gold type and precision by
	// predicted type; the other figures are empty.
	ByType map[string]Figures
	Missed []Mistake
	False  []Mistake
}

// Spans scores the predictions for the cases on the wanted types. A case
// without a prediction counts as one in which nothing was found.
func Spans(cases []Case, predictions map[string]Prediction, wanted Types, match Match) Result {
	result := Result{Cases: len(cases), ByType: map[string]Figures{}}
	for _, c := range cases {
		prediction, answered := predictions[c.ID]
		if !answered {
			result.Unanswered++
		}
		s := scoring{c: c, text: []rune(c.Text), wanted: wanted, match: match, result: &result}
		s.predicted = s.clip(prediction.Spans)
		s.sort()
		s.recall()
		s.precision()
		result.Overall.add(s.figures)
	}
	return result
}

// scoring is the work on one case.
type scoring struct {
	c         Case
	text      []rune
	wanted    Types
	match     Match
	predicted []Span
	gold      []Span // that must be found
	aside     []Span // on which a prediction is not judged
	figures   Figures
	result    *Result
}

// clip leaves out predictions that cover nothing of the text.
func (s *scoring) clip(spans []Span) []Span {
	var kept []Span
	for _, p := range spans {
		if p.Start >= 0 && p.End > p.Start {
			kept = append(kept, p)
		}
	}
	return kept
}

func (s *scoring) sort() {
	for _, g := range s.c.Spans {
		if !g.Soft && s.wanted.has(g.Type) {
			s.gold = append(s.gold, g)
		} else {
			s.aside = append(s.aside, g)
		}
	}
	s.aside = append(s.aside, s.c.Mentions...)
}

func (s *scoring) recall() {
	anything := s.cover(s.predicted)
	leak, leakAlnum := false, false
	for _, g := range s.gold {
		var mine []Span
		exact := false
		for _, p := range s.predicted {
			if s.match.compatible(p.Type, g.Type) {
				mine = append(mine, p)
				exact = exact || p.Start == g.Start && p.End == g.End
			}
		}
		covered := count(s.cover(mine), g)
		found := covered > 0 && 2*covered >= g.End-g.Start
		s.tally(g.Type, func(f *Figures) { f.Recall.count(found); f.Strict.count(exact) })
		if !found {
			s.result.Missed = append(s.result.Missed, Mistake{s.c, g})
		}
		for i := g.Start; i < g.End && i < len(s.text); i++ {
			if !anything[i] {
				leak = true
				leakAlnum = leakAlnum || unicode.IsLetter(s.text[i]) || unicode.IsNumber(s.text[i])
			}
		}
	}
	if len(s.gold) > 0 {
		s.figures.Leak.count(leak)
		s.figures.LeakAlnum.count(leakAlnum)
	}
}

func (s *scoring) precision() {
	var judged []Span
	for _, p := range s.predicted {
		if s.wanted.has(p.Type) && (s.c.Complete || slices.Contains(s.c.CompleteTypes, p.Type)) {
			judged = append(judged, p)
		}
	}
	alarms := 0
	for _, p := range judged {
		right := s.restsOnGold(p)
		if !right && restsOn(p, s.aside) {
			continue
		}
		s.tally(p.Type, func(f *Figures) { f.Precision.count(right) })
		if !right {
			alarms++
			s.result.False = append(s.result.False, Mistake{s.c, p})
		}
	}
	if !s.c.Complete && (len(s.c.CompleteTypes) == 0 || !s.wanted.hasAny(s.c.CompleteTypes)) {
		return
	}
	if len(s.gold) == 0 {
		s.figures.FalseAlarm.count(alarms > 0)
	}
	marked, hit := s.cover(append(s.c.Spans[:len(s.c.Spans):len(s.c.Spans)], s.c.Mentions...)), s.cover(judged)
	for i := range s.text {
		if !marked[i] {
			s.figures.Excess.count(hit[i])
		}
	}
}

func (s *scoring) restsOnGold(p Span) bool {
	return slices.ContainsFunc(s.gold, func(g Span) bool {
		return s.match.compatible(p.Type, g.Type) && rests(p, g)
	})
}

// tally counts for the case and for the type.
func (s *scoring) tally(name string, count func(*Figures)) {
	count(&s.figures)
	f := s.result.ByType[name]
	count(&f)
	s.result.ByType[name] = f
}

// cover marks the code points of the text that lie in one of the spans.
func (s *scoring) cover(spans []Span) []bool {
	covered := make([]bool, len(s.text))
	for _, span := range spans {
		for i := max(span.Start, 0); i < span.End && i < len(covered); i++ {
			covered[i] = true
		}
	}
	return covered
}

func count(covered []bool, span Span) int {
	n := 0
	for i := span.Start; i < span.End && i < len(covered); i++ {
		if covered[i] {
			n++
		}
	}
	return n
}

// rests tells whether p shares at least half of the shorter of both with g.
func rests(p, g Span) bool {
	shared := min(p.End, g.End) - max(p.Start, g.Start)
	return shared > 0 && 2*shared >= min(p.End-p.Start, g.End-g.Start)
}

func restsOn(p Span, spans []Span) bool {
	return slices.ContainsFunc(spans, func(g Span) bool { return rests(p, g) })
}
