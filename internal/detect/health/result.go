package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// sign gives the token after the outcome of a test that is a sign, at token k:
// "hCG +", "nitriet ++", "Lasègue -", or k.
func (s *Finder) sign(k int) int {
	after := k
	for after < k+3 && s.Joint(after) && (s.Doc.Symbol(after) == '+' || s.Doc.Symbol(after) == '-') && s.Doc.Symbol(after) == s.Doc.Symbol(k) {
		after++
	}
	if after == k || s.Doc.Symbol(k) == '-' && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
		return k
	}
	if !s.Joint(after) {
		return after
	}
	switch s.Doc.Symbol(after) {
	case ',', ';', '.', ')', '|', '/':
		return after
	}
	return k
}

// capitals tells whether two letters of w are in upper case, as in MoCA.
func capitals(w []byte) bool {
	n := 0
	for _, c := range w {
		if c >= 'A' && c <= 'Z' {
			n++
		}
	}
	return n >= 2
}

// article tells whether w is a number word that is an article too.
func article(w []byte) bool {
	switch string(w) {
	case "een", "Een", "one", "One":
		return true
	}
	return false
}

// opens tells whether one bracket more is opened than closed in tokens [i, end).
func (s *Finder) opens(i, end int) bool {
	n := 0
	for k := i; k < end; k++ {
		switch s.Doc.Symbol(k) {
		case '(':
			n++
		case ')':
			n--
		}
	}
	return n == 1
}

// earlier goes on over an earlier value in brackets, "203 (was 140)", and over how
// a value was taken: "118 irregulair".
func (s *Finder) earlier(end int) int {
	if s.Joint(end) && s.beside(end)&besidePulse != 0 {
		end++
	}
	if s.Doc.Symbol(end) != '(' || !s.Joint(end+1) || s.beside(end+1)&besideEarlier == 0 {
		return end
	}
	for k := end + 2; k < end+8 && s.Joint(k); k++ {
		if s.Doc.Symbol(k) == ')' {
			return k + 1
		}
	}
	return end
}

// vitalLetters are the vital signs of one or two letters, which count only behind
// another result, with values that occur in people, times ten.
var vitalLetters = [...]struct {
	name      string
	low, high int
}{
	{"p", 250, 2300}, {"a", 60, 600}, {"s", 500, 1000}, {"t", 335, 430}, {"o2", 500, 1000}, {"gew", 20, 2500}, {"wt", 5, 2500}, {"ht", 10, 2200},
}

// shortVital reads the vital signs that a note writes as one letter: "RR 100/60,
// P 112, T 38,2". Apgar scores, "as 9/10", need no result before them.
func (s *Finder) shortVital(i int) int {
	r := s.healthPass.lab
	k := i + 1
	if r == rule.NoRule || k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind == text.Word || !s.StandsAlone(i) {
		return i
	}
	if c := s.Doc.Symbol(k); c == ':' || c == '=' || c == '.' {
		k++
	}
	if !s.Joint(k) || s.Doc.Tokens[k].Kind != text.Number {
		return i
	}
	w := s.Lowered(i)
	if string(w) == "as" {
		return s.apgar(i, k, r)
	}
	n, after := s.number10(k), s.decimal(k)
	for _, v := range vitalLetters {
		if string(w) != v.name || n < v.low || n > v.high || !s.resultBefore(i) {
			continue
		}
		if s.Joint(after) && s.beside(after)&besideTimes != 0 {
			return i
		}
		end := s.course(s.labUnit(after))
		s.Add(r, i, end, s.Pack.Rules[r].Scores.Near, pass.ByNear)
		return end
	}
	return i
}

// apgar reads the two or three scores of "as 9/10" from the number at token k.
func (s *Finder) apgar(i, k, r int) int {
	end := s.value(k)
	if end < k+3 {
		return i
	}
	for m := k; m < end; m += 2 {
		if s.Doc.Tokens[m].Kind != text.Number || s.number10(m) > 100 {
			return i
		}
	}
	if s.Joint(end) && s.Doc.Tokens[end].Kind != text.Symbol {
		return i
	}
	s.Add(r, i, end, s.Pack.Rules[r].Scores.Near, pass.ByShape)
	return end
}

// resultBefore tells whether a result stands a few tokens before token i.
func (s *Finder) resultBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6 && s.Joint(k+1); k-- {
		if s.Taken[k] == rule.LabValue {
			return true
		}
	}
	return false
}

// birthWeight tells whether the number at tokens [i, end) is the weight of a child
// at birth, as in "jongen Daan 2980 gr".
func (s *Finder) birthWeight(i, end int) bool {
	if n := s.number10(i) / 10; s.Doc.Tokens[i].Len() != 3 && s.Doc.Tokens[i].Len() != 4 || n < 400 || n > 6500 {
		return false
	}
	switch string(s.Lowered(end)) {
	case "g", "gr", "gram", "grams", "grammes":
	default:
		return false
	}
	for k, n := i-1, 0; k >= 0 && n < 8 && s.Joint(k+1); k, n = k-1, n+1 {
		if s.beside(k)&besideBirth != 0 {
			return true
		}
	}
	return false
}

// widened moves the start of a term to the left over a word that a hyphen glues
// to it, as in obstructie-icterus and IgA-nefropathie, and over "morbus" and "M.".
func (s *Finder) widened(i int) int {
	if k := i - 2; k >= 0 && s.Doc.Symbol(i-1) == '-' && !s.Doc.Tokens[i].Is(text.SpaceBefore) && !s.Doc.Tokens[i-1].Is(text.SpaceBefore) &&
		s.Joint(i) && s.Joint(i-1) && (s.Doc.Tokens[k].Kind == text.Word || s.Doc.Tokens[k].Kind == text.Mixed) && s.Taken[k] == rule.TypeNone {
		return k
	}
	if i > 0 && s.Joint(i) && (s.beside(i-1)&besideDisease != 0 || s.Doc.Symbol(i-1) == '.') && s.Is(i, lexicon.Eponym|lexicon.DiagnosisWord) {
		if k := s.morbusBefore(i); k >= 0 && s.Joint(k+1) && s.Is(i, lexicon.DiagnosisWord) && s.morbus(k) {
			return k
		}
	}
	return i
}

// morbus tells whether token k says that the name of a disease follows.
func (s *Finder) morbus(k int) bool {
	switch string(s.Lowered(k)) {
	case "morbus", "mb", "m", "ziekte", "syndroom":
		return true
	}
	return false
}

// remark gives the token after brackets that hold only words of severity, side and
// stage, as "(secundair progressief)", or end.
func (s *Finder) remark(end int) int {
	if s.Doc.Symbol(end) != '(' {
		return end
	}
	for k := end + 1; k < end+6 && s.Joint(k); k++ {
		switch {
		case s.Doc.Symbol(k) == ')':
			if k > end+1 {
				return k + 1
			}
			return end
		case s.Is(k, lexicon.Severity), s.medicalAdjective(k), s.beside(k)&(besideSide|besideStage) != 0:
		case k > end+1 && s.beside(k-1)&besideStage != 0 && s.stageNumber(k):
		default:
			return end
		}
	}
	return end
}

// trailing goes on over a word of severity behind a term that ends its phrase, as in
// "Alzheimer gevorderd" and "appendicitis perf".
func (s *Finder) trailing(end int) int {
	if !s.Joint(end) || !s.Is(end, lexicon.Severity) {
		return end
	}
	if !s.Joint(end + 1) {
		return end + 1
	}
	switch s.Doc.Symbol(end + 1) {
	case ',', ';', '.', ')', '|', '/':
		return end + 1
	}
	return end
}
