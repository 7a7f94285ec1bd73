package source

import (
	"fmt"
	"strings"
)

// Problem is one mistake in a source file.
type Problem struct {
	File         string
	Line, Column int
	Text         string
	// Path is the place in the document, such as "spec.rules[2].when"; "" is the
	// document as a whole.
	Path string
}

// Pointer is Path as a JSON pointer (RFC 6901).
func (p Problem) Pointer() string {
	if p.Path == "" {
		return ""
	}
	return "/" + strings.NewReplacer("~", "~0", "/", "~1", "].", "/", ".", "/", "[", "/", "]", "").Replace(p.Path)
}

// String is "file:line:column: text".
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Problems are all mistakes of a file, in the order of the file. It is an error.
type Problems []Problem

// Error is one line for each problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// position is where a value or key stands.
type position struct{ line, column int }

// Positions maps the path of a value, such as "rules[2].when", to its place in the
// file, so that later checks can point at it.
type Positions struct {
	file  string
	paths map[string]position
}

// At makes a problem for a path. A path that the file does not hold is placed at
// its nearest ancestor.
func (ps *Positions) At(path, text string) Problem {
	for near := path; ; {
		if at, ok := ps.paths[near]; ok {
			return Problem{ps.file, at.line, at.column, text, path}
		}
		cut := strings.LastIndexAny(near, ".[")
		if cut < 0 {
			return Problem{ps.file, 1, 1, text, path}
		}
		near = near[:cut]
	}
}
