// Package pdf prints a document on A4: one text column, tables that repeat their
// head and keep a row together, bookmarks and page numbers, in a font that travels
// with the file. The bytes depend on the document and the time given alone.
//
// It does not tag the file for screen readers; the HTML form of the same document
// is the accessible one. It does not shape scripts that run from right to left.
package pdf
