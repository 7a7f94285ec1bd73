package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dijkwacht/internal/app"
	"dijkwacht/internal/detect"
	"dijkwacht/internal/text"
)

type rulesExplainCmd struct {
	ownRules
	Text []string `arg:"" optional:"" passthrough:"" help:"The text; - or none is standard input."`
}

// Run explains the findings in a text, and what was left alone. It prints their
// values: they are on the screen of whoever typed them already.
func (c *rulesExplainCmd) Run(p process) error {
	prompt := strings.Join(c.Text, " ")
	if prompt == "" || prompt == "-" {
		var err error
		if prompt, err = readText(p.in, "-"); err != nil {
			return err
		}
	}
	pack, err := app.LoadPack(c.Own)
	if err != nil {
		return err
	}
	found, left := detect.Explain(pack, prompt)
	result := inspection{Text: prompt, Findings: found.Findings, Persons: found.Persons}
	for i, place := range result.places() {
		result.explain(p.out, place, result.Findings[i])
	}
	if len(result.Findings) == 0 {
		fmt.Fprintln(p.out, "nothing found")
	}
	explainLeft(p.out, prompt, left)
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

// explainLeft tells of each look-alike once why the rules left it alone.
func explainLeft(w io.Writer, source string, left []detect.LeftAlone) {
	bySpan := map[text.Span]map[detect.Reason][]string{}
	var spans []text.Span
	for _, l := range left {
		if bySpan[l.Span] == nil {
			bySpan[l.Span] = map[detect.Reason][]string{}
			spans = append(spans, l.Span)
		}
		if ids := bySpan[l.Span][l.Reason]; !slices.Contains(ids, l.Rule) {
			bySpan[l.Span][l.Reason] = append(ids, l.Rule)
		}
	}
	slices.SortFunc(spans, func(a, b text.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	for _, span := range spans {
		fmt.Fprintf(w, "left alone  %q\n", source[span.Start:span.End])
		for _, reason := range slices.Sorted(maps.Keys(bySpan[span])) {
			ids := strings.Join(bySpan[span][reason], ", ")
			fmt.Fprintf(w, "  %s\n", strings.TrimSuffix(reasonWords[reason]+": "+ids, ": "))
		}
	}
}

var reasonWords = map[detect.Reason]string{
	detect.NoCue:      "nothing near it says that it is one",
	detect.NoChecksum: "its checksum fails",
	detect.CueAgainst: "a word near it counts against it",
	detect.OtherLabel: "the label before it says that it is something else",
	detect.TooWeak:    "too little speaks for it",
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
