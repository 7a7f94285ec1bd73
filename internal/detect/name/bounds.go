package name

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// trim takes off what does not belong to the name in tokens [i, j).
func (s *Finder) trim(i, j int) (int, int) {
	for i < j && (s.Doc.Tokens[i].Kind == text.Symbol && s.Doc.Symbol(i) != '\'' || s.onlyTitle(i)) {
		i++
	}
	i = s.trimRole(s.trimStart(s.trimOpening(i, j), j), j)
	j = s.cutStreet(i, s.cutDash(i, s.cutComma(i, s.cutGrammar(i, s.cutStop(i, s.cutGap(i, j))))))
	j = s.cutPlace(i, s.cutBracket(i, j))
	comma := s.commaIn(i, j)
	for before := j + 1; before != j && i < j; {
		before = j
		j = s.trimSigns(i, j)
		j = s.trimSmall(i, j, comma)
	}
	return i, s.completed(i, j)
}

// trimStart takes words in lower case off the start of a name with capitals, and
// the English article.
func (s *Finder) trimStart(i, j int) int {
	capitals := false
	for k := i; k < j; k++ {
		capitals = capitals || s.Doc.Tokens[k].Is(text.Capital)
	}
	start := i
	for k := i; k+1 < j; k++ {
		t := &s.Doc.Tokens[k]
		article := t.Len() == 1 && s.Doc.Word(k)[0] == 'a' && s.Doc.Tokens[k+1].Kind == text.Word && !s.announced(k) && s.titleBefore(k) == k
		plain := capitals && t.Kind == text.Word && t.Len() > 1 && !s.Is(k, lexicon.Interfix|lexicon.Given) &&
			(!s.Is(k, lexicon.Surname) || s.Is(k, lexicon.Common))
		sign := k > start && t.Kind == text.Symbol
		if s.letterWord(k) || s.unitLetter(k) {
			i = k + 1
			continue
		}
		if t.Is(text.Capital) || !article && !plain && !sign && !s.never(k) {
			return k
		}
		i = k + 1
	}
	return i
}

// trimOpening takes a word of grammar with the capital of its sentence off the start of
// a name: "Sinds Elif weg is".
func (s *Finder) trimOpening(i, j int) int {
	if i+1 < j && s.near(i)&nearNever != 0 && s.Doc.Tokens[i].Kind == text.Word && s.Doc.Tokens[i+1].Is(text.Capital) &&
		!s.Is(i, lexicon.Given|lexicon.Surname|lexicon.Interfix) && s.opensSentence(i) {
		return i + 1
	}
	return i
}

// opensSentence tells whether token i starts a line or sentence.
func (s *Finder) opensSentence(i int) bool {
	if s.Doc.Tokens[i].Is(text.LineStart) || i == 0 {
		return true
	}
	switch s.Doc.Symbol(i - 1) {
	case '.', '!', '?', '"', '-', '*', ':':
		return true
	}
	return false
}

// cutStop ends the name before a full stop that ends a sentence: one behind a word that
// is not short for a name, as in "HR. A panel".
func (s *Finder) cutStop(i, j int) int {
	for k := i + 1; k+1 < j; k++ {
		if s.Doc.Symbol(k) != '.' || !s.Doc.Tokens[k+1].Is(text.SpaceBefore) || s.Doc.Tokens[k-1].Kind != text.Word || s.onlyTitle(k-1) {
			continue
		}
		w := &s.Doc.Tokens[k-1]
		if w.Len() > 4 || w.Len() > 1 && w.Is(text.Upper) && !s.Doc.Tokens[k+1].Is(text.Upper) || w.Len() > 1 && s.Is(k-1, lexicon.Common|lexicon.Given|lexicon.Surname) && !s.Is(k-1, lexicon.Interfix) {
			return k
		}
	}
	return j
}

// unitLetter tells whether token k is a letter behind a number, as in "3 g." and "3 x",
// and not the initial of a user: "07:31 p.oud".
func (s *Finder) unitLetter(k int) bool {
	t := &s.Doc.Tokens[k]
	if t.Len() != 1 || t.Kind != text.Word || t.Is(text.Capital) || k == 0 || s.Doc.Tokens[k-1].Kind != text.Number {
		return false
	}
	return s.Doc.Symbol(k+1) != '.' || k+2 < len(s.Doc.Tokens) && s.Doc.Tokens[k+2].Is(text.SpaceBefore)
}

// wordLetter tells whether token k is a letter that is a word of one letter more often.
func (s *Finder) wordLetter(k int) bool {
	switch s.Doc.Word(k)[0] {
	case 'I', 'A', 'U':
		return true
	}
	return false
}

// letterWord tells whether token k is a word of one letter in capital, as in "A panel" and
// "U heeft": a word in lower case follows that is no interfix.
func (s *Finder) letterWord(k int) bool {
	t := &s.Doc.Tokens[k]
	return t.Kind == text.Word && t.Len() == 1 && t.Is(text.Capital) && s.wordBehind(k+1) && !s.Doc.Tokens[k+1].Is(text.Capital) &&
		s.Doc.Tokens[k+1].Len() > 1 && !s.Is(k+1, lexicon.Interfix) && (s.wordLetter(k) || s.Is(k+1, lexicon.Common) && !s.Is(k+1, lexicon.Given|lexicon.Surname))
}

