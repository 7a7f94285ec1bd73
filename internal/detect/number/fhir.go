package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// How far before its value the element of a FHIR resource may be named, in tokens.
const fhirReach = 70

// The words of JSON and XML renderings of FHIR that tell what a value belongs to.
var (
	FHIRValue      = text.HashWord("value")
	fhirIdentifier = text.HashWord("identifier")
	FHIRPatient    = text.HashWord("patient")
	fhirOther      = [...]uint64{
		text.HashWord("telecom"), text.HashWord("name"), text.HashWord("address"), text.HashWord("valueQuantity"), text.HashWord("component"),
		text.HashWord("code"), text.HashWord("extension"), text.HashWord("contact"), text.HashWord("referenceRange"), text.HashWord("birthDate"),
	}
)

// FHIR finds the value of an identifier of which the system says nothing: the
// number that the organisation itself gave, so a patient number.
func (s *Finder) FHIR() {
	patients := s.Typed(rule.MatchCode, rule.PatientNumber)
	if patients == rule.NoRule {
		return
	}
	for i := range s.Marked(pass.MarkSingle) {
		if s.Doc.Tokens[i].Hash == FHIRPatient && s.Doc.Symbol(i+1) == '/' {
			s.patientReference(patients, i+2)
			continue
		}
		if s.Doc.Tokens[i].Hash != FHIRValue || s.Doc.Symbol(i-1) != '"' && s.Doc.Symbol(i-1) != '<' {
			continue
		}
		k := i + 1
		for k < i+6 && (s.Doc.Symbol(k) == '"' || s.Doc.Symbol(k) == ':' || s.Doc.Symbol(k) == '=' || k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Hash == FHIRValue) {
			k++
		}
		if k >= len(s.Doc.Tokens) || s.Taken[k] != rule.TypeNone || !s.ofIdentifier(i) {
			continue
		}
		if end := s.CodeAt(k); end > k {
			if _, digits := s.CodeLength(k, end); digits >= 3 {
				s.Add(patients, k, end, 0.85, pass.ByLabel)
			}
		}
	}
}

// ofIdentifier tells whether the element around token i is an identifier.
func (s *Finder) ofIdentifier(i int) bool {
	for k := i - 1; k >= 0 && k > i-fhirReach; k-- {
		s.Steps++
		h := s.Doc.Tokens[k].Hash
		if h == fhirIdentifier {
			return true
		}
		for _, o := range fhirOther {
			if h == o && s.Doc.Symbol(k-1) == '"' && s.Doc.Symbol(k+1) == '"' && s.Doc.Symbol(k+2) == ':' {
				return false
			}
		}
	}
	return false
}

// patientReference reads the id in "Patient/px-771802", from token i on.
func (s *Finder) patientReference(patients, i int) {
	end, digits := i, 0
	for end < len(s.Doc.Tokens) && end < i+12 && !s.Doc.Tokens[end].Is(text.SpaceBefore) {
		if c := s.Doc.Symbol(end); s.Doc.Tokens[end].Kind == text.Symbol && c != '-' && c != '.' {
			break
		}
		_, n := s.CodeLength(end, end+1)
		digits += n
		end++
	}
	for end > i && s.Doc.Tokens[end-1].Kind == text.Symbol {
		end--
	}
	if end > i && digits >= 4 && s.Taken[i] == rule.TypeNone {
		s.Add(patients, i, end, 0.85, pass.ByLabel)
	}
}
