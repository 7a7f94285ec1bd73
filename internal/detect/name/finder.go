// Package name finds the names of persons: a model labels the words that may be part of one, the
// grammar of names sets the bounds.
//
// It does not tell who is private (see subject).
package name

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds names in the text of the pass.
type Finder struct {
	*pass.Pass
	namePass namePass
}
