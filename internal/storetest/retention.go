package storetest

import (
	"context"
	"crypto/rand"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/retention"
)

const (
	dayLong  = 24 * time.Hour
	weekLong = 7 * dayLong
)

// keeper is the service of retention on the store. Its time is the real one: the
// database compares it with its own clock.
func (w *world) keeper() *retention.Service {
	w.now = time.Now().UTC().Truncate(time.Millisecond)
	now := func() time.Time { return w.now }
	gate := ident.NewGate(w.store, now)
	clean := func(string) bool { return true }
	return retention.New(retention.Deps{
		Store: w.store, Gate: gate, Approvals: approval.New(w.store, gate, clean, now, rand.Reader), Clean: clean, Now: now, Random: rand.Reader,
	})
}

func (w *world) newID(t testing.TB, prefix string, at time.Time) string {
	t.Helper()
	id, err := ident.NewID(prefix, at, rand.Reader)
	must(t, err)
	return id
}

// caseOf writes an incident in a state, with events that many weeks ago, each with
// an outcome, feedback and a grant, all as the register does it.
func (w *world) caseOf(t testing.TB, number int, state register.State, ago time.Duration, events int) (register.Incident, []register.Event) {
	t.Helper()
	at := w.now.Add(-ago).Truncate(time.Millisecond)
	i := w.incident(number)
	i.ID, i.State, i.DetectedAt, i.OccurredFrom, i.OccurredTo, i.Events = w.newID(t, ident.PrefixIncident, at), state, at, at, at, events
	list := make([]register.Event, events)
	for n := range list {
		list[n] = w.pastEvent(t, at, i.ID)
		w.write(t, func(tx register.Tx) error { return w.record(tx, list[n]) })
	}
	w.write(t, func(tx register.Tx) error {
		must(t, tx.SaveIncident(i))
		return w.append(tx, at, "incident.moved", i.ID, i.Rev, i)
	})
	return i, list
}

func (w *world) pastEvent(t testing.TB, at time.Time, incident string) register.Event {
	e := w.event()
	e.At, e.ID, e.IncidentID, e.RequestID = at, w.newID(t, ident.PrefixEvent, at), incident, w.newID(t, "", at)
	e.DecisionID = ident.DecisionID(e.DeviceID, e.RequestID)
	e.Decision.Action, e.Channel = policy.Block, policy.Typed
	return e
}

// record writes an event with its outcome, entries and count.
func (w *world) record(tx register.Tx, e register.Event) error {
	if err := insert(tx, e); err != nil {
		return err
	}
	if err := w.append(tx, e.At, "event.recorded", e.ID, 1, e); err != nil {
		return err
	}
	o := register.Outcome{EventID: e.ID, Rev: 1, Result: register.BlockedSend, Egress: register.EgressNone, At: e.At, ReceivedAt: e.At}
	if err := tx.InsertOutcome(o); err != nil {
		return err
	}
	if err := tx.Count(e, o.Result, 1); err != nil {
		return err
	}
	return w.append(tx, e.At, "outcome.recorded", e.ID, 1, o)
}

func (w *world) append(tx interface{ Append(chain.Draft) error }, at time.Time, action, object string, rev int64, v any) error {
	payload, err := chain.Canonical(v)
	if err != nil {
		return err
	}
	return tx.Append(chain.Draft{At: at, Actor: "test", Role: "system", Action: action, Object: object, Rev: rev, Payload: payload})
}

// say adds what senders say of an event: a claim and a grant.
func (w *world) say(t testing.TB, e register.Event) {
	t.Helper()
	f := feedback.Feedback{OrgID: w.org, DecisionID: e.DecisionID, FindingID: "f1", EventID: e.ID, IncidentID: e.IncidentID, DeviceID: e.DeviceID, Subject: e.Subject, Verdict: feedback.FalsePositive, At: e.At, Rev: 1}
	must(t, w.store.ChangeFeedback(w.ctx, w.org, func(tx feedback.Tx) error {
		must(t, tx.SaveFeedback(f))
		return w.append(tx, e.At, "feedback.given", e.DecisionID, 1, f)
	}))
	g := breakglass.Grant{OrgID: w.org, ID: breakglass.PrefixGrant + e.RequestID, DeviceID: e.DeviceID, Subject: e.Subject, At: e.At, ExpiresAt: e.At}
	payload, err := chain.Canonical(g)
	must(t, err)
	must(t, w.store.AddGrant(w.ctx, g, chain.Draft{At: e.At, Actor: "test", Role: "device", Action: "break_glass.granted", Object: g.ID, Rev: 1, Payload: payload}))
}

