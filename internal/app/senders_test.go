package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/config"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/rules"
)

const (
	feedbackPath   = "/api/v1/ext/feedback"
	breakGlassPath = "/api/v1/ext/break-glass"
	eventsPath     = "/api/v1/ext/events"
	summaryPath    = "/api/v1/ext/me/summary"
	exportPath     = "/api/v1/ext/me/export"
	requestsPath   = "/api/v1/ext/me/requests"
	answersPath    = "/api/v1/ext/answers"
)

// held has a text held and returns the decision.
func (s *service) held(token string) verdict {
	s.t.Helper()
	var v verdict
	s.post(inspectPath, ask(newRequestID(s.t), "chatgpt.com", patient, nil), token).want(200, "").into(&v)
	return v
}

func TestFeedbackIsAProposalOnTheIncident(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("jan")
	v := s.held(token)
	say := func(finding, verdict, kind string) answer {
		return s.post(feedbackPath, fmt.Sprintf(`{"decision_id":%q,"finding_id":%q,"verdict":%q,"kind":%q}`, v.DecisionID, finding, verdict, kind), token)
	}
	say("f1", "false_positive", "fictief").want(202, "")
	say("f1", "false_positive", "fictief").want(202, "")
	say("f2", "false_positive", "openbaar").want(202, "")
	say("f2", "false_positive", "eigen").want(202, "")
	list, err := s.app.store.FeedbackOn(t.Context(), s.app.org.ID, s.incidents()[0].ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("got %+v, %v", list, err)
	}
	got := feedback.Propose(s.incidents()[0], list, nil)
	want := &feedback.Proposal{To: "false_positive", Kinds: map[feedback.Kind]int{"fictief": 1, "eigen": 1}, Overrides: map[policy.Reason]int{}, Claims: 2, Events: 1, Review: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s.incidents()[0].State != register.Detected {
		t.Error("a sender closed an incident")
	}
	byRule, err := s.app.feedback.ClaimsByRule(t.Context(), s.app.org.ID, s.clock().Add(-time.Hour), s.clock().Add(time.Hour))
	if err != nil || byRule["burgerservicenummer"] != 1 {
		t.Errorf("got %v, %v", byRule, err)
	}
	other := s.enrol().token("jan")
	body := fmt.Sprintf(`{"decision_id":%q,"finding_id":"f1","verdict":"false_positive","kind":"anders"}`, v.DecisionID)
	s.post(feedbackPath, body, other).want(404, "outcome.decision_unknown")
	s.post(feedbackPath, strings.Replace(body, "anders", "zomaar", 1), token).want(400, "request.invalid")
	s.post(feedbackPath, strings.Replace(body, `"f1"`, `"f01"`, 1), token).want(400, "request.invalid")
	s.verify()
}

func TestSomethingMissedIsToldOfACleanTextToo(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("jan")
	request := newRequestID(t)
	var v verdict
	s.post(inspectPath, ask(request, "chatgpt.com", "Hoe laat is het?", nil), token).want(200, "").into(&v)
	body := fmt.Sprintf(`{"decision_id":%q,"verdict":"missed","type":"person_name"`, v.DecisionID)
	s.post(feedbackPath, body+`}`, token).want(404, "outcome.decision_unknown")
	s.post(feedbackPath, body+`,"request_id":"`+request+`"}`, token).want(202, "")
	s.post(feedbackPath, body+`,"request_id":"`+request+`"}`, s.enrol().token("jan")).want(404, "outcome.decision_unknown")
}

// verify checks the chain of the organisation.
func (s *service) verify() {
	s.t.Helper()
	if _, err := s.app.register.Verify(s.t.Context(), s.app.org.ID); err != nil {
		s.t.Error(err)
	}
}

// withEmergencyExit is a service whose policy offers to break the glass where a
// patient is recognised, and not for secrets.
func withEmergencyExit(t *testing.T) *service {
	t.Helper()
	baseline, err := rules.FS.ReadFile("policies/zorg-basis.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "beleid.yaml")
	document := strings.ReplaceAll(string(baseline), "offers: [safe_rewrite, redirect]", "offers: [safe_rewrite, redirect, break_glass]")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	return newServiceWith(t, func(c *config.Serve) { c.Policy = file })
}

const emergency = `{"destination_id":"chatgpt","reason":"spoedzorg"}`

func TestBreakingTheGlassLetsTextsPastForAQuarter(t *testing.T) {
	s := withEmergencyExit(t)
	d := s.enrol()
	token := d.token("arts")
	if v := s.held(token); v.Action != "block" {
		t.Fatalf("got %s", v.Action)
	}
	s.pass(time.Second)
	var grant, again struct {
		ID string `json:"grant_id"`
	}
	s.post(breakGlassPath, emergency, token).want(201, "").into(&grant)
	s.post(breakGlassPath, emergency, token).want(201, "").into(&again)
	if grant != again {
		t.Error("an open exit was opened again")
	}
	own := s.incidents()[1]
	if own.Row != register.RowBreakGlass || own.State != register.Detected || own.Severity != policy.SeverityHigh || !own.Review || own.Awaiting {
		t.Errorf("got %+v", own)
	}
	v := s.held(token)
	if v.Action != "coach" {
		t.Errorf("got %s", v.Action)
	}
	at := s.clock().Format(time.RFC3339)
	s.post(outcomePath, `{"outcomes":[{"decision_id":"`+v.DecisionID+`","outcome":"sent","egress_evidence":"full","at":"`+at+`"}]}`, token).want(202, "")
	if n := len(s.incidents()); n != 2 {
		t.Fatalf("got %d incidents", n)
	}
	if own = s.incidents()[1]; own.Events != 2 || own.Row != register.RowBreakGlass || own.Severity < policy.SeverityHigh || own.Egress != register.EgressFull {
		t.Errorf("got %+v", own)
	}
	var secret, elsewhere verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient+"\nwachtwoord: Zomer!2026xQ9", nil), token).want(200, "").into(&secret)
	s.post(inspectPath, ask(newRequestID(t), "claude.ai", patient, nil), token).want(200, "").into(&elsewhere)
	for name, got := range map[string]verdict{"a secret": secret, "another destination": elsewhere, "another device": s.held(s.enrol().token("arts"))} {
		if got.Action != "block" {
			t.Errorf("%s: got %s", name, got.Action)
		}
	}
	s.pass(15 * time.Minute)
	if v := s.held(d.token("arts")); v.Action != "block" {
		t.Errorf("after its time: got %s", v.Action)
	}
	s.verify()
}

