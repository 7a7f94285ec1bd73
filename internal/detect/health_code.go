package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// formAt reads the codes and short forms that mix letters and digits, at token i:
// ICD-10, ICPC, ATC, TNM, GnPn and EMV.
func (s *scan) formAt(i int) int {
	w := s.doc.Word(i)
	h := &s.healthPass
	switch {
	case len(w) > 16 || !s.standsAlone(i):
		return i
	case h.atc != rule.NoRule && atcCode(w):
		s.add(h.atc, i, i+1, s.pack.Rules[h.atc].Scores.Bare, ByShape)
		return i + 1
	case h.lab != rule.NoRule && (pairs(w, "gp") || pairs(w, "emv")):
		s.add(h.lab, i, i+1, s.pack.Rules[h.lab].Scores.Bare, ByShape)
		return i + 1
	case h.term[rule.Diagnosis] != rule.NoRule && tnm(w):
		return s.addTerm(h.term[rule.Diagnosis], i, i+1, s.pack.Rules[h.term[rule.Diagnosis]].Scores.Cue)
	case h.code != rule.NoRule && len(w) >= 3 && len(w) <= 5 && letter(w[0]) && digit(w[1]) && digit(w[2]):
		if end := s.icdCode(i); end > i {
			return end
		}
	}
	if h.lab != rule.NoRule {
		return s.gluedResult(i)
	}
	return i
}

// letter tells whether c is a letter of ASCII.
func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// digit tells whether c is a digit.
func digit(c byte) bool { return c >= '0' && c <= '9' }

// standsAlone tells whether no word, digit or joining sign touches token i from
// the left.
func (s *scan) standsAlone(i int) bool {
	if i == 0 || s.doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	switch s.doc.Symbol(i - 1) {
	case '(', '[', '^', '|', '"', ':', '/', ',', ';', '=', '>', '+', '\'':
		return true
	}
	return false
}

// icdCode reads an ICD-10 or ICPC code at token i. With a dot its form is enough,
// without one a cue must say what it is.
func (s *scan) icdCode(i int) int {
	h := &s.healthPass
	w, end := s.doc.Word(i), i+1
	dotted := len(w) == 3 && s.doc.Symbol(i+1) == '.' && i+2 < len(s.doc.Tokens) &&
		!s.doc.Tokens[i+1].Is(text.SpaceBefore) && !s.doc.Tokens[i+2].Is(text.SpaceBefore) && s.codeTail(i+2)
	if dotted {
		end = i + 3
	}
	if s.doc.Symbol(end) == '.' && end+1 < len(s.doc.Tokens) && !s.doc.Tokens[end+1].Is(text.SpaceBefore) && s.doc.Tokens[end+1].Kind != text.Symbol {
		return i // a version or address goes on
	}
	sc := &s.pack.Rules[h.code].Scores
	sup := supportFor(s.around(i, end), h.code)
	if s.evaluation(i) && w[0] <= 'Z' && (!s.joint(end) || s.doc.Tokens[end].Kind == text.Word || s.doc.Symbol(end) == ',') {
		s.add(h.code, i, end, sc.Near, ByLabel|ByShape)
		return end
	}
	score := 0.0
	switch {
	case sup.evidence&(ByLabel|ByColumn) != 0:
		score = sc.Cue
	case sup.evidence&ByNear != 0:
		score = sc.Near
	case sup.anti:
	case !dotted && len(w) == 3 && w[0] <= 'Z' && s.joint(end) && s.is(end, lexicon.DiagnosisWord|lexicon.MentalWord):
		score = sc.Near
	case dotted && s.doc.Word(i)[0] <= 'Z':
		score = sc.Bare
	case s.bracketed(i, end) && s.besideHealth(i, end):
		score = sc.Near
	}
	if score == 0 {
		return i
	}
	s.add(h.code, i, end, score, sup.evidence|ByShape)
	return end
}

// evaluation tells whether token i is the first of the E line of a SOEP note.
func (s *scan) evaluation(i int) bool {
	k := i - 1
	if s.doc.Symbol(k) == ':' {
		k--
	}
	return k >= 0 && s.joint(i) && s.doc.Tokens[k].Is(text.LineStart) && string(s.doc.Word(k)) == "E"
}

// dsmCode reads a DSM-IV or ICD-9 number such as 296.33 at token i, behind its name.
func (s *scan) dsmCode(i int) int {
	end := s.decimal(i)
	if end != i+3 || s.doc.Tokens[i].Len() != 3 || s.doc.Tokens[i+2].Len() > 2 || s.doc.Symbol(i+1) != '.' {
		return i
	}
	for k, n := i-1, 0; k >= 0 && n < 7 && s.joint(k+1); k, n = k-1, n+1 {
		switch string(s.lowered(k)) {
		case "dsm", "icd":
			h := &s.healthPass
			s.add(h.code, i, end, s.pack.Rules[h.code].Scores.Near, ByLabel|ByShape)
			return end
		case "iv", "v", "tr", "cm", "code":
		default:
			if s.doc.Tokens[k].Kind != text.Symbol && s.doc.Tokens[k].Len() > 2 {
				return i
			}
		}
	}
	return i
}

// codeTail tells whether token i can stand behind the dot of a code: up to four
// digits, x or a letter of the clinical modification.
func (s *scan) codeTail(i int) bool {
	w := s.doc.Word(i)
	return len(w) <= 4 && (digit(w[0]) || len(w) == 1 && w[0]|0x20 == 'x')
}

// bracketed tells whether tokens [i, end) stand in brackets of their own.
func (s *scan) bracketed(i, end int) bool {
	return s.doc.Symbol(i-1) == '(' && s.doc.Symbol(end) == ')'
}

// atcCode tells whether w has the form of a full ATC code, as N02BE01.
func atcCode(w []byte) bool {
	if len(w) != 7 {
		return false
	}
	for k, c := range w {
		if wantDigit := k == 1 || k == 2 || k >= 5; wantDigit != digit(c) {
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
		for k < len(w) && digit(w[k]) && k-start < 2 {
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
	if k+1 >= len(w) || w[k] != 'T' || !digit(w[k+1]) && w[k+1] != 'x' {
		return false
	}
	prefixed := k > 0
	for k += 2; k < len(w); k++ {
		switch c := w[k]; {
		case c == 'N' && k+1 < len(w), c == 'M' && k+1 < len(w):
			prefixed = true
		case digit(c), c == 'x', c >= 'a' && c <= 'd':
		default:
			return false
		}
	}
	return prefixed
}