func (w *world) purge(t testing.TB, s *retention.Service, dry bool) map[string]int64 {
	t.Helper()
	r, err := s.Purge(w.ctx, ident.Service(w.org, "retention"), dry)
	must(t, err)
	maps.DeleteFunc(r.Rows, func(_ string, n int64) bool { return n == 0 })
	return r.Rows
}

// alike fails the test when lists, facets and the chain do not say the same.
func (w *world) alike(t testing.TB, events, incidents int) {
	t.Helper()
	w.verify(t, w.org)
	list, err := w.store.EventPage(w.ctx, w.org, casework.EventFilter{Limit: 1000})
	must(t, err)
	facets, err := w.store.EventFacets(w.ctx, w.org, casework.EventFilter{})
	must(t, err)
	cases, err := w.store.IncidentPage(w.ctx, w.org, casework.Filter{Limit: 1000})
	must(t, err)
	caseFacets, err := w.store.IncidentFacets(w.ctx, w.org, casework.Filter{})
	must(t, err)
	if len(list) != events || facets.Total != int64(events) || len(cases) != incidents || caseFacets.Total != int64(incidents) {
		t.Errorf("got %d events, %d in the facets, %d incidents, %d in the facets; want %d and %d", len(list), facets.Total, len(cases), caseFacets.Total, events, incidents)
	}
}

// testRetention tries what goes, what stays, and what a hold keeps.
func testRetention(t *testing.T, w *world) {
	s := w.keeper()
	_, gone := w.caseOf(t, 1, lifecycle.Closed, 14*weekLong, 2)
	w.say(t, gone[0])
	open, _ := w.caseOf(t, 2, lifecycle.Triaged, 14*weekLong, 1) // stays while it is open
	w.caseOf(t, 3, lifecycle.Triaged, 27*weekLong, 1)            // too long
	held, _ := w.caseOf(t, 4, lifecycle.Closed, 14*weekLong, 1)
	w.caseOf(t, 5, lifecycle.Closed, 12*weekLong, 1) // within the term
	_, moving := w.caseOf(t, 6, lifecycle.Closed, 14*weekLong, 1)
	must(t, w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error { // into the case that is open
		g, err := tx.Regroup(moving[0].ID, open.ID)
		must(t, err)
		return w.append(tx, w.now, "grouping.changed", moving[0].ID, g.Rev, g)
	}))
	authorised := w.pastEvent(t, w.now.Add(-14*weekLong), "")
	w.write(t, func(tx register.Tx) error { return w.record(tx, authorised) })
	must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{
		{Hour: w.now.AddDate(0, -14, 0), Destination: "a", Name: "inspected", N: 3}, {Hour: w.now.AddDate(0, -12, 0), Destination: "a", Name: "inspected", N: 5},
	}, []register.FeatureRow{{Day: w.now.Add(-14 * weekLong), Features: []byte("{}")}, {Day: w.now.Add(-12 * weekLong), Features: []byte("{}")}}))
	fg := w.officer(ident.FG)
	hold, err := s.Place(w.ctx, fg, held.ID, "Er loopt een onderzoek.", time.Time{})
	must(t, err)
	w.alike(t, 8, 6)

	want := map[string]int64{
		"events": 4, "outcomes": 4, "decisions": 4, "feedback": 1, "break_glass": 1, "counters": 1, "allowed_features": 1,
		"chain_payloads": 4*2 + 2,
	}
	if diff := cmp.Diff(want, w.purge(t, s, true)); diff != "" {
		t.Errorf("a dry run: %s", diff)
	}
	w.alike(t, 8, 6)
	if diff := cmp.Diff(want, w.purge(t, s, false)); diff != "" {
		t.Errorf("for real: %s", diff)
	}
	w.alike(t, 4, 6)
	if report := w.verify(t, w.org); report.Purged != want["chain_payloads"] {
		t.Errorf("the chain has lost %d payloads", report.Purged)
	}
	if again := w.purge(t, s, false); len(again) != 0 {
		t.Errorf("the second time: %v", again)
	}
	var n int64
	for c, err := range w.store.Counters(w.ctx, w.org, time.UnixMilli(1), w.now) {
		must(t, err)
		n += c.N
	}
	if n != 5 {
		t.Errorf("the counters say %d", n)
	}
	testLifting(t, w, s, hold)
}

