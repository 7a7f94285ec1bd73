package policy

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Bound is a comparison with a number, written as in ">=2". The zero value is no
// bound.
type Bound struct {
	op string
	n  int
}

// AtLeast bounds from below.
func AtLeast(n int) Bound { return Bound{">=", n} }

// Given tells whether there is a bound at all.
func (b Bound) Given() bool { return b.op != "" }

// Holds tells whether n meets the bound; any n meets the zero value.
func (b Bound) Holds(n int) bool {
	least, greatest := b.Range()
	return least <= n && n <= greatest
}

// Range is the least and the greatest number that meets the bound; the zero value
// reaches from 0 to math.MaxInt. It is empty, least above greatest, for "<0".
func (b Bound) Range() (least, greatest int) {
	switch b.op {
	case ">=":
		return b.n, math.MaxInt
	case ">":
		return b.n + 1, math.MaxInt
	case "<=":
		return 0, b.n
	case "<":
		return 0, b.n - 1
	case "=":
		return b.n, b.n
	}
	return 0, math.MaxInt
}

// String writes the bound as it is written in a policy.
func (b Bound) String() string {
	if b.op == "" {
		return ""
	}
	return b.op + strconv.Itoa(b.n)
}

// MarshalText writes the bound as it is written in a policy.
func (b Bound) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads one of >=, >, <=, <, = and a number from 0 to 1,000,000; a
// number alone means "=".
func (b *Bound) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	op := "="
	for _, candidate := range []string{">=", "<=", ">", "<", "="} {
		if rest, ok := strings.CutPrefix(s, candidate); ok {
			op, s = candidate, strings.TrimSpace(rest)
			break
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 || strings.HasPrefix(s, "+") {
		return errors.New(`want a bound such as ">=2"`)
	}
	*b = Bound{op, n}
	return nil
}
