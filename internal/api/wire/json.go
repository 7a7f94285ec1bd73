package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// errSyntax is every way in which a body is not acceptable JSON. It tells nothing
// of the body.
var errSyntax = errors.New("malformed JSON")

// maxDepth bounds how deep values may nest.
const maxDepth = 32

// parse splits one JSON object into its members. It is stricter than encoding/json:
// the bytes are UTF-8, no object at any depth has a member twice, names match by
// letter case, strings hold no lone surrogate, and nothing follows the object.
func parse(body []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, errSyntax
	}
	s := scanner{b: bytes.TrimSpace(body)}
	if len(s.b) == 0 || s.b[0] != '{' {
		return nil, errSyntax
	}
	members := map[string]json.RawMessage{}
	if err := s.object(0, func(name string, value []byte) { members[name] = value }); err != nil {
		return nil, err
	}
	return members, nil
}

// scanner walks over bytes that are known to be valid JSON.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\n' || s.b[s.i] == '\r') {
		s.i++
	}
}

func (s *scanner) object(depth int, member func(name string, value []byte)) error {
	if depth > maxDepth {
		return errSyntax
	}
	seen := map[string]struct{}{}
	s.i++ // {
	for s.space(); s.b[s.i] != '}'; s.space() {
		if s.b[s.i] == ',' {
			s.i++
			s.space()
		}
		name, err := unquote(s.quoted())
		if err != nil {
			return err
		}
		if _, twice := seen[name]; twice {
			return errSyntax
		}
		seen[name] = struct{}{}
		s.space()
		s.i++ // :
		s.space()
		start := s.i
		if err := s.value(depth + 1); err != nil {
			return err
		}
		member(name, s.b[start:s.i])
	}
	s.i++
	return nil
}

func (s *scanner) array(depth int) error {
	if depth > maxDepth {
		return errSyntax
	}
	s.i++ // [
	for s.space(); s.b[s.i] != ']'; s.space() {
		if s.b[s.i] == ',' {
			s.i++
			s.space()
		}
		if err := s.value(depth + 1); err != nil {
			return err
		}
	}
	s.i++
	return nil
}

func (s *scanner) value(depth int) error {
	switch s.b[s.i] {
	case '{':
		return s.object(depth, func(string, []byte) {})
	case '[':
		return s.array(depth)
	case '"':
		return checkEscapes(s.quoted())
	}
	for s.i < len(s.b) && !strings.ContainsRune(",]} \t\r\n", rune(s.b[s.i])) {
		s.i++
	}
	return nil
}

// quoted passes over a string and returns it with its quotes.
func (s *scanner) quoted() []byte {
	start := s.i
	for s.i++; s.b[s.i] != '"'; s.i++ {
		if s.b[s.i] == '\\' {
			s.i++
		}
	}
	s.i++
	return s.b[start:s.i]
}

// checkEscapes refuses lone surrogates, which encoding/json would replace in
// silence.
func checkEscapes(quoted []byte) error {
	for {
		i := bytes.IndexByte(quoted, '\\')
		if i < 0 {
			return nil
		}
		if quoted[i+1] != 'u' {
			quoted = quoted[i+2:]
			continue
		}
		unit := hexUnit(quoted[i+2:])
		quoted = quoted[i+6:]
		if !utf16.IsSurrogate(unit) {
			continue
		}
		if len(quoted) < 6 || quoted[0] != '\\' || quoted[1] != 'u' || utf16.DecodeRune(unit, hexUnit(quoted[2:])) == utf8.RuneError {
			return errSyntax
		}
		quoted = quoted[6:]
	}
}

func hexUnit(digits []byte) rune {
	n, _ := strconv.ParseUint(string(digits[:4]), 16, 16)
	return rune(n)
}

// unquote decodes a string of valid JSON.
func unquote(quoted []byte) (string, error) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	if err := checkEscapes(quoted); err != nil {
		return "", err
	}
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return "", errSyntax
	}
	return s, nil
}
