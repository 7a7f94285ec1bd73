package health

import (
	"dijkwacht/internal/detect/pass"
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
func (s *Finder) observation(i int) {
	r := s.healthPass.lab
	t := &s.Doc.Tokens[i]
	if r == rule.NoRule || t.Len() != 3 || !t.Is(text.LineStart) || s.Doc.Symbol(i+1) != '|' || string(s.Doc.Word(i)) != "OBX" {
		return
	}
	field, numeric := 0, false
	for k := i + 1; k < i+60 && s.Joint(k); k++ {
		s.Steps++
		if s.Doc.Symbol(k) == '|' {
			field++
			continue
		}
		switch field {
		case obxType:
			w := string(s.Doc.Word(k))
			numeric = w == "NM" || w == "SN"
		case obxValue:
			if !numeric || s.Doc.Tokens[k].Kind != text.Number {
				return
			}
			if end := s.value(k); s.Taken[k] == rule.TypeNone {
				s.Add(r, k, end, cellScore, pass.ByColumn)
			}
			return
		}
	}
}
