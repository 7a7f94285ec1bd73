package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/internal/text"
	"dijkwacht/rules"
)

// defaultPolicy comes with the program.
const defaultPolicy = "policies/zorg-basis.yaml"

// engine inspects texts on this machine, as the server would.
type engine struct {
	pack        *rule.Pack
	policy      *policy.Policy
	destination policy.Destination
	now         time.Time
}

// newEngine loads the rules that come with the program and those of a file, the
// policy of a file or the built-in one, and the destination with the id, or one that is not approved.
func newEngine(rulesFile, policyFile, destination string, now time.Time) (*engine, error) {
	pack, err := app.LoadPack(rulesFile)
	if err != nil {
		return nil, err
	}
	e := &engine{pack: pack, now: now, destination: policy.Destination{Class: policy.Unapproved}}
	if e.policy, err = loadPolicy(policyFile); err != nil {
		return nil, err
	}
	if destination != "" {
		if e.destination, err = findDestination(destination); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func loadPolicy(file string) (*policy.Policy, error) {
	if file == "" {
		data, err := fs.ReadFile(rules.FS, defaultPolicy)
		if err != nil {
			return nil, fmt.Errorf("read the built-in policy: %w", err)
		}
		return source.Policy(defaultPolicy, data)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the policy: %w", cause(err))
	}
	return source.Policy(file, data)
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
