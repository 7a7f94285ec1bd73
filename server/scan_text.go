package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"dijkwacht/internal/policy"
)

// writeText is for people. It shows what was found and where, never the value.
func writeText(w io.Writer, results []inspection, colour bool) error {
	var b strings.Builder
	for i, r := range results {
		if i > 0 {
			b.WriteByte('\n')
		}
		r.text(&b, colour)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write answer: %w", cause(err))
	}
	return nil
}

func (r *inspection) text(b *strings.Builder, colour bool) {
	name := r.Name
	if name == "-" {
		name = "standard input"
	}
	fmt.Fprintf(b, "%s: %s", printable(name), paint(colour, actionColour(r.Action), r.Action.String()))
	if len(r.Findings) == 0 {
		b.WriteString(", nothing found\n")
		return
	}
	fmt.Fprintf(b, ", %s\n", plural(len(r.Findings), "finding", "findings"))
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for i, place := range r.places() {
		f := r.Findings[i]
		fmt.Fprintf(table, "  %d:%d\t%s\t%s\t%s %.2f\n", place.line, place.column, f.Type, f.Rule, f.Confidence(), f.Score)
	}
	table.Flush() // a strings.Builder takes everything
	for _, m := range r.Rules {
		fmt.Fprintf(b, "  %s\n", paint(colour, faint, fmt.Sprintf("policy rule %s: %s", m.ID, m.Action)))
	}
}

const (
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

func actionColour(a policy.Action) string {
	switch {
	case a >= policy.Redact:
		return red
	case a >= policy.Coach:
		return yellow
	}
	return green
}

func paint(colour bool, code, s string) string {
	if !colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
