package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
)

// testCases tries what people add to incidents, and the lists and counts of them.
func testCases(t *testing.T, w *world) {
	one, two := w.incident(1), w.incident(2)
	two.Conversation, two.State, two.Assignee, two.Department = "c2", lifecycle.Triaged, "usr_1", "dep_1"
	two.TickAt, two.DeadlineAt, two.AwareAt = w.now, w.now.Add(time.Hour), w.now
	a, b := w.event(), w.event()
	a.IncidentID, b.IncidentID, b.Department = one.ID, one.ID, "dep_1"
	outcome := register.Outcome{EventID: b.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull, ReceivedAt: w.now}
	w.write(t, func(tx register.Tx) error {
		for _, i := range []register.Incident{one, two} {
			must(t, tx.SaveIncident(i))
		}
		for _, e := range []register.Event{a, b} {
			must(t, insert(tx, e))
			must(t, tx.Count(e, "", 1))
		}
		must(t, tx.InsertOutcome(outcome))
		must(t, tx.Count(b, "", -1))
		return tx.Count(b, register.Sent, 1)
	})
	t.Run("incidents are found by what they are", func(t *testing.T) {
		for name, tt := range map[string]struct {
			f    casework.Filter
			want int
		}{
			"all": {casework.Filter{}, 2}, "by state": {casework.Filter{States: []string{"triaged"}}, 1}, "by nobody": {casework.Filter{Assignees: []string{""}}, 1},
			"within a department": {casework.Filter{Within: []string{"dep_1"}}, 1}, "within none": {casework.Filter{Within: []string{}}, 0},
			"running": {casework.Filter{Running: true}, 1}, "before": {casework.Filter{Before: two.ID}, 1}, "of a severity": {casework.Filter{Severities: []string{"high"}}, 0},
		} {
			tt.f.Limit = 10
			list, err := w.store.IncidentPage(w.ctx, w.org, tt.f)
			must(t, err)
			facets, err := w.store.IncidentFacets(w.ctx, w.org, tt.f)
			must(t, err)
			if len(list) != tt.want || facets.Total != int64(tt.want) {
				t.Errorf("%s: the list has %d, the facets %d, want %d", name, len(list), facets.Total, tt.want)
			}
		}
	})
	t.Run("events are found and counted alike", func(t *testing.T) {
		for name, tt := range map[string]struct {
			f    casework.EventFilter
			want int
		}{
			"all": {casework.EventFilter{}, 2}, "sent": {casework.EventFilter{Outcomes: []string{"sent"}}, 1}, "of a department": {casework.EventFilter{Departments: []string{"dep_1"}}, 1},
			"of another action": {casework.EventFilter{Actions: []string{"block"}}, 0}, "within none": {casework.EventFilter{Within: []string{}}, 0},
		} {
			tt.f.Limit = 10
			list, err := w.store.EventPage(w.ctx, w.org, tt.f)
			must(t, err)
			facets, err := w.store.EventFacets(w.ctx, w.org, tt.f)
			must(t, err)
			if len(list) != tt.want || facets.Total != int64(tt.want) {
				t.Errorf("%s: the list has %d, the facets %d, want %d", name, len(list), facets.Total, tt.want)
			}
		}
	})
	t.Run("the clock that runs out first comes first, and days are counted", func(t *testing.T) {
		running, err := w.store.RunningClocks(w.ctx, w.org, nil, 10)
		must(t, err)
		if len(running) != 1 || running[0].ID != two.ID {
			t.Errorf("running are %v", running)
		}
		today := w.now.UTC().Truncate(24 * time.Hour)
		for name, tt := range map[string]struct {
			from, to time.Time
			within   []string
			want     []casework.Day
		}{
			"today":                       {today, today.AddDate(0, 0, 1), nil, []casework.Day{{Start: today, Attempts: 2, Sent: 1}}},
			"the day before":              {today.AddDate(0, 0, -1), today, nil, nil},
			"of one department":           {today, today.AddDate(0, 0, 1), []string{"dep_1"}, []casework.Day{{Start: today, Attempts: 1, Sent: 1}}},
			"of departments nobody has":   {today, today.AddDate(0, 0, 1), []string{}, nil},
			"of a department without any": {today, today.AddDate(0, 0, 1), []string{"dep_2"}, nil},
		} {
			days, err := w.store.EventDays(w.ctx, w.org, tt.from, tt.to, tt.within)
			must(t, err)
			if diff := cmp.Diff(tt.want, days); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
	t.Run("an event that was moved is in its new incident alone", func(t *testing.T) {
		must(t, w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error {
			g, err := tx.Regroup(a.ID, two.ID)
			must(t, err)
			if again, err := tx.Regroup(a.ID, two.ID); err != nil || again.Rev != g.Rev+1 {
				t.Errorf("got revision %d after %d, %v", again.Rev, g.Rev, err)
			}
			id, err := tx.IncidentOf(a)
			must(t, err)
			weights, err := tx.Weights(two.ID)
			must(t, err)
			left, err := tx.Attempts(one.ID)
			must(t, err)
			if id != two.ID || len(weights) != 1 || len(left) != 1 || left[0].Event.ID != b.ID || left[0].Outcome == nil {
				t.Errorf("got %s, %d weights, %d left", id, len(weights), len(left))
			}
			return nil
		}))
	})
	testCaseParts(t, w, two)
	testCaseTenancy(t, w, two, a)
}

func testCaseParts(t *testing.T, w *world, i register.Incident) {
	t.Run("notes, notifications, alerts and settings are found as written", func(t *testing.T) {
		alert := casework.Alert{ID: w.id(casework.PrefixAlert), IncidentID: i.ID, Hours: 24, RaisedAt: w.now, Times: 1, RepeatAt: w.now, Rev: 1}
		must(t, w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error {
			must(t, tx.InsertNote(casework.Note{ID: w.id(casework.PrefixNote), IncidentID: i.ID, Text: "tekst"}))
			must(t, tx.InsertNotification(casework.Notification{ID: w.id(casework.PrefixNotification), IncidentID: i.ID, Snapshot: []byte(`{}`)}))
			must(t, tx.SaveAlert(alert))
			return tx.SaveLegal(casework.Legal{LegalName: "Ziekenhuis", Rev: 1})
		}))
		err := w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error { return tx.SaveLegal(casework.Legal{Rev: 1}) })
		wantFault(t, err, fault.PreconditionFailed)
		notes, err := w.store.Notes(w.ctx, w.org, i.ID)
		must(t, err)
		sent, err := w.store.Notifications(w.ctx, w.org, i.ID)
		must(t, err)
		alerts, err := w.store.Alerts(w.ctx, w.org, i.ID)
		must(t, err)
		legal, err := w.store.Legal(w.ctx, w.org)
		must(t, err)
		if len(notes) != 1 || len(sent) != 1 || len(alerts) != 1 || alerts[0] != alert || legal.LegalName != "Ziekenhuis" {
			t.Errorf("got %v %v %v %v", notes, sent, alerts, legal)
		}
		due, err := w.store.DueTicks(w.ctx, w.org, w.now, 10)
		must(t, err)
		if len(due) != 1 || due[0] != i.ID {
			t.Errorf("due are %v", due)
		}
	})
	t.Run("a notification never changes", func(t *testing.T) {
		if w.backend.Exec("UPDATE notifications SET body = '{}'") == nil {
			t.Error("it was changed")
		}
	})
}

