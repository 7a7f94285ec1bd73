// Package extract reads the text of files: documents, sheets, slides, PDF, mail,
// archives of those, and pictures where the machine has a reader for them. What it
// cannot read it names; it never takes it for empty.
//
// It does not decide anything, keeps nothing, and never trusts a file: Reader does the
// work in a child process with limits of time, memory and output.
package extract
