package text

import "unicode/utf8"

// Unit is what offsets count.
type Unit uint8

// The units: bytes of UTF-8, Unicode code points, UTF-16 code units.
const (
	Bytes Unit = iota
	CodePoints
	UTF16
)

// Offsets converts byte spans of source, sorted by start and disjoint, to
// another unit in one pass. The spans are changed in place. Offsets inside a rune
// round down; those past the end become the length.
func Offsets(source string, spans []Span, unit Unit) {
	if unit == Bytes {
		return
	}
	at, count := 0, 0
	advance := func(to int) int {
		to = min(to, len(source))
		for at < to {
			if source[at] < utf8.RuneSelf {
				at++
				count++
				continue
			}
			r, n := utf8.DecodeRuneInString(source[at:])
			if at+n > to {
				break
			}
			at += n
			count++
			if unit == UTF16 && r > 0xFFFF {
				count++
			}
		}
		return count
	}
	for i := range spans {
		spans[i].Start = advance(spans[i].Start)
		spans[i].End = advance(spans[i].End)
	}
}

// UTF16Len is the number of UTF-16 code units of s, as JavaScript counts.
func UTF16Len(s string) int {
	n := utf8.RuneCountInString(s)
	for i := range len(s) {
		if s[i] >= 0xF0 {
			n++ // outside the basic plane: two units
		}
	}
	return n
}
