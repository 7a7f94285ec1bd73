package retention

import (
	"context"
	"io"
	"strings"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Gate      *ident.Gate
	Approvals *approval.Service
	// Clean reports whether a text holds no personal data and no secret.
	Clean  func(text string) bool
	Now    func() time.Time
	Random io.Reader
	// Agreed are the terms that the works council agreed to; nil before it did. Nil for
	// an installation without one.
	Agreed func(ctx context.Context, org string) (map[Kind]int, error)
	// Forgot is told of what was deleted, for metrics; nil for nobody.
	Forgot func(rows map[string]int64)
}

// Service looks after terms and holds. It is safe for concurrent use.
type Service struct{ Deps }

// New is a service on the given dependencies.
func New(d Deps) *Service { return &Service{d} }

// Settings are the terms of the organisation. Returns fault.PermissionDenied.
func (s *Service) Settings(ctx context.Context, p ident.Principal) (Settings, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return Settings{}, err
	}
	return s.Store.Retention(ctx, p.OrgID)
}

// Terms are the terms of an organisation, for whoever keeps or deletes something.
func (s *Service) Terms(ctx context.Context, org string) (Settings, error) {
	return s.Store.Retention(ctx, org)
}

// SetTerms changes terms; rev is the revision that the caller saw. A change that
// keeps something for longer is marked as material, and waits when it goes beyond what
// the works council agreed to. Returns fault.PermissionDenied,
// fault.StepUpRequired, fault.RequestInvalid and fault.PreconditionFailed.
func (s *Service) SetTerms(ctx context.Context, p ident.Principal, rev int64, terms map[Kind]int) (Settings, error) {
	const action = "retention_setting.changed"
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(ident.IncidentsAssess), p.RequireStepUp()); err != nil {
		return Settings{}, err
	}
	now, err := s.Store.Retention(ctx, p.OrgID)
	if err != nil {
		return Settings{}, err
	}
	if now.Rev != rev {
		return Settings{}, fault.E(fault.PreconditionFailed)
	}
	next, changes, err := now.with(terms)
	if err != nil {
		return now, err
	}
	next, next.Changes, err = s.held(ctx, p.OrgID, next, changes, terms)
	if err != nil || len(changes) == 0 && len(next.Waiting) == len(now.Waiting) {
		return now, err
	}
	next.Rev, next.ChangedBy, next.ChangedAt = rev+1, p.UserID, s.Now()
	if more := longer(changes); len(more) > 0 {
		next.Material = &Material{At: next.ChangedAt, By: p.UserID, Changes: more}
	}
	return s.saveTerms(ctx, p, action, next)
}

// held leaves what was not agreed to for later.
func (s *Service) held(ctx context.Context, org string, next Settings, changes []Change, asked map[Kind]int) (Settings, []Change, error) {
	if s.Agreed == nil {
		return next, changes, nil
	}
	agreed, err := s.Agreed(ctx, org)
	if err != nil {
		return next, nil, err
	}
	next, now := next.hold(changes, asked, agreed)
	return next, now, nil
}

// ApplyAgreed carries the changes out that waited for the consent of the works council
// and that it agreed to meanwhile.
func (s *Service) ApplyAgreed(ctx context.Context, org string) error {
	now, err := s.Store.Retention(ctx, org)
	if err != nil || len(now.Waiting) == 0 || s.Agreed == nil {
		return err
	}
	agreed, err := s.Agreed(ctx, org)
	if err != nil {
		return err
	}
	terms := map[Kind]int{}
	for _, c := range now.Waiting {
		if c.To <= agreed[c.Kind] {
			terms[c.Kind] = c.To
		}
	}
	if len(terms) == 0 {
		return nil
	}
	next, changes, err := now.with(terms)
	if err != nil {
		return err
	}
	next, next.Changes = next.hold(changes, terms, agreed)
	p := ident.Service(org, "consent")
	next.Rev, next.ChangedBy, next.ChangedAt = now.Rev+1, p.Actor(), s.Now()
	_, err = s.saveTerms(ctx, p, "retention_setting.changed", next)
	return err
}

func (s *Service) saveTerms(ctx context.Context, p ident.Principal, action string, next Settings) (Settings, error) {
	entry, err := p.Draft(action, p.OrgID, next.Rev, ident.OutcomeDone, next, s.Now())
	if err != nil {
		return Settings{}, err
	}
	return next, s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error {
		if err := tx.SaveRetention(next); err != nil {
			return err
		}
		return tx.Append(entry)
	})
}

// maxWhy is the greatest length of a reason, minWhy the least, in characters.
const (
	minWhy = 10
	maxWhy = 2000
)

// why checks the reason that a person gave.
func (s *Service) why(text string) error {
	switch n := len([]rune(strings.TrimSpace(text))); {
	case n < minWhy:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_short"})
	case n > maxWhy:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_long"})
	case !s.Clean(text):
		return fault.E(fault.TextRefused, fault.Field{Pointer: "/reason", Code: "invalid"})
	}
	return nil
}
