// Package number finds the numbers and codes that identify a person, an account or a document, by
// their form, check digits and labels, and those that records and tables hold.
//
// It knows nothing of telephone numbers (see contact) and dates (see date).
package number

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds numbers and codes in the text of the pass.
type Finder struct {
	*pass.Pass
	codeRun codeRun
	// best are the scores of the row of digits in hand, by rule; wanted and lengths the
	// numbers of digits that all rules, and each of them, want.
	best       []runScore
	wanted     uint64
	lengths    []uint64
	ruleList   []int
	misspelled []labelledToken
	parts      [16]byte
}
