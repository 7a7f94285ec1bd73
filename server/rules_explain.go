package main

import (
	"fmt"
	"io"
	"strings"

	"dijkwacht/internal/detect"
)

type rulesExplainCmd struct {
	Text []string `arg:"" optional:"" passthrough:"" help:"The text; - or none is standard input."`
}

// Run explains the findings in a text. It prints their values: they are on the
// screen of whoever typed them already.
func (c *rulesExplainCmd) Run(p process) error {
	text := strings.Join(c.Text, " ")
	if text == "" || text == "-" {
		var err error
		if text, err = readText(p.in, "-"); err != nil {
			return err
		}
	}
	engine, err := newEngine("", "", p.now())
	if err != nil {
		return err
	}
	result := engine.inspect(text)
	if len(result.Findings) == 0 {
		fmt.Fprintln(p.out, "nothing found")
	}
	for i, place := range result.places() {
		result.explain(p.out, place, result.Findings[i])
	}
	return nil
}

func (r *inspection) explain(w io.Writer, at place, f detect.Finding) {
	fmt.Fprintf(w, "%d:%d  %q\n", at.line, at.column, r.Text[f.Span.Start:f.Span.End])
	fmt.Fprintf(w, "  type      %s (%s)\n", f.Type, f.Type.Group())
	fmt.Fprintf(w, "  rule      %s\n", f.Rule)
	fmt.Fprintf(w, "  score     %.2f, %s confidence\n", f.Score, f.Confidence())
	fmt.Fprintf(w, "  evidence  %s\n", evidence(f.Evidence))
	if f.Person != detect.NoPerson {
		person := r.Persons[f.Person]
		private := "private"
		if !person.Private {
			private = "not private"
		}
		fmt.Fprintf(w, "  person    %d, %s, %s\n", f.Person+1, person.Role, private)
	}
}

var evidenceWords = []struct {
	bit   detect.Evidence
	words string
}{
	{detect.ByShape, "its form"},
	{detect.ByChecksum, "its checksum"},
	{detect.ByLabel, "a cue beside it"},
	{detect.ByNear, "a cue near it"},
	{detect.ByColumn, "the header of its column or its key"},
	{detect.ByList, "a word list"},
	{detect.ByModel, "the name model"},
	{detect.ByRepetition, "found elsewhere in the text"},
	{detect.ByDecoding, "what it holds when decoded"},
}

func evidence(e detect.Evidence) string {
	var words []string
	for _, known := range evidenceWords {
		if e&known.bit != 0 {
			words = append(words, known.words)
		}
	}
	return strings.Join(words, ", ")
}
