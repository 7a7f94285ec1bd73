package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/testenv"
)

const leak = "De patiënt heeft BSN 111222333."

// looked asks a replica about a leak, and says whether the rules acted.
func looked(t *testing.T, a *App, token string) bool {
	t.Helper()
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, request(http.MethodPost, inspectPath, ask(newRequestID(t), "chatgpt.com", leak, nil), token))
	var v struct {
		Guarded  bool
		Action   string
		Findings []any
	}
	answer{t, w.Code, w.Header(), w.Body.Bytes()}.want(http.StatusOK, "").into(&v)
	if v.Guarded != (v.Action == "block") || v.Guarded != (len(v.Findings) > 0) {
		t.Errorf("the answer is %+v", v)
	}
	return v.Guarded
}

// crowd enrols so many devices, and gives a token of each.
func (s *service) crowd(n int) (devices []*device, tokens []string) {
	for range n {
		d := s.enrol()
		devices, tokens = append(devices, d), append(tokens, d.token(""))
		s.pass(10 * time.Second) // the limit of enrolments
	}
	return devices, tokens
}

// passTheGate puts both dates on record.
func (s *service) passTheGate() {
	s.t.Helper()
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	c.post("/api/v1/setup/steps/legal_gate/complete", `{"assessed_on":"2026-01-05","consented_on":"2026-01-12"}`).want(http.StatusOK, "")
}

func (s *service) kept() (events int, incidents []register.Incident) {
	s.t.Helper()
	from, to := s.clock().Add(-24*time.Hour), s.clock().Add(time.Hour)
	for _, err := range s.app.store.Attempts(s.t.Context(), s.app.org.ID, from, to) {
		if err != nil {
			s.t.Fatal(err)
		}
		events++
	}
	for i, err := range s.app.store.Incidents(s.t.Context(), s.app.org.ID, from, to) {
		if err != nil {
			s.t.Fatal(err)
		}
		incidents = append(incidents, i)
	}
	return events, incidents
}

func TestBeforeTheLegalGateRulesActForTwentyFiveDevices(t *testing.T) {
	s := newService(t)
	devices, tokens := s.crowd(setup.TrialDevices + 1)
	last := tokens[setup.TrialDevices]
	if !looked(t, s.app, tokens[setup.TrialDevices-1]) || looked(t, s.app, last) {
		t.Error("the rules do not act for the first 25 alone")
	}
	events, incidents := s.kept()
	if events != 1 || len(incidents) != 1 || !incidents[0].Sandbox {
		t.Errorf("kept %d events and %+v", events, incidents)
	}
	t.Run("of the others nothing is kept, whatever they report", func(t *testing.T) {
		s.post("/api/v1/ext/events", `{"events":[{"attempt_id":"`+newRequestID(t)+`","kind":"local_block","destination_id":"chatgpt","channel":"typed","types":[{"type":"bsn","count":1}],"rules_version":"1.0","at":"`+s.clock().Format(time.RFC3339)+`"}]}`, last).want(http.StatusAccepted, "")
		s.post("/api/v1/ext/break-glass", `{"destination_id":"chatgpt","reason":"spoedzorg"}`, last).want(http.StatusForbidden, "break_glass.not_offered")
		if events, _ := s.kept(); events != 1 {
			t.Errorf("kept %d events", events)
		}
	})
	t.Run("the clock of an incident of the trial runs", func(t *testing.T) {
		c := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
		path := "/api/v1/incidents/" + incidents[0].ID
		var shown struct {
			Sandbox bool
			Clock   struct{ Running bool }
		}
		c.post(path+"/transition", `{"to":"triaged","reason":"gezien"}`, "If-Match", c.get(path).header.Get("ETag"))
		c.post(path+"/transition", `{"to":"confirmed_leak","reason":"verstuurd"}`, "If-Match", c.get(path).header.Get("ETag"))
		if c.get(path).want(http.StatusOK, "").into(&shown); !shown.Sandbox || !shown.Clock.Running {
			t.Errorf("shown as %+v", shown)
		}
	})
	t.Run("a place that is given back goes to who waited longest", func(t *testing.T) {
		if _, err := s.app.enrolments.Revoke(t.Context(), ident.Operator(s.app.org.ID), devices[3].ID); err != nil {
			t.Fatal(err)
		}
		s.pass(2 * time.Second)
		if !looked(t, s.app, last) {
			t.Error("the rules do not act for the next")
		}
		next := s.enrol()
		if looked(t, s.app, next.token("")) {
			t.Error("the rules act for one more")
		}
	})
	t.Run("after the gate they act for all, and what they find is no trial", func(t *testing.T) {
		late := s.enrol()
		s.passTheGate()
		s.pass(2 * time.Second)
		if !looked(t, s.app, late.token("")) {
			t.Error("the rules do not act")
		}
		_, incidents := s.kept()
		if newest := incidents[len(incidents)-1]; newest.Sandbox {
			t.Errorf("still a trial: %+v", newest)
		}
	})
}

func TestTwoReplicasGuardTheSameTwentyFive(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { guardTogether(newService(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		databases := testenv.StartPostgres(t).Databases(t, "trial")
		guardTogether(newServiceWith(t, func(c *config.Serve) { c.DatabaseURL, c.MigrateURL = databases.Service, databases.Owner }))
	})
}

// guardTogether enrols on both at once, around the place that is the last.
func guardTogether(s *service) {
	t := s.t
	apps := s.replicas()
	org := s.app.org.ID
	var enrolled sync.WaitGroup
	for n := range setup.TrialDevices + 5 {
		_, jwk := publicKey(t)
		enrolled.Go(func() {
			a := apps[n%len(apps)]
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, request(http.MethodPost, "/api/v1/ext/enrol", `{"enrolment_key":"`+s.app.FirstKey.Reveal()+`","public_key":`+jwk+`,"browser":{"name":"Chrome","version":"126.0"},"os":"linux","extension_version":"1.0"}`, ""))
			if w.Code != http.StatusCreated {
				t.Errorf("enrolled: %d", w.Code)
			}
			for _, a := range apps { // what each says while others enrol must not stick
				a.trial.Of(context.Background(), org, "dev_nobody")
			}
		})
	}
	enrolled.Wait()
	devices, err := s.app.store.Devices(t.Context(), org, ident.DeviceFilter{})
	if err != nil || len(devices) != setup.TrialDevices+5 {
		t.Fatalf("%d devices, %v", len(devices), err)
	}
	guarded := 0
	for _, d := range devices {
		here, there := apps[0].trial.Of(t.Context(), org, d.ID), apps[1].trial.Of(t.Context(), org, d.ID)
		if here != there || !here.Sandbox {
			t.Errorf("one says %+v, the other %+v", here, there)
		}
		if here.Guarded {
			guarded++
		}
	}
	if guarded != setup.TrialDevices {
		t.Errorf("the rules act for %d devices", guarded)
	}
}
