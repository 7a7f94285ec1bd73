package rule

import (
	"errors"
	"strconv"
)

// Pattern is a bounded pattern of an organisation's own rule, compiled. It matches
// within one line and takes time in proportion to its length.
//
// In its source # stands for a digit, @ for a letter, * for either, any other
// character for itself without regard to case; {m,n} behind one of them repeats it
// m to n times. At most MaxPattern characters can match.
//
// It is held as sets of places, in bits, so that a character is one step for all
// places at once.
type Pattern struct {
	// takes holds for each byte the places that it fits.
	takes [256]uint64
	// optional places may be left out; from those in tail on all others are; start are
	// the places where a match may begin.
	optional, tail, start uint64
	n                     int
}

// MaxPattern is the largest number of characters that a pattern can match.
const MaxPattern = 64

// patternStep is one character to match.
type patternStep struct {
	kind    byte // '#', '@', '*', or 0 for the literal
	literal byte
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
			return nil, errors.New("pattern: more than " + strconv.Itoa(MaxPattern) + " characters can match")
		}
		for k := range most {
			p.enter(step, k >= least)
		}
		fixed = fixed || least > 0 && (step.kind == '#' || step.kind == 0)
	}
	if !fixed || p.n < 3 {
		return nil, errors.New("pattern: needs three characters, a digit or fixed one among them")
	}
	for k := p.n - 1; k >= 0 && p.optional&(1<<k) != 0; k-- {
		p.tail |= 1 << k
	}
	p.start = p.past(1)
	return &p, nil
}

// enter adds a place.
func (p *Pattern) enter(step patternStep, optional bool) {
	place := uint64(1) << p.n
	for c := range p.takes {
		if step.takes(byte(c)) {
			p.takes[c] |= place
		}
	}
	if optional {
		p.optional |= place
	}
	p.n++
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

// Match gives the length of the longest match at the start of b, or 0. It never goes
// back.
func (p *Pattern) Match(b []byte) int {
	at, longest := p.start, 0
	last := uint64(1) << (p.n - 1)
	for i := 0; i < len(b) && i < MaxPattern; i++ {
		at &= p.takes[b[i]]
		if at == 0 {
			break
		}
		next := (at &^ last) << 1
		if at&last != 0 || next&p.tail != 0 {
			longest = i + 1
		}
		at = p.past(next)
	}
	return longest
}

// past adds the places that leaving out optional characters leads to.
func (p *Pattern) past(at uint64) uint64 {
	last := uint64(1) << (p.n - 1)
	for {
		more := at | (at&p.optional&^last)<<1
		if more == at {
			return at
		}
		at = more
	}
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
