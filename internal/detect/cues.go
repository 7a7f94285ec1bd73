package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// cueHit is a cue at tokens [start, end).
type cueHit struct {
	start, end int32
	id         uint32
}

// support is what the surroundings of an item say for one rule.
type support struct {
	rule     int
	evidence Evidence // ByLabel, ByColumn or ByNear
	anti     bool
}

// How far, in tokens, cues reach.
const (
	labelReach = 9
	nearReach  = 14
	rightReach = 7
	hitsBack   = 6
)

// around gathers what the cues near tokens [i, j) say. The slice is valid until
// the next call.
func (s *scan) around(i, j int) []support {
	s.supports = s.supports[:0]
	s.leftOf(i)
	s.rightOf(j)
	s.columnOf(i)
	return s.supports
}

// supportFor picks the rule's support.
func supportFor(all []support, ruleIndex int) support {
	for k := range all {
		if all[k].rule == ruleIndex {
			return all[k]
		}
	}
	return support{}
}

func (s *scan) note(ruleIndex int, ev Evidence, anti bool) {
	for k := range s.supports {
		if p := &s.supports[k]; p.rule == ruleIndex {
			p.evidence |= ev
			p.anti = p.anti || anti
			return
		}
	}
	s.supports = append(s.supports, support{rule: ruleIndex, evidence: ev, anti: anti})
}

// lastCue is the index of the last cue that ends at or before token i, or -1.
func (s *scan) lastCue(i int) int {
	if i < 0 {
		return -1
	}
	return int(s.ended[i]) - 1
}

// leftOf walks back over the cues before token i. A cue is a label when only
// connecting words stand between; another label in between hides those before it.
func (s *scan) leftOf(i int) {
	at := i
	label, blocked := true, false
	for h, n := s.lastCue(i), 0; h >= 0 && n < hitsBack; h, n = h-1, n+1 {
		hit := &s.cues[h]
		if i-int(hit.end) > nearReach || !s.sameBlock(int(hit.end)-1, i) {
			return
		}
		s.steps++
		linked := label && i-int(hit.end) <= labelReach && (s.linked(int(hit.end), i) || at == i && s.nounBetween(int(hit.end), i))
		if label && (i-int(hit.end) > labelReach || !s.connected(int(hit.end), at)) {
			label = false
		}
		if !blocked && s.valueBetween(int(hit.end), at) {
			blocked = true
		}
		for _, use := range s.pack.CueUses[hit.id] {
			switch {
			case use.Kind&rule.CueAnti != 0:
				s.note(int(use.Rule), 0, !blocked)
			case (label || linked) && use.Kind&rule.CueLeft != 0, label && use.Kind&rule.CueKey != 0 && s.keySign(int(hit.end), i):
				s.note(int(use.Rule), ByLabel, false)
			case !blocked && use.Kind&(rule.CueNear|rule.CueLeft) != 0:
				s.note(int(use.Rule), ByNear, false)
			}
		}
		at = int(hit.start)
		if label && !s.joined(at) {
			label = false
		}
	}
}

// linked tells whether a few words between a label, which ends at token i, and a
// value at token j say whose it is: "dossier mw Vaak: 88123", "epd-nr van Vaak is".
func (s *scan) linked(i, j int) bool {
	if j-i < 2 || j-i > 7 {
		return false
	}
	last := s.doc.Symbol(j-1) == ':' || s.doc.Symbol(j-1) == '='
	if !last && !(s.is(j-1, lexicon.Connector) && s.width(j-1) <= 3 && (equalFold(s.doc.Word(j-1), "is") || equalFold(s.doc.Word(j-1), "was"))) {
		return false
	}
	for k := i; k < j-1; k++ {
		if t := &s.doc.Tokens[k]; t.Kind != text.Word && s.doc.Symbol(k) != '.' || t.Is(text.LineStart) || s.is(k, lexicon.CueStart) && s.cueAt(k) {
			return false
		}
	}
	return true
}

