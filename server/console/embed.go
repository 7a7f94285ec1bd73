// Package console holds the pages that the service shows in a browser. It serves
// nothing by itself.
package console

import "embed"

// App is the built console: index.html and its assets, each beside its gzip. A
// program that was built without `npm run build` has none of it.
//
//go:embed all:dist
var App embed.FS

// Pages are the templates, their texts, and the style and script they use.
//
//go:embed pages
var Pages embed.FS
