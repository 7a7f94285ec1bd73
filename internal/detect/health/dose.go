package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// doseAfter gives the token after the strength and form that follow a medicine:
// "100 mg", "10 mg/24u", "depot 150 mg", "300 2dd" up to the schedule.
func (s *Finder) doseAfter(end int) int {
	k := end
	if s.Doc.Symbol(k) == '-' && s.Joint(k+1) && s.Is(k+1, lexicon.DoseUnit) {
		k++
	}
	for n := 0; n < 3 && s.Joint(k) && s.Is(k, lexicon.DoseUnit) && s.Doc.Tokens[k].Kind == text.Word && s.beside(k)&besideStrength == 0; n++ {
		k++
	}
	form := k
	if s.Doc.Symbol(k) == '(' || s.Doc.Symbol(k) == ':' || s.Doc.Symbol(k) == '-' && s.Doc.Tokens[k].Is(text.SpaceBefore) {
		k++
	}
	after, unit := s.quantity(k)
	if after == k || !unit && (k > form || !s.bareStrength(k, after)) {
		return form
	}
	for n := 0; n < 2 && s.Joint(after) && s.Is(after, lexicon.DoseUnit) && s.Doc.Tokens[after].Kind == text.Word; n++ {
		after++
	}
	return after
}

// bareStrength tells whether the number at tokens [i, end) can be a strength
// without a unit: no schedule, date or count follows.
func (s *Finder) bareStrength(i, end int) bool {
	if !s.Doc.Tokens[i].Is(text.SpaceBefore) || s.Doc.Tokens[i].Len() > 4 {
		return false
	}
	if !s.Joint(end) {
		return true
	}
	if c := s.Doc.Symbol(end); c != 0 && !s.Doc.Tokens[end].Is(text.SpaceBefore) {
		return c == ',' || c == '.' || c == ';' || c == ')' || c == '|' || c == '"' || c == '+'
	}
	return s.beside(end)&besideTimes == 0
}

// quantity reads a number with its unit at token i: "2,5 mg", "10-20 ml",
// "5mg/4u", "1 g", "0,9%". It gives the token after it, or i, and whether there
// is a unit.
func (s *Finder) quantity(i int) (end int, unit bool) {
	if !s.Joint(i) {
		return i, false
	}
	if s.Doc.Tokens[i].Kind == text.Mixed {
		if !s.gluedUnit(i, lexicon.DoseUnit) {
			return i, false
		}
		return s.perUnit(i + 1), true
	}
	k := s.decimal(i)
	if k == i {
		if !s.Is(i, lexicon.NumberWord) && !hundreds(s.Doc.Word(i)) || !s.Joint(i+1) || !s.Is(i+1, lexicon.DoseUnit) {
			return i, false
		}
		return i + 2, true
	}
	if c := s.Doc.Symbol(k); c == '-' || c == '/' || c == 'x' {
		if after := s.decimal(k + 1); after > k+1 {
			k = after
		} else if s.Joint(k+1) && s.Doc.Tokens[k+1].Kind == text.Mixed && s.gluedUnit(k+1, lexicon.DoseUnit) {
			return s.perUnit(k + 2), true
		}
	}
	if s.Joint(k) && s.Doc.Symbol(k) == '%' {
		return k + 1, true
	}
	if s.Joint(k) && s.Is(k, lexicon.DoseUnit) {
		return s.perUnit(k + 1), true
	}
	return k, false
}

// hundreds tells whether w is a number in words of some hundreds or tens.
func hundreds(w []byte) bool {
	for _, e := range [...]string{"honderd", "tig", "duizend", "hundred", "tien"} {
		if len(w) >= len(e) && string(w[len(w)-len(e):]) == e {
			return true
		}
	}
	return false
}

// perUnit goes on over "/kg" and "/24u".
func (s *Finder) perUnit(k int) int {
	for n := 0; n < 2 && s.Doc.Symbol(k) == '/' && s.Joint(k+1); n++ {
		if s.beside(k+1)&besidePer == 0 && !s.gluedUnit(k+1, lexicon.DoseUnit|lexicon.LabUnit) && s.beside(k+1)&besideTimes == 0 {
			break
		}
		k += 2
	}
	return k
}

// decimal gives the token after the number at token i: "5", "2,5", "14.000".
func (s *Finder) decimal(i int) int {
	if i >= len(s.Doc.Tokens) || s.Doc.Tokens[i].Kind != text.Number {
		return i
	}
	k := i + 1
	for n := 0; n < 2; n++ {
		if c := s.Doc.Symbol(k); c != '.' && c != ',' || k+1 >= len(s.Doc.Tokens) {
			break
		}
		if s.Doc.Tokens[k+1].Kind != text.Number || s.Doc.Tokens[k].Is(text.SpaceBefore) || s.Doc.Tokens[k+1].Is(text.SpaceBefore) {
			break
		}
		k += 2
	}
	return k
}

// gluedUnit tells whether token i is digits with a unit directly after them, such
// as 5mg or 14E.
func (s *Finder) gluedUnit(i int, units lexicon.Class) bool {
	w := s.Doc.Word(i)
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	if n == 0 || n == len(w) {
		return false
	}
	h := text.HashBytes(w[n:])
	return s.Pack.Words.Lookup(h)&units != 0 || Context.Lookup(h)&besidePer != 0 && units&lexicon.LabUnit != 0
}

// unknownDose reads a word that no list knows before a strength in mg or IE: the
// name of a medicine.
func (s *Finder) unknownDose(i int) int {
	r := s.healthPass.dose
	if r == rule.NoRule || i+1 >= len(s.Doc.Tokens) {
		return i
	}
	if n := &s.Doc.Tokens[i+1]; n.Kind != text.Number && n.Kind != text.Mixed || !n.Is(text.SpaceBefore) {
		return i
	}
	end, unit := s.quantity(i + 1)
	if !unit || !s.strengthIn(i+1, end) || s.Pack.Common.Has(s.Doc.Tokens[i].Hash) || s.beside(i) != 0 {
		return i
	}
	if s.Is(i, lexicon.DoseUnit|lexicon.LabUnit|lexicon.Connector|lexicon.Title|lexicon.Given|lexicon.Month|lexicon.Negation|lexicon.BodyPart) {
		return i
	}
	s.Add(r, i, end, s.Pack.Rules[r].Scores.Bare, pass.ByNear)
	return end
}

// strengthIn tells whether one of tokens [i, end) is a unit that only medicines
// have, and none makes it a concentration in blood.
func (s *Finder) strengthIn(i, end int) bool {
	found := false
	for k := i; k < end; k++ {
		w := s.Doc.Word(k)
		if s.Doc.Symbol(k-1) == '/' && s.beside(k)&besidePerLab != 0 {
			return false
		}
		n := 0
		for n < len(w) && w[n] >= '0' && w[n] <= '9' {
			n++
		}
		if n == len(w) {
			continue
		}
		role := Context.Lookup(text.HashBytes(w[n:]))
		if role&besideStrength != 0 {
			found = true
		}
	}
	return found
}
