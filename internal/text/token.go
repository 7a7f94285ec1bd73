package text

// Kind is the sort of a token.
type Kind uint8

const (
	// Word holds letters, and apostrophes between letters.
	Word Kind = iota + 1
	// Number holds ASCII digits only.
	Number
	// Mixed holds letters and digits glued together, such as "p1123" or "3de".
	Mixed
	// Symbol is one rune that is no letter, digit or white space.
	Symbol
)

// Shape tells how a token is written and what stands before it, in bits.
type Shape uint8

const (
	// Capital: the first letter is upper case.
	Capital Shape = 1 << iota
	// Upper: all letters are upper case and there are at least two.
	Upper
	// Title: the first letter is upper case and there are lower case ones after it.
	Title
	// LineStart: the first token of its line.
	LineStart
	// SpaceBefore: white space, a line end or the start of the text comes before it.
	SpaceBefore
	// Accented: holds letters outside ASCII.
	Accented
	// Apostrophe: holds an apostrophe between letters.
	Apostrophe
	// Inner: an ASCII capital stands behind the first letter.
	Inner
)

// Token is one piece of the normalised text.
type Token struct {
	// Hash of the folded form, see HashWord; that of a Symbol is its rune's.
	Hash uint64
	// Start and End are byte offsets in Doc.Norm.
	Start, End uint32
	// Line counts from 0.
	Line  uint32
	Kind  Kind
	Shape Shape
	// Sign is the byte of a Symbol that is ASCII, 0 for all other tokens.
	Sign byte
}

// Len is the length of the token in bytes of the normalised text.
func (t *Token) Len() int { return int(t.End - t.Start) }

// Is tells whether all the bits of s are set.
func (t *Token) Is(s Shape) bool { return t.Shape&s == s }
