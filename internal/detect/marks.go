package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// mark tells in bits what a token may begin. All marks are set in one walk, so that
// each recogniser passes over the tokens that are nothing to it. They may say too much
// but never too little: a recogniser that starts to read other tokens than before
// needs its mark widened in lookOver.
type mark uint32

const (
	markNumber   mark = 1 << iota // digits only
	markMixed                     // digits and letters
	markCapital                   // a word with a capital
	markPair                      // a word of one or two letters, as a country code
	markCode                      // a short word in upper case or one letter, as a code starts with
	markAnchor                    // @ and :, www, the words for @, parts of network addresses
	markPlate                     // a short word close to digits or hyphens
	markDay                       // month, weekday, number word, ordinal
	markSingle                    // a word that a recogniser looks for by itself
	markStreet                    // a capital, the end of a street's name, a digit behind it
	markPlace                     // a listed place or the first word of one
	markBody                      // a kind of organisation
	markFact                      // the first word of a fact
	markHealth                    // of the health lists, long, or before a number or sign
	markDecade                    // "vijftig", "fifties"
	markEncoded                   // base64, hexadecimal digits or a word written backwards
	markDisguise                  // one letter, a quote, a bracket, a sign within
	markStrange                   // a word in no list
	markOrdinary                  // a word in the filter of ordinary words
	markRun                       // the first of a run of characters as long as a key
	markFlag                      // hyphen, slash, or a program that takes passwords
	markSays                      // in personWords
	markBeside                    // in contextWords
)

// markDigits: the token holds digits.
const markDigits = markNumber | markMixed

// lookOver sets the marks, from the last token to the first, so that what stands behind
// a token is known.
func (s *scan) lookOver() {
	tokens := s.doc.Tokens
	s.marks = resize(s.marks, len(tokens))
	s.seen = 0
	b := behind{gap: true}
	for i := len(tokens) - 1; i >= 0; i-- {
		t := &tokens[i]
		var m mark
		switch t.Kind {
		case text.Symbol:
			m = signMarks[t.Sign]
		case text.Word:
			m = s.wordMarks(i, t, &b)
		default:
			m = digitMarks(t, b.sign)
		}
		if c := s.classes[i]; c&listedClasses != 0 {
			m |= classMarks(c)
		}
		if b.gap {
			b.runEnd = t.End
		}
		if b.gap = t.Is(text.SpaceBefore); b.gap && b.runEnd-t.Start >= leastKey {
			m |= markRun
		}
		s.marks[i] = m
		s.seen |= m
		b.sign, b.sign2, b.sign3 = t.Sign, b.sign, b.sign2
		b.digits, b.digits2 = m&markDigits, b.digits
		b.other = t.Kind != text.Word
	}
}

// behind is what follows a token.
type behind struct {
	sign, sign2, sign3 byte // the signs that the next three tokens are
	digits, digits2    mark // whether the next two hold digits
	other              bool // the next token is no word
	gap                bool // white space follows
	runEnd             uint32
}

// signMarks are the marks of symbols.
var signMarks = func() (t [256]mark) {
	for c, m := range map[byte]mark{'@': markAnchor, ':': markAnchor, '-': markFlag, '/': markFlag} {
		t[c] |= m
	}
	for _, c := range `"'()[]{}<>` {
		t[c] |= markDisguise
	}
	return t
}()

// within tells whether the sign stands for a letter in disguised words.
func within(sign byte) bool { return sign == '!' || sign == '@' || sign == '$' || sign == '|' }

func digitMarks(t *text.Token, sign byte) mark {
	m, n := markNumber|markHealth, t.Len()
	if t.Kind == text.Mixed {
		m = markMixed | markHealth | markDisguise
	}
	if n <= 6 || n == 9 {
		m |= markPlate
	}
	if n <= 3 || n <= 4 && sign == ':' {
		m |= markAnchor
	}
	if n <= 3 || n >= minBlob {
		m |= markEncoded
	}
	if within(sign) {
		m |= markDisguise
	}
	return m
}

