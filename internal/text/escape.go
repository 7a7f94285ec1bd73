package text

import (
	"strings"
	"unicode/utf8"
)

// escapeKinds are the escape notations that a text is written in, as bits.
type escapeKinds uint8

const (
	escapeQuoted escapeKinds = 1 << iota // quoted-printable: =C3=AB
	escapeString                         // \n and \t of JSON and program code, told by its quotes
)

// escapesOf looks which notations the text as a whole uses. Percent signs, HTML
// entities and \u are told one by one.
func escapesOf(source string) escapeKinds {
	var kinds escapeKinds
	if strings.IndexByte(source, '=') >= 0 && quotedPrintable(source) {
		kinds |= escapeQuoted
	}
	if strings.IndexByte(source, '\\') >= 0 && strings.IndexByte(source, '"') >= 0 {
		kinds |= escapeString
	}
	return kinds
}

// quotedPrintable tells whether at least three =XX occur, of which one cannot be
// "key=12": it has a letter for a digit, or another =XX follows it at once.
func quotedPrintable(source string) bool {
	n, sure := 0, false
	for i := 0; i+2 < len(source); i++ {
		if source[i] != '=' || hexByte(source[i+1:i+3]) < 0 || lowerHex(source[i+1:i+3]) {
			continue
		}
		n++
		sure = sure || source[i+1] >= 'A' || source[i+2] >= 'A' || i+3 < len(source) && source[i+3] == '='
		if n >= 3 && sure {
			return true
		}
	}
	return false
}

func lowerHex(two string) bool { return two[0] >= 'a' || two[1] >= 'a' }

// escape copies the byte at offset i, or what the escape there stands for, and
// returns the offset after it.
func (d *Doc) escape(source string, i int, kinds escapeKinds) int {
	var end int
	var r rune
	switch source[i] {
	case '%':
		r, end = escapedBytes(source, i, 1, percentAt)
	case '&':
		r, end = entity(source, i)
	case '\\':
		r, end = backslash(source, i, kinds&escapeString != 0)
	case '=':
		if kinds&escapeQuoted != 0 {
			r, end = d.quoted(source, i)
		}
	}
	if end == 0 {
		d.Norm = append(d.Norm, source[i])
		return i + 1
	}
	start := len(d.Norm)
	switch c := wideASCII(r); {
	case r == 0 || dropped(r):
	case c != 0:
		d.Norm = append(d.Norm, c)
	default:
		d.Norm = utf8.AppendRune(d.Norm, r)
	}
	d.replaced(i, end, start)
	return end
}

// percentAt tells whether a percent escape stands at offset i: not "5%20", where a
// digit before it makes it a share, unless another escape follows.
func percentAt(source string, i int) bool {
	if i+2 >= len(source) || source[i] != '%' || hexByte(source[i+1:i+3]) < 0x20 {
		return false
	}
	return i == 0 || source[i-1] < '0' || source[i-1] > '9' || i+3 < len(source) && source[i+3] == '%' || i > 2 && source[i-3] == '%'
}

func quotedAt(source string, i int) bool {
	return i+2 < len(source) && source[i] == '=' && hexByte(source[i+1:i+3]) >= 0x09 && !lowerHex(source[i+1:i+3])
}

// escapedBytes decodes one rune written as escaped bytes from offset i: UTF-8 when
// they form it, Latin-1 otherwise. The end is 0 when there is no escape.
func escapedBytes(source string, i, lead int, at func(string, int) bool) (r rune, end int) {
	if !at(source, i) {
		return 0, 0
	}
	var buf [4]byte
	n := 0
	for k := i; n < len(buf) && at(source, k); k += lead + 2 {
		buf[n] = byte(hexByte(source[k+lead : k+lead+2]))
		n++
		if buf[0] < utf8.RuneSelf {
			break
		}
	}
	r, size := utf8.DecodeRune(buf[:n])
	if r == utf8.RuneError {
		r, size = rune(buf[0]), 1
	}
	return r, i + size*(lead+2)
}

// quoted decodes quoted-printable, soft line breaks among it.
func (d *Doc) quoted(source string, i int) (rune, int) {
	switch {
	case strings.HasPrefix(source[i:], "=\r\n"):
		return 0, i + 3
	case strings.HasPrefix(source[i:], "=\n"):
		return 0, i + 2
	}
	return escapedBytes(source, i, 1, quotedAt)
}

// backslash decodes \u00e9, \xE9, and with whole strings \n, \t, \" and the like.
func backslash(source string, i int, strs bool) (rune, int) {
	if i+1 >= len(source) || i > 0 && source[i-1] == '\\' {
		return 0, 0
	}
	switch c := source[i+1]; {
	case c == 'u' && i+6 <= len(source) && hexByte(source[i+2:i+4]) >= 0 && hexByte(source[i+4:i+6]) >= 0:
		r := rune(hexByte(source[i+2:i+4])<<8 | hexByte(source[i+4:i+6]))
		if r >= 0xD800 && r < 0xE000 {
			return 0, i + 6
		}
		return r, i + 6
	case c == 'x' && i+4 <= len(source) && hexByte(source[i+2:i+4]) >= 0x20:
		return rune(hexByte(source[i+2 : i+4])), i + 4
	case strs && (c == 'n' || c == 'r'):
		return '\n', i + 2
	case strs && c == 't':
		return '\t', i + 2
	case strs && c == '"':
		return '"', i + 2
	}
	return 0, 0
}

// entities are the HTML names that occur in names and layout.
var entities = map[string]rune{
	"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\'', "nbsp": ' ', "shy": 0xAD, "ndash": '-', "mdash": '-', "rsquo": '\'', "lsquo": '\'',
	"eacute": 'é', "egrave": 'è', "euml": 'ë', "ecirc": 'ê', "iuml": 'ï', "iacute": 'í', "ouml": 'ö', "oacute": 'ó', "uuml": 'ü', "uacute": 'ú',
	"auml": 'ä', "aacute": 'á', "agrave": 'à', "ccedil": 'ç', "ntilde": 'ñ', "szlig": 'ß', "aring": 'å', "oslash": 'ø', "commat": '@', "period": '.',
}

// entity decodes &#57; &#x39; and a few names.
func entity(source string, i int) (rune, int) {
	semi := strings.IndexByte(source[i:min(i+12, len(source))], ';')
	if semi < 2 {
		return 0, 0
	}
	name, end := source[i+1:i+semi], i+semi+1
	if name[0] != '#' {
		if r, ok := entities[name]; ok {
			return r, end
		}
		return 0, 0
	}
	r, base, digits := 0, 10, name[1:]
	if digits != "" && digits[0]|0x20 == 'x' {
		base, digits = 16, digits[1:]
	}
	for k := range len(digits) {
		v := hexDigit(digits[k])
		if v < 0 || v >= base {
			return 0, 0
		}
		r = r*base + v
	}
	if digits == "" || r < ' ' || r > utf8.MaxRune {
		return 0, 0
	}
	return rune(r), end
}

// hexByte is the value of two hexadecimal digits, or -1.
func hexByte(s string) int {
	hi, lo := hexDigit(s[0]), hexDigit(s[1])
	if hi < 0 || lo < 0 {
		return -1
	}
	return hi<<4 | lo
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
