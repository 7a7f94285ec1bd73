// Package pdfread reads the objects of a PDF file (ISO 32000-2) and the text of its
// pages. It works in time proportional to what it reads, trusts no table of contents,
// and takes the last of several objects with one number, as a reader does after updates.
//
// It does not draw, run scripts or open encrypted files.
package pdfread
