package app

import (
	"bufio"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/savedview"
)

func TestTheFirstPageShowsWhatConcernsThePerson(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	device, _ := s.seedDevice(org)
	incident := s.seedIncident(org, device)
	s.pass(15 * time.Minute) // no outcome came
	if _, err := s.app.register.SettleOverdue(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	officer := s.as(org, ident.Binding{Role: ident.FG})
	type figures struct {
		Queue *struct{ Mine, Unassigned, Open int }
		Week  *struct {
			Days []struct {
				Attempts, Sent int
				High           int `json:"usual_high"`
			}
		}
	}
	read := func(c *browser) (f figures) {
		c.get("/api/v1/overview").want(http.StatusOK, "").into(&f)
		return f
	}
	f := read(officer)
	if f.Queue == nil || f.Queue.Open != 1 || f.Queue.Unassigned != 1 || f.Queue.Mine != 0 {
		t.Errorf("the queue is %+v", f.Queue)
	}
	if f.Week == nil || len(f.Week.Days) != 7 || f.Week.Days[6].Attempts == 0 {
		t.Errorf("the week is %+v", f.Week)
	}
	officer.post("/api/v1/incidents/"+incident+"/assign", `{"assignee":"`+officer.user.ID+`"}`).want(http.StatusOK, "")
	if f = read(officer); f.Queue.Mine != 1 || f.Queue.Unassigned != 0 {
		t.Errorf("after taking the case the queue is %+v", f.Queue)
	}
	s.pass(7 * 24 * time.Hour)
	officer = s.as(org, ident.Binding{Role: ident.FG})
	if f = read(officer); f.Week.Days[6].Attempts != 0 || f.Week.Days[6].High == 0 {
		t.Errorf("a week later the days are %+v", f.Week.Days)
	}
	if f = read(s.as(org, ident.Binding{Role: ident.ITAdmin})); f.Queue != nil || f.Week != nil {
		t.Errorf("who may see no incidents sees %+v", f)
	}
}

func TestTheFeedBringsAnAttemptToWhoLooks(t *testing.T) {
	for _, c := range []struct {
		name, path   string
		role         ident.Role
		says, unsaid string
	}{
		{"an officer sees the attempt", "/api/v1/feed", ident.FG, `"event_id":"evt_`, "111222333"},
		{"who sets the service up sees that one was blocked, and not which", "/api/v1/setup/live", ident.Owner, `"destination_id":"chatgpt"`, "_id\":\"evt_"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newService(t)
			lines := s.follow(c.path, s.as(s.app.org.ID, ident.Binding{Role: c.role}))
			s.post("/api/v1/ext/inspect/text", `{"request_id":"`+newRequestID(t)+`","destination_id":"chatgpt","channel":"typed","text":"BSN 111222333 van de patiënt"}`, s.enrol().token("")).want(http.StatusOK, "")
			for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
			}
			if got := lines.Text(); !strings.Contains(got, c.says) || !strings.Contains(got, `"action":"block"`) || strings.Contains(got, c.unsaid) {
				t.Errorf("got %s", got)
			}
		})
	}
}

// follow opens a stream over the network.
func (s *service) follow(path string, who *browser) *bufio.Scanner {
	s.t.Helper()
	server := httptest.NewServer(s.app.Handler())
	s.t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.AddCookie(who.cookie)
	answer, err := server.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		s.t.Fatalf("got %d, %s", answer.StatusCode, got)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Scan() // the stream is open
	return lines
}

func TestAPageThatIsLeftOpenDoesNotKeepASessionAlive(t *testing.T) {
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	for range 8 {
		s.pass(2 * time.Minute)
		if a := c.get("/api/v1/feed"); a.status == http.StatusUnauthorized {
			return
		}
	}
	t.Error("the session goes on though nobody used it for a quarter of an hour")
}

func TestATextThatIsTriedLeavesNothing(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	c := s.as(org, ident.Binding{Role: ident.PolicyEditor})
	before, err := s.app.store.Head(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Action   string
		Findings []struct {
			Type       string
			Start, End int
		}
		Rules []struct {
			ID      string
			Matched bool
		}
		SafeText string `json:"safe_text"`
	}
	text := "Patiënt 👵 met BSN 111222333"
	c.post("/api/v1/try", `{"text":"`+text+`","destination_id":"unlisted"}`).want(http.StatusOK, "").into(&got)
	if got.Action != "block" || len(got.Findings) != 1 || got.Findings[0].Type != "bsn" || got.Findings[0].Start != 19 || got.Findings[0].End != 28 {
		t.Errorf("got %s, %+v", got.Action, got.Findings)
	}
	if strings.Contains(got.SafeText, "111222333") || len(got.Rules) == 0 {
		t.Errorf("the safe version is %q, with %d rules", got.SafeText, len(got.Rules))
	}
	after, err := s.app.store.Head(t.Context(), org)
	if err != nil || after != before {
		t.Errorf("the register went from %+v to %+v, %v", before, after, err)
	}
	c.post("/api/v1/try", `{"text":"x","destination_id":"nowhere"}`).want(http.StatusBadRequest, "request.invalid")
	s.as(org, s.binding(org, ident.WardManager)).post("/api/v1/try", `{"text":"x","destination_id":"unlisted"}`).want(http.StatusForbidden, "permission.denied")
}

