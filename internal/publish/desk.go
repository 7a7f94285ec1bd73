package publish

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/detect"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/source"
)

// DeskDeps are what a Desk works with.
type DeskDeps struct {
	Store     Store
	Vectors   Vectors
	Gate      *ident.Gate
	Approvals *approval.Service
	InForce   *InForce
	// Scan inspects a text as the service does, for tests of policies.
	Scan func(text string) *detect.Result
	// ReadyTests is the document of the tests that come with a ready policy, or nil.
	ReadyTests func(id string) []byte
	// Clean reports whether a text that people write holds no personal data.
	Clean func(text string) bool
	// Difficult are words that the check on plain language marks, with plainer ones.
	Difficult map[string]string
	// Announce tells replicas of a version.
	Announce func(org string, version int)
	Now      func() time.Time
	Random   io.Reader
}

// Desk is where people work on policies, destinations and texts. Every attempt to
// publish is in the chain. It is safe for concurrent use.
type Desk struct{ DeskDeps }

// NewDesk is a desk.
func NewDesk(d DeskDeps) *Desk { return &Desk{d} }

// MaxDocument is the greatest size of a document in bytes.
const MaxDocument = 256 << 10

// List is all policies. Returns fault.PermissionDenied.
func (d *Desk) List(ctx context.Context, p ident.Principal) ([]Policy, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return nil, err
	}
	return d.Store.Policies(ctx, p.OrgID)
}

// Get finds a policy by its id. Returns fault.PermissionDenied and fault.NotFound.
func (d *Desk) Get(ctx context.Context, p ident.Principal, id string) (Policy, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return Policy{}, err
	}
	return d.Store.Policy(ctx, p.OrgID, id)
}

// Versions lists those of a policy before a number, newest first. Returns
// fault.PermissionDenied and fault.NotFound.
func (d *Desk) Versions(ctx context.Context, p ident.Principal, id string, before, limit int) ([]Version, error) {
	if _, err := d.Get(ctx, p, id); err != nil {
		return nil, err
	}
	return d.Store.Versions(ctx, p.OrgID, id, before, limit)
}

// Version finds one of a policy. Returns fault.PermissionDenied and fault.NotFound.
func (d *Desk) Version(ctx context.Context, p ident.Principal, id string, number int) (Version, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return Version{}, err
	}
	v, err := d.Store.Version(ctx, p.OrgID, number)
	if err == nil && v.Subject != id {
		err = fault.E(fault.NotFound)
	}
	return v, err
}

// Compare lists what changes from one version of a policy to another. Returns
// fault.PermissionDenied and fault.NotFound.
func (d *Desk) Compare(ctx context.Context, p ident.Principal, id string, before, after int) ([]diff.Change, error) {
	var both [2]*policy.Policy
	for i, number := range []int{before, after} {
		v, err := d.Version(ctx, p, id, number)
		if err != nil {
			return nil, err
		}
		if both[i], err = source.Policy("policy", []byte(v.Source)); err != nil {
			return nil, errUnreadable
		}
	}
	return diff.Compare(both[0], both[1]), nil
}

// AddDepartment starts the policy of a department, with a draft that may have
// mistakes. Returns fault.PermissionDenied, fault.NotFound without such a
// department, and fault.Conflict when it has a policy already.
func (d *Desk) AddDepartment(ctx context.Context, p ident.Principal, department, draft string) (Policy, error) {
	const action = "policy.created"
	if err := d.Gate.Check(ctx, p, action, department, p.Require(ident.PolicyEdit)); err != nil {
		return Policy{}, err
	}
	list, err := d.Store.Departments(ctx, p.OrgID)
	if err != nil {
		return Policy{}, err
	}
	if !slices.ContainsFunc(list, func(one ident.Department) bool { return one.ID == department }) {
		return Policy{}, fault.E(fault.NotFound)
	}
	now := d.Now()
	id, err := ident.NewID(PrefixPolicy, now, d.Random)
	if err != nil {
		return Policy{}, err
	}
	one := Policy{OrgID: p.OrgID, ID: id, DepartmentID: department, Draft: draft, Rev: 1, ChangedBy: p.Actor(), ChangedAt: now}
	return one, d.Store.ChangePolicies(ctx, p.OrgID, func(tx Tx) error { return d.save(tx, p, action, one) })
}

