// Package render turns a document into the forms in which people file it. Today
// that is HTML.
//
// It does not know what a document is about and does no I/O beyond the writer it
// is given.
package render
