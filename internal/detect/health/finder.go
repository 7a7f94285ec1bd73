// Package health finds diagnoses, medicines, treatments, mental health, codes and results, by lists,
// endings, spelling and the words beside them.
//
// It does not tell whose health it is (see subject).
package health

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds health terms in the text of the pass. Find comes first; WeakTerms when names and
// numbers are known.
type Finder struct {
	*pass.Pass
	healthPass healthPass
}