// save writes the policy with its entry.
func (d *Desk) save(tx Tx, p ident.Principal, action string, one Policy) error {
	detail := map[string]string{"draft": digestOf(one.Draft), "tests": digestOf(one.Tests)}
	if one.Scheduled != nil {
		detail["activate_at"] = one.Scheduled.At.UTC().Format(time.RFC3339)
	}
	entry, err := p.Draft(action, one.ID, one.Rev, ident.OutcomeDone, detail, d.Now())
	if err != nil {
		return err
	}
	if err := tx.SavePolicy(one); err != nil {
		return err
	}
	return tx.Append(entry)
}

// Edit is a change of a draft. What is nil stays.
type Edit struct{ Document, Tests *string }

// SaveDraft changes the draft or its tests, when the revision is still the newest.
// A draft may have mistakes: it can be saved half done. Who may only tighten can
// save no draft that loosens or that cannot be read, and no tests. Returns
// fault.PermissionDenied, fault.NotFound, fault.PreconditionFailed, and
// fault.RequestTooLarge.
func (d *Desk) SaveDraft(ctx context.Context, p ident.Principal, id string, rev int64, edit Edit) (Policy, error) {
	const action = "policy.draft_saved"
	one, err := d.Store.Policy(ctx, p.OrgID, id)
	if err == nil && edit.Document != nil {
		one.Draft = *edit.Document
	}
	if err == nil && edit.Tests != nil {
		one.Tests = *edit.Tests
	}
	if refused := d.Gate.Check(ctx, p, action, id, d.mayEdit(ctx, p, one, err == nil && edit.Tests == nil)); refused != nil {
		return Policy{}, refused
	}
	switch {
	case err != nil:
		return Policy{}, err
	case one.Rev != rev:
		return Policy{}, fault.E(fault.PreconditionFailed)
	case len(one.Draft) > MaxDocument || len(one.Tests) > MaxDocument:
		return Policy{}, fault.E(fault.RequestTooLarge)
	}
	one.Rev, one.ChangedBy, one.ChangedAt = rev+1, p.Actor(), d.Now()
	err = d.Store.ChangePolicies(ctx, p.OrgID, func(tx Tx) error { return d.save(tx, p, action, one) })
	return one, err
}

// mayEdit reports whether the draft may be what it is to become; it is looked at
// where that may be enough.
func (d *Desk) mayEdit(ctx context.Context, p ident.Principal, one Policy, look bool) error {
	refusal := p.Require(ident.PolicyEdit)
	if refusal == nil || !look || p.Require(ident.PolicyTighten) != nil {
		return refusal
	}
	draft, err := readPolicy(one)
	if err != nil {
		return refusal
	}
	_, changes, err := d.against(ctx, one, draft)
	if err != nil || diff.NeedsReview(changes) {
		return refusal
	}
	return nil
}

// readPolicy reads the draft. Returns fault.PolicyInvalid.
func readPolicy(one Policy) (*policy.Policy, error) {
	p, err := source.Policy("policy", []byte(one.Draft))
	if err == nil && p.Department != one.DepartmentID {
		text := "want the id of the department whose rules these are"
		if one.DepartmentID == "" {
			text = "the organisation's own policy is of no department"
		}
		return nil, fault.E(fault.PolicyInvalid, fault.Field{Pointer: "/metadata/department", Code: "invalid", Detail: text})
	}
	return p, invalid(err, "")
}

// invalid is fault.PolicyInvalid with the mistakes of a document, nil for none.
func invalid(err error, prefix string) error {
	var problems source.Problems
	if !errors.As(err, &problems) {
		return err
	}
	fields := make([]fault.Field, len(problems))
	for i, one := range problems {
		fields[i] = fault.Field{Pointer: prefix + one.Pointer(), Code: "invalid", Detail: one.Text, Line: one.Line, Column: one.Column}
	}
	return fault.E(fault.PolicyInvalid, fields...)
}

// against compares a draft with what is in force, and returns the version that
// this is, the zero Version for none.
func (d *Desk) against(ctx context.Context, one Policy, draft *policy.Policy) (Version, []diff.Change, error) {
	list, err := d.Store.Versions(ctx, one.OrgID, one.ID, 0, 1)
	if err != nil {
		return Version{}, nil, err
	}
	if len(list) == 0 { // a department's first rules
		return Version{}, diff.Compare(&policy.Policy{ID: draft.ID, Department: draft.Department, Owner: draft.Owner, Labels: draft.Labels}, draft), nil
	}
	before, err := source.Policy("policy", []byte(list[0].Source))
	if err != nil {
		return Version{}, nil, errUnreadable
	}
	return list[0], diff.Compare(before, draft), nil
}