func TestBreakingTheGlassIsBounded(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("arts")
	s.post(breakGlassPath, emergency, token).want(403, "break_glass.not_offered")
	s = withEmergencyExit(t)
	d := s.enrol()
	for _, bad := range []string{`{"destination_id":"chatgpt","reason":"haast"}`, `{"destination_id":"nergens","reason":"spoedzorg"}`, `{"reason":"spoedzorg"}`} {
		s.post(breakGlassPath, bad, d.token("arts")).want(400, "request.invalid")
	}
	s.post(breakGlassPath, `{"destination_id":"chatgpt","reason":"spoedzorg","text":"Mevr. Jansen, BSN 111222333"}`, d.token("arts")).want(422, "request.text_holds_finding")
	for range 8 {
		s.post(breakGlassPath, emergency, d.token("arts")).want(201, "")
		s.pass(20 * time.Minute)
	}
	s.post(breakGlassPath, emergency, d.token("arts")).want(429, "ratelimit.exceeded")
}

func TestWhatTheServiceDidNotSeeIsReported(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("jan")
	at := s.clock().Add(-time.Hour).Format(time.RFC3339)
	item := func(attempt, kind string) string {
		return `{"attempt_id":"` + attempt + `","kind":"` + kind + `","destination_id":"chatgpt","channel":"paste","types":[{"type":"bsn","count":2}],"rules_version":"2026.11.1","at":"` + at + `"}`
	}
	blocked, unguarded := item(newRequestID(t), "local_block"), item(newRequestID(t), "unguarded_send")
	body := `{"events":[` + blocked + `,` + unguarded + `]}`
	for range 2 {
		var got struct{ Accepted int }
		s.post(eventsPath, body, token).want(202, "").into(&got)
		if got.Accepted != 2 {
			t.Errorf("got %+v", got)
		}
	}
	incidents := s.incidents()
	if len(s.attempts()) != 2 || len(incidents) == 0 {
		t.Fatalf("got %d events, %d incidents", len(s.attempts()), len(incidents))
	}
	if i := incidents[0]; i.State != register.Detected || i.Row != register.RowUnknown || i.Severity < policy.SeverityMedium || i.Types[0].Type != "bsn" {
		t.Errorf("got %+v", i)
	}
	s.lenient = true
	for _, bad := range []string{"1999-01-01T00:00:00Z", s.clock().Add(-15 * 24 * time.Hour).Format(time.RFC3339)} {
		var got struct{ Accepted int }
		s.post(eventsPath, `{"events":[`+strings.Replace(item(newRequestID(t), "local_block"), at, bad, 1)+`]}`, token).want(202, "").into(&got)
		if got.Accepted != 0 {
			t.Errorf("%s was taken", bad)
		}
	}
	s.verify()
}