// never tells whether token k, in lower case, is a word that is in no name.
func (s *Finder) never(k int) bool {
	return s.near(k)&nearNever != 0 && !s.Doc.Tokens[k].Is(text.Capital) && !s.Is(k, lexicon.Interfix)
}

// cutGrammar ends the name before a word that is in no name.
func (s *Finder) cutGrammar(i, j int) int {
	for k := i; k < j; k++ {
		if s.never(k) && !s.Is(k-1, lexicon.Interfix) || k > i && s.letterWord(k) {
			return k
		}
	}
	return j
}

// cutComma ends the name before the title of another one, and before a comma unless
// the name is turned round: only a surname stands before the comma then.
func (s *Finder) cutComma(i, j int) int {
	words := 0
	for k := i; k < j; k++ {
		switch t := &s.Doc.Tokens[k]; {
		case s.Doc.Symbol(k) == ',' && words > 1, k > i && s.onlyTitle(k) && !s.onlyTitle(k-1) && s.Doc.Symbol(k-1) != '(':
			return k
		case t.Kind == text.Word && (t.Len() == 1 || !s.Is(k, lexicon.Interfix)) && s.Doc.Symbol(k-1) != '-':
			words++
		}
	}
	return j
}

// onlyTitle tells whether token i is a title and no name.
func (s *Finder) onlyTitle(i int) bool {
	return s.Is(i, lexicon.Title) && !s.Is(i, lexicon.Given|lexicon.Surname)
}

// trimSigns takes signs off the end of a name, but for the dot of an initial and
// the bracket that closes one within.
func (s *Finder) trimSigns(i, j int) int {
	if i >= j || s.Doc.Tokens[j-1].Kind != text.Symbol {
		return j
	}
	open := 0
	for k := i; k < j; k++ {
		switch s.Doc.Symbol(k) {
		case '(':
			open++
		case ')':
			open--
		}
	}
	for i < j && s.Doc.Tokens[j-1].Kind == text.Symbol {
		if s.Doc.Symbol(j-1) == '.' && s.abbreviated(j-2) || s.Doc.Symbol(j-1) == ')' && open == 0 {
			break
		}
		if s.Doc.Symbol(j-1) == '(' {
			open--
		}
		j--
	}
	return j
}

// trimSmall takes an interfix off the end unless the name is turned round ("Vries,
// J. de"), and initials in lower case behind a name with a capital. comma is the first
// one in the name.
func (s *Finder) trimSmall(i, j, comma int) int {
	k := j - 1
	if k <= i {
		return j
	}
	if s.Doc.Symbol(k) == '.' {
		k--
	}
	t := &s.Doc.Tokens[k]
	switch {
	case k <= i || t.Kind != text.Word:
		return j
	case s.Is(k, lexicon.Interfix) && !s.Is(k, lexicon.Given|lexicon.Surname) && comma >= k && s.Doc.Symbol(k-1) != '.':
		return k
	case t.Len() == 1 && !t.Is(text.Capital) && s.Doc.Tokens[i].Is(text.Capital):
		return k
	}
	return j
}

// commaIn gives the first comma in tokens [i, j), or j.
func (s *Finder) commaIn(i, j int) int {
	for i < j && s.Doc.Symbol(i) != ',' {
		i++
	}
	return i
}

// cutDash ends the name before a dash between spaces, unless a second surname
// follows, as in "Van Beuzekom - den Hartog".
func (s *Finder) cutDash(i, j int) int {
	for k := i + 1; k+1 < j; k++ {
		if s.Doc.Symbol(k) == '-' && s.Doc.Tokens[k].Is(text.SpaceBefore) && s.Doc.Tokens[k+1].Is(text.SpaceBefore) &&
			!s.Is(k+1, lexicon.Surname|lexicon.Interfix) {
			return k
		}
	}
	return j
}

// cutStreet ends the name before the name of a street behind it, as in "hr vd Wal
// Ringvaartplein", if a surname is left.
func (s *Finder) cutStreet(i, j int) int {
	k := j - 1
	if k-1 > i && endsAsStreet(s.Doc.Word(k)) && s.Is(k-1, lexicon.Surname|lexicon.ProperNoun) && !s.Is(k-1, lexicon.Interfix) {
		return k
	}
	return j
}

// completed adds the surname that goes with an interfix at the end, as in "Roy van
// Es", where the model stopped short.
func (s *Finder) completed(i, j int) int {
	k := j
	for k < len(s.Doc.Tokens) && k < j+3 && s.Is(k, lexicon.Interfix) && s.wordBehind(k) && !s.Is(k, lexicon.Surname) {
		k++
	}
	if k == j || !s.wordBehind(k) || !s.Is(j-1, lexicon.Given) && s.Doc.Symbol(j-1) != '.' {
		return j
	}
	if s.Is(k, lexicon.Surname) && s.namePass.view.Margins[k] > -150 && !s.Is(k, lexicon.Place|lexicon.SmallPlace) {
		return k + 1
	}
	return j
}

// abbreviated tells whether token i is short for a name: an initial, Chr, Th.
func (s *Finder) abbreviated(i int) bool {
	if i < 0 || s.Doc.Tokens[i].Kind != text.Word {
		return false
	}
	n := s.Doc.Tokens[i].Len()
	return n == 1 || n <= 3 && s.Classes[i]&(lexicon.Given|lexicon.Surname|lexicon.Common) == 0 && s.Doc.Tokens[i].Is(text.Capital)
}
