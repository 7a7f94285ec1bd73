package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// measureAt reads what a number begins: a result with a unit that only results
// have, the weeks of a pregnancy, the temperature in the O line of a SOEP note.
func (s *Finder) measureAt(i int) int {
	h := &s.healthPass
	if s.Doc.Tokens[i].Kind == text.Number && h.term[rule.Diagnosis] != rule.NoRule {
		if end := s.weeksPregnant(i); end > i {
			s.Add(h.term[rule.Diagnosis], i, end, s.Pack.Rules[h.term[rule.Diagnosis]].Scores.Bare, pass.ByShape)
			return end
		}
	}
	if h.code != rule.NoRule && s.Taken[i] == rule.TypeNone {
		if end := s.dsmCode(i); end > i {
			return end
		}
	}
	if h.lab == rule.NoRule || s.Taken[i] != rule.TypeNone {
		return i
	}
	end := s.decimal(i)
	if end > i+1 && s.year(i) && s.Doc.Symbol(i+1) == ',' {
		return i // a year and the next field of a row
	}
	if s.Doc.Symbol(end) == '/' && s.decimal(end+1) > end+1 {
		end = s.decimal(end + 1)
	}
	if s.Doc.Tokens[i].Kind == text.Mixed {
		end = i
	}
	switch next := s.labOnlyUnit(end); {
	case s.unitKey(end):
		s.Add(h.lab, i, end, s.Pack.Rules[h.lab].Scores.Near, pass.ByLabel)
		return end
	case next > end && s.analyteBefore(i):
		s.Add(h.lab, i, next, s.Pack.Rules[h.lab].Scores.Near, pass.ByShape)
		return next
	case next > end:
		h.weak = append(h.weak, weakTerm{int32(i), int32(next), rule.LabValue})
		return next
	case end > i && s.Joint(end) && (s.weight(i, end) || s.birthWeight(i, end)):
		s.Add(h.lab, i, end+1, s.Pack.Rules[h.lab].Scores.Bare, pass.ByNear)
		return end + 1
	case end > i && s.fever(i, end) > end:
		next := s.fever(i, end)
		s.Add(h.lab, i, next, s.Pack.Rules[h.lab].Scores.Near, pass.ByNear)
		return next
	case end == i+3 && s.objective(i) && s.number10(i) >= 340 && s.number10(i) <= 425:
		s.Add(h.lab, i, end, s.Pack.Rules[h.lab].Scores.Bare, pass.ByLabel)
		return end
	}
	return i
}

// analyteBefore tells whether an analyte or result stands a little before token i
// on its line.
func (s *Finder) analyteBefore(i int) bool {
	for k, n := i-1, 0; k >= 0 && n < 10 && s.Joint(k+1); k, n = k-1, n+1 {
		if s.Taken[k] == rule.LabValue || s.Is(k, lexicon.Analyte) && !s.Is(k, lexicon.DoseUnit) {
			return true
		}
	}
	return false
}

// labOnlyUnit gives the token after a unit of laboratory results at token k, or k.
func (s *Finder) labOnlyUnit(k int) int {
	if !s.Joint(k) {
		return k
	}
	unit := k
	if s.Doc.Tokens[k].Kind == text.Mixed {
		if !s.gluedUnit(k, lexicon.LabUnit) {
			return k
		}
	} else if s.beside(k)&besideLabOnly != 0 {
		return s.perUnit(k + 1)
	} else if !s.Is(k, lexicon.LabUnit) {
		return k
	}
	if s.Doc.Symbol(unit+1) != '/' || !s.Joint(unit+2) || s.beside(unit+2)&besidePerLab == 0 {
		return k
	}
	return unit + 3
}

// unitKey tells whether a unit of results follows in JSON: 4.9, "unit": "g/L".
func (s *Finder) unitKey(k int) bool {
	for n := 0; n < 3 && k < len(s.Doc.Tokens) && (s.Doc.Symbol(k) == ',' || s.Doc.Symbol(k) == '"'); n++ {
		k++
	}
	if k+4 >= len(s.Doc.Tokens) || string(s.Doc.Word(k)) != "unit" {
		return false
	}
	for k++; k < len(s.Doc.Tokens) && (s.Doc.Symbol(k) == ':' || s.Doc.Symbol(k) == '"'); k++ {
	}
	return s.labUnit(k) > k
}

// fever gives the token after "graden koorts", "koorts" or "°C" behind a body
// temperature at tokens [i, end), or end.
func (s *Finder) fever(i, end int) int {
	if n := s.number10(i); n < 345 || n > 425 || !s.Joint(end) {
		return end
	}
	k := end
	if s.beside(k)&besideDegrees != 0 {
		k++
	}
	if s.Joint(k) && s.beside(k)&besideFever != 0 {
		return k + 1
	}
	return end
}

// weight tells whether the number at tokens [i, end) is a weight behind an age, as
// in "5 jaar, 18 kg".
func (s *Finder) weight(i, end int) bool {
	if s.beside(end)&besideKilo == 0 {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-3 && s.Joint(k+1); k-- {
		if s.beside(k)&besideAge != 0 {
			return true
		}
	}
	return false
}

// objective tells whether token i is the first of the O line of a SOEP note.
func (s *Finder) objective(i int) bool {
	k := i - 1
	if s.Doc.Symbol(k) == ':' {
		k--
	}
	return k >= 0 && s.Doc.Tokens[k].Is(text.LineStart) && string(s.Doc.Word(k)) == "O" && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line
}

// weeksPregnant reads "20 weken zwanger", "36+4 wk" and "AD 12+3" at token i.
func (s *Finder) weeksPregnant(i int) int {
	if s.Doc.Tokens[i].Len() > 2 {
		return i
	}
	k := i + 1
	plus := s.Doc.Symbol(k) == '+' && s.Joint(k+1) && s.Doc.Tokens[k+1].Kind == text.Number && s.Doc.Tokens[k+1].Len() == 1 && !s.Doc.Tokens[k].Is(text.SpaceBefore)
	if plus {
		k += 2
	}
	weeks := s.Joint(k) && s.beside(k)&besideWeeks != 0
	if weeks {
		k++
	}
	if weeks && s.Doc.Symbol(k) == '+' && s.Joint(k+1) && s.Doc.Tokens[k+1].Len() == 1 && s.Doc.Tokens[k+1].Kind == text.Number && s.number10(i) >= 40 && s.number10(i) <= 430 {
		k += 2 // 31 wk + 4
		plus = true
	}
	switch {
	case weeks && s.Joint(k) && s.beside(k)&besidePregnant != 0:
		return k + 1
	case plus && weeks && s.number10(i) >= 40 && s.number10(i) <= 430:
		return k
	case plus && i > 0 && s.beside(i-1)&besidePregnant != 0:
		return k
	}
	return i
}
