package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/internal/text"
	"dijkwacht/rules"
)

// engine inspects texts on this machine, as the server would.
type engine struct {
	pack        *rule.Pack
	policy      *policy.Policy
	destination policy.Destination
	now         time.Time
}

// newEngine loads the rules that come with the program and those of a file, the
// ready policy of the name or that of a file, and the destination with the id, or one that is not approved.
func newEngine(rulesFile, policyName, destination string, now time.Time) (*engine, error) {
	pack, err := app.LoadPack(rulesFile)
	if err != nil {
		return nil, err
	}
	e := &engine{pack: pack, now: now, destination: policy.Destination{Class: policy.Unapproved}}
	if _, e.policy, err = app.LoadPolicy(policyName); err != nil {
		return nil, err
	}
	if destination != "" {
		if e.destination, err = findDestination(destination); err != nil {
			return nil, err
		}
	}
	return e, nil
}

var errDestination = errors.New("no AI service has this id; destinations.yaml lists them")

func findDestination(id string) (policy.Destination, error) {
	list, err := builtInDestinations()
	if err != nil {
		return policy.Destination{}, err
	}
	destination, known := policy.NewCatalogue(list).ByID(id)
	if !known {
		return policy.Destination{}, errDestination
	}
	return destination, nil
}

func builtInDestinations() ([]policy.Destination, error) {
	const name = "destinations.yaml"
	data, err := fs.ReadFile(rules.FS, name)
	if err != nil {
		return nil, fmt.Errorf("read the built-in destinations: %w", err)
	}
	return source.Destinations(name, data)
}

// inspect looks at one text.
func (e *engine) inspect(prompt string) inspection {
	start := time.Now()
	in := guard.Input{Text: prompt, Now: e.now, Context: policy.Context{Destination: e.destination, Units: text.UTF16Len(prompt)}}
	verdict := guard.Inspect(e.pack, e.policy, in)
	return inspection{
		Text: prompt, Action: verdict.Decision.Action, Rules: verdict.Decision.Rules,
		Findings: verdict.Findings, Persons: verdict.Persons, Subjects: verdict.Subjects,
		Took: time.Since(start),
		redacted: func() (string, bool) {
			complete, safe := guard.Complete(e.pack, e.policy, in, &verdict)
			return guard.Redact(e.pack, in, &verdict, complete), safe
		},
	}
}
