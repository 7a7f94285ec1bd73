package main

import (
	"encoding/json"
	"fmt"

	"dijkwacht/internal/app"
	"dijkwacht/internal/policy/diff"
)

type policyDiffCmd struct {
	Before   string `arg:"" help:"The policy now: a file, or the name of a ready one."`
	After    string `arg:"" help:"The policy to come."`
	Language string `enum:"nl,en" default:"nl" help:"Language of the sentences: nl or en."`
	Format   string `enum:"text,json" default:"text" help:"text or json."`
}

// Run prints what changes, a sentence a line. It exits with exitFound when a change
// loosens, so that a pull request can ask for a second person.
func (c *policyDiffCmd) Run(p process) error {
	_, before, err := app.LoadPolicy(c.Before)
	if err != nil {
		return err
	}
	_, after, err := app.LoadPolicy(c.After)
	if err != nil {
		return err
	}
	changes := diff.Compare(before, after)
	if c.Format == "json" {
		if err := json.NewEncoder(p.out).Encode(changes); err != nil {
			return fmt.Errorf("write the changes: %w", err)
		}
	} else {
		for _, change := range changes {
			sentence := change.Dutch
			if c.Language == "en" {
				sentence = change.English
			}
			fmt.Fprintf(p.out, "%-9s %s\n", change.Effect, sentence)
		}
	}
	if diff.NeedsReview(changes) {
		return errFound
	}
	return nil
}