// seedView keeps a view that is shared by somebody whom no screen knows.
func (s *service) seedView(org string) string {
	s.t.Helper()
	views := savedview.New(s.app.store, s.app.isClean, s.clock, rand.Reader)
	v, err := views.Add(s.t.Context(), s.officer(org, "usr_01M7ZTZ495AHSVCTSX8NBYX12A", ident.FG), savedview.View{Page: "incidents", Name: "Klok loopt", Query: "clock:running", Shared: true})
	if err != nil {
		s.t.Fatal(err)
	}
	return v.ID
}

func TestAFilterWithANameIsThePersonsOwnUntilItIsShared(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	mine, hers := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.Analyst})
	var v struct{ ID string }
	mine.post("/api/v1/views", `{"page":"incidents","name":"Klok loopt","query":"clock:running sev>=high"}`).want(http.StatusCreated, "").into(&v)
	path := "/api/v1/views/" + v.ID
	hers.get(path).want(http.StatusNotFound, "resource.not_found")
	tag := mine.get(path).want(http.StatusOK, "").header.Get("ETag")
	change := func(c *browser, tag, body string) answer {
		return c.do(c.request(http.MethodPatch, path, "application/json", body, "If-Match", tag))
	}
	change(mine, tag, `{"shared":true}`).want(http.StatusOK, "")
	hers.get(path).want(http.StatusOK, "")
	change(hers, `"2"`, `{"name":"Van mij"}`).want(http.StatusForbidden, "permission.denied")
	change(mine, tag, `{"name":"Te laat"}`).want(http.StatusPreconditionFailed, "resource.changed")
	change(mine, `"2"`, `{"page":"elders"}`).want(http.StatusBadRequest, "request.invalid")
	mine.post("/api/v1/views", `{"page":"incidents","name":"BSN 111222333 van de patiënt","query":""}`).want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	mine.post("/api/v1/views", `{"page":"incidents","name":"Vrij","query":"mevrouw Jansen heeft hartfalen"}`).want(http.StatusBadRequest, "request.invalid")
	mine.do(mine.request(http.MethodDelete, path, "", "", "If-Match", `"2"`)).want(http.StatusNoContent, "")
	hers.get(path).want(http.StatusNotFound, "resource.not_found")
}

func TestTheFirstRunKnowsHowFarItIs(t *testing.T) {
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	type state struct {
		Sandbox bool
		Steps   []struct{ ID, State string }
	}
	of := func(got state, id string) string {
		for _, step := range got.Steps {
			if step.ID == id {
				return step.State
			}
		}
		return ""
	}
	var got state
	c.get("/api/v1/setup").want(http.StatusOK, "").into(&got)
	if !got.Sandbox || of(got, "deployment") != "open" || of(got, "baseline") != "done" {
		t.Errorf("at the start: %+v", got)
	}
	token := s.enrol().token("")
	complete := func(step, body string) answer { return c.post("/api/v1/setup/steps/"+step+"/complete", body) }
	complete("own_chatbot", `{"later":true}`).want(http.StatusOK, "").into(&got)
	if of(got, "own_chatbot") != "later" || of(got, "deployment") != "done" {
		t.Errorf("after a device enrolled: %+v", got)
	}
	complete("legal_gate", `{}`).want(http.StatusBadRequest, "request.invalid")
	complete("legal_gate", `{"assessed_on":"2026-01-05","consented_on":"2999-01-01"}`).want(http.StatusBadRequest, "request.invalid")
	complete("legal_gate", `{"volunteers":true}`).want(http.StatusOK, "").into(&got)
	if !got.Sandbox || of(got, "legal_gate") != "done" {
		t.Errorf("volunteers open the gate for everybody: %+v", got)
	}
	complete("legal_gate", `{"assessed_on":"2026-01-05","consented_on":"2026-01-12"}`).want(http.StatusOK, "").into(&got)
	if got.Sandbox {
		t.Errorf("with both dates: %+v", got)
	}
	complete("elsewhere", `{}`).want(http.StatusNotFound, "resource.not_found")
	if of(got, "live_test") != "open" {
		t.Errorf("before the first check: %+v", got)
	}
	s.post("/api/v1/ext/inspect/text", `{"request_id":"`+newRequestID(t)+`","destination_id":"chatgpt","channel":"typed","text":"BSN 111222333 van de patiënt"}`, token).want(http.StatusOK, "")
	if c.get("/api/v1/setup").want(http.StatusOK, "").into(&got); of(got, "live_test") != "done" {
		t.Errorf("an owner, who sees no incidents, waits on after the first check: %+v", got)
	}
}
