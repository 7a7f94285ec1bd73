package pdfread

import (
	"bytes"
	"strconv"
)

// lexer reads values from bytes. It never fails: what is no value is a keyword.
type lexer struct {
	b     []byte
	at    int
	depth int
}

// maxDepth is how deep arrays and tables nest.
const maxDepth = 64

// end is the keyword of the end of the bytes.
const end = keyword("")

var spaces = [256]bool{0: true, '\t': true, '\n': true, '\f': true, '\r': true, ' ': true}
var delimiters = [256]bool{'(': true, ')': true, '<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '/': true, '%': true}

func (l *lexer) space() {
	for l.at < len(l.b) {
		c := l.b[l.at]
		if c == '%' {
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
			continue
		}
		if !spaces[c] {
			return
		}
		l.at++
	}
}

// value reads the next value or keyword. References are read where objects stand, not
// in the content of pages, which has none.
func (l *lexer) value() any {
	l.space()
	if l.at >= len(l.b) {
		return end
	}
	switch c := l.b[l.at]; c {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '[':
		l.at++
		return l.array()
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict()
		}
		return l.hex()
	case ']', '{', '}', ')':
		l.at++
		return keyword(c)
	case '>':
		l.at++
		if l.at < len(l.b) && l.b[l.at] == '>' {
			l.at++
			return keyword(">>")
		}
		return keyword(">")
	}
	return l.word()
}

func (l *lexer) word() any {
	start := l.at
	for l.at < len(l.b) && !spaces[l.b[l.at]] && !delimiters[l.b[l.at]] {
		l.at++
	}
	w := l.b[start:l.at]
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if f, err := strconv.ParseFloat(string(w), 64); err == nil {
			return f
		}
		return number(w)
	}
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return keyword(w)
}

// number reads what is almost a number, such as 12-3 or --5, up to where it is one.
func number(w []byte) float64 {
	w = bytes.TrimLeft(w, "+-")
	n := 0
	for n < len(w) && (w[n] >= '0' && w[n] <= '9' || w[n] == '.') {
		n++
	}
	f, err := strconv.ParseFloat(string(w[:n]), 64)
	if err != nil {
		return 0
	}
	return f
}

func (l *lexer) name() Name {
	l.at++
	var out []byte
	for l.at < len(l.b) && !spaces[l.b[l.at]] && !delimiters[l.b[l.at]] {
		c := l.b[l.at]
		if c == '#' && l.at+2 < len(l.b) && isHex(l.b[l.at+1]) && isHex(l.b[l.at+2]) {
			c = unhex(l.b[l.at+1])<<4 | unhex(l.b[l.at+2])
			l.at += 2
		}
		out = append(out, c)
		l.at++
	}
	return Name(out)
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func (l *lexer) hex() String {
	l.at++
	var out []byte
	half := -1
	for l.at < len(l.b) && l.b[l.at] != '>' {
		if c := l.b[l.at]; isHex(c) {
			if half < 0 {
				half = int(unhex(c))
			} else {
				out = append(out, byte(half)<<4|unhex(c))
				half = -1
			}
		}
		l.at++
	}
	l.at++
	if half >= 0 {
		out = append(out, byte(half)<<4)
	}
	return String(out)
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() String {
	l.at++
	var out []byte
	for open := 1; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return String(out)
			}
		case '\\':
			l.at++
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return String(out)
}

// escape reads what follows a backslash and stands on its last byte.
func (l *lexer) escape(out []byte) []byte {
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	if e, ok := escapes[c]; ok {
		return append(out, e)
	}
	switch {
	case c >= '0' && c <= '7':
		n := 0
		for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
			n = n<<3 | int(l.b[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(n))
	case c == '\r':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c == '\n':
		return out
	}
	return append(out, c)
}

// array reads up to the closing bracket; "3 0 R" becomes a reference.
func (l *lexer) array() Array {
	out := Array{}
	if l.depth++; l.depth > maxDepth {
		l.at = len(l.b)
	}
	for {
		v := l.value()
		if v == keyword("]") || v == end || v == keyword("endobj") {
			l.depth--
			return out
		}
		out = reference(out, v)
	}
}

// reference appends v, or puts a reference in place of the two numbers before R.
func reference(list Array, v any) Array {
	if n := len(list); v == keyword("R") && n >= 2 {
		if id, ok := list[n-2].(float64); ok {
			return append(list[:n-2], ref(id))
		}
	}
	if k, ok := v.(keyword); ok && k == ">>" {
		return list
	}
	return append(list, v)
}

func (l *lexer) dict() Dict {
	var list Array
	if l.depth++; l.depth > maxDepth {
		l.at = len(l.b)
	}
	for {
		v := l.value()
		if v == keyword(">>") || v == end || v == keyword("endobj") || v == keyword("stream") {
			if v == keyword("stream") {
				l.at -= len("stream")
			}
			break
		}
		list = reference(list, v)
	}
	l.depth--
	d := make(Dict, len(list)/2)
	for i := 0; i+1 < len(list); i++ {
		if key, ok := list[i].(Name); ok {
			d[key] = list[i+1]
			i++
		}
	}
	return d
}
