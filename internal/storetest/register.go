package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

func testEvents(t *testing.T, w *world) {
	e := w.event()
	e.IncidentID, e.Class = w.id("inc_"), policy.Tolerated
	e.Decision.Action, e.Decision.Severity = policy.Warn, policy.SeverityHigh
	w.write(t, func(tx register.Tx) error { return insert(tx, e) })
	t.Run("an event is found by its decision, as it was written", func(t *testing.T) {
		w.write(t, func(tx register.Tx) error {
			found, err := tx.EventByDecision(e.DeviceID, e.DecisionID)
			must(t, err)
			if diff := cmp.Diff(e, found); diff != "" {
				t.Error(diff)
			}
			return nil
		})
	})
	t.Run("another device does not find it", func(t *testing.T) {
		w.write(t, func(tx register.Tx) error {
			_, err := tx.EventByDecision("dev_other", e.DecisionID)
			wantFault(t, err, fault.NotFound)
			return nil
		})
	})
	t.Run("a decision has one event", func(t *testing.T) {
		w.write(t, func(tx register.Tx) error {
			fresh, err := tx.Claim(e.DecisionID, w.id(ident.PrefixEvent))
			if must(t, err); fresh {
				t.Error("a second event was accepted")
			}
			return nil
		})
	})
	t.Run("the last outcome of an event counts", func(t *testing.T) {
		first := register.Outcome{EventID: e.ID, Rev: 1, Result: register.ResultUnknown, Egress: register.EgressUnknown, At: w.now, ReceivedAt: w.now}
		last := register.Outcome{EventID: e.ID, Rev: 2, Result: register.BlockedSend, Egress: register.EgressNone, At: w.now, ReceivedAt: w.now}
		w.write(t, func(tx register.Tx) error {
			_, err := tx.Outcome(e.ID)
			wantFault(t, err, fault.NotFound)
			must(t, tx.InsertOutcome(first))
			must(t, tx.InsertOutcome(last))
			got, err := tx.Outcome(e.ID)
			must(t, err)
			weights, err := tx.Weights(e.IncidentID)
			must(t, err)
			want := []register.Weight{{At: e.At, Action: policy.Warn, Class: policy.Tolerated, Severity: policy.SeverityHigh, Result: last.Result, Egress: last.Egress}}
			if diff := cmp.Diff(want, weights); diff != "" || got != last {
				t.Errorf("got %+v\n%s", got, diff)
			}
			return nil
		})
	})
	t.Run("SentBy lists what the subject sent since then", func(t *testing.T) {
		sent := w.event()
		w.write(t, func(tx register.Tx) error {
			must(t, insert(tx, sent))
			return tx.InsertOutcome(register.Outcome{EventID: sent.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull})
		})
		w.write(t, func(tx register.Tx) error {
			got, err := tx.SentBy(sent.Subject, w.now)
			must(t, err)
			none, err := tx.SentBy(sent.Subject, w.now.Add(time.Millisecond))
			must(t, err)
			others, err := tx.SentBy("Merel-AAAAA", w.now)
			must(t, err)
			if diff := cmp.Diff([][]register.Event{{sent}, nil, nil}, [][]register.Event{got, none, others}); diff != "" {
				t.Error(diff)
			}
			return nil
		})
	})
	t.Run("Attempts yields the events from the first moment up to the last", func(t *testing.T) {
		later := w.event()
		later.At = w.now.Add(time.Hour)
		w.write(t, func(tx register.Tx) error { return insert(tx, later) })
		var got []string
		for a, err := range w.store.Attempts(w.ctx, w.org, w.now, later.At) {
			must(t, err)
			got = append(got, a.Event.ID)
		}
		if diff := cmp.Diff(e.ID, got[0]); diff != "" || len(got) != 2 {
			t.Error(diff)
		}
	})
	t.Run("events and outcomes never change", func(t *testing.T) {
		for _, statement := range []string{"UPDATE events SET body = '{}'", "UPDATE outcomes SET body = '{}'"} {
			if w.backend.Exec(statement) == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
	})
}

func testIncidents(t *testing.T, w *world) {
	i := w.incident(1)
	w.write(t, func(tx register.Tx) error { return tx.SaveIncident(i) })
	find := func(t *testing.T, subject, destination, conversation string, since time.Time) (found register.Incident, err error) {
		w.write(t, func(tx register.Tx) error {
			found, err = tx.OpenIncident(subject, destination, conversation, since)
			return nil
		})
		return found, err
	}
	t.Run("numbers of a year follow each other", func(t *testing.T) {
		w.write(t, func(tx register.Tx) error {
			this, err := tx.NextNumber(2026)
			must(t, err)
			next, err := tx.NextNumber(2027)
			must(t, err)
			if this != 2 || next != 1 {
				t.Errorf("got %d and %d", this, next)
			}
			return nil
		})
	})
	t.Run("an open incident is found by subject, destination and conversation", func(t *testing.T) {
		got, err := find(t, i.Subject, i.Destination, i.Conversation, w.now)
		must(t, err)
		if diff := cmp.Diff(i, got); diff != "" {
			t.Error(diff)
		}
		for _, key := range [][3]string{{"Merel-AAAAA", "chatgpt", "c1"}, {i.Subject, "claude", "c1"}, {i.Subject, "chatgpt", ""}} {
			_, err := find(t, key[0], key[1], key[2], w.now)
			wantFault(t, err, fault.NotFound)
		}
	})
	t.Run("one whose last event is too old is not", func(t *testing.T) {
		_, err := find(t, i.Subject, i.Destination, i.Conversation, w.now.Add(time.Millisecond))
		wantFault(t, err, fault.NotFound)
	})
	t.Run("saving again replaces it", func(t *testing.T) {
		i.State, i.Rev, i.Events, i.Awaiting = register.Prevented, 2, register.MaxEvents, true
		w.write(t, func(tx register.Tx) error {
			must(t, tx.SaveIncident(i))
			got, err := tx.Incident(i.ID)
			must(t, err)
			if diff := cmp.Diff(i, got); diff != "" {
				t.Error(diff)
			}
			return nil
		})
		var list []register.Incident
		for got, err := range w.store.Incidents(w.ctx, w.org, w.now, w.now.Add(time.Millisecond)) {
			must(t, err)
			list = append(list, got)
		}
		if diff := cmp.Diff([]register.Incident{i}, list); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("one that is full takes no more events", func(t *testing.T) {
		_, err := find(t, i.Subject, i.Destination, i.Conversation, w.now)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("overdue are the awaiting incidents with an old event without outcome", func(t *testing.T) {
		e := w.event()
		e.IncidentID = i.ID
		w.write(t, func(tx register.Tx) error { return insert(tx, e) })
		overdue := func(before time.Time) []string {
			ids, err := w.store.Overdue(w.ctx, w.org, before, 10)
			must(t, err)
			return ids
		}
		if diff := cmp.Diff([][]string{nil, {i.ID}}, [][]string{overdue(w.now.Add(-time.Second)), overdue(w.now)}); diff != "" {
			t.Error(diff)
		}
		w.write(t, func(tx register.Tx) error {
			return tx.InsertOutcome(register.Outcome{EventID: e.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull})
		})
		if got := overdue(w.now); got != nil {
			t.Errorf("got %v", got)
		}
	})
	t.Run("of many the latest is found, also of those that the same change saves", func(t *testing.T) {
		first, second := w.incident(7), w.incident(8)
		first.Conversation, second.Conversation = "c2", "c2"
		second.OccurredTo = first.OccurredTo.Add(time.Second)
		latest := func(tx register.Tx, want register.Incident) {
			t.Helper()
			got, err := tx.OpenIncident(want.Subject, want.Destination, want.Conversation, w.now)
			must(t, err)
			if got.ID != want.ID || got.Rev != want.Rev {
				t.Errorf("got %s of revision %d, want %s of %d", got.ID, got.Rev, want.ID, want.Rev)
			}
		}
		w.write(t, func(tx register.Tx) error { return tx.SaveIncident(first) })
		w.write(t, func(tx register.Tx) error {
			latest(tx, first)
			must(t, tx.SaveIncident(second))
			latest(tx, second)
			first.OccurredTo, first.Rev = second.OccurredTo.Add(time.Second), 2
			must(t, tx.SaveIncident(first))
			latest(tx, first)
			first.Events, first.Rev = register.MaxEvents, 3
			must(t, tx.SaveIncident(first))
			latest(tx, second)
			return nil
		})
		w.write(t, func(tx register.Tx) error { latest(tx, second); return nil })
	})
}

func testTallies(t *testing.T, w *world) {
	hour := w.now.Truncate(time.Hour)
	counter := func(name string, n int64) register.Counter {
		return register.Counter{Hour: hour, Destination: "chatgpt", Class: policy.Unapproved, Name: name, N: n}
	}
	t.Run("counters of one hour and destination add up", func(t *testing.T) {
		must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{counter("inspected", 3), counter("action.allow", 2)}, nil))
		must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{counter("inspected", 4)}, nil))
		var got []register.Counter
		for c, err := range w.store.Counters(w.ctx, w.org, hour, hour.Add(time.Hour)) {
			must(t, err)
			got = append(got, c)
		}
		if diff := cmp.Diff([]register.Counter{counter("action.allow", 2), counter("inspected", 7)}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("equal feature rows of one day are kept once", func(t *testing.T) {
		row := register.FeatureRow{Day: w.now.Truncate(24 * time.Hour), Features: []byte(`{"n":1}`), PolicyVersion: 1, RulesVersion: "r"}
		must(t, w.store.AddTallies(w.ctx, w.org, nil, []register.FeatureRow{row, row}))
		must(t, w.store.AddTallies(w.ctx, w.org, nil, []register.FeatureRow{row}))
	})
}

func testTenancy(t *testing.T, w *world) {
	e, i := w.event(), w.incident(1)
	e.IncidentID = i.ID
	hour := w.now.Truncate(time.Hour)
	must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{{Hour: hour, Destination: "chatgpt", Name: "inspected", N: 1}}, nil))
	w.write(t, func(tx register.Tx) error {
		must(t, insert(tx, e))
		must(t, tx.SaveIncident(i))
		return tx.InsertOutcome(register.Outcome{EventID: e.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull})
	})
	other, _ := w.addOrganisation(t)
	t.Run("another organisation finds nothing by id", func(t *testing.T) {
		must(t, w.store.Write(w.ctx, other, func(tx register.Tx) error {
			_, err := tx.EventByDecision(e.DeviceID, e.DecisionID)
			wantFault(t, err, fault.NotFound)
			_, err = tx.Incident(i.ID)
			wantFault(t, err, fault.NotFound)
			_, err = tx.OpenIncident(i.Subject, i.Destination, i.Conversation, w.now)
			wantFault(t, err, fault.NotFound)
			_, err = tx.Outcome(e.ID)
			wantFault(t, err, fault.NotFound)
			weights, err := tx.Weights(i.ID)
			must(t, err)
			next, err := tx.NextNumber(2026)
			must(t, err)
			if len(weights) != 0 || next != 1 {
				t.Errorf("got %d events and number %d", len(weights), next)
			}
			return nil
		}))
	})
	t.Run("another organisation's lists hold none of it", func(t *testing.T) {
		from, to := w.now.Add(-time.Hour), w.now.Add(time.Hour)
		for _, err := range w.store.Attempts(w.ctx, other, from, to) {
			t.Errorf("an event, %v", err)
		}
		for _, err := range w.store.Incidents(w.ctx, other, from, to) {
			t.Errorf("an incident, %v", err)
		}
		for _, err := range w.store.Counters(w.ctx, other, from, to) {
			t.Errorf("a counter, %v", err)
		}
		keys, err := w.store.EnrolmentKeys(w.ctx, other)
		must(t, err)
		ids, err := w.store.Overdue(w.ctx, other, to, 10)
		must(t, err)
		if len(keys) != 1 || len(ids) != 0 {
			t.Errorf("got %d keys and %d overdue incidents", len(keys), len(ids))
		}
	})
	t.Run("each organisation has a chain of its own", func(t *testing.T) {
		if report := w.verify(t, other); report.Checked != 3 {
			t.Errorf("got %+v", report)
		}
	})
	t.Run("pseudonym keys differ", func(t *testing.T) {
		one, err := w.store.PseudonymKey(w.ctx, w.org, "2026Q4", []byte("one"))
		must(t, err)
		two, err := w.store.PseudonymKey(w.ctx, other, "2026Q4", []byte("two"))
		must(t, err)
		if string(one) != "one" || string(two) != "two" {
			t.Errorf("got %q and %q", one, two)
		}
	})
	t.Run("a row cannot belong to a device of another organisation", func(t *testing.T) {
		foreign := w.event()
		foreign.OrgID = other
		if err := w.store.Write(w.ctx, other, func(tx register.Tx) error { return insert(tx, foreign) }); err == nil {
			t.Error("it was accepted")
		}
	})
}
