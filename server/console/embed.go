// Package console holds the pages that the service shows in a browser. It serves
// nothing by itself.
package console

import "embed"

// Pages are the templates, their texts, and the style and script they use.
//
//go:embed pages
var Pages embed.FS
