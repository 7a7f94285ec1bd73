package pdfread

import "unicode/utf16"

// The kinds of values besides float64, bool and nil.
type (
	// Name is a name without its slash.
	Name string
	// String is a string as its bytes.
	String string
	// Array is a list of values.
	Array []any
	// Dict is a table of values.
	Dict map[Name]any
	// ref points to an object.
	ref int
	// keyword is an operator.
	keyword string
)

// Stream is a table with data, as they lie in the file.
type Stream struct {
	Dict
	raw []byte
}

// Text is a text string (7.9.2.2): UTF-16 or UTF-8 with a mark, else Latin.
func (s String) Text() string {
	switch {
	case len(s) >= 2 && s[0] == 0xfe && s[1] == 0xff:
		return wide(string(s[2:]))
	case len(s) >= 3 && s[:3] == "\xef\xbb\xbf":
		return string(s[3:])
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, winAnsi(s[i]))
	}
	return string(out)
}

// wide is UTF-16, the high byte first.
func wide(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}
