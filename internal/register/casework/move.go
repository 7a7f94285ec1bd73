package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
)

// Transition asks to move a case.
type Transition struct {
	lifecycle.Move
	// Assignee takes the case; "" leaves it, and for an untaken one stands for who
	// acts.
	Assignee string
	// ApprovalID is the approval to use, "" for none yet.
	ApprovalID string
}

// errAsk ends the change of an act that needs an approval first.
type errAsk struct{ ask approval.Ask }

func (e errAsk) Error() string { return "an approval is needed" }

// Transition moves a case. When a second person must agree and no approval is
// given, it asks for one and returns it; the move is repeated with its id. Returns
// fault.IncidentIllegal with what is allowed, fault.IncidentNotReady with what is
// missing, and the faults of approvals.
func (s *Service) Transition(ctx context.Context, p ident.Principal, id string, t Transition) (register.Incident, *approval.Approval, error) {
	perms := sort
	if t.Axis != lifecycle.AxisState {
		perms = decide
	}
	used := approval.Act{ApprovalID: t.ApprovalID}
	i, err := s.do(ctx, p, act{what: whatOf(t.Move), id: id, perms: perms, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if err := s.texts(map[string]string{"/reason": t.Reason, "/legal_basis": t.LegalBasis}); err != nil {
			return err
		}
		return s.move(ctx, tx, p, i, c, t, &used)
	}})
	var ask errAsk
	if errors.As(err, &ask) {
		a, err := s.Approvals.Request(ctx, p, ask.ask)
		return register.Incident{}, &a, err
	}
	if err != nil && t.ApprovalID != "" {
		err = s.Approvals.Denied(ctx, p, approval.Act{ApprovalID: t.ApprovalID}, err)
	}
	return i, nil, err
}

// whatOf names the move in the chain.
func whatOf(m lifecycle.Move) string {
	if m.Axis == lifecycle.AxisState {
		return "moved"
	}
	return string(m.Axis) + "_moved"
}

func (s *Service) move(ctx context.Context, tx Tx, p ident.Principal, i *register.Incident, c *register.Change, t Transition, used *approval.Act) error {
	if err := score(tx, i); err != nil {
		return err
	}
	if err := take(tx, p, i, t); err != nil {
		return err
	}
	if i.MergedInto != "" {
		return fault.E(fault.Conflict) // its events are elsewhere
	}
	edge, err := i.Case().Find(t.Move)
	if err != nil {
		return faultOf(err)
	}
	tree, err := s.tree(ctx, p.OrgID)
	if err != nil {
		return err
	}
	if !mayOn(p, *i, tree, edge.Who()) {
		return fault.E(fault.PermissionDenied)
	}
	if edge.FourEyes(i.Case()) {
		if t.Approved, err = s.second(tx, p, *i, t, used); err != nil {
			return err
		}
		c.Approval = t.ApprovalID
	}
	from := i.Case().Current(t.Axis)
	moved, err := i.Case().Apply(t.Move, s.Now())
	if err != nil {
		return faultOf(err)
	}
	*i = i.Follow(moved)
	s.stamp(i, t)
	c.From, c.To, c.Why, c.Code = from, t.To, t.Reason, t.Code
	if t.To == string(lifecycle.FalsePositive) && t.Code == lifecycle.OwnData {
		return s.erase(tx, p, i)
	}
	return nil
}

// take gives the case to somebody.
func take(tx Tx, p ident.Principal, i *register.Incident, t Transition) error {
	switch {
	case t.Assignee != "":
		ok, err := tx.Assignable(t.Assignee)
		if err != nil || !ok {
			return errors.Join(err, fault.E(fault.NotFound))
		}
		i.Assignee = t.Assignee
	case i.Assignee == "" && p.IsPerson() && t.To == string(lifecycle.Triaged):
		i.Assignee = p.UserID
	}
	return nil
}

// stamp keeps with the case what the move said.
func (s *Service) stamp(i *register.Incident, t Transition) {
	now := s.Now()
	if i.FirstViewedAt.IsZero() {
		i.FirstViewedAt = now
	}
	switch {
	case t.To == string(lifecycle.FalsePositive):
		i.ReasonCode = t.Code
	case t.To == string(lifecycle.Authorised):
		i.LegalBasis = t.LegalBasis
	case t.To == string(lifecycle.ConfirmedLeak):
		switch {
		case i.AwareBasis != "" && !i.AwareAt.Equal(t.AwareAt): // somebody was aware earlier
		case t.AwareAt.IsZero():
			i.AwareBasis = clock.Confirmed
		default:
			i.AwareBasis = clock.Manual
		}
	case t.Axis == lifecycle.AxisAP && t.To == string(lifecycle.APNotRequired):
		i.APReason = t.Reason
	case t.Axis == lifecycle.AxisSubjects && t.To == string(lifecycle.SubjectsNotRequired):
		i.SubjectReason = t.Code + ": " + t.Reason
	}
}