func TestALocalBlockIsPrevented(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("jan")
	s.post(eventsPath, `{"events":[{"attempt_id":"`+newRequestID(t)+`","kind":"local_block","destination_id":"chatgpt","channel":"typed","rules_version":"1","at":"`+s.clock().Format(time.RFC3339)+`"}]}`, token).want(202, "")
	if i := s.incidents()[0]; i.State != register.Prevented || i.Row != register.RowBlocked {
		t.Errorf("got %+v", i)
	}
}

// own is the part of an overview that tests look at.
type own struct {
	Subject  string
	Complete bool
	Events   []struct {
		EventID string `json:"event_id"`
		Outcome *string
		Kept    json.RawMessage
	}
	Questions []struct {
		QuestionID string `json:"question_id"`
		Question   string
		Answers    []string
	}
	Reveals  []struct{ Purpose string }
	Requests []struct{ State, Answer string }
	Stored   []struct{ What string }
}

func TestPeopleSeeTheirOwnEventsAndNobodyElses(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("jan@ziekenhuis.nl")
	s.held(token)
	s.held(d.token("piet@ziekenhuis.nl"))        // a colleague on the same device
	s.held(s.enrol().token("jan@ziekenhuis.nl")) // the same person on another device
	var got own
	s.get(summaryPath, token).want(200, "").into(&got)
	if len(got.Events) != 1 || got.Complete || len(got.Stored) < 4 || got.Events[0].Kept != nil {
		t.Errorf("got %+v", got)
	}
	var full own
	s.post(exportPath, `{"user_hint":"jan@ziekenhuis.nl","full":true}`, token).want(200, "").into(&full)
	if len(full.Events) != 1 || !full.Complete || len(full.Events[0].Kept) == 0 {
		t.Errorf("got %+v", full)
	}
	s.post(exportPath, `{"user_hint":"piet@ziekenhuis.nl"}`, token).want(403, "permission.denied")

	s.pass(45 * 24 * time.Hour) // in the next quarter
	token = d.token("jan@ziekenhuis.nl")
	got, full = own{}, own{}
	s.get(summaryPath, token).want(200, "").into(&got)
	s.post(exportPath, `{"user_hint":"jan@ziekenhuis.nl"}`, token).want(200, "").into(&full)
	if len(got.Events) != 0 || len(full.Events) != 1 || !full.Complete {
		t.Errorf("got %+v and %+v", got, full)
	}
	s.pass(50 * 24 * time.Hour)
	full = own{}
	s.post(exportPath, `{"user_hint":"jan@ziekenhuis.nl"}`, d.token("jan@ziekenhuis.nl")).want(200, "").into(&full)
	if len(full.Events) != 0 {
		t.Errorf("after 13 weeks: got %+v", full)
	}
}

func TestAnObjectionIsTakenWithATerm(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("jan")
	s.held(token)
	event := s.attempts()[0].Event.ID
	body := `{"kind":"objection","ground":"te_ingrijpend","event_id":"` + event + `"}`
	var r struct {
		DueAt time.Time `json:"due_at"`
		State string
	}
	s.post(requestsPath, body, token).want(http.StatusCreated, "").into(&r)
	if want := s.clock().AddDate(0, 0, 28); !r.DueAt.Equal(want) || r.State != "open" {
		t.Errorf("got %+v, want %v", r, want)
	}
	s.post(requestsPath, body, token).want(409, "resource.conflict")
	s.post(requestsPath, body, s.enrol().token("jan")).want(404, "resource.not_found")
	s.verify()
}
