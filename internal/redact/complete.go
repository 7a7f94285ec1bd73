package redact

import (
	"slices"
	"strings"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/text"
)

// rounds bounds how often Complete looks again.
const rounds = 5

// Complete adds to the findings of a text what scan finds once the covered ones are
// replaced: without its neighbours an item may show that hid behind them. What it
// gives is sorted and disjoint, so that Text makes a text of it in which nothing
// covered is found. It gives false when something still shows after five rounds.
func Complete(source string, findings []detect.Finding, scan func(string) []detect.Finding, o Options) ([]detect.Finding, bool) {
	findings = slices.Clone(findings)
	for range rounds {
		safe, cuts := write(source, findings, o)
		whole := true
		for _, f := range scan(safe) {
			if span := cuts.back(f.Span); o.Covers.Has(f.Type) && !hidden(span, findings, o) {
				f.Span, f.Person = span, detect.NoPerson
				findings, whole = insert(source, findings, f), false
			}
		}
		if whole {
			return findings, true
		}
	}
	return findings, false
}

// hidden tells whether a place is replaced already: what is found there is a placeholder.
func hidden(s text.Span, findings []detect.Finding, o Options) bool {
	return slices.ContainsFunc(findings, func(f detect.Finding) bool {
		return o.Covers.Has(f.Type) && f.Span.Start <= s.Start && s.End <= f.Span.End
	})
}

// insert puts f in the place of the findings that it touches.
func insert(source string, findings []detect.Finding, f detect.Finding) []detect.Finding {
	touches := func(g detect.Finding) bool { return g.Span.Start < f.Span.End && f.Span.Start < g.Span.End }
	for _, g := range findings {
		if touches(g) {
			f.Span = text.Span{Start: min(f.Span.Start, g.Span.Start), End: max(f.Span.End, g.Span.End)}
		}
	}
	findings = slices.DeleteFunc(findings, touches)
	f.Ref = refOf(source, findings, f)
	at, _ := slices.BinarySearchFunc(findings, f.Span.Start, func(g detect.Finding, start int) int { return g.Span.Start - start })
	return slices.Insert(findings, at, f)
}

// refOf is that of an equal value, or the next one.
func refOf(source string, findings []detect.Finding, f detect.Finding) int {
	next := 1
	for _, g := range findings {
		if g.Type != f.Type {
			continue
		}
		if strings.EqualFold(source[g.Span.Start:g.Span.End], source[f.Span.Start:f.Span.End]) {
			return g.Ref
		}
		next = max(next, g.Ref+1)
	}
	return next
}

// cut is a place that was replaced: was in the source, is in what was made of it.
type cut struct{ was, is text.Span }

type cuts []cut

// back is the place in the source of a place in what was made of it. One that begins
// or ends within a placeholder takes in all that the placeholder stands for.
func (c cuts) back(s text.Span) text.Span {
	out := s
	for _, x := range c {
		shift := x.was.End - x.is.End
		switch {
		case s.Start >= x.is.End:
			out.Start = s.Start + shift
		case s.Start > x.is.Start:
			out.Start = x.was.Start
		}
		switch {
		case s.End >= x.is.End:
			out.End = s.End + shift
		case s.End > x.is.Start:
			out.End = x.was.End
		}
	}
	return out
}
