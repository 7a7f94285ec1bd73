package app

import (
	"errors"
	"fmt"

	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// loadCore reads rules, policy, catalogue and messages.
func (a *App) loadCore() (err error) {
	if a.core.Pack, err = LoadPack(a.cfg.Rules); err != nil {
		return err
	}
	if a.core.Files, err = fileReader(); err != nil {
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
	a.content, err = readContent(rules.FS)
	return err
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
