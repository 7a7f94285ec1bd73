package detect

import (
	"fmt"
	"strings"

	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// TestRule runs the positives and negatives of a rule with the whole pack and
// tells what fails, one line each. A positive marks what the rule must find
// between « and »; in a negative it may find nothing of its type.
func TestRule(pack *rule.Pack, r *rule.Rule) []string {
	var failures []string
	for _, p := range r.Positives {
		plain, want := marked(p)
		if len(want) == 0 {
			failures = append(failures, fmt.Sprintf("positive %q marks nothing", p))
		}
		got := spansOf(Scan(pack, plain), r)
		for _, w := range want {
			if !contains(got, w) {
				failures = append(failures, fmt.Sprintf("positive %q: %q not found", p, plain[w.Start:w.End]))
			}
		}
	}
	for _, n := range r.Negatives {
		for _, s := range spansOf(Scan(pack, n), r) {
			failures = append(failures, fmt.Sprintf("negative %q: found %q", n, n[s.Start:s.End]))
		}
	}
	return failures
}

// marked takes the marks out of a text and gives their spans.
func marked(s string) (plain string, spans []text.Span) {
	var b strings.Builder
	for _, part := range strings.SplitAfter(s, "»") {
		before, inside, found := strings.Cut(part, "«")
		b.WriteString(before)
		if found {
			start := b.Len()
			b.WriteString(strings.TrimSuffix(inside, "»"))
			spans = append(spans, text.Span{Start: start, End: b.Len()})
		}
	}
	return b.String(), spans
}

// spansOf are the findings of the rule, or of another rule of its type.
func spansOf(res Result, r *rule.Rule) []text.Span {
	var spans []text.Span
	for _, f := range res.Findings {
		if f.Rule == r.ID || r.Type != rule.Other && f.Type == r.Type {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

func contains(spans []text.Span, want text.Span) bool {
	for _, s := range spans {
		if s == want {
			return true
		}
	}
	return false
}
