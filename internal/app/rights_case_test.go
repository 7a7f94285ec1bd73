package app

import (
	"bytes"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dijkwacht/internal/ident"
)

func TestARequestLeadsToWhatItIsAboutAndToALetter(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	s := newService(t)
	d := s.enrol()
	token := d.token("vp-001")
	s.held(token)
	attempt := s.attempts()[0]
	s.post(requestsPath, `{"kind":"rectification","ground":"klopt_niet","event_id":"`+attempt.Event.ID+`","user_hint":"vp-001"}`, token)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	var list struct{ Items []struct{ ID string } }
	fg.get("/api/v1/rights-requests").want(200, "").into(&list)
	if len(list.Items) != 1 {
		t.Fatalf("got %+v", list)
	}
	path := "/api/v1/rights-requests/" + list.Items[0].ID
	var found struct {
		About *struct {
			DecisionID string `json:"decision_id"`
			IncidentID string `json:"incident_id"`
		}
	}
	a := fg.get(path).want(200, "")
	a.into(&found)
	if found.About == nil || found.About.DecisionID != attempt.Event.DecisionID || found.About.IncidentID != s.incidents()[0].ID || strings.Contains(string(a.body), d.ID) {
		t.Errorf("got %s", a.body)
	}
	for query, want := range map[string]string{"": "ontvangen", "?lang=en": "received"} {
		if a := fg.get(path+"/letter"+query).want(200, ""); !strings.Contains(string(a.body), want) {
			t.Errorf("%s: got %s", query, a.body)
		}
	}
	fg.post(path+"/answer", `{"decision":"refused","reason":"De melding klopt volgens ons."}`).want(200, "")
	if a := fg.get(path + "/letter?format=html"); a.status != 200 || !strings.Contains(string(a.body), "afgewezen") {
		t.Errorf("got %s", a.body)
	}
	if a := fg.get(path + "/letter?format=pdf"); a.status != 200 || !bytes.HasPrefix(a.body, []byte("%PDF-")) {
		t.Errorf("got %.40s", a.body)
	}
	if a := fg.get(path + "/letter"); !strings.Contains(string(a.body), "De melding klopt volgens ons.") || !strings.Contains(string(a.body), "Autoriteit Persoonsgegevens") {
		t.Errorf("got %s", a.body)
	}
	var events struct {
		Items []struct{ ID string }
	}
	if fg.get("/api/v1/incidents/"+s.incidents()[0].ID+"/events").want(200, "").into(&events); len(events.Items) != 1 || events.Items[0].ID != attempt.Event.ID {
		t.Errorf("got %+v", events)
	}
}
