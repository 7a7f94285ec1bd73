package app

import (
	"errors"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/source"
)

// policyPaths fills in what every organisation has under the same name.
var policyPaths = strings.NewReplacer("{version}", "1", "{other}", "1", "{exception}", "exc-les", "{destination}", "chatgpt", "{message}", "bsn-stop", "{step}", "deployment", "{week}", "2026-W47")

// seedPolicy makes the draft of the organisation what is in force again.
func (s *service) seedPolicy(org string) string {
	s.t.Helper()
	if err := s.app.pollPolicies(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.draft(org, func(document string) string { return string(s.app.first.Document) })
	return publish.OrganisationPolicy(org)
}

// seedException puts an exception into the draft of the own organisation.
func (s *service) seedException() {
	s.t.Helper()
	s.draft(s.app.org.ID, func(document string) string {
		e := policy.Exception{ID: "exc-les", Rules: []string{"persoon-en-gezondheid"}, Reason: "Les", Owner: "fg", Until: s.clock().Add(time.Hour)}
		edited, _, err := source.EditExceptions([]byte(document), e.ID, &e)
		if err != nil {
			s.t.Fatal(err)
		}
		return string(edited)
	})
}

// draft changes the draft past the desk.
func (s *service) draft(org string, change func(document string) string) {
	s.t.Helper()
	err := s.app.store.ChangePolicies(s.t.Context(), org, func(tx publish.Tx) error {
		p, err := tx.Policy(publish.OrganisationPolicy(org))
		if err != nil {
			return err
		}
		after := change(p.Draft)
		if after == p.Draft && p.Tests == "" && p.Scheduled == nil {
			return nil
		}
		p.Draft, p.Tests, p.Scheduled = after, "", nil
		p.Rev++
		return tx.SavePolicy(p)
	})
	if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
		s.t.Fatal(err)
	}
}
