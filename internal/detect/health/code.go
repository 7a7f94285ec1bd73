package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// formAt reads the codes and short forms that mix letters and digits, at token i:
// ICD-10, ICPC, ATC, TNM, GnPn and EMV.
func (s *Finder) formAt(i int) int {
	w := s.Doc.Word(i)
	h := &s.healthPass
	switch {
	case len(w) > 16 || !s.StandsAlone(i):
		return i
	case h.atc != rule.NoRule && atcCode(w):
		s.Add(h.atc, i, i+1, s.Pack.Rules[h.atc].Scores.Bare, pass.ByShape)
		return i + 1
	case h.lab != rule.NoRule && (pairs(w, "gp") || pairs(w, "emv")):
		s.Add(h.lab, i, i+1, s.Pack.Rules[h.lab].Scores.Bare, pass.ByShape)
		return i + 1
	case h.term[rule.Diagnosis] != rule.NoRule && tnm(w):
		return s.addTerm(h.term[rule.Diagnosis], i, i+1, s.Pack.Rules[h.term[rule.Diagnosis]].Scores.Cue)
	case h.code != rule.NoRule && len(w) >= 3 && len(w) <= 5 && pass.Letter(w[0]) && pass.Digit(w[1]) && pass.Digit(w[2]):
		if end := s.icdCode(i); end > i {
			return end
		}
	}
	if h.lab != rule.NoRule {
		return s.gluedResult(i)
	}
	return i
}

// icdCode reads an ICD-10 or ICPC code at token i. With a dot its form is enough,
// without one a cue must say what it is.
func (s *Finder) icdCode(i int) int {
	h := &s.healthPass
	w, end := s.Doc.Word(i), i+1
	dotted := len(w) == 3 && s.Doc.Symbol(i+1) == '.' && i+2 < len(s.Doc.Tokens) &&
		!s.Doc.Tokens[i+1].Is(text.SpaceBefore) && !s.Doc.Tokens[i+2].Is(text.SpaceBefore) && s.codeTail(i+2)
	if dotted {
		end = i + 3
	}
	if s.Doc.Symbol(end) == '.' && end+1 < len(s.Doc.Tokens) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) && s.Doc.Tokens[end+1].Kind != text.Symbol {
		return i // a version or address goes on
	}
	sc := &s.Pack.Rules[h.code].Scores
	sup := pass.SupportFor(s.Around(i, end), h.code)
	if s.evaluation(i) && w[0] <= 'Z' && (!s.Joint(end) || s.Doc.Tokens[end].Kind == text.Word || s.Doc.Symbol(end) == ',') {
		s.Add(h.code, i, end, sc.Near, pass.ByLabel|pass.ByShape)
		return end
	}
	score := 0.0
	switch {
	case sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0:
		score = sc.Cue
	case sup.Evidence&pass.ByNear != 0:
		score = sc.Near
	case sup.Anti:
	case !dotted && len(w) == 3 && w[0] <= 'Z' && s.Joint(end) && s.Is(end, lexicon.DiagnosisWord|lexicon.MentalWord):
		score = sc.Near
	case dotted && s.Doc.Word(i)[0] <= 'Z':
		score = sc.Bare
	case s.bracketed(i, end) && s.besideHealth(i, end):
		score = sc.Near
	}
	if score == 0 {
		return i
	}
	s.Add(h.code, i, end, score, sup.Evidence|pass.ByShape)
	return end
}

// evaluation tells whether token i is the first of the E line of a SOEP note.
func (s *Finder) evaluation(i int) bool {
	k := i - 1
	if s.Doc.Symbol(k) == ':' {
		k--
	}
	return k >= 0 && s.Joint(i) && s.Doc.Tokens[k].Is(text.LineStart) && string(s.Doc.Word(k)) == "E"
}

// dsmCode reads a DSM-IV or ICD-9 number such as 296.33 at token i, behind its name.
func (s *Finder) dsmCode(i int) int {
	end := s.decimal(i)
	if end != i+3 || s.Doc.Tokens[i].Len() != 3 || s.Doc.Tokens[i+2].Len() > 2 || s.Doc.Symbol(i+1) != '.' {
		return i
	}
	for k, n := i-1, 0; k >= 0 && n < 7 && s.Joint(k+1); k, n = k-1, n+1 {
		switch string(s.Lowered(k)) {
		case "dsm", "icd":
			h := &s.healthPass
			s.Add(h.code, i, end, s.Pack.Rules[h.code].Scores.Near, pass.ByLabel|pass.ByShape)
			return end
		case "iv", "v", "tr", "cm", "code":
		default:
			if s.Doc.Tokens[k].Kind != text.Symbol && s.Doc.Tokens[k].Len() > 2 {
				return i
			}
		}
	}
	return i
}

// codeTail tells whether token i can stand behind the dot of a code: up to four
// digits, x or a letter of the clinical modification.
func (s *Finder) codeTail(i int) bool {
	w := s.Doc.Word(i)
	return len(w) <= 4 && (pass.Digit(w[0]) || len(w) == 1 && w[0]|0x20 == 'x')
}

// bracketed tells whether tokens [i, end) stand in brackets of their own.
func (s *Finder) bracketed(i, end int) bool {
	return s.Doc.Symbol(i-1) == '(' && s.Doc.Symbol(end) == ')'
}

// atcCode tells whether w has the form of a full ATC code, as N02BE01.
func atcCode(w []byte) bool {
	if len(w) != 7 {
		return false
	}
	for k, c := range w {
		if wantDigit := k == 1 || k == 2 || k >= 5; wantDigit != pass.Digit(c) {
			return false
		}
	}
	return w[0]|0x20 <= 'v'
}

// pairs tells whether w is the letters in turn, each with one or two digits after
// it, as G2P1 and E4M6V5.
func pairs(w []byte, letters string) bool {
	k := 0
	for n := range len(letters) {
		if k >= len(w) || w[k]|0x20 != letters[n] {
			return false
		}
		k++
		start := k
		for k < len(w) && pass.Digit(w[k]) && k-start < 2 {
			k++
		}
		if k == start {
			return false
		}
	}
	return k == len(w) || w[k]|0x20 == 'a' && len(letters) == 2 // G2P1A0
}

// tnm tells whether w is a tumour stage such as cT2N1M0 or pT3a.
func tnm(w []byte) bool {
	k := 0
	for k < len(w) && k < 2 && (w[k] == 'c' || w[k] == 'p' || w[k] == 'y') {
		k++
	}
	if k+1 >= len(w) || w[k] != 'T' || !pass.Digit(w[k+1]) && w[k+1] != 'x' {
		return false
	}
	prefixed := k > 0
	for k += 2; k < len(w); k++ {
		switch c := w[k]; {
		case c == 'N' && k+1 < len(w), c == 'M' && k+1 < len(w):
			prefixed = true
		case pass.Digit(c), c == 'x', c >= 'a' && c <= 'd':
		default:
			return false
		}
	}
	return prefixed
}
