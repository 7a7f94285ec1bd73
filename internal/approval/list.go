package approval

import (
	"context"
	"slices"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// refusals are the faults that say no to an act; they are in the chain.
var refusals = []fault.Code{
	fault.PermissionDenied, fault.StepUpRequired, fault.ApprovalRequired, fault.ApprovalClosed, fault.ApprovalChanged,
	fault.ApprovalSelf, fault.ApprovalRole,
}

// Denied writes down that an act was refused in Spend, where the commit of the act
// could not keep it, and returns err. Other errors pass.
func (s *Service) Denied(ctx context.Context, p ident.Principal, act Act, err error) error {
	return s.noted(ctx, p, "approval.spent", act.ApprovalID, err)
}

func (s *Service) noted(ctx context.Context, p ident.Principal, action, object string, err error) error {
	if err == nil || !slices.Contains(refusals, fault.From(err).Code) {
		return err
	}
	return s.gate.Check(ctx, p, action, object, err)
}

// Get finds an approval. Returns fault.NotFound also when its kind is not the
// person's business.
func (s *Service) Get(ctx context.Context, p ident.Principal, id string) (Approval, error) {
	a, err := s.store.Approval(ctx, p.OrgID, id)
	if err != nil {
		return Approval{}, err
	}
	if !slices.Contains(kindsFor(p), a.Kind) {
		return Approval{}, fault.E(fault.NotFound)
	}
	return a, nil
}

// List lists the approvals of the kinds that are the person's business, newest
// first.
func (s *Service) List(ctx context.Context, p ident.Principal, f Filter) ([]Approval, error) {
	kinds := slices.DeleteFunc(kindsFor(p), func(k Kind) bool { return len(f.Kinds) > 0 && !slices.Contains(f.Kinds, k) })
	if len(kinds) == 0 {
		return nil, nil
	}
	f.Kinds = kinds
	return s.store.Approvals(ctx, p.OrgID, f)
}

// kindsFor lists the kinds that p may ask for or approve; who may read the whole
// log sees all.
func kindsFor(p ident.Principal) []Kind {
	all := p.Require(ident.AuditExport) == nil
	return slices.DeleteFunc(Kinds(), func(k Kind) bool {
		return !all && requireAny(p, rules[k].ask) != nil && requireAny(p, Approval{Kind: k, Council: true}.rule().approve) != nil
	})
}
