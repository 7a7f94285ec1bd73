package pass

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// CueHit is a cue at tokens [start, end).
type CueHit struct {
	Start, End int32
	ID         uint32
}

// Support is what the surroundings of an item say for one rule.
type Support struct {
	Rule     int
	Evidence Evidence // ByLabel, ByColumn or ByNear
	Anti     bool
}

// How far, in tokens, cues reach.
const (
	LabelReach = 9
	nearReach  = 14
	rightReach = 7
	hitsBack   = 6
)

// Around gathers what the cues near tokens [i, j) say. The slice is valid until
// the next call.
func (s *Pass) Around(i, j int) []Support {
	s.Supports = s.Supports[:0]
	s.leftOf(i)
	s.rightOf(j)
	s.ColumnOf(i)
	return s.Supports
}

// SupportFor picks the rule's support.
func SupportFor(all []Support, ruleIndex int) Support {
	for k := range all {
		if all[k].Rule == ruleIndex {
			return all[k]
		}
	}
	return Support{}
}

func (s *Pass) note(ruleIndex int, ev Evidence, anti bool) {
	for k := range s.Supports {
		if p := &s.Supports[k]; p.Rule == ruleIndex {
			p.Evidence |= ev
			p.Anti = p.Anti || anti
			return
		}
	}
	s.Supports = append(s.Supports, Support{Rule: ruleIndex, Evidence: ev, Anti: anti})
}

// LastCue is the index of the last cue that ends at or before token i, or -1.
func (s *Pass) LastCue(i int) int {
	if i < 0 {
		return -1
	}
	return int(s.ended[i]) - 1
}

// leftOf walks back over the cues before token i. A cue is a label when only
// connecting words stand between; another label in between hides those before it.
func (s *Pass) leftOf(i int) {
	at := i
	label, blocked := true, false
	for h, n := s.LastCue(i), 0; h >= 0 && n < hitsBack; h, n = h-1, n+1 {
		hit := &s.Cues[h]
		if i-int(hit.End) > nearReach || !s.sameBlock(int(hit.End)-1, i) {
			return
		}
		s.Steps++
		linked := label && i-int(hit.End) <= LabelReach && (s.linked(int(hit.End), i) || at == i && s.nounBetween(int(hit.End), i))
		if label && (i-int(hit.End) > LabelReach || !s.Connected(int(hit.End), at)) {
			label = false
		}
		if !blocked && s.valueBetween(int(hit.End), at) {
			blocked = true
		}
		for _, use := range s.Pack.CueUses[hit.ID] {
			switch {
			case use.Kind&rule.CueAnti != 0:
				s.note(int(use.Rule), 0, !blocked)
			case (label || linked) && use.Kind&rule.CueLeft != 0, label && use.Kind&rule.CueKey != 0 && s.keySign(int(hit.End), i):
				s.note(int(use.Rule), ByLabel, false)
			case !blocked && use.Kind&(rule.CueNear|rule.CueLeft) != 0:
				s.note(int(use.Rule), ByNear, false)
			}
		}
		at = int(hit.Start)
		if label && !s.joined(at) {
			label = false
		}
	}
}

// linked tells whether a few words between a label, which ends at token i, and a
// value at token j say whose it is: "dossier mw Vaak: 88123", "epd-nr van Vaak is".
func (s *Pass) linked(i, j int) bool {
	if j-i < 2 || j-i > 7 {
		return false
	}
	last := s.Doc.Symbol(j-1) == ':' || s.Doc.Symbol(j-1) == '='
	if !last && !(s.Is(j-1, lexicon.Connector) && s.Width(j-1) <= 3 && (EqualFold(s.Doc.Word(j-1), "is") || EqualFold(s.Doc.Word(j-1), "was"))) {
		return false
	}
	for k := i; k < j-1; k++ {
		if t := &s.Doc.Tokens[k]; t.Kind != text.Word && s.Doc.Symbol(k) != '.' || t.Is(text.LineStart) || s.Is(k, lexicon.CueStart) && s.CueAt(k) {
			return false
		}
	}
	return true
}

