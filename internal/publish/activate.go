package publish

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// First is the policy that a start of the service was given.
type First struct{ Document, Tests []byte }

// Activate makes the policy of this start the organisation's, unless people have
// published one since: then theirs stays, and the second result is false. It
// returns the number of the newest version. The document has been parsed and
// checked. The same document again keeps the version that it has.
func Activate(ctx context.Context, store Store, org string, first First, now time.Time) (number int, ours bool, err error) {
	id, service := OrganisationPolicy(org), ident.Service(org, "start")
	err = store.ChangePolicies(ctx, org, func(tx Tx) error {
		source := string(first.Document)
		before, err := tx.NewestOf(id)
		none := errors.Is(err, fault.E(fault.NotFound))
		if err != nil && !none {
			return err
		}
		if number, err = tx.VersionCount(); err != nil {
			return err
		}
		ours = none || before.ByStart
		if err := keepDraft(tx, org, before, first, ours, now); err != nil || !ours {
			return err
		}
		v := newVersion(org, id, source, Note{Tests: string(first.Tests), Author: service.Actor(), ByStart: true, Base: before.Version}, now)
		if !none && before.Digest == v.Digest {
			return nil
		}
		number, err = addVersion(tx, service, "policy.activated", v)
		return err
	})
	return number, ours, err
}

// keepDraft sees to it that there is a draft, and that one which nobody changed
// follows the policy of the start.
func keepDraft(tx Tx, org string, before Version, first First, ours bool, now time.Time) error {
	p, err := tx.PolicyOf("")
	switch {
	case errors.Is(err, fault.E(fault.NotFound)):
		p = Policy{OrgID: org, ID: OrganisationPolicy(org)}
	case err != nil:
		return err
	case !ours || p.Draft != before.Source || p.Draft == string(first.Document) && p.Tests == string(first.Tests):
		return nil
	}
	p.Draft, p.Tests, p.ChangedAt, p.ChangedBy = string(first.Document), string(first.Tests), now, ident.Service(org, "start").Actor()
	p.Rev++
	return tx.SavePolicy(p)
}

// addVersion gives v the next number and writes it with its entry.
func addVersion(tx Tx, p ident.Principal, action string, v Version) (int, error) {
	count, err := tx.VersionCount()
	if err != nil {
		return 0, err
	}
	v.Version = count + 1
	entry, err := p.Draft(action, v.Subject, int64(v.Version), ident.OutcomeDone, v.detail(), v.ActivatedAt)
	if err != nil {
		return 0, err
	}
	if err := tx.AddVersion(v); err != nil {
		return 0, err
	}
	return v.Version, tx.Append(entry)
}
