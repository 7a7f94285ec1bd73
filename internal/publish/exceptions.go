package publish

import (
	"context"
	"fmt"
	"strings"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/source"
)

// Exceptions are those of the draft of the organisation's policy. They come into
// force when it is published.
func (d *Desk) Exceptions(ctx context.Context, p ident.Principal) ([]policy.Exception, Policy, error) {
	one, err := d.Get(ctx, p, OrganisationPolicy(p.OrgID))
	if err != nil {
		return nil, one, err
	}
	draft, err := readPolicy(one)
	if err != nil {
		return nil, one, err
	}
	return draft.Exceptions, one, nil
}

// Exception finds one by its id. Returns fault.PermissionDenied, fault.NotFound and
// fault.PolicyInvalid for a draft with mistakes.
func (d *Desk) Exception(ctx context.Context, p ident.Principal, id string) (policy.Exception, Policy, error) {
	list, one, err := d.Exceptions(ctx, p)
	if err != nil {
		return policy.Exception{}, one, err
	}
	for _, e := range list {
		if e.ID == id {
			return e, one, nil
		}
	}
	return policy.Exception{}, one, fault.E(fault.NotFound)
}

// PutException adds an exception to the draft, when rev is 0, or replaces one in
// the revision; RemoveException takes one away. Comments in the document stay.
// Returns fault.PermissionDenied, fault.NotFound, fault.Conflict for an id that is
// there, fault.PreconditionFailed, fault.PolicyInvalid and fault.TextRefused.
func (d *Desk) PutException(ctx context.Context, p ident.Principal, rev int64, e policy.Exception) (Policy, error) {
	if err := d.Gate.Check(ctx, p, "exception.changed", e.ID, p.Require(ident.PolicyEdit)); err != nil {
		return Policy{}, err
	}
	if !d.Clean(e.Reason) {
		return Policy{}, fault.E(fault.TextRefused)
	}
	if e.Until.Sub(d.Now()) > MaxException || !e.Until.After(d.Now()) {
		return Policy{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/until", Code: "range", Detail: "an exception ends within 90 days"})
	}
	return d.editException(ctx, p, rev, e.ID, &e)
}

// RemoveException takes an exception out of the draft; see PutException.
func (d *Desk) RemoveException(ctx context.Context, p ident.Principal, rev int64, id string) (Policy, error) {
	if err := d.Gate.Check(ctx, p, "exception.removed", id, p.Require(ident.PolicyEdit)); err != nil {
		return Policy{}, err
	}
	return d.editException(ctx, p, rev, id, nil)
}

func (d *Desk) editException(ctx context.Context, p ident.Principal, rev int64, id string, e *policy.Exception) (Policy, error) {
	one, err := d.Store.Policy(ctx, p.OrgID, OrganisationPolicy(p.OrgID))
	if err != nil {
		return one, err
	}
	before, err := readPolicy(one)
	if err != nil {
		return one, err
	}
	edited, had, err := source.EditExceptions([]byte(one.Draft), id, e)
	switch {
	case err != nil:
		return one, err
	case rev == 0 && had:
		return one, fault.E(fault.Conflict)
	case rev != 0 && !had:
		return one, fault.E(fault.NotFound)
	case rev == 0:
		rev = one.Rev
	}
	one.Draft = string(edited)
	if _, err := readPolicy(one); err != nil {
		return one, fieldsOf(err, fmt.Sprintf("/spec/exceptions/%d", placeOf(before, id)))
	}
	document := string(edited)
	return d.SaveDraft(ctx, p, one.ID, rev, Edit{Document: &document})
}

func placeOf(p *policy.Policy, id string) int {
	for i, e := range p.Exceptions {
		if e.ID == id {
			return i
		}
	}
	return len(p.Exceptions)
}

// fieldsOf is fault.RequestInvalid with the mistakes below the prefix.
func fieldsOf(err error, prefix string) error {
	var fields []fault.Field
	for _, f := range fault.From(err).Fields {
		f.Pointer, f.Line, f.Column = strings.TrimPrefix(f.Pointer, prefix), 0, 0
		fields = append(fields, f)
	}
	return fault.E(fault.RequestInvalid, fields...)
}
