package extract

import (
	"io"
	"strings"
	"unicode/utf16"
)

// windows are the characters of Windows-1252 from 0x80 to 0x9f; the others are those
// of Latin 1.
var windows = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

func windowsRune(c byte) rune {
	if c >= 0x80 && c < 0xa0 {
		return windows[c-0x80]
	}
	return rune(c)
}

func fromWindows(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(windowsRune(c))
	}
	return b.String()
}

func fromUTF16(data []byte, bigEndian bool) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		u := uint16(data[i]) | uint16(data[i+1])<<8
		if bigEndian {
			u = uint16(data[i])<<8 | uint16(data[i+1])
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// plain reads a text file.
func (c *collector) plain(data []byte) error {
	s, ok := decode(data, false)
	if !ok {
		return errUnknown
	}
	return c.add(Body, 0, s)
}

// readFull reads until b is full or r ends; only another end is an error.
func readFull(r io.Reader, b []byte) (int, error) {
	n, err := io.ReadFull(r, b)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}
