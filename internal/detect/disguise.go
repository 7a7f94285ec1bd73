package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// maxEdits bounds how many disguised pieces are undone in one text.
const maxEdits = 2000

// disguise undoes what only a reader sees through: letters set apart by signs or
// spaces ("R·o·b·e·r·t"), signs and digits for letters ("cl0z@pine"), strings of
// program code that are glued together. It tells whether the text changed.
func (s *scan) disguise() bool {
	s.edits = s.edits[:0]
	for i := 0; i < len(s.doc.Tokens) && len(s.edits) < maxEdits; i++ {
		if s.marks[i]&markDisguise == 0 {
			continue
		}
		t := &s.doc.Tokens[i]
		switch {
		case t.Kind == text.Word && t.Len() == 1:
			i = s.apart(i)
		case t.Kind == text.Symbol && (s.doc.Symbol(i) == '"' || s.doc.Symbol(i) == '\''):
			i = s.gluedStrings(i)
		case t.Kind == text.Symbol && s.bracket(i):
			i = s.defanged(i)
		case lookalikeStart(s.doc.Word(i)):
			i = s.lookalikes(i)
		case t.Kind != text.Number && t.Kind != text.Symbol && !t.Is(text.SpaceBefore):
		case t.Kind != text.Symbol && t.Len() < 20:
			i = s.leet(i)
		}
	}
	return len(s.edits) > 0
}

// apart joins five or more single letters from token i on that one and the same
// sign, or a space, sets apart. Initials are upper case, so all but the first are
// lower case, unless the sign is none that initials take.
func (s *scan) apart(i int) int {
	sign := s.doc.Symbol(i + 1)
	step := 2
	if i+1 >= len(s.doc.Tokens) {
		return i
	}
	if s.doc.Tokens[i+1].Kind != text.Symbol {
		sign, step = ' ', 1
	}
	var code uint64
	if step == 2 {
		code = s.doc.Tokens[i+1].Hash
	}
	letters, lowers, k := 1, 0, i
	for next := i + step; next < len(s.doc.Tokens) && letters < 40; next += step {
		t := &s.doc.Tokens[next]
		if t.Kind != text.Word || t.Len() != 1 || t.Is(text.LineStart) || t.Is(text.SpaceBefore) != (step == 1) ||
			step == 2 && (s.doc.Tokens[next-1].Hash != code || s.doc.Tokens[next-1].Is(text.SpaceBefore)) {
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
		from, to := s.doc.Tokens[at].End, s.doc.Tokens[at+step].Start
		s.edits = append(s.edits, text.Edit{Span: s.doc.Source(from, to)})
	}
	return k
}

// gluedStrings joins `"Jan" + "sen"` and `"9658" "48814"` at the quote of token i.
func (s *scan) gluedStrings(i int) int {
	quote := s.doc.Symbol(i)
	plus := i + 1
	if c := s.doc.Symbol(plus); c != '+' && c != '.' && c != '&' || s.doc.Symbol(plus+1) != quote || i == 0 || !s.wordAt(i-1) || !s.wordAt(plus+2) {
		return i
	}
	s.edits = append(s.edits, text.Edit{Span: s.doc.Source(s.doc.Tokens[i].Start, s.doc.Tokens[plus+1].End)})
	return plus + 1
}

// leet reads the run of letters, digits and !, @, $, | that starts at token i as a
// word, when that makes a word that a list of names, health terms or cues knows.
func (s *scan) leet(i int) int {
	end, signs := i+1, 0
	for end+1 < len(s.doc.Tokens) && end < i+9 && !s.doc.Tokens[end].Is(text.SpaceBefore) && !s.doc.Tokens[end+1].Is(text.SpaceBefore) {
		if leetLetter(s.doc.Symbol(end)) == 0 || s.doc.Tokens[end+1].Kind == text.Symbol {
			break
		}
		end += 2
		signs++
	}
	if signs == 0 && s.doc.Tokens[i].Kind != text.Mixed {
		return i
	}
	from, to := s.doc.Tokens[i].Start, s.doc.Tokens[end-1].End
	raw := s.doc.Norm[from:to]
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
			s.edits = append(s.edits, text.Edit{Span: s.doc.Source(from+uint32(k), from+uint32(k)+1), With: leetStrings[l-'a']})
		}
	}
	return end - 1
}

// telling tells whether the word with hash h is one that a disguise would hide.
func (s *scan) telling(h uint64) bool {
	const hidden = lexicon.Given | lexicon.Surname | lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.MentalWord |
		lexicon.TreatmentWord | lexicon.PatientOf | lexicon.CueStart | lexicon.PhraseStart
	return s.pack.Words.Lookup(h)&hidden != 0
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

// gluedValues finds values that touch their label: "bsn965848814", "tel0612345678".
func (s *scan) gluedValues() {
	for i, m := range s.marks {
		t := &s.doc.Tokens[i]
		if m&markMixed == 0 || t.Len() < 7 || t.Len() > 28 || s.taken[i] != rule.TypeNone {
			continue
		}
		w := s.doc.Word(i)
		n := 0
		for n < len(w) && (w[n] < '0' || w[n] > '9') {
			n++
		}
		if n < 2 || len(w)-n < 5 || !allDigits(w[n:]) {
			continue
		}
		s.gluedTo(text.HashBytes(w[:n]), w[n:], t.Start+uint32(n), t.End, i)
	}
}

// gluedTo adds the digits when the word with hash h is a cue that suits them.
func (s *scan) gluedTo(h uint64, digits []byte, start, end uint32, i int) {
	if s.pack.Words.Lookup(h)&lexicon.CueStart == 0 {
		return
	}
	id, ok := s.pack.Cues.Word(h)
	if !ok {
		return
	}
	for _, use := range s.pack.CueUses[id] {
		p := &s.pack.Rules[use.Rule]
		if use.Kind&rule.CueLeft == 0 {
			continue
		}
		phone := p.Matcher == rule.MatchPhone && len(digits) == 10 && phoneKindOf(digits, false) != phoneNone
		code := p.Matcher == rule.MatchCode && len(digits) >= p.Params.Min && len(digits) <= p.Params.Max
		if phone || code || p.Matcher == rule.MatchNumber && fits(p.Params.Lengths, len(digits)) {
			s.addBytes(int(use.Rule), start, end, 0.93, ByLabel|ByShape)
			s.taken[i] = p.Type
			return
		}
	}
}