// second uses the approval of the move, or ends the act to ask for one. What is not
// possible anyway is not asked for.
func (s *Service) second(tx Tx, p ident.Principal, i register.Incident, t Transition, used *approval.Act) (bool, error) {
	kind := approval.FalsePositive
	if t.Axis == lifecycle.AxisAP {
		kind = approval.NotNotify
	}
	try := t.Move
	try.Approved = true
	if _, err := i.Case().Apply(try, s.Now()); err != nil {
		return false, faultOf(err)
	}
	digest, detail, err := digestOf(i, t)
	if err != nil {
		return false, err
	}
	*used = approval.Act{ApprovalID: t.ApprovalID, Kind: kind, Object: i.ID, Digest: digest}
	if t.ApprovalID == "" {
		return false, errAsk{approval.Ask{Kind: kind, Object: i.ID, Digest: digest, Detail: detail, Reason: t.Reason}}
	}
	proof, err := approval.Spend(tx, p, *used, s.Now())
	return proof.Covers(kind, i.ID), err
}

// digestOf is what exactly is approved: the move, and the facts that it rests on.
func digestOf(i register.Incident, t Transition) (digest string, detail json.RawMessage, err error) {
	se := 0.0
	if sc := i.Score(); sc != nil {
		se = sc.SE
	}
	detail, err = chain.Canonical(struct {
		Incident string               `json:"incident"`
		Number   register.Number      `json:"number"`
		Axis     lifecycle.Axis       `json:"axis"`
		To       string               `json:"to"`
		Reason   string               `json:"reason"`
		Code     string               `json:"code"`
		State    register.State       `json:"state"`
		Severity string               `json:"severity"`
		SE       float64              `json:"se"`
		Egress   register.Egress      `json:"egress_evidence"`
		Types    []register.TypeCount `json:"types"`
		Min      int                  `json:"subjects_min"`
		Max      int                  `json:"subjects_max"`
	}{i.ID, i.Number, t.Axis, t.To, t.Reason, t.Code, i.State, i.Severity.String(), se, i.Egress, i.Types, i.SubjectsMin, i.SubjectsMax})
	sum := sha256.Sum256(detail)
	return hex.EncodeToString(sum[:]), detail, err
}

// members are the members of the request by which guards are met; the others are
// met by the case.
var members = map[lifecycle.Guard]string{
	lifecycle.HasAssignee: "/assignee", lifecycle.HasReason: "/reason", lifecycle.HasLongReason: "/reason", lifecycle.EgressOrReason: "/reason",
	lifecycle.HasReasonCode: "/reason_code", lifecycle.HasSubjectReason: "/reason_code", lifecycle.HasLegalBasis: "/legal_basis",
	lifecycle.AwareNotFuture: "/aware_at", lifecycle.AwareEarlier: "/aware_at", lifecycle.SubjectsTold: "/date",
}

// faultOf turns what the state machine says into a fault.
func faultOf(err error) error {
	var illegal *lifecycle.IllegalError
	var guard *lifecycle.GuardError
	switch {
	case errors.As(err, &illegal):
		f := fault.E(fault.IncidentIllegal)
		f.Allowed = illegal.Allowed
		return f
	case errors.As(err, &guard):
		if pointer, ok := members[guard.Guard]; ok {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: pointer, Code: "required"})
		}
		return fault.E(fault.IncidentNotReady, fault.Field{Pointer: "/" + string(guard.Guard), Code: "required"})
	}
	return err
}

// Amend moves awareness earlier, with a reason; rev is the revision that the caller
// saw.
func (s *Service) amend(i *register.Incident, at time.Time, reason string) error {
	c, err := i.Case().Amend(at, reason)
	if err != nil {
		return faultOf(err)
	}
	*i = i.Follow(c)
	i.AwareBasis = clock.Manual
	return nil
}

// Reopen opens a closed case again, for a reason. Returns fault.IncidentIllegal when
// it is not closed.
func (s *Service) Reopen(ctx context.Context, p ident.Principal, id, reason string) (register.Incident, error) {
	return s.do(ctx, p, act{what: "moved", id: id, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if err := s.text("/reason", reason, true); err != nil {
			return err
		}
		if i.State != lifecycle.Closed {
			return faultOf(&lifecycle.IllegalError{Axis: lifecycle.AxisState, Allowed: i.Case().Allowed(lifecycle.AxisState)})
		}
		return s.move(ctx, tx, p, i, c, Transition{Move: lifecycle.Move{Axis: lifecycle.AxisState, To: string(lifecycle.Triaged), Reason: reason}}, new(approval.Act))
	}})
}
