package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The fields of an HL7v2 OBX segment (HL7 v2.5.1, 7.4.2).
const (
	obxType  = 2 // NM or SN: the value is a number
	obxValue = 5
)

// observation reads the value of an OBX segment that starts at token i, whatever
// was measured.
func (s *scan) observation(i int) {
	r := s.healthPass.lab
	t := &s.doc.Tokens[i]
	if r == rule.NoRule || t.Len() != 3 || !t.Is(text.LineStart) || s.doc.Symbol(i+1) != '|' || string(s.doc.Word(i)) != "OBX" {
		return
	}
	field, numeric := 0, false
	for k := i + 1; k < i+60 && s.joint(k); k++ {
		s.steps++
		if s.doc.Symbol(k) == '|' {
			field++
			continue
		}
		switch field {
		case obxType:
			w := string(s.doc.Word(k))
			numeric = w == "NM" || w == "SN"
		case obxValue:
			if !numeric || s.doc.Tokens[k].Kind != text.Number {
				return
			}
			if end := s.value(k); s.taken[k] == rule.TypeNone {
				s.add(r, k, end, cellScore, ByColumn)
			}
			return
		}
	}
}
