package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Reason tells why something that looks like an item is no finding.
type Reason uint8

// The reasons.
const (
	// NoCue: nothing near it says that it is one.
	NoCue Reason = iota
	// NoChecksum: the validator does not pass, and no cue makes up for that.
	NoChecksum
	// CueAgainst: a word near it counts against it.
	CueAgainst
	// OtherLabel: the label before it says that it is something else.
	OtherLabel
	// TooWeak: the evidence for it does not suffice.
	TooWeak
)

// String is the name of the reason in the API.
func (r Reason) String() string {
	return [...]string{"no_cue", "no_checksum", "cue_against", "other_label", "too_weak"}[r]
}

// Names lists the kinds of evidence by their names in the API.
func (e Evidence) Names() []string {
	names := []string{}
	for i, name := range [...]string{"shape", "checksum", "label", "near", "column", "list", "model", "repetition", "decoding"} {
		if e&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// LeftAlone is something that looks like an item of a rule and is no finding.
type LeftAlone struct {
	// Span is in bytes of the original text.
	Span text.Span
	// Rule is the id of the rule; "" when the label settles it for all of them.
	Rule   string
	Reason Reason
	// Score is what the evidence came to.
	Score float64
}

// Explain is Scan that also tells what was left alone. It is slower than Scan.
func Explain(pack *rule.Pack, s string) (Result, []LeftAlone) {
	left := []LeftAlone{}
	sc := &scan{pack: pack, left: &left}
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

// leave notes that tokens [i, j) are no finding of the rule, when someone asked.
func (s *scan) leave(r int, i, j int, score float64, why Reason) {
	if s.left == nil || j <= i {
		return
	}
	id := ""
	if r != rule.NoRule {
		id = s.pack.Rules[r].ID
	}
	span := s.doc.Source(s.doc.Tokens[i].Start, s.doc.Tokens[j-1].End)
	*s.left = append(*s.left, LeftAlone{Span: span, Rule: id, Reason: why, Score: score})
}

// leaveNumber notes why a row of digits of the right length is no finding.
func (s *scan) leaveNumber(r, i, j int, valid bool, sup *support, score float64) {
	if score >= least {
		return
	}
	why := NoCue
	switch {
	case sup.anti:
		why = CueAgainst
	case s.pack.Valid[r] != nil && !valid:
		why = NoChecksum
	}
	s.leave(r, i, j, score, why)
}
