package pass

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

// Leave notes that tokens [i, j) are no finding of the rule, when someone asked.
func (s *Pass) Leave(r int, i, j int, score float64, why Reason) {
	if s.Left == nil || j <= i {
		return
	}
	id := ""
	if r != rule.NoRule {
		id = s.Pack.Rules[r].ID
	}
	span := s.Doc.Source(s.Doc.Tokens[i].Start, s.Doc.Tokens[j-1].End)
	*s.Left = append(*s.Left, LeftAlone{Span: span, Rule: id, Reason: why, Score: score})
}

// LeaveNumber notes why a row of digits of the right length is no finding.
func (s *Pass) LeaveNumber(r, i, j int, valid bool, sup *Support, score float64) {
	if score >= LeastScore {
		return
	}
	why := NoCue
	switch {
	case sup.Anti:
		why = CueAgainst
	case s.Pack.Valid[r] != nil && !valid:
		why = NoChecksum
	}
	s.Leave(r, i, j, score, why)
}
