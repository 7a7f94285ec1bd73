// Package contact finds how somebody is reached: telephone numbers, e-mail, web and network
// addresses.
//
// It does not find where somebody lives (see place).
package contact

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds contact details in the text of the pass.
type Finder struct {
	*pass.Pass
}