// nounBetween tells whether one or two words between a label that ends in a word for a
// number, at token i, and a number at token j say where it is used: "klantnr apotheek
// 55120", "patiëntnummer in HiX 7718203".
func (s *Pass) nounBetween(i, j int) bool {
	if j-i < 1 || j-i > 2 || s.Doc.Tokens[j].Kind == text.Word || s.Doc.Tokens[j].Len() < 3 && s.Doc.Tokens[j].Kind == text.Number {
		return false
	}
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind != text.Word || t.Len() < 2 || t.Is(text.LineStart) || s.Is(k, lexicon.Month|lexicon.Weekday|lexicon.NumberWord|lexicon.Given|lexicon.Surname) {
			return false
		}
	}
	if s.Doc.Tokens[j].Is(text.LineStart) || s.UnitBehind(j+1) {
		return false
	}
	w := s.Doc.Word(i - 1)
	return EndsFold(w, "nr") || EndsFold(w, "nummer") || EndsFold(w, "number") || NumberWords.Lookup(s.Doc.Tokens[i-1].Hash) != 0
}

// joined tells whether the label that starts at token i is one of several in a
// row, as in "BSN / patiëntnummer:".
func (s *Pass) joined(i int) bool {
	switch s.Doc.Symbol(i - 1) {
	case '/', '(', '+', '&':
		return true
	case 0:
		return i > 0 && s.Doc.Tokens[i-1].Kind != text.Symbol && !s.Doc.Tokens[i].Is(text.LineStart)
	}
	return false
}

// rightOf looks at the first cues after token j-1.
func (s *Pass) rightOf(j int) {
	for h, n := s.LastCue(j-1)+1, 0; h < len(s.Cues) && n < 2; h, n = h+1, n+1 {
		hit := &s.Cues[h]
		if int(hit.Start) < j {
			continue
		}
		gap := int(hit.Start) - j
		if gap > rightReach || j > 0 && s.Doc.Tokens[hit.Start].Line != s.Doc.Tokens[j-1].Line {
			return
		}
		s.Steps++
		direct := gap <= 3 && s.Connected(j, int(hit.Start))
		between := s.valueBetween(j, int(hit.Start)) || s.valueBetween(int(hit.End), min(int(hit.End)+5, len(s.Doc.Tokens)))
		for _, use := range s.Pack.CueUses[hit.ID] {
			switch {
			case use.Kind&rule.CueAnti != 0 && gap <= 3:
				s.note(int(use.Rule), 0, true)
			case direct && use.Kind&rule.CueRight != 0:
				s.note(int(use.Rule), ByLabel, false)
			case !between && use.Kind&(rule.CueNear|rule.CueRight) != 0:
				s.note(int(use.Rule), ByNear, false)
			}
		}
	}
}

// sameBlock tells whether a label at token i can speak for a value at token j:
// on the same line, or alone at the end of the line before.
func (s *Pass) sameBlock(i, j int) bool {
	gap := s.Doc.Tokens[j].Line - s.Doc.Tokens[i].Line
	return gap == 0 || gap <= 2 && j-i <= 4
}

// Connected tells whether tokens [i, j) only connect a label with its value.
func (s *Pass) Connected(i, j int) bool {
	for k := i; k < j; k++ {
		if s.Doc.Tokens[k].Kind != text.Symbol {
			if !s.Is(k, lexicon.Connector|lexicon.Insurer) {
				return false
			}
			continue
		}
		switch s.Doc.Symbol(k) {
		case '.':
			if k+1 < len(s.Doc.Tokens) && s.Doc.Tokens[k+1].Is(text.LineStart) {
				return false // the end of a sentence
			}
		case '!', '?', ';', ')', ']', '}', '@', '%', '$', '&':
			return false
		case ',':
			if k > 0 && s.Is(k-1, lexicon.Insurer) {
				continue
			}
			if s.Doc.Symbol(k-1) != '"' && s.Doc.Symbol(k-1) != '\'' && s.Doc.Symbol(k+1) != '"' {
				return false
			}
		}
	}
	return true
}

// keySign tells whether tokens [i, j) hold a sign that follows a key.
func (s *Pass) keySign(i, j int) bool {
	for k := i; k < j; k++ {
		switch s.Doc.Symbol(k) {
		case ':', '=', '>', '"':
			return true
		}
	}
	return false
}

// valueBetween tells whether another value of four digits or more stands in
// tokens [i, j).
func (s *Pass) valueBetween(i, j int) bool {
	for k := i; k < j; k++ {
		if t := &s.Doc.Tokens[k]; t.Kind == text.Number && t.Len() >= 4 {
			return true
		}
	}
	return false
}
