package pass

import "dijkwacht/internal/lexicon"

// EndsFold tells whether w ends in a lower case ASCII word, in any case.
func EndsFold(w []byte, lower string) bool {
	return len(w) >= len(lower) && EqualFold(w[len(w)-len(lower):], lower)
}

// Hexadecimal tells whether b holds hexadecimal digits only.
func Hexadecimal(b []byte) bool {
	for _, c := range b {
		if c |= 0x20; c < '0' || c > '9' && c < 'a' || c > 'f' {
			return false
		}
	}
	return true
}

// Value is the number that digits write; at most 9 of them count.
func Value(b []byte) int {
	n := 0
	for i, c := range b {
		if i == 9 || c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// EqualFold compares with a lower case ASCII word.
func EqualFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// Letter tells whether c is a letter of ASCII.
func Letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Digit tells whether c is a digit.
func Digit(c byte) bool { return c >= '0' && c <= '9' }

// AllDigits tells whether b holds digits only.
func AllDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// HasPrefix tells whether d starts with p.
func HasPrefix(d []byte, p string) bool { return len(d) >= len(p) && string(d[:len(p)]) == p }

// DigitIn tells whether b holds a digit.
func DigitIn(b []byte) bool {
	for _, c := range b {
		if c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}

// WordTable makes a table that has the words in class 1.
func WordTable(words ...string) *lexicon.Table {
	t := lexicon.NewTable(len(words))
	for _, w := range words {
		t.Add(w, 1)
	}
	return t
}

// PortLike tells whether v is digits only.
func PortLike(v []byte) bool {
	for _, c := range v {
		if !Digit(c) {
			return false
		}
	}
	return len(v) > 0
}

// ContainsByte tells whether c is in v.
func ContainsByte(v []byte, c byte) bool {
	for _, x := range v {
		if x == c {
			return true
		}
	}
	return false
}
