package register_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

// desk is a register on a real store, with a clock that stands still.
type desk struct {
	t        *testing.T
	now      time.Time
	store    *sqlstore.Store
	register *register.Service
	org      string
	device   string
}

func newDesk(t *testing.T) *desk { return newDeskIn(t, t.TempDir()) }

func newDeskIn(t *testing.T, dir string) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), org: "org_1", device: "dev_1"}
	var err error
	if d.store, err = sqlstore.Open(t.Context(), dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	d.register = register.New(d.store, func() time.Time { return d.now }, rand.Reader)
	entry := chain.Draft{At: d.now, Actor: "test", Role: "system", Action: "set-up"}
	d.must(d.store.CreateOrganisation(t.Context(), ident.Organisation{ID: d.org}, entry))
	d.must(d.store.AddEnrolmentKey(t.Context(), ident.EnrolmentKey{OrgID: d.org, ID: "enk_1", Hash: "h"}, entry))
	_, err = d.store.Enrol(t.Context(), "h", ident.Device{ID: d.device}, entry)
	d.must(err)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) id(prefix string) string {
	id, err := ident.NewID(prefix, d.now, rand.Reader)
	d.must(err)
	return id
}

func (d *desk) attempt(action policy.Action, class policy.Class) register.Event {
	return register.Event{
		OrgID: d.org, DeviceID: d.device, RequestID: d.id(""), DecisionID: d.id("dec_"), At: d.now,
		Destination: class.String(), Class: class, Subject: "Reiger-7KQ2M", IdentitySource: "managed", Conversation: "c1",
		Decision:    register.Decision{Action: action, Rules: []register.RuleHit{{ID: "bsn", Action: action}}, Severity: policy.SeverityHigh},
		Types:       []register.TypeCount{{Type: "bsn", Group: "identity", Count: 1, Distinct: 1}},
		SubjectsMin: 1, SubjectsMax: 1, Features: json.RawMessage(`{"bsn":1}`), PolicyVersion: 1,
	}
}

func (d *desk) record(e register.Event) register.Event {
	d.t.Helper()
	recorded, err := d.register.Record(d.t.Context(), e)
	d.must(err)
	return recorded
}

func (d *desk) outcome(e register.Event, result register.Result, egress register.Egress) error {
	return d.register.Report(d.t.Context(), d.org, d.device, e.DecisionID, register.Outcome{Result: result, Egress: egress, At: d.now})
}

func (d *desk) incidents() (list []register.Incident) {
	d.t.Helper()
	for i, err := range d.store.Incidents(d.t.Context(), d.org, d.now.Add(-48*time.Hour), d.now.Add(48*time.Hour)) {
		d.must(err)
		list = append(list, i)
	}
	return list
}

func (d *desk) actions() (list []string) {
	d.t.Helper()
	_, err := d.register.Verify(d.t.Context(), d.org)
	d.must(err)
	for r, err := range d.store.Records(d.t.Context(), d.org, 0, 1<<53) {
		d.must(err)
		if r.Entry.Action != "set-up" {
			list = append(list, r.Entry.Action)
		}
	}
	return list
}

func TestAnAttemptBecomesAnEventAndAnIncidentThatAwaitsItsOutcome(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Block, policy.Unapproved))
	list := d.incidents()
	if len(list) != 1 || !list[0].Awaiting || list[0].State != register.Detected || list[0].Review || list[0].ID != e.IncidentID {
		t.Fatalf("got %+v", list)
	}
	if list[0].Number.String() != "2026-0001" {
		t.Errorf("got number %s", list[0].Number)
	}
	if diff := cmp.Diff([]string{"event.recorded", "incident.opened"}, d.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestARetryGetsTheFirstDecisionAndMakesNoSecondEvent(t *testing.T) {
	d := newDesk(t)
	attempt := d.attempt(policy.Block, policy.Unapproved)
	first := d.record(attempt)
	attempt.Decision.Action, attempt.At = policy.Warn, attempt.At.Add(time.Minute) // as a newer policy would say
	if diff := cmp.Diff(first, d.record(attempt)); diff != "" {
		t.Error(diff)
	}
	if got := d.incidents(); got[0].Events != 1 {
		t.Errorf("got %d events", got[0].Events)
	}
}

func TestARequestIDWithOtherFeaturesIsAMismatch(t *testing.T) {
	d := newDesk(t)
	attempt := d.attempt(policy.Block, policy.Unapproved)
	d.record(attempt)
	attempt.Features = json.RawMessage(`{"bsn":2}`)
	_, err := d.register.Record(t.Context(), attempt)
	if !errors.Is(err, fault.E(fault.IdempotencyMismatch)) {
		t.Errorf("got %v", err)
	}
}

func TestAnApprovedDestinationInPolicyMakesAnEventOnly(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Log, policy.Approved))
	if e.IncidentID != "" || len(d.incidents()) != 0 {
		t.Errorf("got %+v", d.incidents())
	}
	d.must(d.outcome(e, register.Sent, register.EgressFull))
	if diff := cmp.Diff([]string{"event.recorded", "outcome.recorded"}, d.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestEventsOfOneSessionAreOneIncident(t *testing.T) {
	d := newDesk(t)
	first := d.record(d.attempt(policy.Block, policy.Unapproved))
	d.now = d.now.Add(register.GroupWithin)
	second := d.record(d.attempt(policy.Warn, policy.Unapproved))
	if second.IncidentID != first.IncidentID {
		t.Error("thirty minutes later it is another incident")
	}
	elsewhere := d.attempt(policy.Warn, policy.Unapproved)
	elsewhere.Conversation = "c2"
	if d.record(elsewhere).IncidentID == first.IncidentID {
		t.Error("another conversation is the same incident")
	}
	d.now = d.now.Add(register.GroupWithin + time.Millisecond)
	if d.record(d.attempt(policy.Warn, policy.Unapproved)).IncidentID == first.IncidentID {
		t.Error("more than thirty minutes later it is the same incident")
	}
	if list := d.incidents(); len(list) != 3 || list[0].Events != 2 || list[0].Action != policy.Block {
		t.Errorf("got %+v", list)
	}
}

func TestAnOutcomeSettlesTheIncident(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Block, policy.Unapproved))
	d.must(d.outcome(e, register.BlockedSend, register.EgressNone))
	i := d.incidents()[0]
	if i.State != register.Prevented || i.Awaiting || i.Row != register.RowBlocked || i.Outcome != register.BlockedSend || i.Rev != 2 {
		t.Errorf("got %+v", i)
	}
	if diff := cmp.Diff([]string{"event.recorded", "incident.opened", "outcome.recorded", "incident.settled"}, d.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestReportingTwiceChangesNothing(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Warn, policy.Unapproved))
	d.must(d.outcome(e, register.Sent, register.EgressFull))
	before := d.actions()
	d.must(d.outcome(e, register.Sent, register.EgressFull))
	if diff := cmp.Diff(before, d.actions()); diff != "" {
		t.Error(diff)
	}
	if err := d.outcome(e, register.Cancelled, register.EgressNone); !errors.Is(err, fault.E(fault.OutcomeConflict)) {
		t.Errorf("another outcome: got %v", err)
	}
}

