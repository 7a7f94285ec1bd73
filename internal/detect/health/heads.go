package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// eponymScore is that of a disease named after a person where its context or name
// leaves no doubt: above that of any name.
const eponymScore = 0.98

// headAt reads a word such as gebroken, failure or surgery together with the part
// of the body or the qualifying words beside it.
func (s *Finder) headAt(i, end int, typ rule.Type) int {
	r := s.healthPass.term[typ]
	if r == rule.NoRule {
		return i
	}
	left, part := s.headLeft(i)
	right := s.partAfter(end)
	switch {
	case part || right > end:
	case s.beside(i)&besideDisease != 0:
		return s.diseaseOf(r, i, end)
	default:
		return i
	}
	right = s.staged(max(right, end))
	s.Add(r, left, right, s.Pack.Rules[r].Scores.Bare, pass.ByList)
	return right
}

// headLeft walks back from a head at token i over parts of the body and
// qualifying words. It tells whether there is one that makes the term.
func (s *Finder) headLeft(i int) (left int, part bool) {
	left = i
	for n := 0; n < 4 && s.Joint(left); n++ {
		k := left - 1
		if s.Doc.Symbol(k) == '-' && k > 0 && !s.Doc.Tokens[left].Is(text.SpaceBefore) && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
			k--
		}
		switch {
		case s.Is(k, lexicon.BodyPart|pass.TermClasses):
			part = true
		case s.Is(k, lexicon.Eponym) && !s.personal(k), s.possessive(k):
			part = true
		case s.Is(k, lexicon.Severity), s.medicalAdjective(k):
		case n == 0 && s.beside(k)&(besideState|besideSide) != 0 && k > 0 && s.Is(k-1, lexicon.BodyPart):
		default:
			return left, part
		}
		left = k
	}
	return left, part
}

// possessive tells whether token i is the name before 's of an eponym, as in
// Graves' or Crohn's.
func (s *Finder) possessive(i int) bool {
	if i < 0 || !s.Doc.Tokens[i].Is(text.Apostrophe|text.Capital) {
		return false
	}
	w := s.Doc.Word(i)
	return len(w) > 4 && w[len(w)-1] == 's' && w[len(w)-2] == '\''
}

// partAfter gives the token after a part of the body that follows token end-1,
// over of, the, his and left; end without one.
func (s *Finder) partAfter(end int) int {
	for k, n := end, 0; n < 4 && s.Joint(k); k, n = k+1, n+1 {
		switch {
		case s.Is(k, lexicon.BodyPart):
			return k + 1
		case s.beside(k)&(besideOf|besideSide) != 0, s.Is(k, lexicon.Severity):
		default:
			return end
		}
	}
	return end
}

// diseaseOf reads "ziekte van X" and "syndroom van X-Y", whatever X is called.
func (s *Finder) diseaseOf(r, i, end int) int {
	if !s.Joint(end) || !s.Joint(end+1) {
		return i
	}
	of := s.Doc.Word(end)
	if string(of) != "van" && string(of) != "of" {
		return i
	}
	k := end + 1
	if s.Is(k, lexicon.Interfix) && s.Joint(k+1) {
		k++
	}
	if !s.nameLike(k) {
		return i
	}
	for k++; s.Doc.Symbol(k) == '-' && s.Joint(k+1) && s.nameLike(k+1); k += 2 {
	}
	s.Add(r, i, k, eponymScore, pass.ByLabel)
	return k
}

// nameLike tells whether token i can be the person after whom a disease is named.
func (s *Finder) nameLike(i int) bool {
	t := &s.Doc.Tokens[i]
	if t.Kind != text.Word || t.Len() < 3 || s.Is(i, lexicon.Title|lexicon.Kin|lexicon.PatientOf) {
		return false
	}
	return t.Is(text.Capital) || s.Is(i, lexicon.Eponym) || s.Pack.Common != nil && !s.Pack.Common.Has(t.Hash)
}

// eponymAt reads the name of a disease at tokens [i, end): with the word that
// says so before or after it, or where an illness is expected.
func (s *Finder) eponymAt(i, end int) int {
	r := s.healthPass.term[rule.Diagnosis]
	if r == rule.NoRule || s.personal(i) {
		return i
	}
	next := end
	if s.Doc.Symbol(next) == '-' || s.Doc.Symbol(next) == '\'' {
		next++
	}
	switch {
	case s.Joint(next) && s.Is(next, lexicon.HealthHead|lexicon.DiagnosisWord):
		if after := s.headAt(next, next+1, rule.Diagnosis); after > next {
			return after
		}
		s.Add(r, i, next+1, eponymScore, pass.ByLabel)
		return next + 1
	case s.morbusBefore(i) >= 0:
		s.Add(r, s.morbusBefore(i), end, eponymScore, pass.ByLabel)
		return end
	case s.Joint(end) && s.beside(end)&besideBody != 0:
		return end // Alzheimer Nederland
	case s.bracketed(i, end):
		s.healthPass.weak = append(s.healthPass.weak, weakTerm{int32(i), int32(end), rule.Diagnosis})
		return end
	case s.diseaseKnown(i), s.Joint(end) && s.beside(end)&besideInherited != 0:
		s.Add(r, i, end, eponymScore, pass.ByList)
		return end
	}
	return i
}

// morbusBefore gives the token where "ziekte van", "morbus" or "m." before token
// i starts, or -1.
func (s *Finder) morbusBefore(i int) int {
	if i >= 2 && s.beside(i-2)&besideDisease != 0 && s.beside(i-1)&besideOf != 0 {
		return i - 2
	}
	if i >= 1 && s.beside(i-1)&besideDisease != 0 {
		return i - 1
	}
	if i >= 2 && s.Doc.Symbol(i-1) == '.' && s.Doc.Tokens[i-2].Len() == 1 && s.Doc.Word(i - 2)[0]|0x20 == 'm' {
		return i - 2
	}
	return -1
}

// diseaseKnown tells whether the words before token i only go with an illness.
func (s *Finder) diseaseKnown(i int) bool {
	for k, n := i-1, 0; k >= 0 && n < 3 && s.Joint(k+1); k, n = k-1, n+1 {
		role := s.beside(k)
		switch {
		case role&besideIllness != 0:
			return true
		case role&besideFill != 0, s.Is(k, lexicon.Severity), s.Doc.Symbol(k) == ':':
		default:
			return false
		}
	}
	return false
}
