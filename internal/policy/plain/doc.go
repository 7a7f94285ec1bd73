// Package plain tells whether a Dutch text is plain enough for language level B1
// of the Common European Framework. It measures what can be counted, and does not
// judge tone or content.
package plain
