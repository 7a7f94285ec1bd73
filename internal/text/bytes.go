package text

import "unicode"

// class of a byte or rune for the tokeniser.
type class uint8

const (
	classSymbol class = iota
	classLetter
	classDigit
	classSpace
	classNewline
	classWide // first byte of a rune outside ASCII
)

// classes gives the class of each byte; lower its lower case form.
var (
	classes = classTable()
	lower   = lowerTable()
)

func classTable() (t [256]class) {
	for c := range t {
		switch {
		case c >= 0x80:
			t[c] = classWide
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = classLetter
		case c >= '0' && c <= '9':
			t[c] = classDigit
		case c == '\n':
			t[c] = classNewline
		case c <= ' ', c == 0x7F:
			t[c] = classSpace
		}
	}
	return t
}

func lowerTable() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if c >= 'A' && c <= 'Z' {
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}

// wideClass is the class of a rune outside ASCII.
func wideClass(r rune) class {
	switch {
	case r < 0x250:
		if r >= 0xC0 && r != 0xD7 && r != 0xF7 || r == 0xAA || r == 0xB5 || r == 0xBA {
			return classLetter
		}
		return classSymbol
	case r >= 0x2000 && r < 0x2C00: // punctuation, arrows, signs, box drawing
		return classSymbol
	case unicode.IsLetter(r), unicode.Is(unicode.M, r):
		return classLetter
	}
	return classSymbol
}

func toLower(r rune) rune { return unicode.ToLower(r) }

func isUpper(r rune) bool { return r >= 0xC0 && unicode.IsUpper(r) }
