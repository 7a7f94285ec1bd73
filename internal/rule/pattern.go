package rule

import (
	"errors"
	"fmt"
)

// Pattern is a bounded pattern of an organisation's own rule, compiled. It matches
// within one line and takes time in proportion to its length.
//
// In its source # stands for a digit, @ for a letter, * for either, any other
// character for itself without regard to case; {m,n} behind one of them repeats it
// m to n times. At most MaxPattern characters can match.
type Pattern struct {
	steps [MaxPattern]patternStep
	n     int
}

// MaxPattern is the largest number of characters that a pattern can match.
const MaxPattern = 64

// patternStep is one character to match; an optional one may be left out.
type patternStep struct {
	kind     byte // '#', '@', '*', or 0 for the literal
	literal  byte
	optional bool
}

// CompilePattern reads a pattern. A pattern without a digit or literal at a fixed
// place would match ordinary words and is refused.
func CompilePattern(source string) (*Pattern, error) {
	var p Pattern
	fixed := false
	for i := 0; i < len(source); {
		step := patternStep{literal: lower(source[i])}
		switch source[i] {
		case '#', '@', '*':
			step = patternStep{kind: source[i]}
		case '{', '}':
			return nil, errors.New("pattern: { needs a character before it")
		}
		i++
		least, most, size, err := repeat(source[i:])
		if err != nil {
			return nil, err
		}
		i += size
		if p.n+most > MaxPattern {
			return nil, fmt.Errorf("pattern: more than %d characters can match", MaxPattern)
		}
		for k := range most {
			step.optional = k >= least
			p.steps[p.n] = step
			p.n++
		}
		fixed = fixed || least > 0 && (step.kind == '#' || step.kind == 0)
	}
	if !fixed || p.n < 3 {
		return nil, errors.New("pattern: needs three characters, a digit or fixed one among them")
	}
	return &p, nil
}

// repeat reads {m,n} or {n}; without it the character stands once.
func repeat(s string) (least, most, size int, err error) {
	if s == "" || s[0] != '{' {
		return 1, 1, 0, nil
	}
	bad := errors.New("pattern: want {n} or {m,n} with numbers below 65")
	numbers, digits, at := [2]int{}, 0, 0
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			numbers[at] = numbers[at]*10 + int(c-'0')
			if digits++; numbers[at] > MaxPattern {
				return 0, 0, 0, bad
			}
		case c == ',' && at == 0 && digits > 0:
			at, digits = 1, 0
		case c == '}' && digits > 0:
			if at == 0 {
				numbers[1] = numbers[0]
			}
			if numbers[0] > numbers[1] || numbers[1] == 0 {
				return 0, 0, 0, bad
			}
			return numbers[0], numbers[1], i + 1, nil
		default:
			return 0, 0, 0, bad
		}
	}
	return 0, 0, 0, bad
}

// Match gives the length of the longest match at the start of b, or 0. It keeps a
// set of places in the pattern, so it never goes back.
func (p *Pattern) Match(b []byte) int {
	at, longest := p.past(1), 0
	for i := 0; i < len(b) && i < MaxPattern && at != 0; i++ {
		var next uint64
		for k := range p.n {
			if at&(1<<k) != 0 && p.steps[k].takes(b[i]) {
				if k+1 == p.n {
					longest = i + 1
					continue
				}
				next |= 1 << (k + 1)
			}
		}
		at = p.past(next)
		if p.ends(next) {
			longest = i + 1
		}
	}
	return longest
}

// past adds the places that leaving out optional characters leads to.
func (p *Pattern) past(at uint64) uint64 {
	for k := 0; k+1 < p.n; k++ {
		if at&(1<<k) != 0 && p.steps[k].optional {
			at |= 1 << (k + 1)
		}
	}
	return at
}

// ends tells whether from one of the places only optional characters follow.
func (p *Pattern) ends(at uint64) bool {
	for k := p.n - 1; k >= 0; k-- {
		if !p.steps[k].optional {
			return false
		}
		if at&(1<<k) != 0 {
			return true
		}
	}
	return false
}

func (s patternStep) takes(c byte) bool {
	digit, letter := c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
	switch s.kind {
	case '#':
		return digit
	case '@':
		return letter
	case '*':
		return digit || letter
	}
	return lower(c) == s.literal
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
