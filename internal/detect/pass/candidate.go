package pass

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

// LeastScore is the score below which nothing is reported.
const LeastScore = 0.65

// Candidate is a possible finding, in bytes of the normalised text.
type Candidate struct {
	Start, End uint32
	Score      float32
	Evidence   Evidence
	Rule       int16
	Type       rule.Type
	// Formed: a rule spells out the form, so that no guess replaces it.
	Formed bool
}

// Add enters a candidate that spans tokens i up to, not with, j.
func (s *Pass) Add(ruleIndex, i, j int, score float64, ev Evidence) {
	s.AddBytes(ruleIndex, s.Doc.Tokens[i].Start, s.Doc.Tokens[j-1].End, score, ev)
	for k := i; k < j; k++ {
		s.Taken[k] = s.Pack.Rules[ruleIndex].Type
	}
}

// AddBytes enters a candidate that need not end at tokens.
func (s *Pass) AddBytes(ruleIndex int, start, end uint32, score float64, ev Evidence) {
	s.Steps++
	s.Cands = append(s.Cands, Candidate{
		Start: start, End: end, Score: float32(score), Evidence: ev,
		Rule: int16(ruleIndex), Type: s.Pack.Rules[ruleIndex].Type,
	})
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
