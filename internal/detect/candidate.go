package detect

import "dijkwacht/internal/rule"

// Evidence tells in bits what a finding rests on.
type Evidence uint16

// The kinds of evidence.
const (
	ByShape      Evidence = 1 << iota // the form of the item itself
	ByChecksum                        // a validator passes
	ByLabel                           // a cue stands directly before or after it
	ByNear                            // a cue stands near it
	ByColumn                          // the header of its column
	ByList                            // a word list
	ByModel                           // the name model
	ByRepetition                      // found elsewhere in the same text
	ByDecoding                        // what an encoded piece turned out to hold
)

// least is the score below which nothing is reported.
const least = 0.65

// candidate is a possible finding, in bytes of the normalised text.
type candidate struct {
	start, end uint32
	score      float32
	evidence   Evidence
	rule       int16
	typ        rule.Type
	// formed: a rule spells out the form, so that no guess replaces it.
	formed bool
}

// add enters a candidate that spans tokens i up to, not with, j.
func (s *scan) add(ruleIndex, i, j int, score float64, ev Evidence) {
	s.addBytes(ruleIndex, s.doc.Tokens[i].Start, s.doc.Tokens[j-1].End, score, ev)
	for k := i; k < j; k++ {
		s.taken[k] = s.pack.Rules[ruleIndex].Type
	}
}

// addBytes enters a candidate that need not end at tokens.
func (s *scan) addBytes(ruleIndex int, start, end uint32, score float64, ev Evidence) {
	s.steps++
	s.cands = append(s.cands, candidate{
		start: start, end: end, score: float32(score), evidence: ev,
		rule: int16(ruleIndex), typ: s.pack.Rules[ruleIndex].Type,
	})
}
