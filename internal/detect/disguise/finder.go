// Package disguise finds what only a reader sees through: letters set apart, signs for letters, strings
// glued together, letters for digits.
//
// It does not decode: base64 and the like are looked into when all else is found.
package disguise

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// Finder finds disguised words and numbers in the text of the pass.
type Finder struct {
	*pass.Pass
	// Edits undo what Find found, sorted and disjoint.
	Edits []text.Edit
}
