package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// How far before its value the element of a FHIR resource may be named, in tokens.
const fhirReach = 70

// The words of JSON and XML renderings of FHIR that tell what a value belongs to.
var (
	fhirValue      = text.HashWord("value")
	fhirIdentifier = text.HashWord("identifier")
	fhirPatient    = text.HashWord("patient")
	fhirOther      = [...]uint64{
		text.HashWord("telecom"), text.HashWord("name"), text.HashWord("address"), text.HashWord("valueQuantity"), text.HashWord("component"),
		text.HashWord("code"), text.HashWord("extension"), text.HashWord("contact"), text.HashWord("referenceRange"), text.HashWord("birthDate"),
	}
)

// fhir finds the value of an identifier of which the system says nothing: the
// number that the organisation itself gave, so a patient number.
func (s *scan) fhir() {
	patients := s.typed(rule.MatchCode, rule.PatientNumber)
	if patients == rule.NoRule {
		return
	}
	for i, m := range s.marks {
		if m&markSingle == 0 {
			continue
		}
		if s.doc.Tokens[i].Hash == fhirPatient && s.doc.Symbol(i+1) == '/' {
			s.patientReference(patients, i+2)
			continue
		}
		if s.doc.Tokens[i].Hash != fhirValue || s.doc.Symbol(i-1) != '"' && s.doc.Symbol(i-1) != '<' {
			continue
		}
		k := i + 1
		for k < i+6 && (s.doc.Symbol(k) == '"' || s.doc.Symbol(k) == ':' || s.doc.Symbol(k) == '=' || k < len(s.doc.Tokens) && s.doc.Tokens[k].Hash == fhirValue) {
			k++
		}
		if k >= len(s.doc.Tokens) || s.taken[k] != rule.TypeNone || !s.ofIdentifier(i) {
			continue
		}
		if end := s.codeAt(k); end > k {
			if _, digits := s.codeLength(k, end); digits >= 3 {
				s.add(patients, k, end, 0.85, ByLabel)
			}
		}
	}
}

// ofIdentifier tells whether the element around token i is an identifier.
func (s *scan) ofIdentifier(i int) bool {
	for k := i - 1; k >= 0 && k > i-fhirReach; k-- {
		s.steps++
		h := s.doc.Tokens[k].Hash
		if h == fhirIdentifier {
			return true
		}
		for _, o := range fhirOther {
			if h == o && s.doc.Symbol(k-1) == '"' && s.doc.Symbol(k+1) == '"' && s.doc.Symbol(k+2) == ':' {
				return false
			}
		}
	}
	return false
}

// patientReference reads the id in "Patient/px-771802", from token i on.
func (s *scan) patientReference(patients, i int) {
	end, digits := i, 0
	for end < len(s.doc.Tokens) && end < i+12 && !s.doc.Tokens[end].Is(text.SpaceBefore) {
		if c := s.doc.Symbol(end); s.doc.Tokens[end].Kind == text.Symbol && c != '-' && c != '.' {
			break
		}
		_, n := s.codeLength(end, end+1)
		digits += n
		end++
	}
	for end > i && s.doc.Tokens[end-1].Kind == text.Symbol {
		end--
	}
	if end > i && digits >= 4 && s.taken[i] == rule.TypeNone {
		s.add(patients, i, end, 0.85, ByLabel)
	}
}
