package breakglass

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Store keeps grants. "Not found" is fault.NotFound; failures of the store itself
// are fault.StoreUnavailable.
type Store interface {
	// AddGrant adds a grant and its entry; one with a known id changes nothing.
	AddGrant(ctx context.Context, g Grant, entry chain.Draft) error
	// LiveGrant finds the newest grant of a device and subject for a destination that
	// works at now.
	LiveGrant(ctx context.Context, org, device, subject, destination string, now time.Time) (Grant, error)
	// GrantsSince counts the grants of a device since the given time.
	GrantsSince(ctx context.Context, org, device string, since time.Time) (int, error)
}

// Register is where the incident of a grant is written.
type Register interface {
	Record(ctx context.Context, e register.Event) (register.Event, error)
	Report(ctx context.Context, org, device, decision string, o register.Outcome) error
}

// Service gives grants. It is safe for concurrent use.
type Service struct {
	store    Store
	register Register
	now      func() time.Time
	random   io.Reader
}

// New is a service on the given store and register.
func New(store Store, reg Register, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, register: reg, now: now, random: random}
}

// A device breaks the glass at most maxPerDay times in 24 hours; after that somebody
// else must look. Pause is when it is worth trying again.
const (
	maxPerDay = 8
	Pause     = 24 * time.Hour / maxPerDay
)

// Ask is who breaks the glass, and where.
type Ask struct {
	OrgID, DeviceID, Subject, IdentitySource string
	Destination                              policy.Destination
	// DestinationID is the stored id of the destination.
	DestinationID string
	// Department is where the device belongs.
	Department    string
	Reason        Reason
	Text          string
	PolicyVersion int
	RulesVersion  string
	// Sandbox: the legal gate was not passed yet.
	Sandbox bool
}

// Break gives a grant, once its incident is in the register: of high severity, to be
// looked at the same day. While a grant works, asking again returns it. Returns
// fault.RateLimitExceeded and fault.RegisterUnavailable.
func (s *Service) Break(ctx context.Context, a Ask) (Grant, error) {
	now := s.now()
	live, err := s.store.LiveGrant(ctx, a.OrgID, a.DeviceID, a.Subject, a.DestinationID, now)
	if err == nil || !errors.Is(err, fault.E(fault.NotFound)) {
		return live, register.Unavailable(err)
	}
	n, err := s.store.GrantsSince(ctx, a.OrgID, a.DeviceID, now.Add(-24*time.Hour))
	if err != nil {
		return Grant{}, register.Unavailable(err)
	}
	if n >= maxPerDay {
		return Grant{}, fault.E(fault.RateLimitExceeded)
	}
	g := Grant{
		OrgID: a.OrgID, DeviceID: a.DeviceID, Subject: a.Subject, Destination: a.DestinationID, Class: a.Destination.Class,
		Reason: a.Reason, Text: a.Text, At: now, ExpiresAt: now.Add(Life),
	}
	if g.ID, err = ident.NewID(PrefixGrant, now, s.random); err != nil {
		return Grant{}, err
	}
	if err := s.incident(ctx, a, &g); err != nil {
		return Grant{}, err
	}
	payload, err := chain.Canonical(g)
	if err != nil {
		return Grant{}, err
	}
	entry := chain.Draft{At: now, Actor: g.DeviceID, Role: "device", Action: "break_glass.granted", Object: g.ID, Rev: 1, Payload: payload}
	return g, register.Unavailable(s.store.AddGrant(ctx, g, entry))
}

// incident writes the event of the grant and what became of it. The event has the
// grant's id for a conversation: what is sent under it joins the same incident.
func (s *Service) incident(ctx context.Context, a Ask, g *Grant) error {
	features, err := json.Marshal(policy.Features{Destination: a.Destination.ID, Class: a.Destination.Class})
	if err != nil {
		return err
	}
	action := policy.Justify
	if g.Class == policy.Approved {
		action = policy.Coach // nothing leaks to where sending is in order
	}
	request := g.ID[len(PrefixGrant):]
	e, err := s.register.Record(ctx, register.Event{
		OrgID: g.OrgID, DecisionID: ident.DecisionID(g.DeviceID, request), RequestID: request, DeviceID: g.DeviceID, At: g.At,
		Destination: g.Destination, Class: g.Class, Subject: g.Subject, IdentitySource: a.IdentitySource, Department: a.Department, Conversation: g.ID,
		Decision: register.Decision{
			Action: action, Severity: policy.SeverityHigh, Rules: []register.RuleHit{}, Offers: []policy.Offer{policy.BreakGlass},
			Override: register.Override{Reasons: []policy.Reason{}},
		},
		Types: []register.TypeCount{}, Features: features, PolicyVersion: a.PolicyVersion, RulesVersion: a.RulesVersion, Sandbox: a.Sandbox,
	})
	if err != nil {
		return err
	}
	g.EventID, g.IncidentID = e.ID, e.IncidentID
	return s.register.Report(ctx, g.OrgID, g.DeviceID, e.DecisionID, register.Outcome{Result: register.BreakGlass, Egress: register.EgressUnknown, At: g.At})
}

// Live is the grant that works for a sender and a destination, the zero Grant when
// there is none.
func (s *Service) Live(ctx context.Context, org, device, subject, destination string) (Grant, error) {
	g, err := s.store.LiveGrant(ctx, org, device, subject, destination, s.now())
	if errors.Is(err, fault.E(fault.NotFound)) {
		return Grant{}, nil
	}
	return g, register.Unavailable(err)
}
