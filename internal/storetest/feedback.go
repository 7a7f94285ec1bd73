package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/rights"
)

// inIncident writes an event and its incident.
func (w *world) inIncident(t *testing.T, number int) (register.Event, register.Incident) {
	t.Helper()
	e, i := w.event(), w.incident(number)
	e.IncidentID = i.ID
	w.write(t, func(tx register.Tx) error {
		if err := insert(tx, e); err != nil {
			return err
		}
		if err := tx.SaveIncident(i); err != nil {
			return err
		}
		return tx.Append(w.entry("event.recorded", e.ID))
	})
	return e, i
}

func testFeedback(t *testing.T, w *world) {
	e, i := w.inIncident(t, 1)
	f := feedback.Feedback{OrgID: w.org, DecisionID: e.DecisionID, FindingID: "f1", Verdict: feedback.FalsePositive, Kind: feedback.Own, EventID: e.ID,
		IncidentID: i.ID, DeviceID: w.device, Subject: e.Subject, Rules: []string{"bsn"}, At: w.now, Rev: 1}
	save := func(f feedback.Feedback) {
		t.Helper()
		must(t, w.store.ChangeFeedback(w.ctx, w.org, func(tx feedback.Tx) error {
			if err := tx.SaveFeedback(f); err != nil {
				return err
			}
			return tx.Append(w.entry("feedback.given", f.DecisionID))
		}))
	}
	save(f)
	f.Kind, f.Rev = feedback.Invented, 2
	save(f)
	t.Run("the newest revision is found by finding, incident and time", func(t *testing.T) {
		must(t, w.store.ChangeFeedback(w.ctx, w.org, func(tx feedback.Tx) error {
			got, err := tx.Feedback(f.DecisionID, "f1")
			must(t, err)
			if diff := cmp.Diff(f, got); diff != "" {
				t.Error(diff)
			}
			_, err = tx.Feedback(f.DecisionID, "f2")
			wantFault(t, err, fault.NotFound)
			return nil
		}))
		on, err := w.store.FeedbackOn(w.ctx, w.org, i.ID)
		must(t, err)
		between, err := w.store.FeedbackBetween(w.ctx, w.org, w.now, w.now.Add(time.Millisecond))
		must(t, err)
		if diff := cmp.Diff([][]feedback.Feedback{{f}, {f}}, [][]feedback.Feedback{on, between}); diff != "" {
			t.Error(diff)
		}
		if later, err := w.store.FeedbackBetween(w.ctx, w.org, w.now.Add(time.Millisecond), w.now.Add(time.Hour)); err != nil || len(later) != 0 {
			t.Errorf("got %v, %v", later, err)
		}
	})
	t.Run("another organisation finds none of it", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		on, err := w.store.FeedbackOn(w.ctx, other, i.ID)
		must(t, err)
		between, err := w.store.FeedbackBetween(w.ctx, other, w.now, w.now.Add(time.Hour))
		must(t, err)
		_, missing := w.store.Incident(w.ctx, other, i.ID)
		wantFault(t, missing, fault.NotFound)
		if len(on)+len(between) != 0 {
			t.Errorf("got %v, %v", on, between)
		}
	})
}

func testGrants(t *testing.T, w *world) {
	g := breakglass.Grant{OrgID: w.org, ID: w.id(breakglass.PrefixGrant), DeviceID: w.device, Subject: "Reiger-7KQ2M", Destination: "chatgpt",
		Reason: breakglass.UrgentCare, EventID: "evt", IncidentID: "inc", At: w.now, ExpiresAt: w.now.Add(breakglass.Life)}
	for range 2 {
		must(t, w.store.AddGrant(w.ctx, g, w.entry("break_glass.granted", g.ID)))
	}
	live := func(org, device, subject, destination string, at time.Time) error {
		got, err := w.store.LiveGrant(w.ctx, org, device, subject, destination, at)
		if err == nil {
			if diff := cmp.Diff(g, got); diff != "" {
				t.Error(diff)
			}
		}
		return err
	}
	must(t, live(w.org, w.device, g.Subject, "chatgpt", w.now))
	must(t, live(w.org, w.device, g.Subject, "chatgpt", g.ExpiresAt.Add(-time.Millisecond)))
	other, device := w.addOrganisation(t)
	for name, err := range map[string]error{
		"when it has ended":    live(w.org, w.device, g.Subject, "chatgpt", g.ExpiresAt),
		"another device":       live(w.org, device, g.Subject, "chatgpt", w.now),
		"another person":       live(w.org, w.device, "Merel-AAAAA", "chatgpt", w.now),
		"another destination":  live(w.org, w.device, g.Subject, "claude", w.now),
		"another organisation": live(other, w.device, g.Subject, "chatgpt", w.now),
		"before it was given":  live(w.org, w.device, g.Subject, "chatgpt", w.now.Add(-time.Millisecond)),
	} {
		t.Run(name+" has no grant", func(t *testing.T) { wantFault(t, err, fault.NotFound) })
	}
	t.Run("grants are counted, each once", func(t *testing.T) {
		for org, want := range map[string]int{w.org: 1, other: 0} {
			if n, err := w.store.GrantsSince(w.ctx, org, w.device, w.now.Add(-time.Hour)); err != nil || n != want {
				t.Errorf("got %d, %v, want %d", n, err, want)
			}
		}
	})
}

