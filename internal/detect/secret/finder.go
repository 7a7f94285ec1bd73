// Package secret finds passwords, keys, tokens and private keys.
//
// It does not try whether they are live.
package secret

import (
	"dijkwacht/internal/detect/pass"
)

// Finder finds secrets in the text of the pass.
type Finder struct {
	*pass.Pass
}
