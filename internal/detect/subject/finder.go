// Package subject finds what is told of somebody, groups the findings by the person whom they are
// about, and tells what role each has and whether it is a private one.
//
// It finds no names, numbers or health terms itself.
package subject

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds facts in the text of the pass, and groups its findings by person.
type Finder struct {
	*pass.Pass
	people people
}
