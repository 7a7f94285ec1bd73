package text

import "unicode/utf8"

// Doc is the normalised and tokenised view of one text. Its memory is reused by
// the next Reset. It is not safe for concurrent use.
type Doc struct {
	// Norm is the normalised text, case kept.
	Norm []byte
	// Tokens in order of their position.
	Tokens []Token
	// Lines holds the offset in Norm at which each line starts.
	Lines []uint32

	size  int // of the original, in bytes
	marks []mark
}

// Reset makes the view of another text. It refers to no memory of source.
func (d *Doc) Reset(source string) { d.Rewrite(source, nil) }

// Edit replaces a piece of the original in the normalised text. With is ASCII.
type Edit struct {
	Span
	With string
}

// Rewrite is Reset with edits, sorted and disjoint, that undo a disguise which only
// a reader can tell: letters set apart, signs for letters.
func (d *Doc) Rewrite(source string, edits []Edit) {
	d.size = len(source)
	d.normalise(source, edits)
	d.tokenise()
}

// Word is the normalised form of token i, case kept. It is valid until the next
// Reset.
func (d *Doc) Word(i int) []byte {
	t := &d.Tokens[i]
	return d.Norm[t.Start:t.End]
}

// Slice is the normalised text from token i up to, not with, token j.
func (d *Doc) Slice(i, j int) []byte {
	if i >= j {
		return nil
	}
	return d.Norm[d.Tokens[i].Start:d.Tokens[j-1].End]
}

// Symbol is the byte of token i when it is one ASCII symbol, or 0.
func (d *Doc) Symbol(i int) byte {
	if uint(i) >= uint(len(d.Tokens)) {
		return 0
	}
	return d.Tokens[i].Sign
}

// tokenise fills Tokens and Lines from Norm.
func (d *Doc) tokenise() {
	d.Tokens, d.Lines = d.Tokens[:0], append(d.Lines[:0], 0)
	norm := d.Norm
	before := LineStart | SpaceBefore
	for i := 0; i < len(norm); {
		switch classes[norm[i]] {
		case classSpace:
			before |= SpaceBefore
			if norm[i] == '\r' && i+1 < len(norm) && norm[i+1] != '\n' { // HL7 ends lines with it
				before = LineStart | SpaceBefore
				d.Lines = append(d.Lines, uint32(i+1))
			}
			i++
		case classNewline:
			i++
			before = LineStart | SpaceBefore
			d.Lines = append(d.Lines, uint32(i))
		case classSymbol:
			d.symbol(i, i+1, before, rune(norm[i]))
			d.Tokens[len(d.Tokens)-1].Sign = norm[i]
			before = 0
			i++
		case classWide:
			r, n := utf8.DecodeRune(norm[i:])
			if wideClass(r) == classLetter {
				i = d.word(i, before)
			} else {
				d.symbol(i, i+n, before, r)
				i += n
			}
			before = 0
		default:
			i = d.word(i, before)
			before = 0
		}
	}
}

func (d *Doc) symbol(start, end int, before Shape, code rune) {
	d.Tokens = append(d.Tokens, Token{
		Hash: HashSymbol(code), Start: uint32(start), End: uint32(end),
		Line: uint32(len(d.Lines) - 1), Kind: Symbol, Shape: before,
	})
}

// word reads letters and digits from start on, adds them as one token and
// returns the offset after it.
func (d *Doc) word(start int, before Shape) int {
	norm := d.Norm
	h, i := uint64(hashSeed), start
	var letters, digits, uppers int
	shape := before
loop:
	for i < len(norm) {
		c := norm[i]
		switch classes[c] {
		case classLetter:
			l := lower[c]
			if l != c {
				uppers++
				if i == start {
					shape |= Capital
				} else {
					shape |= Inner
				}
			}
			letters++
			h = (h ^ uint64(l)) * hashPrime
			i++
		case classDigit:
			digits++
			h = (h ^ uint64(c)) * hashPrime
			i++
		case classWide:
			r, n := utf8.DecodeRune(norm[i:])
			if wideClass(r) != classLetter {
				break loop
			}
			if isUpper(r) {
				uppers++
				if i == start {
					shape |= Capital
				}
			}
			letters++
			shape |= Accented
			h = hashRune(h, r)
			i += n
		default:
			if c != '\'' || letters == 0 || digits > 0 || !letterAt(norm, i+1) {
				break loop
			}
			shape |= Apostrophe
			h = (h ^ '\'') * hashPrime
			i++
		}
	}
	kind := Word
	switch {
	case letters == 0:
		kind = Number
	case digits > 0:
		kind = Mixed
	}
	switch {
	case uppers == letters && letters > 1:
		shape |= Upper
	case shape&Capital != 0 && letters > uppers:
		shape |= Title
	}
	d.Tokens = append(d.Tokens, Token{
		Hash: mix(h), Start: uint32(start), End: uint32(i),
		Line: uint32(len(d.Lines) - 1), Kind: kind, Shape: shape,
	})
	return i
}

// letterAt tells whether a letter starts at offset i.
func letterAt(norm []byte, i int) bool {
	if i >= len(norm) {
		return false
	}
	switch classes[norm[i]] {
	case classLetter:
		return true
	case classWide:
		r, _ := utf8.DecodeRune(norm[i:])
		return wideClass(r) == classLetter
	}
	return false
}
