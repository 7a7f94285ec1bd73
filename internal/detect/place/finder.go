// Package place finds addresses, postcodes, cities, and named hospitals and organisations.
//
// It does not find places in general: one counts when it says where somebody is from.
package place

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds places in the text of the pass. Find comes before names are known, Cities after.
type Finder struct {
	*pass.Pass
	bodyNames []bodyName
}
