package pass

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// LineEnds tells whether token i is the last one of its line.
func (s *Pass) LineEnds(i int) bool {
	return i+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+1].Is(text.LineStart)
}

// UnitBehind tells whether a word behind the number makes it something else.
func (s *Pass) UnitBehind(k int) bool {
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return false
	}
	switch s.Doc.Symbol(k) {
	case '%', '/', ':', 'x':
		return true
	}
	return s.Is(k, lexicon.Month|lexicon.DoseUnit|lexicon.LabUnit) || s.AgoAt(k)
}

// AgoAt tells whether token k makes a span of time of the number before it.
func (s *Pass) AgoAt(k int) bool {
	if !s.WordAt(k) {
		return false
	}
	switch string(s.Lowered(k)) {
	case "ago", "geleden", "later", "eerder", "earlier", "uur", "keer", "maal", "times", "stuks", "minuten", "na", "per":
		return true
	}
	return false
}

// EndsValue tells whether nothing that belongs to a number stands at token k.
func (s *Pass) EndsValue(k int) bool {
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Is(text.LineStart) {
		return true
	}
	switch s.Doc.Symbol(k) {
	case ',', ';', ')', '|', '.', '"', '?', '!', '<', '\'':
		return k+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+1].Kind != text.Number || s.Doc.Tokens[k+1].Is(text.SpaceBefore) || s.Doc.Symbol(k) != ',' && s.Doc.Symbol(k) != '.'
	}
	return s.Doc.Tokens[k].Is(text.SpaceBefore) && s.FieldEdge(k, k)
}

// FieldEdge tells whether a field ends at token i: a sign that separates fields, a
// tab or wide gap before token next, or the edge of the line.
func (s *Pass) FieldEdge(i, next int) bool {
	if i < 0 || i >= len(s.Doc.Tokens) || next >= len(s.Doc.Tokens) || s.Doc.Tokens[next].Is(text.LineStart) {
		return true
	}
	switch s.Doc.Symbol(i) {
	case '|', ';', ',', '(', ')', '-', '*', '"':
		return true
	}
	at := s.Doc.Tokens[next].Start
	return at > 1 && (s.Doc.Norm[at-1] == '\t' || s.Doc.Norm[at-1] == ' ' && s.Doc.Norm[at-2] == ' ')
}

// TakenAt is the type of the last candidate that covers token i; none outside the text.
func (s *Pass) TakenAt(i int) rule.Type {
	if i < 0 || i >= len(s.Taken) {
		return rule.TypeNone
	}
	return s.Taken[i]
}

// Someone tells whether the text holds an item that belongs to one person.
func (s *Pass) Someone() bool {
	for k := range s.Cands {
		c := &s.Cands[k]
		if c.Score < 0.8 {
			continue
		}
		switch c.Type {
		case rule.PersonName, rule.BSN, rule.PatientNumber, rule.DateOfBirth, rule.Phone, rule.Email, rule.Address, rule.InsuranceNumber:
			return true
		}
	}
	return false
}

// Bracket tells whether token i is a bracket of any kind.
func (s *Pass) Bracket(i int) bool {
	switch s.Doc.Symbol(i) {
	case '(', '[', '{', '<', ')', ']', '}', '>':
		return true
	}
	return false
}

// WordAt tells whether token i exists and is no symbol.
func (s *Pass) WordAt(i int) bool {
	return i < len(s.Doc.Tokens) && s.Doc.Tokens[i].Kind != text.Symbol
}

// Typed is the rule with this matcher and type, or NoRule.
func (s *Pass) Typed(m rule.Matcher, t rule.Type) int {
	for _, r := range s.Pack.With(m) {
		if s.Pack.Rules[r].Type == t {
			return r
		}
	}
	return rule.NoRule
}

// NumberAt is the number of at most max digits at token i, or -1.
func (s *Pass) NumberAt(i, max int) int {
	if i >= len(s.Doc.Tokens) || s.Doc.Tokens[i].Kind != text.Number || s.Doc.Tokens[i].Len() > max {
		return -1
	}
	return Value(s.Doc.Word(i))
}

// Width is the length of token i in bytes.
func (s *Pass) Width(i int) int { return s.Doc.Tokens[i].Len() }

