package publish

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/source"
)

// MaxException is how far ahead the end of an exception may be.
const MaxException = 90 * 24 * time.Hour

// Review is what there is to know about a draft before it is published.
type Review struct {
	Policy  Policy
	Draft   *policy.Policy
	Tests   policy.SuiteResult
	Base    Version
	Changes []diff.Change
}

// NeedsApproval reports whether a second person has to look.
func (r Review) NeedsApproval() bool { return diff.NeedsReview(r.Changes) }

// Digest is what an approval is for: this draft, over this version.
func (r Review) Digest() string { return digestOf(r.Policy.Draft, strconv.Itoa(r.Base.Version)) }

// Validate reads the draft and lists its mistakes. Returns fault.PermissionDenied,
// fault.NotFound and fault.PolicyInvalid.
func (d *Desk) Validate(ctx context.Context, p ident.Principal, id string) (Policy, *policy.Policy, error) {
	if err := d.Gate.Check(ctx, p, "policy.checked", id, p.Require(ident.PolicyTighten)); err != nil {
		return Policy{}, nil, err
	}
	one, err := d.Store.Policy(ctx, p.OrgID, id)
	if err != nil {
		return Policy{}, nil, err
	}
	draft, err := d.check(one)
	return one, draft, err
}

// check reads the draft and looks at what the policy alone cannot know.
func (d *Desk) check(one Policy) (*policy.Policy, error) {
	draft, err := readPolicy(one)
	if err != nil {
		return nil, err
	}
	var fields []fault.Field
	texts := d.InForce.Whole(one.OrgID).Messages
	for i, r := range draft.Rules {
		if r.Then.Message != "" && texts.Text(policy.Dutch, r.Then.Message) == "" {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/spec/rules/%d/then/message", i), Code: "unknown", Detail: "there is no message with this id"})
		}
	}
	for i, e := range draft.Exceptions {
		if e.Until.Sub(d.Now()) > MaxException {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/spec/exceptions/%d/until", i), Code: "range", Detail: "an exception lasts 90 days at most"})
		}
	}
	if len(fields) > 0 {
		return nil, fault.E(fault.PolicyInvalid, fields...)
	}
	return draft, nil
}

// Test runs the tests of the draft. Returns what Validate returns, also for
// mistakes in the tests.
func (d *Desk) Test(ctx context.Context, p ident.Principal, id string) (policy.SuiteResult, error) {
	one, draft, err := d.Validate(ctx, p, id)
	if err != nil {
		return policy.SuiteResult{}, err
	}
	return d.test(one, draft)
}

// tests is the document of the tests: the policy's own, or those that come with the
// ready policy that it is.
func (d *Desk) tests(one Policy, draft *policy.Policy) string {
	if one.Tests != "" {
		return one.Tests
	}
	return string(d.ReadyTests(draft.ID))
}

func (d *Desk) test(one Policy, draft *policy.Policy) (policy.SuiteResult, error) {
	document := d.tests(one, draft)
	if document == "" {
		return (&policy.Suite{}).Run(draft, d.Scan), nil
	}
	suite, err := source.PolicyTests("tests", []byte(document))
	if err != nil {
		return policy.SuiteResult{}, invalid(err, "/tests")
	}
	if suite.Policy != draft.ID {
		return policy.SuiteResult{}, fault.E(fault.PolicyInvalid, fault.Field{Pointer: "/tests/policy", Code: "invalid", Detail: "the tests are for another policy"})
	}
	return suite.Run(draft, d.Scan), nil
}

// review is the gate that every publication passes. Returns fault.PolicyInvalid,
// fault.PolicyTestFailed, fault.PolicyUntested and fault.PolicyUnchanged.
func (d *Desk) review(ctx context.Context, one Policy) (Review, error) {
	draft, err := d.check(one)
	if err != nil {
		return Review{}, err
	}
	r := Review{Policy: one, Draft: draft}
	if r.Base, r.Changes, err = d.against(ctx, one, draft); err != nil {
		return r, err
	}
	if r.Base.Digest == digestOf(one.Draft) {
		return r, fault.E(fault.PolicyUnchanged)
	}
	if r.Tests, err = d.test(one, draft); err != nil {
		return r, err
	}
	return r, gate(r.Tests, draft)
}

// gate refuses what is not tested.
func gate(r policy.SuiteResult, draft *policy.Policy) error {
	var fields []fault.Field
	for i, c := range r.Cases {
		if !c.OK {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/tests/cases/%d", i), Code: "invalid", Detail: strings.Join(c.Wrong, "; ")})
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.PolicyTestFailed, fields...)
	}
	for list, detail := range map[*[]string]string{&r.NeverFired: "no test in which the rule matches", &r.AlwaysFired: "no test in which the rule does not match"} {
		for _, id := range *list {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/spec/rules/%d", indexOf(draft, id)), Code: "invalid", Detail: detail})
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.PolicyUntested, fields...)
	}
	return nil
}

func indexOf(p *policy.Policy, rule string) int {
	for i := range p.Rules {
		if p.Rules[i].ID == rule {
			return i
		}
	}
	return -1
}
