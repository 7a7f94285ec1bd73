package inspection

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Action names the act in the chain.
const Action = "register.exported"

// Deps are what the service works with.
type Deps struct {
	Store interface {
		Store
		Organisation(ctx context.Context, org string) (ident.Organisation, error)
		ChangeApprovals(ctx context.Context, org string, change func(approval.Tx) error) error
	}
	Gate      *ident.Gate
	Approvals *approval.Service
	// Key is what signs now.
	Key     func() ed25519.PrivateKey
	Program string
	Now     func() time.Time
}

// Service hands inspection files to those who may, once a second person agrees. It
// is safe for concurrent use.
type Service struct{ Deps }

// New is a service.
func New(d Deps) *Service { return &Service{d} }

// Order is what somebody asks for.
type Order struct {
	Period Period
	// Reason is why, while no approval is given.
	Reason string
	// ApprovalID is the approval to use, "" for none yet.
	ApprovalID string
}

// Export writes the file to w. Without an approval it asks for one and returns it,
// and nothing is written. Each export is in the chain, with its approval, before
// the first byte. Returns fault.PermissionDenied, fault.StepUpRequired, the faults
// of approvals, and fault.RegisterDamaged when the chain is not whole.
func (s *Service) Export(ctx context.Context, p ident.Principal, o Order, w io.Writer) (*approval.Approval, error) {
	object := o.Period.Object()
	if err := s.Gate.Check(ctx, p, Action, object, p.Require(ident.AuditExport), p.RequireStepUp()); err != nil {
		return nil, err
	}
	digest, detail, err := o.Period.digest()
	if err != nil {
		return nil, err
	}
	if o.ApprovalID == "" {
		a, err := s.Approvals.Request(ctx, p, approval.Ask{Kind: approval.RegisterExport, Object: object, Digest: digest, Detail: detail, Reason: o.Reason})
		return &a, err
	}
	org, err := s.Store.Organisation(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	act := approval.Act{ApprovalID: o.ApprovalID, Kind: approval.RegisterExport, Object: object, Digest: digest}
	m := Maker{Store: s.Store, Key: s.Key(), Program: s.Program, At: s.Now(), Begin: func() error { return s.spend(ctx, p, act) }}
	_, err = m.Write(ctx, w, org, o.Period)
	var broken *chain.BrokenError
	if errors.As(err, &broken) {
		return nil, fault.Wrap(fault.RegisterDamaged, broken) // its text is fit for the log
	}
	return nil, err
}

// spend uses the approval up and writes the export down.
func (s *Service) spend(ctx context.Context, p ident.Principal, act approval.Act) error {
	err := s.Store.ChangeApprovals(ctx, p.OrgID, func(tx approval.Tx) error {
		if _, err := approval.Spend(tx, p, act, s.Now()); err != nil {
			return err
		}
		entry, err := p.Draft(Action, act.Object, 0, ident.OutcomeDone, map[string]string{"approval": act.ApprovalID}, s.Now())
		if err != nil {
			return err
		}
		return tx.Append(entry)
	})
	if err != nil {
		return s.Approvals.Denied(ctx, p, act, err)
	}
	return nil
}