// nounBetween tells whether one or two words between a label that ends in a word for a
// number, at token i, and a number at token j say where it is used: "klantnr apotheek
// 55120", "patiëntnummer in HiX 7718203".
func (s *scan) nounBetween(i, j int) bool {
	if j-i < 1 || j-i > 2 || s.doc.Tokens[j].Kind == text.Word || s.doc.Tokens[j].Len() < 3 && s.doc.Tokens[j].Kind == text.Number {
		return false
	}
	for k := i; k < j; k++ {
		t := &s.doc.Tokens[k]
		if t.Kind != text.Word || t.Len() < 2 || t.Is(text.LineStart) || s.is(k, lexicon.Month|lexicon.Weekday|lexicon.NumberWord|lexicon.Given|lexicon.Surname) {
			return false
		}
	}
	if s.doc.Tokens[j].Is(text.LineStart) || s.unitBehind(j+1) {
		return false
	}
	w := s.doc.Word(i - 1)
	return endsFold(w, "nr") || endsFold(w, "nummer") || endsFold(w, "number") || numberWords.Lookup(s.doc.Tokens[i-1].Hash) != 0
}

// joined tells whether the label that starts at token i is one of several in a
// row, as in "BSN / patiëntnummer:".
func (s *scan) joined(i int) bool {
	switch s.doc.Symbol(i - 1) {
	case '/', '(', '+', '&':
		return true
	case 0:
		return i > 0 && s.doc.Tokens[i-1].Kind != text.Symbol && !s.doc.Tokens[i].Is(text.LineStart)
	}
	return false
}

// rightOf looks at the first cues after token j-1.
func (s *scan) rightOf(j int) {
	for h, n := s.lastCue(j-1)+1, 0; h < len(s.cues) && n < 2; h, n = h+1, n+1 {
		hit := &s.cues[h]
		if int(hit.start) < j {
			continue
		}
		gap := int(hit.start) - j
		if gap > rightReach || j > 0 && s.doc.Tokens[hit.start].Line != s.doc.Tokens[j-1].Line {
			return
		}
		s.steps++
		direct := gap <= 3 && s.connected(j, int(hit.start))
		between := s.valueBetween(j, int(hit.start)) || s.valueBetween(int(hit.end), min(int(hit.end)+5, len(s.doc.Tokens)))
		for _, use := range s.pack.CueUses[hit.id] {
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
func (s *scan) sameBlock(i, j int) bool {
	gap := s.doc.Tokens[j].Line - s.doc.Tokens[i].Line
	return gap == 0 || gap <= 2 && j-i <= 4
}

// connected tells whether tokens [i, j) only connect a label with its value.
func (s *scan) connected(i, j int) bool {
	for k := i; k < j; k++ {
		if s.doc.Tokens[k].Kind != text.Symbol {
			if !s.is(k, lexicon.Connector|lexicon.Insurer) {
				return false
			}
			continue
		}
		switch s.doc.Symbol(k) {
		case '.':
			if k+1 < len(s.doc.Tokens) && s.doc.Tokens[k+1].Is(text.LineStart) {
				return false // the end of a sentence
			}
		case '!', '?', ';', ')', ']', '}', '@', '%', '$', '&':
			return false
		case ',':
			if k > 0 && s.is(k-1, lexicon.Insurer) {
				continue
			}
			if s.doc.Symbol(k-1) != '"' && s.doc.Symbol(k-1) != '\'' && s.doc.Symbol(k+1) != '"' {
				return false
			}
		}
	}
	return true
}

// keySign tells whether tokens [i, j) hold a sign that follows a key.
func (s *scan) keySign(i, j int) bool {
	for k := i; k < j; k++ {
		switch s.doc.Symbol(k) {
		case ':', '=', '>', '"':
			return true
		}
	}
	return false
}

// valueBetween tells whether another value of four digits or more stands in
// tokens [i, j).
func (s *scan) valueBetween(i, j int) bool {
	for k := i; k < j; k++ {
		if t := &s.doc.Tokens[k]; t.Kind == text.Number && t.Len() >= 4 {
			return true
		}
	}
	return false
}
