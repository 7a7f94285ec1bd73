package council

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/setup"
)

// RoleView is a role with how many people hold it, and what it sees.
type RoleView struct {
	Role   ident.Role
	People int
	Sight  []ident.Permission
}

// View is what the employer keeps, who sees it, and what was agreed.
type View struct {
	Organisation ident.Organisation
	// Legal says whom to ask and who runs the machine.
	Legal      apdraft.Legal
	Terms      retention.Settings
	Roles      []RoleView
	Consent    Consent
	Gate       setup.Gate
	Agreements []setup.Agreement
	Facts      Facts
	Unread     int
	At         time.Time
}

// View shows it. Returns fault.PermissionDenied.
func (s *Service) View(ctx context.Context, p ident.Principal) (View, error) {
	if err := p.Require(ident.RevealsRead); err != nil {
		return View{}, err
	}
	v := View{At: s.Now()}
	var err error
	if v.Organisation, err = s.Store.Organisation(ctx, p.OrgID); err != nil {
		return v, err
	}
	if v.Legal, err = s.Store.Legal(ctx, p.OrgID); err != nil {
		return v, err
	}
	if v.Terms, err = s.Store.Retention(ctx, p.OrgID); err != nil {
		return v, err
	}
	holders, err := s.Store.RoleHolders(ctx, p.OrgID, v.At)
	if err != nil {
		return v, err
	}
	for _, r := range ident.Roles {
		v.Roles = append(v.Roles, RoleView{r, holders[r], sightOf(r)})
	}
	progress, err := s.Store.SetupProgress(ctx, p.OrgID)
	if err != nil {
		return v, err
	}
	v.Gate, v.Agreements = progress.Gate, progress.Agreements
	if v.Facts, err = s.facts(ctx, p.OrgID); err != nil {
		return v, err
	}
	if v.Consent, err = s.consentOf(ctx, p.OrgID, progress, v.Facts); err != nil {
		return v, err
	}
	v.Unread, err = s.Store.UnreadNotices(ctx, p.OrgID, p.UserID)
	return v, err
}

// Outcome is what came of a request for a name.
type Outcome string

// The outcomes.
const (
	Waiting   Outcome = "waiting"   // for a second person
	Approved  Outcome = "approved"  // and not carried out yet
	Refused   Outcome = "refused"   // by the second person
	Withdrawn Outcome = "withdrawn" // by who asked, or because the case changed
	Lapsed    Outcome = "expired"
	Done      Outcome = "done"
)

var outcomes = map[approval.State]Outcome{
	approval.Open: Waiting, approval.Approved: Approved, approval.Refused: Refused, approval.Withdrawn: Withdrawn, approval.Expired: Lapsed, approval.Spent: Done,
}

// RevealView is a request for a name: the day, for what, in which roles, and what came
// of it. It has no name, pseudonym, case or reason.
type RevealView struct {
	On              time.Time
	Purpose         reveal.Purpose
	Outcome         Outcome
	Asked, Approved []ident.Role
	// Told says whether the employee is told; false until a reveal was done.
	Told, Withheld bool
}

// maxReveals bounds the list.
const maxReveals = 200

// Reveals lists the requests for a name since a time, newest first. Returns
// fault.PermissionDenied.
func (s *Service) Reveals(ctx context.Context, p ident.Principal, since time.Time) ([]RevealView, error) {
	if err := p.Require(ident.RevealsRead); err != nil {
		return nil, err
	}
	asked, err := s.Store.Approvals(ctx, p.OrgID, approval.Filter{Kinds: []approval.Kind{approval.Reveal}, Limit: maxReveals})
	if err != nil {
		return nil, err
	}
	carried, err := s.Store.RevealsBetween(ctx, p.OrgID, since, s.Now().Add(time.Hour))
	if err != nil {
		return nil, err
	}
	done := map[string]reveal.Reveal{}
	for _, r := range carried {
		done[r.ApprovalID] = r
	}
	list := []RevealView{}
	for _, a := range asked {
		if a.Asked.At.Before(since) {
			continue
		}
		v, err := revealView(a, s.Now())
		if err != nil {
			return nil, err
		}
		if r, carriedOut := done[a.ID]; carriedOut {
			v.Withheld = r.Withheld != ""
			v.Told = !v.Withheld && !s.Now().Before(r.ExpiresAt)
		}
		list = append(list, v)
	}
	return list, nil
}

func revealView(a approval.Approval, now time.Time) (RevealView, error) {
	var t reveal.Terms
	if a.Detail != nil && json.Unmarshal(a.Detail, &t) != nil {
		return RevealView{}, fault.E(fault.Internal)
	}
	v := RevealView{On: a.Asked.At, Purpose: t.Purpose, Outcome: outcomes[a.State], Asked: a.Asked.Roles}
	if a.Overdue(now) {
		v.Outcome = Lapsed
	}
	if a.Decided != nil && (a.State == approval.Approved || a.State == approval.Spent || a.State == approval.Refused) {
		v.Approved = a.Decided.Roles
	}
	return v, nil
}
