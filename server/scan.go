package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"dijkwacht/internal/policy"
)

type scanCmd struct {
	Format string `help:"Form of the answer: text, json, jsonl or sarif." enum:"text,json,jsonl,sarif" default:"text"`
	JSONL  bool   `name:"jsonl" help:"Read one {\"id\",\"text\"} a line and answer one line each; offsets count Unicode code points. Exit 0 unless the input is broken."`
	Redact bool   `help:"Give the text with what the policy covers replaced by placeholders."`
	ownRules
	Policy      string   `help:"Decide by this policy instead of zorg-basis: a ready one by its name, or a file." placeholder:"NAME"`
	Destination string   `help:"The AI service that the text is meant for; by default one that is not approved." placeholder:"ID"`
	Files       []string `arg:"" optional:"" name:"file" help:"Files to read; - or none is standard input."`
}

// Help is shown below the usage.
func (scanCmd) Help() string {
	return "Exit code 0: nothing to warn about; 1: the policy warns or more; 2: error."
}

// Run scans the files in turn.
func (c *scanCmd) Run(p process) error {
	if err := c.check(); err != nil {
		return err
	}
	engine, err := newEngine(c.Own, c.Policy, c.Destination, p.now())
	if err != nil {
		return err
	}
	if len(c.Files) == 0 {
		c.Files = []string{"-"}
	}
	if c.JSONL {
		return scanLines(engine, p, c.Files, c.Redact)
	}
	var results []inspection
	for _, name := range c.Files {
		text, err := readText(p.in, name)
		if err != nil {
			return err
		}
		result := engine.inspect(text)
		result.Name = name
		results = append(results, result)
	}
	if err := c.write(p.out, results); err != nil {
		return err
	}
	for _, r := range results {
		if r.Action >= policy.Warn {
			return errFound
		}
	}
	return nil
}

func (c *scanCmd) check() error {
	switch {
	case c.JSONL && c.Format != "text" && c.Format != "jsonl":
		return errors.New("--jsonl and --format contradict one another")
	case c.Redact && c.Format == "sarif":
		return errors.New("--redact has no place in SARIF; take --format text, json or jsonl")
	case c.Redact && c.Format == "text" && !c.JSONL && len(c.Files) > 1:
		return errors.New("--redact prints one text; give one file, or take --format json")
	}
	return nil
}

func (c *scanCmd) write(w io.Writer, results []inspection) error {
	switch {
	case c.Format == "json":
		return writeJSON(w, results, c.Redact)
	case c.Format == "jsonl":
		return writeJSONL(w, results, c.Redact)
	case c.Format == "sarif":
		return writeSARIF(w, results)
	case c.Redact:
		text, safe := results[0].redacted()
		if !safe {
			return errors.New("this text cannot be made safe by replacing what was found")
		}
		_, err := io.WriteString(w, text)
		return err
	}
	return writeText(w, results, isTerminal(w))
}

// isTerminal tells whether w is a screen that wants colours (see no-color.org).
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// plural writes "1 finding", "2 findings".
func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("1 %s", one)
	}
	return fmt.Sprintf("%d %s", n, many)
}
