package chain

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Canonical is v as canonical JSON (RFC 8785): members sorted by UTF-16 code
// units, no white space, numbers and strings as ECMAScript writes them. It fails
// on what JSON cannot hold and on integers that a double cannot hold exactly.
func Canonical(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode payload: %w", err)
	}
	return canonicalise(plain)
}

// CanonicalJSON rewrites one JSON value in canonical form. Objects with equal names
// have no such form.
func CanonicalJSON(plain []byte) ([]byte, error) {
	if !json.Valid(plain) {
		return nil, errNotJSON
	}
	return canonicalise(plain)
}

var errNotJSON = errors.New("decode payload: not one JSON value")

func canonicalise(valid []byte) ([]byte, error) {
	c := canonicaliser{in: valid, out: make([]byte, 0, len(valid)), members: make([]member, 0, 64)}
	if err := c.value(); err != nil {
		return nil, err
	}
	return c.out, nil
}

// canonicaliser rewrites valid JSON from in to out.
type canonicaliser struct {
	in      []byte
	at      int
	out     []byte
	members []member
	swap    []byte // where members are put in order
}

// member is one member of an object: its name, and where it stands in out.
type member struct {
	name       []byte
	start, end int
}

// next skips white space and says what comes.
func (c *canonicaliser) next() byte {
	for c.in[c.at] <= ' ' {
		c.at++
	}
	return c.in[c.at]
}

// copy takes over the byte that comes.
func (c *canonicaliser) copy() {
	c.out = append(c.out, c.next())
	c.at++
}

func (c *canonicaliser) value() error {
	switch c.next() {
	case '{':
		return c.object()
	case '[':
		return c.array()
	case '"':
		_, err := c.text()
		return err
	}
	return c.word()
}

func (c *canonicaliser) array() error {
	for c.copy(); c.next() != ']'; {
		if c.in[c.at] == ',' {
			c.copy()
		}
		if err := c.value(); err != nil {
			return err
		}
	}
	c.copy()
	return nil
}

func (c *canonicaliser) object() error {
	c.copy()
	first, from := len(c.members), len(c.out)
	sorted := true
	for c.next() != '}' {
		if c.in[c.at] == ',' {
			c.at++
		}
		start := len(c.out)
		c.next()
		name, err := c.text()
		if err != nil {
			return err
		}
		c.copy() // the colon
		if err := c.value(); err != nil {
			return err
		}
		if len(c.members) > first {
			order := compareUTF16(c.members[len(c.members)-1].name, name)
			sorted = sorted && order < 0
		}
		c.members = append(c.members, member{name, start, len(c.out)})
		c.out = append(c.out, ',')
	}
	members := c.members[first:]
	if !sorted {
		if err := c.sort(members, from); err != nil {
			return err
		}
	}
	if len(members) > 0 {
		c.out = c.out[:len(c.out)-1] // the last comma
	}
	c.members = c.members[:first]
	c.copy()
	return nil
}

// sort puts the members of an object, which stand in out from the given place on,
// in order.
func (c *canonicaliser) sort(members []member, from int) error {
	slices.SortFunc(members, func(a, b member) int { return compareUTF16(a.name, b.name) })
	c.swap = append(c.swap[:0], c.out[from:]...)
	c.out = c.out[:from]
	for i, m := range members {
		if i > 0 && bytes.Equal(members[i-1].name, m.name) {
			return errors.New("encode payload: an object has two members of one name")
		}
		c.out = append(c.out, c.swap[m.start-from:m.end-from]...)
		c.out = append(c.out, ',')
	}
	return nil
}

// text rewrites a string and returns what it stands for.
func (c *canonicaliser) text() ([]byte, error) {
	start := c.at
	plain := true
	for c.at++; c.in[c.at] != '"'; c.at++ {
		switch {
		case c.in[c.at] == '\\':
			plain = false
			c.at++
		case c.in[c.at] >= utf8.RuneSelf:
			plain = false
		}
	}
	c.at++
	token := c.in[start:c.at]
	if plain {
		c.out = append(c.out, token...)
		return token[1 : len(token)-1], nil
	}
	var s string
	if json.Unmarshal(token, &s) != nil {
		return nil, errNotJSON
	}
	c.out = appendString(c.out, s)
	return []byte(s), nil
}

// word rewrites a number, true, false or null.
func (c *canonicaliser) word() error {
	start, simple := c.at, true
	for ; c.at < len(c.in) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(c.in[c.at])); c.at++ {
		simple = simple && '0' <= c.in[c.at] && c.in[c.at] <= '9'
	}
	token := c.in[start:c.at]
	if first := token[0]; simple && len(token) <= exactDigits || first == 't' || first == 'f' || first == 'n' {
		c.out = append(c.out, token...)
		return nil
	}
	var err error
	c.out, err = appendNumber(c.out, json.Number(token))
	return err
}

// compareUTF16 orders names as RFC 8785 section 3.2.3 does. For all characters but
// those beyond the basic plane the order of bytes is the same.
func compareUTF16(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			if a[i] < 0xEE && b[i] < 0xEE {
				return cmp.Compare(a[i], b[i])
			}
			return slices.Compare(utf16.Encode([]rune(string(a))), utf16.Encode([]rune(string(b))))
		}
	}
	return cmp.Compare(len(a), len(b))
}

// exactDigits is how many digits an integer may have to be exact in a double and
// written as it is.
const exactDigits = 15

// maxExact is the largest integer up to which doubles hold every integer.
const maxExact = 1 << 53

// appendNumber writes a number as ECMAScript's Number::toString does.
func appendNumber(b []byte, n json.Number) ([]byte, error) {
	f, err := n.Float64()
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, fmt.Errorf("encode payload: number out of range")
	}
	if i, err := n.Int64(); err == nil && (i > maxExact || i < -maxExact) {
		return nil, fmt.Errorf("encode payload: integer out of range")
	}
	if f == 0 {
		return append(b, '0'), nil
	}
	if abs := math.Abs(f); abs >= 1e21 || abs < 1e-6 {
		digits := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(digits, "e")
		sign, power := exponent[:1], strings.TrimLeft(exponent[1:], "0")
		return append(b, mantissa+"e"+sign+power...), nil
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64), nil
}

const hexDigits = "0123456789abcdef"

// appendString escapes only what RFC 8785 section 3.2.2.2 names.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf || (c >= 0x20 && c != '"' && c != '\\') {
			b = append(b, c)
			i++
			continue
		}
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
	}
	return append(b, '"')
}