// officer is a person with a role and a fresh step-up.
func (w *world) officer(role ident.Role) ident.Principal {
	return ident.Principal{OrgID: w.org, UserID: w.id(ident.PrefixUser), Bindings: []ident.Binding{{Role: role}}, At: w.now, SteppedUpAt: w.now}
}

// testLifting lifts the hold with two people, after which its events go.
func testLifting(t *testing.T, w *world, s *retention.Service, hold retention.Hold) {
	const why = "Het onderzoek is afgesloten."
	fg, ciso := w.officer(ident.FG), w.officer(ident.CISO)
	_, asked, err := s.Lift(w.ctx, fg, hold.ID, why, "")
	must(t, err)
	_, _, err = s.Lift(w.ctx, fg, hold.ID, why, asked.ID)
	wantFault(t, err, fault.ApprovalClosed)
	_, err = s.Approvals.Approve(w.ctx, fg, asked.ID)
	wantFault(t, err, fault.PermissionDenied)
	_, err = s.Approvals.Approve(w.ctx, ciso, asked.ID)
	must(t, err)
	lifted, _, err := s.Lift(w.ctx, fg, hold.ID, why, asked.ID)
	must(t, err)
	_, _, err = s.Lift(w.ctx, fg, hold.ID, why, asked.ID)
	wantFault(t, err, fault.Conflict)
	if i, err := w.store.Incident(w.ctx, w.org, hold.IncidentID); err != nil || i.LegalHold || lifted.EndedBy != fg.UserID {
		t.Errorf("got %+v, %v, %v", lifted, i.LegalHold, err)
	}
	if rows := w.purge(t, s, false); rows["events"] != 1 {
		t.Errorf("without the hold: %v", rows)
	}
	w.alike(t, 3, 6)
	all, err := s.Place(w.ctx, fg, "", "Beslag op alles wat er is.", w.now.Add(time.Hour))
	must(t, err)
	w.caseOf(t, 7, lifecycle.Closed, 14*weekLong, 1)
	if r, err := s.Purge(w.ctx, ident.Service(w.org, "retention"), false); err != nil || !r.Held || r.Total() != 0 {
		t.Errorf("everything is held: %+v, %v", r, err)
	}
	w.now = all.Until
	if rows := w.purge(t, s, false); rows["events"] != 1 {
		t.Errorf("after the hold ended by itself: %v", rows)
	}
	if h, err := w.store.Hold(w.ctx, w.org, all.ID); err != nil || h.EndedAt.IsZero() {
		t.Errorf("got %+v, %v", h, err)
	}
	w.verify(t, w.org)
}

// testRetentionInPieces purges many events while others are written, and one purge
// ends halfway, as in a crash.
func testRetentionInPieces(t *testing.T, w *world) {
	s := w.keeper()
	const old, fresh = 250, 20
	for n := 0; n < old; n += 50 {
		w.write(t, func(tx register.Tx) error {
			for range 50 {
				must(t, w.record(tx, w.pastEvent(t, w.now.Add(-15*weekLong), "")))
			}
			return nil
		})
	}
	var writers sync.WaitGroup
	writers.Go(func() {
		for range fresh {
			e := w.pastEvent(t, w.now, "")
			if err := w.store.Write(w.ctx, w.org, func(tx register.Tx) error { return w.record(tx, e) }); err != nil {
				t.Errorf("a write during the purge: %v", err)
			}
		}
	})
	limits := retention.Settings{}.Limits(w.now)
	first, err := w.store.Forget(w.ctx, w.org, retention.Piece{Part: retention.PartEvents, Limits: limits})
	must(t, err)
	if first.Next == "" || first.Rows["events"] == 0 || first.Rows["events"] == old {
		t.Errorf("the first piece is %+v", first)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	cancel() // whoever purged is gone
	if _, err := w.store.Forget(ctx, w.org, retention.Piece{Part: retention.PartEvents, Limits: limits, After: first.Next}); err == nil {
		t.Error("a purge that was given up says that it is done")
	}
	w.verify(t, w.org)
	var purgers sync.WaitGroup
	for range 2 { // two at once
		purgers.Go(func() {
			if _, err := s.Purge(w.ctx, ident.Service(w.org, "retention"), false); err != nil {
				t.Errorf("a purge: %v", err)
			}
		})
	}
	purgers.Wait()
	writers.Wait()
	w.alike(t, fresh, 0)
	if rows := w.purge(t, s, false); len(rows) != 0 {
		t.Errorf("afterwards: %v", rows)
	}
}
