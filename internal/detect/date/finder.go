// Package date finds dates, tells dates of birth among them, and finds ages.
//
// It does not check whether a date exists beyond the bounds of days and months.
package date

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds dates and ages in the text of the pass. Find comes first; Birthdays when names
// are known; Ages last.
type Finder struct {
	*pass.Pass
	dateHits []datedCandidate
}
