// Package lexicon holds compact, read-only sets of words and word sequences,
// looked up by token hash.
//
// It does not keep the words themselves and reads no files.
package lexicon
