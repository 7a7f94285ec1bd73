package reveal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Service is the desk where reveals are asked for and collected. Every attempt is
// in the chain. It is safe for concurrent use.
type Service struct {
	store     Store
	approvals *approval.Service
	gate      *ident.Gate
	clean     func(text string) bool
	now       func() time.Time
}

// New is a desk on the given store. Texts that are not clean are refused.
func New(store Store, approvals *approval.Service, gate *ident.Gate, clean func(text string) bool, now func() time.Time) *Service {
	return &Service{store: store, approvals: approvals, gate: gate, clean: clean, now: now}
}

// Ask is a request to disclose who is behind the pseudonym of an incident.
type Ask struct {
	Incident  string
	Purpose   Purpose
	Text      string
	Fields    []string
	PublicKey string
}

const actionRequested = "reveal.requested"

// Request asks for the approval of a second person in another role. Returns
// fault.PermissionDenied, fault.StepUpRequired, fault.NotFound,
// fault.RevealPurpose for a purpose that is never allowed, and what asking for an
// approval returns.
func (s *Service) Request(ctx context.Context, p ident.Principal, a Ask) (approval.Approval, error) {
	if err := s.gate.Check(ctx, p, actionRequested, a.Incident, p.Require(ident.RevealRequest), p.RequireStepUp()); err != nil {
		return approval.Approval{}, err
	}
	i, err := s.store.Incident(ctx, p.OrgID, a.Incident)
	if err != nil {
		return approval.Approval{}, err
	}
	if !a.Purpose.Allowed() {
		return approval.Approval{}, s.gate.Check(ctx, p, actionRequested, a.Incident, fault.E(fault.RevealPurpose))
	}
	detail, err := chain.Canonical(Terms{Purpose: a.Purpose, Fields: a.Fields, Subject: i.Subject, PublicKey: a.PublicKey})
	if err != nil {
		return approval.Approval{}, err
	}
	return s.approvals.Request(ctx, p, approval.Ask{Kind: approval.Reveal, Object: i.ID, Digest: digest(detail), Detail: detail, Reason: a.Text})
}

func digest(detail []byte) string {
	sum := sha256.Sum256(detail)
	return hex.EncodeToString(sum[:])
}

// Collect hands the box to who asked, and to nobody else. Returns
// fault.StepUpRequired, fault.PermissionDenied, and fault.NotFound also when the box
// was deleted.
func (s *Service) Collect(ctx context.Context, p ident.Principal, id string) (Reveal, error) {
	const action = "reveal.collected"
	r, err := s.store.Reveal(ctx, p.OrgID, id)
	if err != nil {
		return Reveal{}, err
	}
	now := s.now()
	if err := s.gate.Check(ctx, p, action, id, mayCollect(p, r), p.RequireStepUp()); err != nil {
		return Reveal{}, err
	}
	if r.Box == "" || !now.Before(r.ExpiresAt) {
		return Reveal{}, fault.E(fault.NotFound)
	}
	return r, s.store.ChangeReveals(ctx, p.OrgID, func(tx Tx) error {
		entry, err := p.Draft(action, id, r.Rev, ident.OutcomeDone, nil, now)
		if err != nil {
			return err
		}
		return tx.Append(entry)
	})
}

// mayCollect lets the person through who asked, as long as they may ask.
func mayCollect(p ident.Principal, r Reveal) error {
	if !p.IsPerson() || p.UserID != r.RequestedBy {
		return fault.E(fault.PermissionDenied)
	}
	return p.Require(ident.RevealRequest)
}

// minWithhold is the least length of the reason not to tell the person, in
// characters.
const minWithhold = 40

// Withhold writes down why the person is not told of a reveal; only the officer can.
// Returns fault.PermissionDenied, fault.NotFound, fault.RequestInvalid,
// fault.TextRefused and fault.Conflict.
func (s *Service) Withhold(ctx context.Context, p ident.Principal, id, reason string) (Reveal, error) {
	const action = "reveal.withheld"
	if err := s.gate.Check(ctx, p, action, id, p.Require(ident.NotificationDecide)); err != nil {
		return Reveal{}, err
	}
	r, err := s.store.Reveal(ctx, p.OrgID, id)
	if err != nil {
		return Reveal{}, err
	}
	switch n := len([]rune(reason)); {
	case n < minWithhold:
		return Reveal{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_short"})
	case n > approval.MaxReason:
		return Reveal{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_long"})
	case !s.clean(reason):
		return Reveal{}, fault.E(fault.TextRefused)
	case r.Withheld != "":
		return Reveal{}, fault.E(fault.Conflict)
	}
	r.Withheld, r.WithheldBy, r.Rev = reason, p.UserID, r.Rev+1
	return r, s.store.ChangeReveals(ctx, p.OrgID, func(tx Tx) error {
		if err := tx.SaveReveal(r); err != nil {
			return err
		}
		entry, err := p.Draft(action, id, r.Rev, ident.OutcomeDone, r, s.now())
		if err != nil {
			return err
		}
		return tx.Append(entry)
	})
}

// Count is how many reveals there were for a purpose.
type Count struct {
	Purpose  Purpose
	Done     int
	Withheld int // of which the person was not told
}

// Counts says how often names were disclosed in [from, to), by purpose. Returns
// fault.PermissionDenied.
func (s *Service) Counts(ctx context.Context, p ident.Principal, from, to time.Time) ([]Count, error) {
	if err := p.Require(ident.RevealsRead); err != nil {
		return nil, err
	}
	list, err := s.store.RevealsBetween(ctx, p.OrgID, from, to)
	if err != nil {
		return nil, err
	}
	counts := []Count{{Purpose: InformSubjects}, {Purpose: FactsForAP}, {Purpose: Security}}
	for _, r := range list {
		for i := range counts {
			if counts[i].Purpose != r.Purpose {
				continue
			}
			counts[i].Done++
			if r.Withheld != "" {
				counts[i].Withheld++
			}
		}
	}
	return counts, nil
}

// Told lists the reveals of which the subjects on the device are told.
func (s *Service) Told(ctx context.Context, org, device string, subjects []string) ([]Reveal, error) {
	list, err := s.store.RevealsOf(ctx, org, device, subjects)
	if err != nil {
		return nil, err
	}
	var told []Reveal
	for _, r := range list {
		if r.Withheld == "" && !s.now().Before(r.ExpiresAt) {
			told = append(told, r)
		}
	}
	return told, nil
}

// Forget deletes the boxes that are a day old.
func (s *Service) Forget(ctx context.Context, org string) error {
	_, err := s.store.ForgetBoxes(ctx, org, s.now())
	return err
}