func testQuestions(t *testing.T, w *world) {
	e, i := w.inIncident(t, 1)
	senders, err := w.store.Senders(w.ctx, w.org, i.ID)
	must(t, err)
	if diff := cmp.Diff([]inquiry.Sender{{DeviceID: w.device, Subject: e.Subject}}, senders); diff != "" {
		t.Error(diff)
	}
	q := inquiry.Question{OrgID: w.org, ID: w.id(inquiry.PrefixQuestion), IncidentID: i.ID, Name: inquiry.Whose, DeviceID: w.device, Subject: e.Subject,
		AskedBy: "usr_1", AskedAt: w.now, Rev: 1}
	must(t, w.store.AddQuestion(w.ctx, q, w.entry("question.asked", q.ID)))
	again := q
	again.ID = w.id(inquiry.PrefixQuestion)
	wantFault(t, w.store.AddQuestion(w.ctx, again, w.entry("question.asked", q.ID)), fault.Conflict)
	q.Answer, q.AnsweredAt, q.Rev = "eigen", w.now, 2
	must(t, w.store.AnswerQuestion(w.ctx, q, w.entry("question.answered", q.ID)))
	wantFault(t, w.store.AnswerQuestion(w.ctx, q, w.entry("question.answered", q.ID)), fault.Conflict)
	got, err := w.store.Question(w.ctx, w.org, q.ID)
	must(t, err)
	about, err := w.store.QuestionsAbout(w.ctx, w.org, i.ID)
	must(t, err)
	to, err := w.store.QuestionsTo(w.ctx, w.org, w.device, []string{"Merel-AAAAA", e.Subject}, w.now)
	must(t, err)
	if diff := cmp.Diff([][]inquiry.Question{{q}, {q}, {q}}, [][]inquiry.Question{{got}, about, to}); diff != "" {
		t.Error(diff)
	}
	other, device := w.addOrganisation(t)
	_, err = w.store.Senders(w.ctx, other, i.ID)
	wantFault(t, err, fault.NotFound)
	_, err = w.store.Question(w.ctx, other, q.ID)
	wantFault(t, err, fault.NotFound)
	q.OrgID, q.Rev = other, 3
	wantFault(t, w.store.AnswerQuestion(w.ctx, q, w.entry("question.answered", q.ID)), fault.Conflict)
	for name, list := range map[string]func() ([]inquiry.Question, error){
		"about, for another organisation": func() ([]inquiry.Question, error) { return w.store.QuestionsAbout(w.ctx, other, i.ID) },
		"to, for another organisation": func() ([]inquiry.Question, error) {
			return w.store.QuestionsTo(w.ctx, other, w.device, []string{e.Subject}, w.now)
		},
		"to nobody": func() ([]inquiry.Question, error) { return w.store.QuestionsTo(w.ctx, w.org, w.device, nil, w.now) },
		"to another device": func() ([]inquiry.Question, error) {
			return w.store.QuestionsTo(w.ctx, w.org, device, []string{e.Subject}, w.now)
		},
	} {
		if found, err := list(); err != nil || len(found) != 0 {
			t.Errorf("%s: got %v, %v", name, found, err)
		}
	}
}

func testRights(t *testing.T, w *world) {
	e, _ := w.inIncident(t, 1)
	own := rights.Sender{OrgID: w.org, DeviceID: w.device, Subjects: []string{e.Subject}}
	r := rights.Request{OrgID: w.org, ID: w.id(rights.PrefixRequest), DeviceID: w.device, Subject: e.Subject, Kind: rights.Objection, Ground: "anders",
		At: w.now, DueAt: w.now.AddDate(0, 1, 0), State: rights.Open, Rev: 1}
	must(t, w.store.AddRequest(w.ctx, r, w.entry("rights.asked", r.ID)))
	r.State, r.Answer, r.Rev = rights.Granted, "Goed.", 2
	must(t, w.store.SaveRequest(w.ctx, r, w.entry("rights.answered", r.ID)))
	wantFault(t, w.store.SaveRequest(w.ctx, r, w.entry("rights.answered", r.ID)), fault.Conflict)
	got, err := w.store.Request(w.ctx, w.org, r.ID)
	must(t, err)
	granted, err := w.store.Requests(w.ctx, w.org, rights.Granted, 10)
	must(t, err)
	open, err := w.store.Requests(w.ctx, w.org, rights.Open, 10)
	must(t, err)
	mine, err := w.store.OwnRequests(w.ctx, own)
	must(t, err)
	if diff := cmp.Diff([][]rights.Request{{r}, {r}, nil, {r}}, [][]rights.Request{{got}, granted, open, mine}); diff != "" {
		t.Error(diff)
	}
	attempts, err := w.store.OwnAttempts(w.ctx, own, w.now, 10)
	if must(t, err); len(attempts) != 1 || attempts[0].Event.ID != e.ID {
		t.Errorf("got %+v", attempts)
	}
	other, device := w.addOrganisation(t)
	_, err = w.store.Request(w.ctx, other, r.ID)
	wantFault(t, err, fault.NotFound)
	for name, who := range map[string]rights.Sender{
		"another organisation": {OrgID: other, DeviceID: w.device, Subjects: own.Subjects},
		"another device":       {OrgID: w.org, DeviceID: device, Subjects: own.Subjects},
		"another person":       {OrgID: w.org, DeviceID: w.device, Subjects: []string{"Merel-AAAAA"}},
		"nobody":               {OrgID: w.org, DeviceID: w.device},
	} {
		attempts, err := w.store.OwnAttempts(w.ctx, who, w.now, 10)
		must(t, err)
		requests, err := w.store.OwnRequests(w.ctx, who)
		must(t, err)
		if len(attempts)+len(requests) != 0 {
			t.Errorf("%s: got %v, %v", name, attempts, requests)
		}
	}
}
