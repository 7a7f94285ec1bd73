package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// trim takes off what does not belong to the name in tokens [i, j).
func (s *scan) trim(i, j int) (int, int) {
	for i < j && (s.doc.Tokens[i].Kind == text.Symbol && s.doc.Symbol(i) != '\'' || s.onlyTitle(i)) {
		i++
	}
	i = s.trimRole(s.trimStart(i, j), j)
	j = s.cutStreet(i, s.cutDash(i, s.cutComma(i, s.cutGrammar(i, s.cutGap(i, j)))))
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
func (s *scan) trimStart(i, j int) int {
	capitals := false
	for k := i; k < j; k++ {
		capitals = capitals || s.doc.Tokens[k].Is(text.Capital)
	}
	for k := i; k+1 < j; k++ {
		t := &s.doc.Tokens[k]
		article := t.Len() == 1 && s.doc.Word(k)[0] == 'a' && s.doc.Tokens[k+1].Kind == text.Word && !s.announced(k) && s.titleBefore(k) == k
		plain := capitals && t.Kind == text.Word && t.Len() > 1 && !s.is(k, lexicon.Interfix|lexicon.Given) &&
			(!s.is(k, lexicon.Surname) || s.is(k, lexicon.Common))
		sign := k > i && t.Kind == text.Symbol
		if t.Is(text.Capital) || !article && !plain && !sign && !s.never(k) {
			return k
		}
		i = k + 1
	}
	return i
}

// never tells whether token k, in lower case, is a word that is in no name.
func (s *scan) never(k int) bool {
	return s.near(k)&nearNever != 0 && !s.doc.Tokens[k].Is(text.Capital) && !s.is(k, lexicon.Interfix)
}

// cutGrammar ends the name before a word that is in no name.
func (s *scan) cutGrammar(i, j int) int {
	for k := i; k < j; k++ {
		if s.never(k) && !s.is(k-1, lexicon.Interfix) {
			return k
		}
	}
	return j
}

// cutComma ends the name before the title of another one, and before a comma unless
// the name is turned round: only a surname stands before the comma then.
func (s *scan) cutComma(i, j int) int {
	words := 0
	for k := i; k < j; k++ {
		switch t := &s.doc.Tokens[k]; {
		case s.doc.Symbol(k) == ',' && words > 1, k > i && s.onlyTitle(k) && !s.onlyTitle(k-1) && s.doc.Symbol(k-1) != '(':
			return k
		case t.Kind == text.Word && (t.Len() == 1 || !s.is(k, lexicon.Interfix)) && s.doc.Symbol(k-1) != '-':
			words++
		}
	}
	return j
}

// onlyTitle tells whether token i is a title and no name.
func (s *scan) onlyTitle(i int) bool {
	return s.is(i, lexicon.Title) && !s.is(i, lexicon.Given|lexicon.Surname)
}

// trimSigns takes signs off the end of a name, but for the dot of an initial and
// the bracket that closes one within.
func (s *scan) trimSigns(i, j int) int {
	if i >= j || s.doc.Tokens[j-1].Kind != text.Symbol {
		return j
	}
	open := 0
	for k := i; k < j; k++ {
		switch s.doc.Symbol(k) {
		case '(':
			open++
		case ')':
			open--
		}
	}
	for i < j && s.doc.Tokens[j-1].Kind == text.Symbol {
		if s.doc.Symbol(j-1) == '.' && s.abbreviated(j-2) || s.doc.Symbol(j-1) == ')' && open == 0 {
			break
		}
		if s.doc.Symbol(j-1) == '(' {
			open--
		}
		j--
	}
	return j
}

// trimSmall takes an interfix off the end unless the name is turned round ("Vries,
// J. de"), and initials in lower case behind a name with a capital. comma is the first
// one in the name.
func (s *scan) trimSmall(i, j, comma int) int {
	k := j - 1
	if k <= i {
		return j
	}
	if s.doc.Symbol(k) == '.' {
		k--
	}
	t := &s.doc.Tokens[k]
	switch {
	case k <= i || t.Kind != text.Word:
		return j
	case s.is(k, lexicon.Interfix) && !s.is(k, lexicon.Given|lexicon.Surname) && comma >= k && s.doc.Symbol(k-1) != '.':
		return k
	case t.Len() == 1 && !t.Is(text.Capital) && s.doc.Tokens[i].Is(text.Capital):
		return k
	}
	return j
}

// commaIn gives the first comma in tokens [i, j), or j.
func (s *scan) commaIn(i, j int) int {
	for i < j && s.doc.Symbol(i) != ',' {
		i++
	}
	return i
}

// cutDash ends the name before a dash between spaces, unless a second surname
// follows, as in "Van Beuzekom - den Hartog".
func (s *scan) cutDash(i, j int) int {
	for k := i + 1; k+1 < j; k++ {
		if s.doc.Symbol(k) == '-' && s.doc.Tokens[k].Is(text.SpaceBefore) && s.doc.Tokens[k+1].Is(text.SpaceBefore) &&
			!s.is(k+1, lexicon.Surname|lexicon.Interfix) {
			return k
		}
	}
	return j
}

// cutStreet ends the name before the name of a street behind it, as in "hr vd Wal
// Ringvaartplein", if a surname is left.
func (s *scan) cutStreet(i, j int) int {
	k := j - 1
	if k-1 > i && endsAsStreet(s.doc.Word(k)) && s.is(k-1, lexicon.Surname|lexicon.ProperNoun) && !s.is(k-1, lexicon.Interfix) {
		return k
	}
	return j
}

// completed adds the surname that goes with an interfix at the end, as in "Roy van
// Es", where the model stopped short.
func (s *scan) completed(i, j int) int {
	k := j
	for k < len(s.doc.Tokens) && k < j+3 && s.is(k, lexicon.Interfix) && s.wordBehind(k) && !s.is(k, lexicon.Surname) {
		k++
	}
	if k == j || !s.wordBehind(k) || !s.is(j-1, lexicon.Given) && s.doc.Symbol(j-1) != '.' {
		return j
	}
	if s.is(k, lexicon.Surname) && s.namePass.view.Margins[k] > -150 && !s.is(k, lexicon.Place|lexicon.SmallPlace) {
		return k + 1
	}
	return j
}

// abbreviated tells whether token i is short for a name: an initial, Chr, Th.
func (s *scan) abbreviated(i int) bool {
	if i < 0 || s.doc.Tokens[i].Kind != text.Word {
		return false
	}
	n := s.doc.Tokens[i].Len()
	return n == 1 || n <= 3 && s.classes[i]&(lexicon.Given|lexicon.Surname|lexicon.Common) == 0 && s.doc.Tokens[i].Is(text.Capital)
}
