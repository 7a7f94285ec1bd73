package policy

import (
	"slices"
	"strings"
	"unicode"

	"dijkwacht/internal/detect"
)

// IsTestValue tells whether the policy lists the value as invented. Case, spaces
// and punctuation do not matter.
func (p *Policy) IsTestValue(value string) bool {
	bare := bareValue(value)
	return bare != "" && slices.ContainsFunc(p.TestValues, func(listed string) bool { return bareValue(listed) == bare })
}

// DropTestValues removes the findings whose value in the text the policy lists as
// invented. The persons stay.
func (p *Policy) DropTestValues(source string, result *detect.Result) {
	if len(p.TestValues) == 0 {
		return
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(f detect.Finding) bool {
		return p.IsTestValue(source[f.Span.Start:f.Span.End])
	})
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
