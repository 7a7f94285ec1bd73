package policy

import (
	"strings"
	"unicode"
)

// IsTestValue tells whether the policy lists the value as invented. Case, spaces
// and punctuation do not matter.
func (p *Policy) IsTestValue(value string) bool {
	if len(p.TestValues) == 0 {
		return false
	}
	bare := bareValue(value)
	for _, listed := range p.TestValues {
		if bare != "" && bare == bareValue(listed) {
			return true
		}
	}
	return false
}

// bareValue keeps letters and digits, in lower case.
func bareValue(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
