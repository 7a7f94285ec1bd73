package approval

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// PrefixApproval begins the id of an approval.
const PrefixApproval = "apr_"

// Service is the desk where approvals are asked for and given. Every attempt is in
// the chain, also one that is refused for want of a permission, a second person or
// another role. It is safe for concurrent use.
type Service struct {
	store  Store
	gate   *ident.Gate
	clean  func(text string) bool
	now    func() time.Time
	random io.Reader
}

// New is a desk on the given store. Reasons that are not clean, because they hold
// personal data or a secret, are refused.
func New(store Store, gate *ident.Gate, clean func(text string) bool, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, gate: gate, clean: clean, now: now, random: random}
}

// Ask is a request for approval.
type Ask struct {
	Kind   Kind
	Object string
	Digest string
	Detail json.RawMessage
	Reason string
}

// MaxReason is the greatest length of a reason in characters.
const MaxReason = 2000

func (s *Service) checkReason(text string, least int) error {
	switch n := len([]rune(text)); {
	case n < least:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "required"})
	case n > MaxReason:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_long"})
	case !s.clean(text):
		return fault.E(fault.TextRefused)
	}
	return nil
}

// Request asks for an approval. A request that is alive for the same kind and
// object, but for another digest, is withdrawn by it. Returns
// fault.PermissionDenied, fault.StepUpRequired, fault.RequestInvalid,
// fault.TextRefused, and fault.ApprovalOpen when the same was asked for before.
func (s *Service) Request(ctx context.Context, p ident.Principal, ask Ask) (Approval, error) {
	const action = "approval.requested"
	r, known := rules[ask.Kind]
	if !known || ask.Object == "" || ask.Digest == "" {
		return Approval{}, fault.E(fault.RequestInvalid)
	}
	if err := s.gate.Check(ctx, p, action, ask.Object, mayAsk(p, r)); err != nil {
		return Approval{}, err
	}
	if err := s.checkReason(ask.Reason, r.minReason); err != nil {
		return Approval{}, err
	}
	org, err := s.store.Organisation(ctx, p.OrgID)
	if err != nil {
		return Approval{}, err
	}
	now := s.now()
	id, err := ident.NewID(PrefixApproval, now, s.random)
	if err != nil {
		return Approval{}, err
	}
	a := Approval{
		OrgID: p.OrgID, ID: id, Kind: ask.Kind, Object: ask.Object, Digest: ask.Digest, Detail: ask.Detail, Council: org.CouncilApproves, State: Open,
		Asked: party(p, now, ask.Reason), ExpiresAt: now.Add(r.open), Rev: 1,
	}
	err = s.store.ChangeApprovals(ctx, p.OrgID, func(tx Tx) error {
		if err := replace(tx, p, a, now); err != nil {
			return err
		}
		return save(tx, p, action, a, now)
	})
	return a, err
}

func mayAsk(p ident.Principal, r rule) error {
	if !p.IsPerson() {
		return fault.E(fault.PermissionDenied)
	}
	if err := requireAny(p, r.ask); err != nil || !r.stepUp {
		return err
	}
	return p.RequireStepUp()
}

func requireAny(p ident.Principal, perms []ident.Permission) error {
	for _, perm := range perms {
		if p.Require(perm) == nil {
			return nil
		}
	}
	return fault.E(fault.PermissionDenied)
}

// replace makes room for a new request.
func replace(tx Tx, p ident.Principal, a Approval, now time.Time) error {
	old, err := tx.LiveApproval(a.Kind, a.Object)
	switch {
	case errors.Is(err, fault.E(fault.NotFound)):
		return nil
	case err != nil:
		return err
	case old.Overdue(now):
		return save(tx, ident.Service(a.OrgID, "approvals"), "approval.expired", old.expired(), now)
	case old.Digest == a.Digest:
		return fault.E(fault.ApprovalOpen)
	}
	if old, err = old.withdrawn(party(p, now, "")); err != nil {
		return err
	}
	return save(tx, p, "approval.withdrawn", old, now)
}

// Approve gives the second signature. Returns fault.PermissionDenied,
// fault.StepUpRequired, fault.ApprovalSelf, fault.ApprovalRole, fault.NotFound and
// fault.ApprovalClosed.
func (s *Service) Approve(ctx context.Context, p ident.Principal, id string) (Approval, error) {
	return s.decide(ctx, p, id, Approved, "")
}

// Refuse says no, with a reason. Returns what Approve returns, and
// fault.RequestInvalid or fault.TextRefused for the reason.
func (s *Service) Refuse(ctx context.Context, p ident.Principal, id, reason string) (Approval, error) {
	if err := s.checkReason(reason, 1); err != nil {
		return Approval{}, err
	}
	return s.decide(ctx, p, id, Refused, reason)
}

func (s *Service) decide(ctx context.Context, p ident.Principal, id string, to State, reason string) (Approval, error) {
	action := "approval." + string(to)
	return s.change(ctx, p, id, action, func(a Approval, now time.Time) (Approval, error) {
		if err := mayDecide(p, a); err != nil {
			return a, err
		}
		return a.decided(to, party(p, now, reason))
	})
}

func mayDecide(p ident.Principal, a Approval) error {
	r := a.rule()
	if !p.IsPerson() {
		return fault.E(fault.PermissionDenied)
	}
	if err := requireAny(p, r.approve); err != nil {
		return err
	}
	if err := p.RequireStepUp(); err != nil {
		return err
	}
	if samePerson(p, a.Asked) {
		return fault.E(fault.ApprovalSelf)
	}
	allowed := r.approvers(a.Asked.Roles)
	for _, b := range p.Bindings {
		if b.DepartmentID == "" && b.InForce(p.At) && slices.Contains(allowed, b.Role) {
			return nil
		}
	}
	return fault.E(fault.ApprovalRole)
}

// samePerson compares who acts and for whom, on both sides.
func samePerson(p ident.Principal, asked Party) bool {
	one, other := []string{p.UserID, p.OnBehalfOf}, []string{asked.UserID, asked.OnBehalfOf}
	return slices.ContainsFunc(one, func(id string) bool { return id != "" && slices.Contains(other, id) })
}

// Withdraw takes a request back, also after it was approved; only who asked can.
// Returns fault.PermissionDenied, fault.NotFound and fault.ApprovalClosed.
func (s *Service) Withdraw(ctx context.Context, p ident.Principal, id string) (Approval, error) {
	return s.change(ctx, p, id, "approval.withdrawn", func(a Approval, now time.Time) (Approval, error) {
		if !p.IsPerson() || p.UserID != a.Asked.UserID {
			return a, fault.E(fault.PermissionDenied)
		}
		return a.withdrawn(party(p, now, ""))
	})
}

// change runs one transition. One that is refused is written down.
func (s *Service) change(ctx context.Context, p ident.Principal, id, action string, transition func(Approval, time.Time) (Approval, error)) (Approval, error) {
	var after Approval
	now := s.now()
	err := s.store.ChangeApprovals(ctx, p.OrgID, func(tx Tx) error {
		before, err := tx.Approval(id)
		if err != nil {
			return err
		}
		if after, err = transition(before, now); err != nil {
			return err
		}
		return save(tx, p, action, after, now)
	})
	if err != nil {
		return Approval{}, s.noted(ctx, p, action, id, err)
	}
	return after, nil
}
