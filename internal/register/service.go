package register

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Service is the register. It is safe for concurrent use.
type Service struct {
	store  Store
	now    func() time.Time
	random io.Reader
}

// New is a register on the given store.
func New(store Store, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, now: now, random: random}
}

// Record writes an attempt to the register and returns it as it is on disk. The
// event comes without ID and IncidentID. A retry of the same request returns what
// was recorded the first time. Returns fault.IdempotencyMismatch when the request
// id belongs to an attempt with other features, and fault.RegisterUnavailable when
// the register cannot be written: then the attempt must not go on.
func (s *Service) Record(ctx context.Context, e Event) (Event, error) {
	var recorded Event
	err := s.store.Write(ctx, e.OrgID, func(tx Tx) error {
		var err error
		recorded, err = s.record(tx, e)
		return err
	})
	if err != nil {
		return Event{}, Unavailable(err)
	}
	return recorded, nil
}

func (s *Service) record(tx Tx, e Event) (Event, error) {
	var err error
	if e.ID, err = ident.NewID(ident.PrefixEvent, e.At, s.random); err != nil {
		return Event{}, err
	}
	if e.Features, err = chain.CanonicalJSON(e.Features); err != nil {
		return Event{}, err
	}
	fresh, err := tx.Claim(e.DecisionID, e.ID)
	if err != nil {
		return Event{}, err
	}
	if !fresh {
		return s.retried(tx, e)
	}
	if e.Decision.Override, err = spend(tx, e); err != nil {
		return Event{}, err
	}
	var incident Incident
	action := ""
	if !Authorised(e.Decision.Action, e.Class) {
		if incident, action, err = s.group(tx, &e); err != nil {
			return Event{}, err
		}
	}
	if err := appendEntry(tx, e.At, e.DeviceID, "device", "event.recorded", e.ID, 1, e); err != nil {
		return Event{}, err
	}
	if err := tx.InsertEvent(e); err != nil {
		return Event{}, err
	}
	if err := tx.Count(e, "", 1); err != nil {
		return Event{}, err
	}
	if action == "" {
		return e, nil
	}
	if err := appendEntry(tx, e.At, "dijkwacht", "system", action, incident.ID, incident.Rev, incident); err != nil {
		return Event{}, err
	}
	return e, tx.SaveIncident(incident)
}

// retried is what was recorded of the same decision. It compares the feature
// vectors: nothing else of a text is kept.
func (s *Service) retried(tx Tx, retry Event) (Event, error) {
	recorded, err := tx.EventByDecision(retry.DeviceID, retry.DecisionID)
	if err != nil {
		return Event{}, err
	}
	if recorded.Destination != retry.Destination || string(recorded.Features) != string(retry.Features) {
		return Event{}, fault.E(fault.IdempotencyMismatch)
	}
	return recorded, nil
}

// spend takes the overrides of today from the user's budget.
func spend(tx Tx, e Event) (Override, error) {
	o := e.Decision.Override
	if !o.Allowed || o.BudgetPerDay == 0 {
		return o, nil
	}
	sent, err := tx.SentBy(e.Subject, e.At.UTC().Truncate(24*time.Hour))
	if err != nil {
		return Override{}, err
	}
	left := o.BudgetPerDay
	for _, s := range sent {
		if s.Decision.Override.BudgetPerDay > 0 {
			left--
		}
	}
	left = max(left, 0)
	o.Remaining, o.Allowed = &left, left > 0
	return o, nil
}

// group finds or opens the incident of an event and adds the event to it.
func (s *Service) group(tx Tx, e *Event) (Incident, string, error) {
	incident, err := tx.OpenIncident(e.Subject, e.Destination, e.Conversation, e.At.Add(-GroupWithin))
	action := "incident.grew"
	switch {
	case err == nil && (!incident.Touched || incident.State == Detected):
		incident = incident.join(*e)
	case err == nil || errors.Is(err, fault.E(fault.NotFound)): // none, or a person has decided about it
		action = "incident.opened"
		if incident, err = s.open(tx, *e); err != nil {
			return Incident{}, "", err
		}
	default:
		return Incident{}, "", err
	}
	e.IncidentID = incident.ID
	return incident, action, nil
}

