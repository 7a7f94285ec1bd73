// Package rules embeds the rule packs, word lists, baseline policies and messages
// that come with the program.
//
// It does not read or check them (see internal/source).
package rules

import "embed"

// FS holds the files below rules/.
//
//go:embed nl en secrets lexicons weights policies messages legal destinations.yaml
var FS embed.FS
