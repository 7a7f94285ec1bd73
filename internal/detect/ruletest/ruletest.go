package ruletest

import (
	"fmt"
	"strings"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Failure is one check that does not hold.
type Failure struct {
	// Context names where the example stood; "as written" for the example itself.
	Context string
	Problem string
	Text    string
}

// Result counts the checks of one rule.
type Result struct {
	Checks   int
	Failures []Failure
}

// Run tests a rule with the whole pack: each positive must be found exactly as
// marked and each negative not at all; pasted into a context, a positive must be
// found at least wholly and a negative not at all.
func Run(pack *rule.Pack, r *rule.Rule) Result {
	var result Result
	for _, example := range r.Positives {
		result.positive(pack, r, context{name: "as written", put: asIs}, example, true)
		for _, c := range contexts {
			if c.lines || !strings.Contains(example, "\n") {
				result.positive(pack, r, c, example, false)
			}
		}
	}
	for _, example := range r.Negatives {
		result.negative(pack, r, example)
	}
	return result
}

func asIs(example string) string { return example }

func (res *Result) positive(pack *rule.Pack, r *rule.Rule, c context, example string, exact bool) {
	plain, want := marked(c.put(example))
	found := findings(pack, r, plain)
	if len(want) == 0 {
		res.fail(c.name, "marks nothing", plain)
	}
	for _, w := range want {
		res.Checks++
		switch {
		case exact && !equalsOne(found, w):
			res.fail(c.name, fmt.Sprintf("%q is not found with exactly these bounds", plain[w.Start:w.End]), plain)
		case !exact && !covered(found, w):
			res.fail(c.name, fmt.Sprintf("%q is not found wholly", plain[w.Start:w.End]), plain)
		}
	}
}

func (res *Result) negative(pack *rule.Pack, r *rule.Rule, example string) {
	res.Checks++
	for _, f := range findings(pack, r, example) {
		res.fail("as written", fmt.Sprintf("%q is found", example[f.Start:f.End]), example)
	}
}

func (res *Result) fail(context, problem, text string) {
	res.Failures = append(res.Failures, Failure{context, problem, text})
}

// findings of the rule, or of another rule of its type: which of two rules wins
// is no matter. For type other it is, because the rule is all that tells these
// items apart.
func findings(pack *rule.Pack, r *rule.Rule, plain string) []text.Span {
	var spans []text.Span
	for _, f := range detect.Scan(pack, plain).Findings {
		if f.Rule == r.ID || f.Type == r.Type && r.Type != rule.Other {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

func equalsOne(spans []text.Span, want text.Span) bool {
	for _, s := range spans {
		if s == want {
			return true
		}
	}
	return false
}

// covered tells whether the spans, sorted and disjoint, leave no byte of want.
func covered(spans []text.Span, want text.Span) bool {
	at := want.Start
	for _, s := range spans {
		if s.Start <= at && s.End > at {
			at = s.End
		}
	}
	return at >= want.End
}

// marked takes the marks out of a text and gives their spans.
func marked(s string) (plain string, spans []text.Span) {
	var b strings.Builder
	for i, part := range strings.Split(s, open) {
		if i == 0 {
			b.WriteString(part)
			continue
		}
		value, rest, _ := strings.Cut(part, shut)
		spans = append(spans, text.Span{Start: b.Len(), End: b.Len() + len(value)})
		b.WriteString(value + rest)
	}
	return b.String(), spans
}
