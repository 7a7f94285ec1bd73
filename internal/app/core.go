package app

import (
	"errors"
	"fmt"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// loadCore reads rules, policy, catalogue and messages.
func (a *App) loadCore() (err error) {
	if a.core.Pack, err = LoadPack(a.cfg.Rules); err != nil {
		return err
	}
	if a.first.Document, a.initial, err = LoadPolicy(a.cfg.Policy); err != nil {
		return invalidPolicy(err)
	}
	// The tests are for the console, which has those of ready policies by itself; a
	// file without them serves as well.
	if ReadyTests(a.cfg.Policy) == nil {
		a.first.Tests, _, _ = readDocument(a.cfg.Policy, testSuffix)
	}
	a.content, err = builtInContent()
	return err
}

// builtInContent is the catalogue and the texts that come with the program.
func builtInContent() (publish.Content, error) {
	c := publish.Content{}
	var err error
	if c.Destinations, err = readDestinations(); err == nil {
		c.Messages, err = readMessages()
	}
	return c, err
}

// invalidPolicy says the first problem in one line; "policy check" lists them all.
func invalidPolicy(err error) error {
	var problems source.Problems
	switch {
	case !errors.As(err, &problems):
		return err
	case len(problems) == 1:
		return fmt.Errorf("the policy is not valid: %w", err)
	}
	return fmt.Errorf("the policy is not valid: %s (and %d more: see dijkwacht policy check)", problems[0], len(problems)-1)
}

func readDestinations() ([]policy.Destination, error) {
	document, err := rules.FS.ReadFile("destinations.yaml")
	if err != nil {
		return nil, err
	}
	list, err := source.Destinations("destinations.yaml", document)
	if err != nil {
		return nil, fmt.Errorf("load destinations: %w", err)
	}
	return list, nil
}

func readMessages() (policy.Messages, error) {
	messages := policy.Messages{}
	for _, file := range []string{"nl.yaml", "en.yaml"} {
		document, err := rules.FS.ReadFile("messages/" + file)
		if err != nil {
			return nil, err
		}
		language, texts, err := source.Messages(file, document)
		if err != nil {
			return nil, fmt.Errorf("load messages: %w", err)
		}
		messages[language] = texts
	}
	return messages, nil
}