func testCaseTenancy(t *testing.T, w *world, i register.Incident, e register.Event) {
	other, _ := w.addOrganisation(t)
	t.Run("another organisation finds none of it", func(t *testing.T) {
		_, err := w.store.Decision(w.ctx, other, e.DecisionID)
		wantFault(t, err, fault.NotFound)
		_, err = w.store.Incident(w.ctx, other, i.ID)
		wantFault(t, err, fault.NotFound)
		n := 0
		incidents, err := w.store.IncidentPage(w.ctx, other, casework.Filter{Limit: 10})
		must(t, err)
		events, err := w.store.EventPage(w.ctx, other, casework.EventFilter{Limit: 10})
		must(t, err)
		facets, err := w.store.EventFacets(w.ctx, other, casework.EventFilter{})
		must(t, err)
		cases, err := w.store.IncidentFacets(w.ctx, other, casework.Filter{})
		must(t, err)
		attempts, err := w.store.IncidentAttempts(w.ctx, other, i.ID)
		must(t, err)
		notes, err := w.store.Notes(w.ctx, other, i.ID)
		must(t, err)
		sent, err := w.store.Notifications(w.ctx, other, i.ID)
		must(t, err)
		alerts, err := w.store.Alerts(w.ctx, other, i.ID)
		must(t, err)
		acts, err := w.store.ActsOn(w.ctx, other, i.ID, 10)
		must(t, err)
		legal, err := w.store.Legal(w.ctx, other)
		must(t, err)
		due, err := w.store.DueTicks(w.ctx, other, w.now, 10)
		must(t, err)
		presumable, err := w.store.Presumable(w.ctx, other, w.now, 10)
		must(t, err)
		closable, err := w.store.Closable(w.ctx, other, w.now.Add(time.Hour), 10)
		must(t, err)
		n += len(incidents) + len(events) + int(facets.Total) + int(cases.Total) + len(attempts) + len(notes) + len(sent) + len(alerts) + len(acts) + len(due) + len(presumable) + len(closable)
		if n != 0 || legal.LegalName != "" {
			t.Errorf("got %d things and %q", n, legal.LegalName)
		}
	})
}
