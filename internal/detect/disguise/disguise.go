package disguise

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// maxEdits bounds how many disguised pieces are undone in one text.
const maxEdits = 2000

// Find undoes what only a reader sees through: letters set apart by signs or
// spaces ("R·o·b·e·r·t"), signs and digits for letters ("cl0z@pine"), strings of
// program code that are glued together. It tells whether the text changed.
func (s *Finder) Find() bool {
	s.Edits = s.Edits[:0]
	next := 0
	for i := range s.Marked(pass.MarkDisguise) {
		if len(s.Edits) >= maxEdits {
			break
		}
		if i < next {
			continue
		}
		t := &s.Doc.Tokens[i]
		switch {
		case t.Kind == text.Word && t.Len() == 1:
			i = s.apart(i)
		case t.Kind == text.Symbol && (s.Doc.Symbol(i) == '"' || s.Doc.Symbol(i) == '\''):
			i = s.gluedStrings(i)
		case t.Kind == text.Symbol && s.Bracket(i):
			i = s.defanged(i)
		case lookalikeStart(s.Doc.Word(i)):
			i = s.lookalikes(i)
		case t.Kind != text.Number && t.Kind != text.Symbol && !t.Is(text.SpaceBefore):
		case t.Kind != text.Symbol && t.Len() < 20:
			i = s.leet(i)
		}
		next = i + 1
	}
	return len(s.Edits) > 0
}

// apart joins five or more single letters from token i on that one and the same
// sign, or a space, sets apart. Initials are upper case, so all but the first are
// lower case, unless the sign is none that initials take.
func (s *Finder) apart(i int) int {
	sign := s.Doc.Symbol(i + 1)
	step := 2
	if i+1 >= len(s.Doc.Tokens) {
		return i
	}
	if s.Doc.Tokens[i+1].Kind != text.Symbol {
		sign, step = ' ', 1
	}
	var code uint64
	if step == 2 {
		code = s.Doc.Tokens[i+1].Hash
	}
	letters, lowers, k := 1, 0, i
	for next := i + step; next < len(s.Doc.Tokens) && letters < 40; next += step {
		t := &s.Doc.Tokens[next]
		if t.Kind != text.Word || t.Len() != 1 || t.Is(text.LineStart) || t.Is(text.SpaceBefore) != (step == 1) ||
			step == 2 && (s.Doc.Tokens[next-1].Hash != code || s.Doc.Tokens[next-1].Is(text.SpaceBefore)) {
			break
		}
		if !t.Is(text.Capital) {
			lowers++
		}
		letters++
		k = next
	}
	initials := sign == '.' || sign == ' ' || sign == ','
	if letters < 3 || letters < 5 && (sign == ',' || sign == ' ' || sign == '.' || sign == '/' || sign == '-') || initials && lowers < letters-1 {
		return i
	}
	for at := i; at < k; at += step {
		from, to := s.Doc.Tokens[at].End, s.Doc.Tokens[at+step].Start
		s.Edits = append(s.Edits, text.Edit{Span: s.Doc.Source(from, to)})
	}
	return k
}

// gluedStrings joins `"Jan" + "sen"` and `"9658" "48814"` at the quote of token i.
func (s *Finder) gluedStrings(i int) int {
	quote := s.Doc.Symbol(i)
	plus := i + 1
	if c := s.Doc.Symbol(plus); c != '+' && c != '.' && c != '&' || s.Doc.Symbol(plus+1) != quote || i == 0 || !s.WordAt(i-1) || !s.WordAt(plus+2) {
		return i
	}
	s.Edits = append(s.Edits, text.Edit{Span: s.Doc.Source(s.Doc.Tokens[i].Start, s.Doc.Tokens[plus+1].End)})
	return plus + 1
}

// leet reads the run of letters, digits and !, @, $, | that starts at token i as a
// word, when that makes a word that a list of names, health terms or cues knows.
func (s *Finder) leet(i int) int {
	end, signs := i+1, 0
	for end+1 < len(s.Doc.Tokens) && end < i+9 && !s.Doc.Tokens[end].Is(text.SpaceBefore) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) {
		if leetLetter(s.Doc.Symbol(end)) == 0 || s.Doc.Tokens[end+1].Kind == text.Symbol {
			break
		}
		end += 2
		signs++
	}
	if signs == 0 && s.Doc.Tokens[i].Kind != text.Mixed {
		return i
	}
	from, to := s.Doc.Tokens[i].Start, s.Doc.Tokens[end-1].End
	raw := s.Doc.Norm[from:to]
	var buf [24]byte
	letters, changed := 0, 0
	if len(raw) < 5 || len(raw) > len(buf) {
		return i
	}
	for k, c := range raw {
		if l := leetLetter(c); l != 0 {
			changed++
			buf[k] = l
			continue
		}
		if c >= 0x80 || c == '\'' || c >= '0' && c <= '9' {
			return i
		}
		letters++
		buf[k] = c
	}
	if changed == 0 || changed > letters || !s.telling(text.HashBytes(buf[:len(raw)])) {
		return i
	}
	for k, c := range raw {
		if l := leetLetter(c); l != 0 {
			s.Edits = append(s.Edits, text.Edit{Span: s.Doc.Source(from+uint32(k), from+uint32(k)+1), With: leetStrings[l-'a']})
		}
	}
	return end - 1
}

// telling tells whether the word with hash h is one that a disguise would hide.
func (s *Finder) telling(h uint64) bool {
	const hidden = lexicon.Given | lexicon.Surname | lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.MentalWord |
		lexicon.TreatmentWord | lexicon.PatientOf | lexicon.CueStart | lexicon.PhraseStart
	return s.Pack.Words.Lookup(h)&hidden != 0
}

// leetLetter is the letter that a digit or sign stands for, or 0.
func leetLetter(c byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	case '|':
		return 'l'
	}
	return 0
}

// leetStrings are the letters as strings, so that edits need no memory.
var leetStrings = func() (t [26]string) {
	for i := range t {
		t[i] = string(rune('a' + i))
	}
	return t
}()
