package ident

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
)

// EntryStore keeps entries that belong to no other change.
type EntryStore interface {
	// AppendEntry adds the entry to the chain of the organisation. Returns
	// fault.NotFound if there is no such organisation.
	AppendEntry(ctx context.Context, org string, entry chain.Draft) error
}

// Gate is the check before an administrative act: what it refuses is in the chain.
type Gate struct {
	store EntryStore
	now   func() time.Time
}

// NewGate is a gate on the given store.
func NewGate(store EntryStore, now func() time.Time) *Gate { return &Gate{store: store, now: now} }

// Check returns the first of the refusals, in the order given, after it has written
// to the chain that the principal tried the action on the object. When that
// cannot be written the failure of the store is returned instead. Domain services
// begin each administrative act with it:
//
//	if err := s.gate.Check(ctx, p, "user.created", "", p.Require(ident.PeopleManage)); err != nil {
//		return err
//	}
func (g *Gate) Check(ctx context.Context, p Principal, action, object string, refusals ...error) error {
	for _, refusal := range refusals {
		if refusal == nil {
			continue
		}
		if p.OrgID == "" {
			return refusal
		}
		entry, err := p.Draft(action, object, 0, OutcomeDenied, nil, g.now())
		if err == nil {
			err = g.store.AppendEntry(ctx, p.OrgID, entry)
		}
		if err != nil {
			return err
		}
		return refusal
	}
	return nil
}
