package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// seedMeasure plans a measure in the name of an officer.
func (s *service) seedMeasure(org, incident string) string {
	s.t.Helper()
	i, err := s.app.cases.AddMeasure(s.t.Context(), s.officer(org, "usr_01M7ZTZ495AHSVCTSX8NBYX12A", ident.FG), incident, register.Measure{Text: "Uitleg geven.", Due: s.clock()})
	if err != nil {
		s.t.Fatal(err)
	}
	return i.Measures[0].ID
}

func TestMeasuresAreChangedAndTheTimelineSaysSo(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	device, _ := s.seedDevice(org)
	incident := s.seedIncident(org, device)
	id := s.seedMeasure(org, incident)
	fg, second := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.DeputyFG})
	path := "/api/v1/incidents/" + incident + "/measures"
	change := func(id, body string) answer {
		return fg.do(fg.request(http.MethodPatch, path+"/"+id, "application/json", body, "If-Match", fg.get(path).header.Get("ETag")))
	}
	var list struct {
		Items []struct {
			Text   string
			DoneAt *string `json:"done_at"`
			Due    *string
		}
	}
	change(id, `{"text":"Uitleg geven op de afdeling.","owner":"`+fg.user.ID+`","due":null}`).want(http.StatusOK, "").into(&list)
	if len(list.Items) != 1 || list.Items[0].Text != "Uitleg geven op de afdeling." || list.Items[0].Due != nil {
		t.Errorf("got %+v", list)
	}
	change(id, `{"text":""}`).want(http.StatusBadRequest, "request.invalid")
	change(id, `{"text":"BSN 111222333 van mevrouw Jansen"}`).want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	change(id, `{"owner":"usr_01M7ZTZ495AHSVCTSX8NBYX12A"}`).want(http.StatusNotFound, "resource.not_found")
	change(id, fmt.Sprintf(`{"done_at":%q}`, s.clock().Add(time.Hour).Format(time.RFC3339))).want(http.StatusBadRequest, "request.invalid")
	change("mea_01M7ZTZ495AHSVCTSX8NBYX12A", `{"text":"x"}`).want(http.StatusNotFound, "resource.not_found")
	fg.do(fg.request(http.MethodPatch, path+"/"+id, "application/json", `{"text":"x"}`, "If-Match", `"1"`)).want(http.StatusPreconditionFailed, "resource.changed")
	s.closeCase(fg, second, incident, "detectiefout")
	change(id, `{"text":"Te laat."}`).want(http.StatusConflict, "resource.conflict")
	list.Items = nil
	if change(id, fmt.Sprintf(`{"done_at":%q}`, s.clock().Format(time.RFC3339))).want(http.StatusOK, "").into(&list); list.Items[0].DoneAt == nil {
		t.Errorf("got %+v", list)
	}
	if a := fg.get("/api/v1/incidents/" + incident + "/timeline"); strings.Count(string(a.body), "measure_changed") != 2 {
		t.Errorf("the timeline says %s", a.body)
	}
	s.verify()
}

func TestRulesShowWhatSendersCallWrong(t *testing.T) {
	s := newService(t)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	rates := func() map[string]bool {
		var rules struct {
			Items []struct {
				ID   string
				Hits int      `json:"hits_7d"`
				Rate *float64 `json:"fp_rate"`
			}
		}
		fg.get("/api/v1/rules").want(http.StatusOK, "").into(&rules)
		seen := map[string]bool{}
		for _, r := range rules.Items {
			if (r.Rate == nil) != (r.Hits == 0) {
				t.Errorf("%s has %d hits and a rate of %v", r.ID, r.Hits, r.Rate)
			}
			if r.Rate != nil {
				seen[fmt.Sprintf("%.2f", *r.Rate)] = true
			}
		}
		return seen
	}
	token := s.enrol().token("jan")
	v := s.held(token)
	if seen := rates(); !seen["0.00"] || len(seen) != 1 {
		t.Errorf("nobody called anything wrong: %v", seen)
	}
	s.post(feedbackPath, fmt.Sprintf(`{"decision_id":%q,"finding_id":"f1","verdict":"false_positive","kind":"anders"}`, v.DecisionID), token).want(202, "")
	if seen := rates(); !seen["1.00"] {
		t.Errorf("of one hit, one is called wrong: %v", seen)
	}
	s.held(token)
	if seen := rates(); !seen["0.50"] || seen["1.00"] {
		t.Errorf("of two hits, one is called wrong: %v", seen)
	}
}
