package feedback

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// Store keeps feedback. "Not found" is fault.NotFound; failures of the store itself
// are fault.StoreUnavailable.
type Store interface {
	// ChangeFeedback runs change and returns nil only when everything it wrote is on
	// disk.
	ChangeFeedback(ctx context.Context, org string, change func(Tx) error) error
	// FeedbackOn lists the feedback on an incident, oldest first.
	FeedbackOn(ctx context.Context, org, incident string) ([]Feedback, error)
	// FeedbackBetween lists the feedback given in [from, to), oldest first.
	FeedbackBetween(ctx context.Context, org string, from, to time.Time) ([]Feedback, error)
	// IncidentAttempts lists the events of an incident, oldest first.
	IncidentAttempts(ctx context.Context, org, incident string) ([]register.Attempt, error)
	// Incident finds an incident by its id.
	Incident(ctx context.Context, org, id string) (register.Incident, error)
}

// Tx reads and writes within one commit of one organisation.
type Tx interface {
	// EventByDecision finds the event of a device's decision.
	EventByDecision(device, decision string) (register.Event, error)
	// Feedback finds what was said of a finding.
	Feedback(decision, finding string) (Feedback, error)
	// SaveFeedback adds the feedback, or replaces the revision before it.
	SaveFeedback(f Feedback) error
	// Append adds an entry at the end of the organisation's chain.
	Append(d chain.Draft) error
}

// Service takes feedback and sums it up. It is safe for concurrent use.
type Service struct {
	store Store
	now   func() time.Time
}

// New is a service on the given store.
func New(store Store, now func() time.Time) *Service { return &Service{store: store, now: now} }

// Give keeps what the sender says of a finding: decision, finding, verdict, kind,
// type, device and subject are set. Saying the same again changes nothing; saying
// something else makes a new revision. request, "" when unknown, is the id of the
// attempt: it proves that a decision that left no event is the device's own.
// Returns fault.OutcomeUnknown for a decision that is not of the device.
func (s *Service) Give(ctx context.Context, f Feedback, request string) error {
	f.At = s.now()
	err := s.store.ChangeFeedback(ctx, f.OrgID, func(tx Tx) error { return give(tx, f, request) })
	return register.Unavailable(err)
}

func give(tx Tx, f Feedback, request string) error {
	e, err := tx.EventByDecision(f.DeviceID, f.DecisionID)
	switch {
	case errors.Is(err, fault.E(fault.NotFound)):
		clean := f.Verdict == Missed && ident.IsULID(request) && ident.DecisionID(f.DeviceID, request) == f.DecisionID
		if !clean {
			return fault.E(fault.OutcomeUnknown)
		}
	case err != nil:
		return err
	default:
		f.EventID, f.IncidentID, f.Rules = e.ID, e.IncidentID, countingRules(e.Decision)
	}
	f.Rev = 1
	switch earlier, err := tx.Feedback(f.DecisionID, f.FindingID); {
	case errors.Is(err, fault.E(fault.NotFound)):
	case err != nil:
		return err
	case earlier.same(f):
		return nil
	default:
		f.Rev = earlier.Rev + 1
	}
	if err := tx.SaveFeedback(f); err != nil {
		return err
	}
	payload, err := chain.Canonical(f)
	if err != nil {
		return err
	}
	return tx.Append(chain.Draft{At: f.At, Actor: f.DeviceID, Role: "device", Action: "feedback.given", Object: f.DecisionID, Rev: f.Rev, Payload: payload})
}

// On is what the senders of an incident say comes to, nil when nobody calls it wrong.
// Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) On(ctx context.Context, p ident.Principal, incident string) (*Proposal, error) {
	if err := p.Require(ident.IncidentsRead); err != nil {
		return nil, err
	}
	i, err := s.store.Incident(ctx, p.OrgID, incident)
	if err != nil {
		return nil, err
	}
	list, err := s.store.FeedbackOn(ctx, p.OrgID, incident)
	if err != nil {
		return nil, err
	}
	attempts, err := s.store.IncidentAttempts(ctx, p.OrgID, incident)
	if err != nil {
		return nil, err
	}
	return Propose(i, list, attempts), nil
}

// ClaimsByRule counts, for each rule of the policy, the decisions in [from, to) of
// which a sender called a finding wrong. Divided by the decisions of the rule it is
// the claimed rate of false positives.
func (s *Service) ClaimsByRule(ctx context.Context, org string, from, to time.Time) (map[string]int, error) {
	list, err := s.store.FeedbackBetween(ctx, org, from, to)
	if err != nil {
		return nil, err
	}
	counts, seen := map[string]int{}, map[string]bool{}
	for _, f := range list {
		if f.Verdict != FalsePositive || seen[f.DecisionID] {
			continue
		}
		seen[f.DecisionID] = true
		for _, rule := range f.Rules {
			counts[rule]++
		}
	}
	return counts, nil
}
