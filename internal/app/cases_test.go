package app

import (
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// attemptOf is the first event of an incident.
func (s *service) attemptOf(org, incident string) register.Event {
	s.t.Helper()
	list, err := s.app.store.IncidentAttempts(s.t.Context(), org, incident)
	if err != nil || len(list) == 0 {
		s.t.Fatal(err)
	}
	return list[0].Event
}

func TestAnIncidentIsWorkedOnInTheConsole(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	device, _ := s.seedDevice(s.app.org.ID)
	id := s.seedIncident(s.app.org.ID, device)
	path := "/api/v1/incidents/" + id
	var illegal struct{ Allowed []string }
	c.post(path+"/transition", `{"to":"closed"}`).want(http.StatusConflict, "incident.illegal_transition").into(&illegal)
	if len(illegal.Allowed) != 1 || illegal.Allowed[0] != "triaged" {
		t.Errorf("got %v", illegal.Allowed)
	}
	c.post(path+"/transition", `{"to":"triaged"}`).want(http.StatusOK, "")
	if a := c.post(path+"/notes", `{"text":"Het was BSN 111222333 van mevrouw Jansen."}`); a.status != http.StatusUnprocessableEntity || strings.Contains(string(a.body), "111222333") {
		t.Errorf("a note with personal data: got %d %s", a.status, a.body)
	}
	c.post(path+"/notes", `{"text":"Besproken met de afdeling."}`).want(http.StatusCreated, "")
	c.post(path+"/transition", `{"to":"confirmed_leak"}`).want(http.StatusOK, "")
	var draft struct {
		Sections []struct{ Title string }
		Filled   float64
		Deadline string `json:"deadline_at"`
	}
	c.get(path+"/ap-draft").want(http.StatusOK, "").into(&draft)
	if len(draft.Sections) != 10 || draft.Filled < 0.5 || draft.Deadline == "" {
		t.Errorf("got %+v", draft)
	}
	for _, page := range []string{path + "/ap-draft?format=html", path + "/letter?format=html&kind=subjects&lang=nl", path + "/letter?format=html&kind=vendor&lang=en"} {
		if a := c.get(page); a.status != http.StatusOK || !strings.Contains(string(a.body), "<!doctype html>") && !strings.Contains(string(a.body), "<!DOCTYPE html>") || strings.Contains(string(a.body), "<script") {
			t.Errorf("%s: got %d", page, a.status)
		}
	}
	c.get(path+"/timeline").want(http.StatusOK, "")
	c.get(path+"/export").want(http.StatusOK, "")
	for _, file := range []string{path + "/ap-draft?format=pdf", path + "/letter?format=pdf&kind=subjects", path + "/letter?format=pdf&kind=vendor&lang=en", path + "/export?format=pdf", path + "/export?format=pdf&lang=en"} {
		if a := c.get(file); a.status != http.StatusOK || !strings.HasPrefix(string(a.body), "%PDF-") || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: got %d %s", file, a.status, a.header)
		}
	}
	for _, wrong := range []string{"/export?format=docx", "/export?lang=fr", "/export?page=2", "/ap-draft?format=docx", "/letter?format=docx", "/letter?kind=love"} {
		c.get(path+wrong).want(http.StatusBadRequest, "request.invalid")
	}
}

func TestACursorIsBoundToItsFilter(t *testing.T) {
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	device, _ := s.seedDevice(s.app.org.ID)
	for range 3 {
		s.seedIncident(s.app.org.ID, device)
	}
	for _, path := range []string{"/api/v1/incidents", "/api/v1/events"} {
		seen := map[string]bool{}
		next := ""
		for range 3 {
			var page struct {
				Items []struct{ ID string }
				Next  *string `json:"next_cursor"`
			}
			c.get(path+"?limit=1&severity=medium&severity=low"+next).want(http.StatusOK, "").into(&page)
			for _, i := range page.Items {
				seen[i.ID] = true
			}
			if page.Next != nil {
				next = "&cursor=" + *page.Next
			}
		}
		if path == "/api/v1/incidents" && len(seen) != 3 {
			t.Errorf("%s: the pages showed %d", path, len(seen))
		}
		if next != "" {
			if a := c.get(path + "?limit=1&severity=high" + next); a.code() != "request.invalid" {
				t.Errorf("%s with another filter: got %d %s", path, a.status, a.body)
			}
		}
	}
}
