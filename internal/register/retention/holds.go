package retention

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// maxHolds bounds a list of holds.
const maxHolds = 500

// Holds lists the legal holds, newest first; those of an incident, or of all with
// "". Returns fault.PermissionDenied.
func (s *Service) Holds(ctx context.Context, p ident.Principal, incident string, ended bool) ([]Hold, error) {
	if err := p.Require(ident.IncidentsRead); err != nil {
		return nil, err
	}
	return s.Store.Holds(ctx, p.OrgID, incident, ended, maxHolds)
}

// Hold finds a legal hold. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Hold(ctx context.Context, p ident.Principal, id string) (Hold, error) {
	if err := p.Require(ident.IncidentsRead); err != nil {
		return Hold{}, err
	}
	return s.Store.Hold(ctx, p.OrgID, id)
}

// Place stops the deletion of an incident, or of everything with "", until the given
// time or, with the zero time, until two people lift the hold. Returns
// fault.PermissionDenied, fault.RequestInvalid, fault.TextRefused and
// fault.NotFound.
func (s *Service) Place(ctx context.Context, p ident.Principal, incident, why string, until time.Time) (Hold, error) {
	const action = "legal_hold.placed"
	if err := s.Gate.Check(ctx, p, action, incident, p.Require(ident.IncidentsAssess)); err != nil {
		return Hold{}, err
	}
	if err := s.why(why); err != nil {
		return Hold{}, err
	}
	now := s.Now()
	if !until.IsZero() && !until.After(now) {
		return Hold{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/until", Code: "range"})
	}
	id, err := ident.NewID(PrefixHold, now, s.Random)
	if err != nil {
		return Hold{}, err
	}
	h := Hold{OrgID: p.OrgID, ID: id, IncidentID: incident, Why: why, PlacedBy: p.UserID, PlacedAt: now, Until: until, Rev: 1}
	return h, s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error {
		if err := s.mark(tx, p, h, true); err != nil {
			return err
		}
		return s.save(tx, p, action, h)
	})
}

// Lift ends a hold before its time. Without an approval it asks for one and returns
// it; with the id of one that was given, it ends the hold. Returns
// fault.PermissionDenied, fault.NotFound, fault.Conflict when it ended before, and
// the faults of approvals.
func (s *Service) Lift(ctx context.Context, p ident.Principal, id, why, approvalID string) (Hold, *approval.Approval, error) {
	const action = "legal_hold.lifted"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.IncidentsAssess)); err != nil {
		return Hold{}, nil, err
	}
	if err := s.why(why); err != nil {
		return Hold{}, nil, err
	}
	h, err := s.Store.Hold(ctx, p.OrgID, id)
	if err != nil {
		return Hold{}, nil, err
	}
	if !h.EndedAt.IsZero() {
		return Hold{}, nil, fault.E(fault.Conflict)
	}
	digest, detail, err := h.digest()
	if err != nil {
		return Hold{}, nil, err
	}
	if approvalID == "" {
		a, err := s.Approvals.Request(ctx, p, approval.Ask{Kind: approval.LegalHoldRemoval, Object: id, Digest: digest, Detail: detail, Reason: why})
		return Hold{}, &a, err
	}
	used := approval.Act{ApprovalID: approvalID, Kind: approval.LegalHoldRemoval, Object: id, Digest: digest}
	var lifted Hold
	err = s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error {
		if _, err := approval.Spend(tx, p, used, s.Now()); err != nil {
			return err
		}
		lifted, err = s.end(tx, p, action, id, why, approvalID)
		return err
	})
	if err != nil {
		return Hold{}, nil, s.Approvals.Denied(ctx, p, used, err)
	}
	return lifted, nil, nil
}

// end ends a hold, and marks its incident as free when no other holds it.
func (s *Service) end(tx Tx, p ident.Principal, action, id, why, approvalID string) (Hold, error) {
	h, err := tx.HoldByID(id)
	if err != nil {
		return h, err
	}
	if !h.EndedAt.IsZero() {
		return h, fault.E(fault.Conflict)
	}
	h.EndedAt, h.EndedBy, h.EndedWhy, h.Approval = s.Now(), p.UserID, why, approvalID
	h.Rev++
	if err := s.save(tx, p, action, h); err != nil {
		return h, err
	}
	return h, s.mark(tx, p, h, false)
}

func (s *Service) save(tx Tx, p ident.Principal, action string, h Hold) error {
	entry, err := p.Draft(action, h.ID, h.Rev, ident.OutcomeDone, h, s.Now())
	if err != nil {
		return err
	}
	if err := tx.SaveHold(h); err != nil {
		return err
	}
	return tx.Append(entry)
}

// mark keeps with the incident of a hold whether it is held.
func (s *Service) mark(tx Tx, p ident.Principal, h Hold, held bool) error {
	if h.IncidentID == "" {
		return nil
	}
	i, err := tx.Incident(h.IncidentID)
	if err != nil {
		return err
	}
	if !held {
		others, err := tx.LiveHolds(h.IncidentID)
		if err != nil {
			return err
		}
		held = len(others) > 0
	}
	if i.LegalHold == held {
		return nil
	}
	c := register.Change{Action: "held", Why: h.Why, By: p.UserID}
	if !held {
		c = register.Change{Action: "freed", Why: h.EndedWhy, By: p.UserID, Approval: h.Approval}
	}
	i.LegalHold, i.Change, i.Rev = held, &c, i.Rev+1
	payload, err := chain.Canonical(i)
	if err != nil {
		return err
	}
	if err := tx.SaveIncident(i); err != nil {
		return err
	}
	return tx.Append(chain.Draft{At: s.Now(), Actor: p.Actor(), Role: p.Role(), Action: "incident." + c.Action, Object: i.ID, Rev: i.Rev, Payload: payload})
}

// expire ends the holds whose time has come. One that fails does not hold up the
// others.
func (s *Service) expire(ctx context.Context, p ident.Principal) error {
	list, err := s.Store.Holds(ctx, p.OrgID, "", false, maxHolds)
	if err != nil {
		return err
	}
	var failed error
	for _, h := range list {
		if h.Holds(s.Now()) {
			continue
		}
		err := s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error {
			_, err := s.end(tx, p, "legal_hold.expired", h.ID, "", "")
			return err
		})
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("end a legal hold: %w", err))
		}
	}
	return failed
}
