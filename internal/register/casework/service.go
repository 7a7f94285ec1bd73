package casework

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/severity"
)

// Prefixes of ids.
const (
	PrefixNote         = "not_"
	PrefixNotification = "apn_"
	PrefixAlert        = "alt_"
	PrefixMeasure      = "mea_"
)

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Gate      *ident.Gate
	Approvals *approval.Service
	// Law is the legal profile, Catalogue the AI services of an organisation.
	Law         clock.Profile
	Destination func(ctx context.Context, org, id string) policy.Destination
	// Clean reports whether a text holds no personal data and no secret.
	Clean  func(text string) bool
	Now    func() time.Time
	Random io.Reader
}

// Service is the desk of the people who work on incidents. It is safe for
// concurrent use.
type Service struct{ Deps }

// New is a desk.
func New(d Deps) *Service { return &Service{d} }

// The permissions of acts, of which one is enough. The one for security counts for
// cases about secrets alone.
var (
	sort   = []ident.Permission{ident.IncidentsTriage, ident.IncidentsAssess, ident.IncidentsAssessSecurity}
	assess = []ident.Permission{ident.IncidentsAssess, ident.IncidentsAssessSecurity}
	decide = []ident.Permission{ident.NotificationDecide}
)

// somewhere reports whether the principal holds one of the permissions at all, and
// whether for secrets alone.
func somewhere(p ident.Principal, perms []ident.Permission) (held, secretsOnly bool) {
	secretsOnly = true
	for _, perm := range perms {
		if whole, departments := p.Scope(perm); whole || len(departments) > 0 {
			held = true
			secretsOnly = secretsOnly && perm == ident.IncidentsAssessSecurity
		}
	}
	return held, held && secretsOnly
}

// mayOn reports whether one of the permissions holds for the incident.
func mayOn(p ident.Principal, i register.Incident, tree *ident.Tree, perms []ident.Permission) bool {
	path := tree.Path(i.Department)
	return slices.ContainsFunc(perms, func(perm ident.Permission) bool {
		if perm == ident.IncidentsAssessSecurity && i.Kind != register.KindSecret {
			return false
		}
		return p.RequireIn(perm, path...) == nil
	})
}

func (s *Service) tree(ctx context.Context, org string) (*ident.Tree, error) {
	list, err := s.Store.Departments(ctx, org)
	return ident.NewTree(list), err
}

// act is one change of an incident by a person.
type act struct {
	what  string // the action of the chain entry, behind "incident."
	id    string
	rev   int64 // that the caller saw; 0 for any
	perms []ident.Permission
	// change alters the incident and says what was done.
	change func(tx Tx, i *register.Incident, c *register.Change) error
}

// do runs an act. Who may not is written down, and learns nothing of whether the
// incident is there. Returns fault.PermissionDenied, fault.NotFound,
// fault.PreconditionFailed, and what change returns.
func (s *Service) do(ctx context.Context, p ident.Principal, a act) (register.Incident, error) {
	held, secretsOnly := somewhere(p, a.perms)
	action := "incident." + a.what
	if !held {
		return register.Incident{}, s.denied(ctx, p, action, a.id)
	}
	tree, err := s.tree(ctx, p.OrgID)
	if err != nil {
		return register.Incident{}, err
	}
	var after register.Incident
	err = s.Store.ChangeCases(ctx, p.OrgID, func(tx Tx) error {
		before, err := tx.Incident(a.id)
		if err != nil {
			return err
		}
		if !mayOn(p, before, tree, a.perms) {
			return fault.E(fault.PermissionDenied)
		}
		if a.rev != 0 && a.rev != before.Rev {
			return fault.E(fault.PreconditionFailed)
		}
		after = before
		c := register.Change{Action: a.what, By: p.UserID}
		if err := a.change(tx, &after, &c); err != nil {
			return err
		}
		after, err = s.save(tx, p, after, c)
		return err
	})
	code := fault.From(err).Code
	if err != nil && (code == fault.PermissionDenied || secretsOnly && code == fault.NotFound) {
		return register.Incident{}, s.denied(ctx, p, action, a.id)
	}
	if err != nil {
		return register.Incident{}, err
	}
	return after, nil
}

func (s *Service) denied(ctx context.Context, p ident.Principal, action, object string) error {
	return s.Gate.Check(ctx, p, action, object, fault.E(fault.PermissionDenied))
}

// save winds the clock and writes the next revision with its entry.
func (s *Service) save(tx Tx, p ident.Principal, i register.Incident, c register.Change) (register.Incident, error) {
	raised := 0
	if !i.AwareAt.IsZero() {
		alerts, err := tx.AlertsOf(i.ID)
		if err != nil {
			return i, err
		}
		for _, a := range alerts {
			raised = max(raised, a.Hours)
		}
	}
	i = i.Wind(s.Law, raised)
	i.Rev++
	i.Change = &c
	payload, err := chain.Canonical(i)
	if err != nil {
		return i, err
	}
	if err := tx.SaveIncident(i); err != nil {
		return i, err
	}
	return i, tx.Append(chain.Draft{At: s.Now(), Actor: p.Actor(), Role: p.Role(), Action: "incident." + c.Action, Object: i.ID, Rev: i.Rev, Payload: payload})
}

// score stamps the computed severity, at the first act of a person on the case.
func score(tx Tx, i *register.Incident) error {
	if i.Computed != nil {
		return nil
	}
	attempts, err := tx.Attempts(i.ID)
	if err != nil || len(attempts) == 0 {
		return err
	}
	facts, err := factsOf(attempts)
	if err != nil {
		return err
	}
	worst, _ := severity.Worst(facts)
	i.Computed = &worst
	i.Severity = i.Counts(i.Severity)
	return nil
}

// factsOf are the facts of the attempts that may have left; of all when none did.
func factsOf(attempts []register.Attempt) ([]severity.Facts, error) {
	var left, all []severity.Facts
	for _, a := range attempts {
		f, err := severity.Of(a.Event.Features)
		if err != nil {
			return nil, err
		}
		f.Class = a.Event.Class
		f.Redacted = a.Outcome != nil && a.Outcome.Result == register.RedactedAndSent && a.Outcome.Egress == register.EgressNone
		all = append(all, f)
		if a.Outcome == nil || a.Outcome.Egress != register.EgressNone || f.Redacted {
			left = append(left, f)
		}
	}
	if len(left) == 0 {
		return all, nil
	}
	return left, nil
}

// MaxText is the greatest length of a text that people write, in characters.
const MaxText = 4000

// text checks what a person wrote. Returns fault.RequestInvalid and
// fault.TextRefused.
func (s *Service) text(pointer, text string, required bool) error {
	switch n := len([]rune(strings.TrimSpace(text))); {
	case n == 0 && required:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: pointer, Code: "required"})
	case n > MaxText:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: pointer, Code: "too_long"})
	case n > 0 && !s.Clean(text):
		return fault.E(fault.TextRefused, fault.Field{Pointer: pointer, Code: "invalid"})
	}
	return nil
}

// texts is text for several, none required.
func (s *Service) texts(list map[string]string) error {
	var errs []error
	for pointer, text := range list {
		errs = append(errs, s.text(pointer, text, false))
	}
	return errors.Join(errs...)
}