// Day reads the number of a day at token i, with an ordinal ending: "3", "3rd",
// "3e". It is 0 for anything else.
func (s *Pass) Day(i int) int {
	if i < 0 || i >= len(s.Doc.Tokens) {
		return 0
	}
	t := &s.Doc.Tokens[i]
	w := s.Doc.Word(i)
	digits := 0
	for digits < len(w) && w[digits] >= '0' && w[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 2 {
		return 0
	}
	if t.Kind == text.Mixed {
		switch rest := string(w[digits:]); rest {
		case "e", "de", "ste", "st", "nd", "rd", "th":
		default:
			return 0
		}
	}
	if n := Value(w[:digits]); n <= 31 {
		return n
	}
	return 0
}

// Line is the normalised text of line l, with its end.
func (s *Pass) Line(l int) []byte {
	end := uint32(len(s.Doc.Norm))
	if l+1 < len(s.Doc.Lines) {
		end = s.Doc.Lines[l+1]
	}
	return s.Doc.Norm[s.Doc.Lines[l]:end]
}

// StandsAlone tells whether no word, digit or joining sign touches token i from
// the left.
func (s *Pass) StandsAlone(i int) bool {
	if i == 0 || s.Doc.Tokens[i].Is(text.SpaceBefore) {
		return true
	}
	switch s.Doc.Symbol(i - 1) {
	case '(', '[', '^', '|', '"', ':', '/', ',', ';', '=', '>', '+', '\'':
		return true
	}
	return false
}

// Joint tells whether token i directly follows on the same line, with no more
// than white space between.
func (s *Pass) Joint(i int) bool {
	return i > 0 && i < len(s.Doc.Tokens) && s.Doc.Tokens[i].Line == s.Doc.Tokens[i-1].Line
}

// SentenceEnd tells whether token k ends a sentence or its line.
func (s *Pass) SentenceEnd(k int) bool {
	switch s.Doc.Symbol(k) {
	case '?', '!', ';':
		return true
	case '.':
		return k+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[k+1].Is(text.LineStart) ||
			s.Doc.Tokens[k+1].Is(text.SpaceBefore|text.Capital) && k > 0 && s.Doc.Tokens[k-1].Len() > 4
	}
	return false
}

// FourDigits is the value of token k when it is four digits, else 0.
func (s *Pass) FourDigits(k int) int {
	if k < 0 || k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Len() != 4 {
		return 0
	}
	n := 0
	for _, c := range s.Doc.Word(k) {
		n = n*10 + int(c-'0')
	}
	return n
}

// Ordinary tells whether token i is a word of the language too.
func (s *Pass) Ordinary(i int) bool {
	return s.Is(i, lexicon.Common) || s.Pack.Common != nil && s.Pack.Common.Has(s.Doc.Tokens[i].Hash)
}

// HashIs tells whether token i exists and is the word with hash h.
func (s *Pass) HashIs(i int, h uint64) bool {
	return i >= 0 && i < len(s.Doc.Tokens) && s.Doc.Tokens[i].Hash == h
}

// Lowered is token i in lower case, of ASCII letters. It is valid until the next
// call and cut off after 40 bytes.
func (s *Pass) Lowered(i int) []byte {
	w := s.Doc.Word(i)
	n := copy(s.word[:], w)
	for k, c := range s.word[:n] {
		if c >= 'A' && c <= 'Z' {
			s.word[k] = c + 'a' - 'A'
		}
	}
	return s.word[:n]
}

// Is tells whether token i exists and has one of the classes.
func (s *Pass) Is(i int, c lexicon.Class) bool {
	return i >= 0 && i < len(s.Classes) && s.Classes[i]&c != 0
}

// Mark notes the type of the tokens that bytes [start, end) touch.
func (s *Pass) Mark(start, end uint32, t rule.Type) {
	for k := s.TokenEndingAfter(start); k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Start < end; k++ {
		s.Taken[k] = t
	}
}

// TokenEndingAfter is the first token that ends after byte at.
func (s *Pass) TokenEndingAfter(at uint32) int {
	lo, hi := 0, len(s.Doc.Tokens)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if s.Doc.Tokens[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