func TestAnUnknownOutcomeMayBeReplacedByAKnownOne(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Block, policy.Unapproved))
	d.must(d.outcome(e, register.ResultUnknown, register.EgressUnknown))
	if i := d.incidents()[0]; i.Row != register.RowUnknown || !i.Review {
		t.Errorf("got %+v", i)
	}
	d.must(d.outcome(e, register.BlockedSend, register.EgressNone))
	if i := d.incidents()[0]; i.State != register.Prevented {
		t.Errorf("got %+v", i)
	}
}

func TestADecisionOfAnotherDeviceIsUnknown(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Block, policy.Unapproved))
	err := d.register.Report(t.Context(), d.org, "dev_2", e.DecisionID, register.Outcome{Result: register.Sent, Egress: register.EgressFull})
	if !errors.Is(err, fault.E(fault.OutcomeUnknown)) {
		t.Errorf("got %v", err)
	}
}

func TestWithoutOutcomeAnIncidentIsUnknownAfterTenMinutes(t *testing.T) {
	d := newDesk(t)
	e := d.record(d.attempt(policy.Block, policy.Unapproved))
	settle := func() int {
		n, err := d.register.SettleOverdue(t.Context(), d.org)
		d.must(err)
		return n
	}
	d.now = d.now.Add(register.OutcomeWait - time.Millisecond)
	if settle() != 0 {
		t.Error("it was settled too early")
	}
	d.now = d.now.Add(time.Millisecond)
	if settle() != 1 || settle() != 0 {
		t.Error("it was not settled once")
	}
	if i := d.incidents()[0]; i.State != register.Detected || i.Awaiting || i.Row != register.RowUnknown || !i.Review {
		t.Errorf("got %+v", i)
	}
	d.must(d.outcome(e, register.BlockedSend, register.EgressNone))
	if i := d.incidents()[0]; i.State != register.Prevented {
		t.Errorf("a late outcome does not count: %+v", i)
	}
}

func TestABudgetIsSpentByOverridesOfToday(t *testing.T) {
	d := newDesk(t)
	d.now = d.now.Truncate(24 * time.Hour).Add(23 * time.Hour)
	left := func() (int, bool) {
		attempt := d.attempt(policy.Redact, policy.Unapproved)
		attempt.Decision.Override = register.Override{Allowed: true, BudgetPerDay: 2}
		e := d.record(attempt)
		if o := e.Decision.Override; o.Allowed {
			d.must(d.outcome(e, register.Sent, register.EgressFull))
		}
		return *e.Decision.Override.Remaining, e.Decision.Override.Allowed
	}
	for i, want := range []int{2, 1, 0, 0} {
		if n, allowed := left(); n != want || allowed != (want > 0) {
			t.Errorf("attempt %d: %d left, allowed %t", i, n, allowed)
		}
	}
	d.now = d.now.Add(time.Hour)
	if n, allowed := left(); n != 2 || !allowed {
		t.Errorf("the next day: %d left, allowed %t", n, allowed)
	}
}

func TestAStoreThatIsAwayMakesTheRegisterUnavailable(t *testing.T) {
	d := newDesk(t)
	d.must(d.store.Close())
	_, err := d.register.Record(t.Context(), d.attempt(policy.Block, policy.Unapproved))
	if !errors.Is(err, fault.E(fault.RegisterUnavailable)) && fault.From(err).Code != fault.RegisterUnavailable {
		t.Errorf("got %v", err)
	}
}
