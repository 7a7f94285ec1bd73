package main

import (
	"strings"
	"time"
	"unicode/utf8"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/text"
)

// inspection is the answer for one text, kept only until it is printed.
type inspection struct {
	Name     string // of the file, or "-"
	Text     string
	Action   policy.Action
	Rules    []policy.MatchedRule
	Findings []detect.Finding
	Persons  []detect.Person
	Subjects detect.Range
	Took     time.Duration
	// redacted is the safe version; false when there is none.
	redacted func() (string, bool)
}

// codePoints are the spans of the findings in Unicode code points.
func (r *inspection) codePoints() []text.Span {
	spans := make([]text.Span, len(r.Findings))
	for i, f := range r.Findings {
		spans[i] = f.Span
	}
	text.Offsets(r.Text, spans, text.CodePoints)
	return spans
}

// place is where a finding stands: lines and columns from 1, columns in code
// points, the end exclusive.
type place struct{ line, column, endLine, endColumn int }

// places of the findings, which are sorted, in one pass over the text.
func (r *inspection) places() []place {
	places := make([]place, len(r.Findings))
	line, column, at := 1, 1, 0
	advance := func(to int) (int, int) {
		passed := r.Text[at:to]
		if n := strings.Count(passed, "\n"); n > 0 {
			line += n
			column = 1
			passed = passed[strings.LastIndexByte(passed, '\n')+1:]
		}
		column += utf8.RuneCountInString(passed)
		at = to
		return line, column
	}
	for i, f := range r.Findings {
		places[i].line, places[i].column = advance(f.Span.Start)
		places[i].endLine, places[i].endColumn = advance(f.Span.End)
	}
	return places
}
