package publish

import (
	"context"
	"errors"
	"strconv"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/source"
)

// MaxReason is the greatest length of a reason in characters.
const MaxReason = approval.MaxReason

// Terms are how a version is published.
type Terms struct {
	Reason string
	// ApprovalID is the approval of a second person, "" when none is needed.
	ApprovalID string
	// ActivateAt is when it comes into force; now, when it is not in the future.
	ActivateAt time.Time
}

// Submission is a draft that passed the gate, and the approval that was asked for
// it, nil when none is needed.
type Submission struct {
	Review
	Approval *approval.Approval
}

// Submit shows what publishing the draft would do, and asks a second person for
// approval where it loosens. Returns what Publish returns, but for approvals.
func (d *Desk) Submit(ctx context.Context, p ident.Principal, id string, rev int64, reason string) (Submission, error) {
	r, err := d.ready(ctx, p, "policy.submitted", id, rev, reason)
	if err != nil || !r.NeedsApproval() {
		return Submission{Review: r}, err
	}
	a, err := d.ask(ctx, p, id, r.Digest(), r.Changes, reason)
	return Submission{Review: r, Approval: a}, err
}

func (d *Desk) ask(ctx context.Context, p ident.Principal, object, digest string, changes []diff.Change, reason string) (*approval.Approval, error) {
	a, err := d.Approvals.Request(ctx, p, approval.Ask{
		Kind: approval.PolicyPublish, Object: object, Digest: digest, Detail: encodeChanges(changes), Reason: reason,
	})
	if err != nil {
		return nil, err
	}
	return &a, nil
}

// ready passes the draft through the gate.
func (d *Desk) ready(ctx context.Context, p ident.Principal, action, id string, rev int64, reason string) (Review, error) {
	if err := d.Gate.Check(ctx, p, action, id, p.RequireStepUp(), p.Require(ident.PolicyTighten)); err != nil {
		return Review{}, err
	}
	one, err := d.Store.Policy(ctx, p.OrgID, id)
	switch {
	case err != nil:
		return Review{}, err
	case one.Rev != rev:
		return Review{}, fault.E(fault.PreconditionFailed)
	case one.Scheduled != nil:
		return Review{}, fault.E(fault.PolicyScheduled)
	}
	if err := d.checkReason(reason); err != nil {
		return Review{}, err
	}
	return d.review(ctx, one)
}

func (d *Desk) checkReason(reason string) error {
	switch n := len([]rune(reason)); {
	case n == 0:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "required"})
	case n > MaxReason:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_long"})
	case !d.Clean(reason):
		return fault.E(fault.TextRefused)
	}
	return nil
}

// Publish brings the draft into force, now or at a time to come, when the revision
// is still the newest and it passes the gate. One person may tighten; what loosens
// uses an approval up. It returns the version, without a number when it waits.
// Returns fault.PermissionDenied, fault.StepUpRequired, fault.NotFound,
// fault.PreconditionFailed, fault.PolicyScheduled, the faults of the gate, and
// those of approval.Spend.
func (d *Desk) Publish(ctx context.Context, p ident.Principal, id string, rev int64, terms Terms) (Version, error) {
	r, err := d.ready(ctx, p, "policy.published", id, rev, terms.Reason)
	if err != nil {
		return Version{}, err
	}
	now := d.Now()
	note := Note{Tests: r.Policy.Tests, Author: p.Actor(), Reason: terms.Reason, Base: r.Base.Version, Changes: r.Changes}
	v := newVersion(p.OrgID, id, r.Policy.Draft, note, now)
	err = d.Store.ChangePolicies(ctx, p.OrgID, func(tx Tx) error {
		one, err := tx.Policy(id)
		if err != nil {
			return err
		}
		if one.Rev != rev {
			return fault.E(fault.PreconditionFailed)
		}
		if err := d.spend(tx, p, &v, terms, r.Digest()); err != nil {
			return err
		}
		one.Rev++
		if terms.ActivateAt.After(now) {
			one.Scheduled = &Scheduled{At: terms.ActivateAt, Source: v.Source, Note: v.Note}
			return d.save(tx, p, "policy.scheduled", one)
		}
		if v.Version, err = addVersion(tx, p, "policy.published", v); err != nil {
			return err
		}
		return tx.SavePolicy(one)
	})
	if err == nil && v.Version > 0 {
		d.Announce(p.OrgID, v.Version)
	}
	return v, err
}

// spend sees to it that the version is still over what is in force, and uses the
// approval up when one is needed.
func (d *Desk) spend(tx Tx, p ident.Principal, v *Version, terms Terms, digest string) error {
	newest, err := tx.NewestOf(v.Subject)
	if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
		return err
	}
	if newest.Version != v.Base {
		return fault.E(fault.PreconditionFailed)
	}
	if !diff.NeedsReview(v.Changes) {
		return nil
	}
	if terms.ApprovalID == "" {
		return fault.E(fault.ApprovalRequired)
	}
	act := approval.Act{ApprovalID: terms.ApprovalID, Kind: approval.PolicyPublish, Object: v.Subject, Digest: digest}
	proof, err := approval.Spend(tx, p, act, d.Now())
	if err != nil {
		return err
	}
	if !proof.Covers(act.Kind, act.Object) {
		return fault.E(fault.ApprovalRequired)
	}
	v.ApprovalID = terms.ApprovalID
	return nil
}