// wordMarks are the marks of a word.
func (s *scan) wordMarks(i int, t *text.Token, b *behind) mark {
	c, n := s.classes[i], t.Len()
	m := roles[t.Hash&(1<<roleBits-1)]
	if n <= 4 {
		m |= shortMarks(t, n, b)
	}
	if b.digits != 0 {
		m |= markHealth | markStreet
	}
	if n <= 6 && (b.digits|b.digits2 != 0 || b.sign == '-' && b.sign3 == '-') {
		m |= markPlate
	}
	if within(b.sign) {
		m |= markDisguise
	}
	if t.Is(text.Capital) {
		m |= markCapital | markStreet
	}
	if n > 3 && t.Is(text.Inner) {
		m |= markEncoded
	}
	if n >= 5 {
		m |= longMarks(s.doc.Word(i))
		if n >= leastEnding && c&(termClasses|lexicon.Common) == 0 {
			m |= markHealth
		}
	}
	if s.pack.Common.Has(t.Hash) {
		m |= markOrdinary
	} else if c&^(lexicon.CueStart|phraseStarts) == 0 && n >= 3 {
		m |= markStrange
	}
	return m
}

// shortMarks are those of words of up to four bytes.
func shortMarks(t *text.Token, n int, b *behind) mark {
	var m mark
	switch n {
	case 1:
		m = markPair | markCode | markAnchor | markDisguise
	case 2:
		if b.digits != 0 || b.sign == '-' {
			m = markPair
		}
	case 3:
		if b.sign == '.' {
			m = markAnchor
		}
	}
	if b.sign == ':' {
		m |= markAnchor
	}
	if b.other && n <= 3 {
		m |= markHealth
	}
	if t.Is(text.Upper) {
		m |= markCode
	}
	return m
}

// longMarks are the marks that the end of a word of five bytes or more gives.
func longMarks(w []byte) mark {
	var m mark
	if streetTail(w) {
		m = markStreet
	}
	n := len(w)
	if n < 6 {
		return m
	}
	switch w[n-1] | 0x20 {
	case 'e':
		if w[n-2]|0x20 == 'd' && n < 14 {
			m |= markDay // ordinals
		}
	case 'g':
		if w[n-2]|0x20 == 'i' && w[n-3]|0x20 == 't' {
			m |= markDecade
		}
	case 's':
		if w[n-2]|0x20 == 'e' && w[n-3]|0x20 == 'i' {
			m |= markDecade
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
	listedClasses = dayClasses | placeClasses | bodyClasses | healthClass | lexicon.TermStart | lexicon.FactStart | lexicon.AtWord | lexicon.StreetType
)

func classMarks(c lexicon.Class) mark {
	var m mark
	if c&dayClasses != 0 {
		m |= markDay
	}
	if c&placeClasses != 0 {
		m |= markPlace
	}
	if c&bodyClasses != 0 {
		m |= markBody
	}
	if c&(healthClass|lexicon.TermStart) != 0 {
		m |= markHealth
	}
	if c&lexicon.FactStart != 0 {
		m |= markFact
	}
	if c&lexicon.AtWord != 0 {
		m |= markAnchor
	}
	if c&lexicon.StreetType != 0 {
		m |= markStreet
	}
	return m
}

// roles tells, for the low bits of the hash of a word, which tables of words of the
// recognisers may hold it; most words are in none.
var roles = func() (t [1 << roleBits]mark) {
	enter := func(h uint64, m mark) { t[h&(1<<roleBits-1)] |= m }
	personWords.Each(func(h uint64, _ lexicon.Class) { enter(h, markSays) })
	commandWords.Each(func(h uint64, _ lexicon.Class) { enter(h, markFlag) })
	contextWords.Each(func(h uint64, c lexicon.Class) {
		enter(h, markBeside)
		if c&besideHabit != 0 {
			enter(h, markHealth)
		}
	})
	enter(codeWord, markSingle)
	enter(plain.rol, markSingle)
	enter(plain.role, markSingle)
	enter(fhirPatient, markSingle)
	enter(fhirValue, markSingle)
	return t
}()

const roleBits = 13
