package detect

import (
	"dijkwacht/internal/detect/health"
	"dijkwacht/internal/detect/number"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/detect/place"
	"dijkwacht/internal/detect/secret"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// lookOver sets the marks, from the last token to the first, so that what stands behind
// a token is known.
func (s *scan) lookOver() {
	tokens := s.Doc.Tokens
	s.Marks, s.rare = pass.Resize(s.Marks, len(tokens)), pass.Resize(s.rare, len(tokens))
	s.Seen = 0
	first := len(tokens)
	b := behind{gap: true}
	for i := len(tokens) - 1; i >= 0; i-- {
		t := &tokens[i]
		var m pass.Mark
		switch t.Kind {
		case text.Symbol:
			m = signMarks[t.Sign]
		case text.Word:
			m = s.wordMarks(i, t, &b)
		default:
			m = digitMarks(t, b.sign)
		}
		if c := s.Classes[i]; c&listedClasses != 0 {
			m |= classMarks(c)
		}
		if b.gap {
			b.runEnd = t.End
		}
		if b.gap = t.Is(text.SpaceBefore); b.gap && b.runEnd-t.Start >= secret.LeastKey {
			m |= pass.MarkRun
		}
		s.Marks[i] = m
		s.Seen |= m
		if m.IsRare() {
			first--
			s.rare[first] = int32(i)
		}
		b.sign, b.sign2, b.sign3 = t.Sign, b.sign, b.sign2
		b.digits, b.digits2 = m&pass.MarkDigits, b.digits
		b.other = t.Kind != text.Word
	}
	s.Rare = s.rare[first:]
}

// behind is what follows a token.
type behind struct {
	sign, sign2, sign3 byte      // the signs that the next three tokens are
	digits, digits2    pass.Mark // whether the next two hold digits
	other              bool      // the next token is no word
	gap                bool      // white space follows
	runEnd             uint32
}

// signMarks are the marks of symbols.
var signMarks = func() (t [256]pass.Mark) {
	for c, m := range map[byte]pass.Mark{'@': pass.MarkAnchor, ':': pass.MarkAnchor, '-': pass.MarkFlag, '/': pass.MarkFlag} {
		t[c] |= m
	}
	for _, c := range `"'()[]{}<>` {
		t[c] |= pass.MarkDisguise
	}
	return t
}()

// within tells whether the sign stands for a letter in disguised words.
func within(sign byte) bool { return sign == '!' || sign == '@' || sign == '$' || sign == '|' }

func digitMarks(t *text.Token, sign byte) pass.Mark {
	m, n := pass.MarkNumber|pass.MarkHealth, t.Len()
	if t.Kind == text.Mixed {
		m = pass.MarkMixed | pass.MarkHealth | pass.MarkDisguise
	}
	if n <= 6 || n == 9 {
		m |= pass.MarkPlate
	}
	if n <= 3 || n <= 4 && sign == ':' {
		m |= pass.MarkAnchor
	}
	if n <= 3 || n >= minBlob {
		m |= pass.MarkEncoded
	}
	if within(sign) {
		m |= pass.MarkDisguise
	}
	return m
}

// wordMarks are the marks of a word.
func (s *scan) wordMarks(i int, t *text.Token, b *behind) pass.Mark {
	c, n := s.Classes[i], t.Len()
	m := roles[t.Hash&(1<<roleBits-1)]
	if n <= 4 {
		m |= shortMarks(t, n, b)
	}
	if b.digits != 0 {
		m |= pass.MarkHealth | pass.MarkStreet
	}
	if n <= 6 && (b.digits|b.digits2 != 0 || b.sign == '-' && b.sign3 == '-') {
		m |= pass.MarkPlate
	}
	if within(b.sign) {
		m |= pass.MarkDisguise
	}
	if t.Is(text.Capital) {
		m |= pass.MarkCapital | pass.MarkStreet
	}
	if n > 3 && t.Is(text.Inner) {
		m |= pass.MarkEncoded
	}
	if n >= 5 {
		m |= longMarks(s.Doc.Word(i))
		if n >= pass.LeastEnding && c&(pass.TermClasses|lexicon.Common) == 0 {
			m |= pass.MarkHealth
		}
	}
	if s.Pack.Common.Has(t.Hash) {
		m |= pass.MarkOrdinary
	} else if c&^(lexicon.CueStart|phraseStarts) == 0 && n >= 3 {
		m |= pass.MarkStrange
	}
	return m
}

// shortMarks are those of words of up to four bytes.
func shortMarks(t *text.Token, n int, b *behind) pass.Mark {
	var m pass.Mark
	switch n {
	case 1:
		m = pass.MarkPair | pass.MarkCode | pass.MarkAnchor | pass.MarkDisguise
	case 2:
		if b.digits != 0 || b.sign == '-' {
			m = pass.MarkPair
		}
	case 3:
		if b.sign == '.' {
			m = pass.MarkAnchor
		}
	}
	if b.sign == ':' {
		m |= pass.MarkAnchor
	}
	if b.other && n <= 3 {
		m |= pass.MarkHealth
	}
	if t.Is(text.Upper) {
		m |= pass.MarkCode
	}
	return m
}

// longMarks are the marks that the end of a word of five bytes or more gives.
func longMarks(w []byte) pass.Mark {
	var m pass.Mark
	if place.StreetTail(w) {
		m = pass.MarkStreet
	}
	n := len(w)
	if n < 6 {
		return m
	}
	switch w[n-1] | 0x20 {
	case 'e':
		if w[n-2]|0x20 == 'd' && n < 14 {
			m |= pass.MarkDay // ordinals
		}
	case 'g':
		if w[n-2]|0x20 == 'i' && w[n-3]|0x20 == 't' {
			m |= pass.MarkDecade
		}
	case 's':
		if w[n-2]|0x20 == 'e' && w[n-3]|0x20 == 'i' {
			m |= pass.MarkDecade
		}
	}
	return m
}

const (
	phraseStarts = lexicon.PhraseStart | lexicon.PlaceStart | lexicon.TermStart | lexicon.PublicStart
	dayClasses   = lexicon.Month | lexicon.Weekday | lexicon.NumberWord
	placeClasses = lexicon.Place | lexicon.SmallPlace | lexicon.PlaceStart
	bodyClasses  = lexicon.HospitalWord | lexicon.BodyWord | lexicon.Insurer
	// listedClasses are those that give marks.
	listedClasses = dayClasses | placeClasses | bodyClasses | pass.HealthClasses | lexicon.TermStart | lexicon.FactStart | lexicon.AtWord | lexicon.StreetType
)

func classMarks(c lexicon.Class) pass.Mark {
	var m pass.Mark
	if c&dayClasses != 0 {
		m |= pass.MarkDay
	}
	if c&placeClasses != 0 {
		m |= pass.MarkPlace
	}
	if c&bodyClasses != 0 {
		m |= pass.MarkBody
	}
	if c&(pass.HealthClasses|lexicon.TermStart) != 0 {
		m |= pass.MarkHealth
	}
	if c&lexicon.FactStart != 0 {
		m |= pass.MarkFact
	}
	if c&lexicon.AtWord != 0 {
		m |= pass.MarkAnchor
	}
	if c&lexicon.StreetType != 0 {
		m |= pass.MarkStreet
	}
	return m
}

// roles tells, for the low bits of the hash of a word, which tables of words of the
// recognisers may hold it; most words are in none.
var roles = func() (t [1 << roleBits]pass.Mark) {
	enter := func(h uint64, m pass.Mark) { t[h&(1<<roleBits-1)] |= m }
	pass.PersonWords.Each(func(h uint64, _ lexicon.Class) { enter(h, pass.MarkSays) })
	secret.Commands.Each(func(h uint64, _ lexicon.Class) { enter(h, pass.MarkFlag) })
	health.Context.Each(func(h uint64, c lexicon.Class) {
		enter(h, pass.MarkBeside)
		if c&health.HabitClasses != 0 {
			enter(h, pass.MarkHealth)
		}
	})
	enter(secret.CodeWord, pass.MarkSingle)
	enter(pass.Hash.Rol, pass.MarkSingle)
	enter(pass.Hash.Role, pass.MarkSingle)
	enter(number.FHIRPatient, pass.MarkSingle)
	enter(number.FHIRValue, pass.MarkSingle)
	return t
}()

const roleBits = 13