// Unschedule takes back a version that waits for its time. Returns
// fault.PermissionDenied, fault.StepUpRequired, fault.NotFound and fault.PreconditionFailed.
func (d *Desk) Unschedule(ctx context.Context, p ident.Principal, id string, rev int64) (Policy, error) {
	const action = "policy.unscheduled"
	if err := d.Gate.Check(ctx, p, action, id, p.RequireStepUp(), p.Require(ident.PolicyPublish)); err != nil {
		return Policy{}, err
	}
	var one Policy
	err := d.Store.ChangePolicies(ctx, p.OrgID, func(tx Tx) (err error) {
		if one, err = tx.Policy(id); err != nil {
			return err
		}
		if one.Rev != rev {
			return fault.E(fault.PreconditionFailed)
		}
		one.Rev++
		one.Scheduled = nil
		return d.save(tx, p, action, one)
	})
	return one, err
}

// ActivateDue brings into force what was scheduled and is due.
func (d *Desk) ActivateDue(ctx context.Context, org string) error {
	ids, err := d.Store.DuePolicies(ctx, org, d.Now())
	for _, id := range ids {
		err = errors.Join(err, d.activate(ctx, org, id))
	}
	return err
}

func (d *Desk) activate(ctx context.Context, org, id string) error {
	service, number := ident.Service(org, "policy.activate"), 0
	err := d.Store.ChangePolicies(ctx, org, func(tx Tx) error {
		number = 0
		one, err := tx.Policy(id)
		if err != nil {
			return err
		}
		if one.Scheduled == nil || one.Scheduled.At.After(d.Now()) {
			return nil // another replica was first
		}
		v := newVersion(org, id, one.Scheduled.Source, one.Scheduled.Note, d.Now())
		one.Scheduled = nil
		one.Rev++
		newest, err := tx.NewestOf(id)
		if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
			return err
		}
		if newest.Version != v.Base { // it was approved over another version
			return d.save(tx, service, "policy.lapsed", one)
		}
		if number, err = addVersion(tx, service, "policy.published", v); err != nil {
			return err
		}
		return tx.SavePolicy(one)
	})
	if err == nil && number > 0 {
		d.Announce(org, number)
	}
	return err
}

// Rollback brings the document of an earlier version into force again, as a new
// version. What it loosens needs approval as any version does: without one it is
// asked for, and returned with fault.ApprovalRequired. Returns what Publish
// returns, without the gate: it passed when it was published.
func (d *Desk) Rollback(ctx context.Context, p ident.Principal, id string, number int, terms Terms) (Version, *approval.Approval, error) {
	const action = "policy.rolled_back"
	if err := d.Gate.Check(ctx, p, action, id, p.RequireStepUp(), p.Require(ident.PolicyTighten)); err != nil {
		return Version{}, nil, err
	}
	one, err := d.Store.Policy(ctx, p.OrgID, id)
	if err != nil {
		return Version{}, nil, err
	}
	old, err := d.Version(ctx, p, id, number)
	switch {
	case err != nil:
		return Version{}, nil, err
	case one.Scheduled != nil:
		return Version{}, nil, fault.E(fault.PolicyScheduled)
	}
	if err := d.checkReason(terms.Reason); err != nil {
		return Version{}, nil, err
	}
	before, err := source.Policy("policy", []byte(old.Source))
	if err != nil {
		return Version{}, nil, errUnreadable
	}
	base, changes, err := d.against(ctx, one, before)
	if err == nil && base.Digest == old.Digest {
		err = fault.E(fault.PolicyUnchanged)
	}
	if err != nil {
		return Version{}, nil, err
	}
	note := Note{Tests: old.Tests, Author: p.Actor(), Reason: terms.Reason, Base: base.Version, Changes: changes, RollbackOf: number}
	return d.put(ctx, p, action, newVersion(p.OrgID, id, old.Source, note, d.Now()), terms)
}

// put brings a version into force that is no draft. Where it loosens and there is no
// approval, one is asked for and returned with fault.ApprovalRequired.
func (d *Desk) put(ctx context.Context, p ident.Principal, action string, v Version, terms Terms) (Version, *approval.Approval, error) {
	digest := digestOf(v.Source, strconv.Itoa(v.Base))
	if diff.NeedsReview(v.Changes) && terms.ApprovalID == "" {
		a, err := d.ask(ctx, p, v.Subject, digest, v.Changes, terms.Reason)
		if err == nil {
			err = fault.E(fault.ApprovalRequired)
		}
		return Version{}, a, err
	}
	err := d.Store.ChangePolicies(ctx, p.OrgID, func(tx Tx) error {
		if err := d.spend(tx, p, &v, terms, digest); err != nil {
			return err
		}
		var err error
		v.Version, err = addVersion(tx, p, action, v)
		return err
	})
	if err == nil {
		d.Announce(p.OrgID, v.Version)
	}
	return v, nil, err
}
