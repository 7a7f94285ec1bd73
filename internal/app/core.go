package app

import (
	"errors"
	"fmt"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// loadCore reads rules, policy, catalogue and messages; it returns the source of
// the policy.
func (a *App) loadCore() (document []byte, err error) {
	if a.core.Pack, err = LoadPack(a.cfg.Rules); err != nil {
		return nil, err
	}
	if document, a.initial.Policy, err = LoadPolicy(a.cfg.Policy); err != nil {
		return nil, invalidPolicy(err)
	}
	if a.core.Catalogue, err = readCatalogue(); err != nil {
		return nil, err
	}
	a.messages, err = readMessages()
	return document, err
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

func readCatalogue() (*policy.Catalogue, error) {
	document, err := rules.FS.ReadFile("destinations.yaml")
	if err != nil {
		return nil, err
	}
	list, err := source.Destinations("destinations.yaml", document)
	if err != nil {
		return nil, fmt.Errorf("load destinations: %w", err)
	}
	return policy.NewCatalogue(list), nil
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
