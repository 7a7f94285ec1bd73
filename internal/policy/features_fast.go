package policy

import (
	"bytes"
	"encoding"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// readStored reads features exactly as MarshalJSON writes them: compact, members in
// their order, keys of maps sorted, strings of plain ASCII. A replay reads millions.
// It reports false for everything else, which encoding/json then reads; where it
// reports true, encoding/json would have given the same.
func (f *Features) readStored(b []byte) bool {
	s := stored{b: b}
	*f = Features{}
	s.byte('{')
	if s.member("destination") {
		f.Destination = string(s.text())
		s.byte(',')
	}
	s.name("class")
	s.enum(&f.Class)
	s.byte(',')
	s.name("channel")
	s.enum(&f.Channel)
	s.byte(',')
	if s.member("user_groups") {
		s.list(func() { f.Groups = append(f.Groups, string(s.text())) })
		s.byte(',')
	}
	s.name("language")
	s.enum(&f.Language)
	s.byte(',')
	s.name("size")
	s.enum(&f.Size)
	s.byte(',')
	if s.member("unread") {
		s.enum(&f.Unread)
		s.byte(',')
	}
	if s.member("types") {
		s.types(f)
		s.byte(',')
	}
	if s.member("persons") {
		s.list(func() { f.Persons = append(f.Persons, s.person()) })
		s.byte(',')
	}
	s.name("subjects_est")
	s.byte('{')
	s.name("min")
	f.Subjects.Min = s.number()
	s.byte(',')
	s.name("max")
	f.Subjects.Max = s.number()
	s.byte('}')
	s.byte('}')
	return !s.failed && len(s.b) == 0
}

// stored is a walk over stored features. After a failure it stands still.
type stored struct {
	b      []byte
	failed bool
}

func (s *stored) fail() { s.failed, s.b = true, nil }

func (s *stored) byte(c byte) {
	if len(s.b) == 0 || s.b[0] != c {
		s.fail()
		return
	}
	s.b = s.b[1:]
}

// next reports whether c comes now, and passes over it.
func (s *stored) next(c byte) bool {
	if len(s.b) == 0 || s.b[0] != c {
		return false
	}
	s.b = s.b[1:]
	return true
}

// member passes over the key, when it comes now.
func (s *stored) member(key string) bool {
	n := len(key) + 3
	if len(s.b) < n || s.b[0] != '"' || string(s.b[1:n-2]) != key || s.b[n-2] != '"' || s.b[n-1] != ':' {
		return false
	}
	s.b = s.b[n:]
	return true
}

func (s *stored) name(key string) {
	if !s.member(key) {
		s.fail()
	}
}

// text is a string without escapes.
func (s *stored) text() []byte {
	s.byte('"')
	end := bytes.IndexByte(s.b, '"')
	if end < 0 {
		s.fail()
		return nil
	}
	text := s.b[:end]
	for _, c := range text {
		if c < ' ' || c > '~' || c == '\\' {
			s.fail()
			return nil
		}
	}
	s.b = s.b[end+1:]
	return text
}

func (s *stored) enum(into encoding.TextUnmarshaler) {
	if text := s.text(); !s.failed && into.UnmarshalText(text) != nil {
		s.fail()
	}
}

// maxDigits keeps numbers far from overflow.
const maxDigits = 9

func (s *stored) number() int {
	n, digits := 0, 0
	for ; digits < len(s.b) && s.b[digits] >= '0' && s.b[digits] <= '9'; digits++ {
		if digits == maxDigits {
			s.fail()
			return 0
		}
		n = 10*n + int(s.b[digits]-'0')
	}
	if digits == 0 || digits > 1 && s.b[0] == '0' {
		s.fail()
		return 0
	}
	s.b = s.b[digits:]
	return n
}

// list reads an array of one element or more.
func (s *stored) list(element func()) {
	s.byte('[')
	for !s.failed {
		if element(); s.next(']') {
			return
		}
		s.byte(',')
	}
}

// table reads an object of one member or more, with keys that are types in the
// order of their names.
func (s *stored) table(member func(rule.Type)) {
	var before []byte
	s.byte('{')
	for !s.failed {
		key := s.text()
		s.byte(':')
		var t rule.Type
		if s.failed || bytes.Compare(before, key) >= 0 || t.UnmarshalText(key) != nil {
			s.fail()
			return
		}
		before = key
		if member(t); s.next('}') {
			return
		}
		s.byte(',')
	}
}

func (s *stored) types(f *Features) {
	s.table(func(t rule.Type) {
		m := &f.Types[t]
		s.byte('[')
		for i := range 2 * levels {
			if i > 0 {
				s.byte(',')
			}
			if n := s.number(); i < levels {
				m.Count[i] = n
			} else {
				m.Distinct[i-levels] = n
			}
		}
		s.byte(']')
		f.TypeGroups[t.Group()].add(m)
	})
}

func (s *stored) person() PersonFeatures {
	var p PersonFeatures
	s.byte('{')
	s.name("role")
	s.enum(&p.Role)
	s.byte(',')
	s.name("private")
	switch {
	case bytes.HasPrefix(s.b, []byte("true,")):
		p.Private, s.b = true, s.b[len("true,"):]
	case bytes.HasPrefix(s.b, []byte("false,")):
		s.b = s.b[len("false,"):]
	default:
		s.fail()
	}
	if s.member("narrowing") {
		p.Narrowing = s.number()
		s.byte(',')
	}
	if s.member("holds") {
		s.table(func(t rule.Type) {
			var c detect.Confidence
			s.enum(&c)
			for level := range int(c) {
				p.Held[level] |= rule.SetOf(t)
			}
		})
		s.byte(',')
	}
	s.name("number")
	p.Number = s.number()
	s.byte('}')
	return p
}
