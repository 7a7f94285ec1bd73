package detect

import "dijkwacht/internal/rule"

// Explain is Scan that also tells what was left alone. It is slower than Scan.
func Explain(pack *rule.Pack, s string) (Result, []LeftAlone) {
	left := []LeftAlone{}
	sc := newScan(pack)
	sc.Left = &left
	var r Result
	sc.run(s, &r)
	return r, uncovered(left, r.Findings)
}

// uncovered are those that no finding took over.
func uncovered(left []LeftAlone, findings []Finding) []LeftAlone {
	kept := left[:0]
	for _, l := range left {
		taken := false
		for _, f := range findings {
			taken = taken || f.Span.Overlaps(l.Span)
		}
		if !taken {
			kept = append(kept, l)
		}
	}
	return kept
}