func (s *Service) open(tx Tx, e Event) (Incident, error) {
	id, err := ident.NewID(ident.PrefixIncident, e.At, s.random)
	if err != nil {
		return Incident{}, err
	}
	year := e.At.UTC().Year()
	seq, err := tx.NextNumber(year)
	if err != nil {
		return Incident{}, err
	}
	return open(id, Number{year, seq}, e), nil
}

// Report writes what happened after a decision of the device. Repeating a report
// changes nothing; an unknown outcome may be replaced once by a known one. Returns
// fault.OutcomeUnknown when the device has no such decision, fault.OutcomeConflict
// when another outcome is on record.
func (s *Service) Report(ctx context.Context, org, device, decision string, o Outcome) error {
	err := s.store.Write(ctx, org, func(tx Tx) error { return s.report(tx, device, decision, o) })
	return Unavailable(err)
}

func (s *Service) report(tx Tx, device, decision string, o Outcome) error {
	e, err := tx.EventByDecision(device, decision)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return fault.E(fault.OutcomeUnknown)
	}
	if err != nil {
		return err
	}
	o.EventID, o.Rev, o.ReceivedAt = e.ID, 1, s.now()
	earlier, err := tx.Outcome(e.ID)
	switch {
	case errors.Is(err, fault.E(fault.NotFound)):
	case err != nil:
		return err
	case earlier.same(o):
		return nil
	case earlier.Result != ResultUnknown:
		return fault.E(fault.OutcomeConflict)
	default:
		o.Rev = earlier.Rev + 1
	}
	if err := appendEntry(tx, o.ReceivedAt, device, "device", "outcome.recorded", e.ID, o.Rev, o); err != nil {
		return err
	}
	if err := tx.InsertOutcome(o); err != nil {
		return err
	}
	if err := errors.Join(tx.Count(e, earlier.Result, -1), tx.Count(e, o.Result, 1)); err != nil {
		return err
	}
	if e.IncidentID == "" {
		return nil
	}
	id, err := tx.IncidentOf(e)
	if err != nil {
		return err
	}
	return s.resettle(tx, id)
}

// resettle weighs an incident anew and writes it when that changed anything.
func (s *Service) resettle(tx Tx, id string) error {
	before, err := tx.Incident(id)
	if err != nil {
		return err
	}
	events, err := tx.Weights(id)
	if err != nil {
		return err
	}
	now := s.now()
	after := before.settle(events, now)
	if after.State == before.State && after.Awaiting == before.Awaiting && after.Row == before.Row &&
		after.Outcome == before.Outcome && after.Egress == before.Egress && after.Severity == before.Severity {
		return nil
	}
	after.Rev++
	if err := appendEntry(tx, now, "dijkwacht", "system", "incident.settled", id, after.Rev, after); err != nil {
		return err
	}
	return tx.SaveIncident(after)
}

// settleBatch bounds the incidents that SettleOverdue looks at in one go.
const settleBatch = 200

// SettleOverdue classifies the incidents whose outcomes did not come in time, and
// returns how many it settled. One that cannot be settled does not hold up the others.
func (s *Service) SettleOverdue(ctx context.Context, org string) (int, error) {
	ids, err := s.store.Overdue(ctx, org, s.now().Add(-OutcomeWait), settleBatch)
	if err != nil {
		return 0, err
	}
	settled := 0
	var failed error
	for _, id := range ids {
		if err := s.store.Write(ctx, org, func(tx Tx) error { return s.resettle(tx, id) }); err != nil {
			failed = fmt.Errorf("settle incident: %w", err)
			continue
		}
		settled++
	}
	return settled, failed
}

// appendEntry adds the entry about a row, which is to be written next.
func appendEntry(tx Tx, at time.Time, actor, role, action, object string, rev int64, payload any) error {
	canonical, err := chain.Canonical(payload)
	if err != nil {
		return err
	}
	return tx.Append(chain.Draft{At: at, Actor: actor, Role: role, Action: action, Object: object, Rev: rev, Payload: canonical, Row: true})
}

// Unavailable turns a failure of the store into one of the register; other faults stay.
func Unavailable(err error) error {
	if err == nil {
		return nil
	}
	f := fault.From(err)
	switch f.Code {
	case fault.StoreUnavailable, fault.Internal:
		return fault.Wrap(fault.RegisterUnavailable, f)
	}
	return f
}
