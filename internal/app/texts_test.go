package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
)

// shownTo asks about a text and returns the id of the text that the device shows.
func (s *service) shownTo(token string) (shown, decision string) {
	s.t.Helper()
	var v struct {
		DecisionID string `json:"decision_id"`
		Rules      []struct {
			Message string `json:"message_id"`
		} `json:"matched_rules"`
	}
	s.post(inspectPath, ask(newRequestID(s.t), "chatgpt.com", patient, nil), token).want(http.StatusOK, "").into(&v)
	return v.Rules[0].Message, v.DecisionID
}

func (s *service) became(decision, outcome, token string) {
	s.t.Helper()
	s.post("/api/v1/ext/outcomes", `{"outcomes":[{"decision_id":"`+decision+`","outcome":"`+outcome+`","egress_evidence":"none","at":"`+s.clock().Format(time.RFC3339)+`"}]}`, token).want(http.StatusAccepted, "")
}

type trialCount struct{ Shown, Edited, Stopped, Sent int }

type trialEffect struct {
	Message       string `json:"message_id"`
	First, Second *trialCount
	K             int
}

func (c *browser) trials() []trialEffect {
	c.s.t.Helper()
	c.s.pass(time.Minute)
	var got struct{ Trials []trialEffect }
	c.get("/api/v1/coaching/effect").want(http.StatusOK, "").into(&got)
	return got.Trials
}

// putText writes a text as the console does, and lets it come into force.
func (c *browser) putText(message, body string) answer {
	c.s.t.Helper()
	path := "/api/v1/messages/" + message
	got := c.do(c.request(http.MethodPut, path, "application/json", body, "If-Match", c.get(path).header.Get("ETag")))
	if err := c.s.app.pollPolicies(c.s.t.Context()); err != nil {
		c.s.t.Fatal(err)
	}
	return got
}

func TestTwoTextsAreTriedByDeviceAndComparedOnlyWhenEnoughPeopleSawEach(t *testing.T) {
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.PolicyEditor})
	message, _ := s.shownTo(s.enrol().token("voor"))
	if _, _, tried := policy.MessageShown(message); tried {
		t.Fatalf("%s is tried before anybody asked", message)
	}
	c.putText(message, `{"nl":"Haal de naam weg.","en":"Take the name out.","second":{"nl":"Haal de naam weg.","en":"Take the name out."}}`).want(http.StatusBadRequest, "request.invalid")
	c.putText(message, `{"nl":"Haal de naam weg.","en":"Take the name out.","second":{"nl":"Gebruik {chatbot}.","en":"Use ours."}}`).want(http.StatusBadRequest, "request.invalid")
	c.putText(message, `{"nl":"Haal de naam weg.","en":"Take the name out.","second":{"nl":"Bel Jan Jansen op 06-12345678.","en":"Call."}}`).want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	var kept struct {
		Second *struct{ NL, EN string }
	}
	const both = `{"nl":"Haal de naam weg.","en":"Take the name out.","second":{"nl":"Laat de naam weg.","en":"Leave the name out."}}`
	c.putText(message, both).want(http.StatusOK, "")
	c.get("/api/v1/messages/"+message).want(http.StatusOK, "").into(&kept)
	if kept.Second == nil || kept.Second.NL != "Laat de naam weg." || kept.Second.EN != "Leave the name out." {
		t.Fatalf("got %+v", kept.Second)
	}

	// Devices until there is one of each, each with nine people.
	devices := map[string]*device{}
	for n := 0; len(devices) < 2 && n < 20; n++ {
		d := s.enrol()
		shown, _ := s.shownTo(d.token("een"))
		devices[shown] = d
	}
	first, second := devices[message+"~a"], devices[message+"~b"]
	if first == nil || second == nil {
		t.Fatalf("the devices show %v", devices)
	}
	people := func(d *device, name, want, outcome string, n int) {
		for i := range n {
			token := d.token(fmt.Sprint(name, i))
			shown, decision := s.shownTo(token)
			if shown != message+want {
				t.Fatalf("another person at the device is shown %s, want %s", shown, want)
			}
			s.became(decision, outcome, token)
		}
	}
	people(first, "a", "~a", "sent", 10)
	people(second, "b", "~b", "edited_and_sent", 5)
	got := c.trials()
	if len(got) != 1 || got[0].Message != message || got[0].First != nil || got[0].Second != nil || got[0].K != 10 {
		t.Fatalf("of too few people: %+v", got)
	}
	people(second, "c", "~b", "cancelled", 5)
	got = c.trials()
	if got[0].First == nil || got[0].Second == nil || got[0].First.Sent != 10 || got[0].First.Edited != 0 || got[0].Second.Edited != 5 || got[0].Second.Stopped != 5 || got[0].Second.Sent != 0 {
		t.Fatalf("got %+v %+v", got[0].First, got[0].Second)
	}

	// Another text begins the count anew; without a second there is nothing to compare.
	c.putText(message, strings.Replace(both, "Laat", "Schrijf", 1)).want(http.StatusOK, "")
	if got := c.trials(); len(got) != 1 || got[0].First != nil {
		t.Errorf("after a change: %+v", got)
	}
	c.putText(message, `{"nl":"Haal de naam weg.","en":"Take the name out."}`).want(http.StatusOK, "")
	if got := c.trials(); len(got) != 0 {
		t.Errorf("after the end: %+v", got)
	}
	if shown, _ := s.shownTo(first.token("na")); shown != message {
		t.Errorf("after the end %s is shown", shown)
	}
}
