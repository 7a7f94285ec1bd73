package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

// byPerson are names of parameters by which somebody might look for a person.
var byPerson = []string{
	"subject", "subject_pseudonym", "pseudonym", "person", "user", "user_id", "employee", "sender", "device", "device_id", "conversation",
	"q", "search", "filter", "query", "sort", "order", "order_by", "group_by", "facet", "rank", "top",
}

// TestNoRouteFindsCountsOrRanksByPerson tries every operation of the console that
// reads something: none takes a person to look for, none answers otherwise because
// of one, and none counts them.
func TestNoRouteFindsCountsOrRanksByPerson(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	d := s.enrol()
	for _, name := range []string{"jan", "jan", "piet"} {
		s.held(d.token(name + "@ziekenhuis.nl"))
	}
	var people []string
	for _, i := range s.incidents() {
		people = append(people, i.Subject)
	}
	ids := s.seed(org)
	people = append(people, d.ID, ids["/api/v1/devices"])
	fg := s.as(org, ident.Binding{Role: ident.FG})
	tried := 0
	for _, o := range operations(t) {
		if o.method != http.MethodGet || strings.Contains(o.path, "/auth/") || strings.Contains(o.path, "/stream") {
			continue
		}
		s.pass(time.Minute) // a session may ask so much in a minute
		before := fg.try(o, ids)
		if before.status != http.StatusOK || !strings.Contains(before.header.Get("Content-Type"), "json") {
			continue
		}
		tried++
		s.countsNobody(o.path, before.body, people)
		for _, name := range byPerson {
			for _, person := range []string{people[0], people[len(people)-2]} {
				looking := o
				looking.path += "?" + name + "=" + url.QueryEscape(person)
				after := fg.try(looking, ids)
				if after.code() != "request.invalid" && string(after.body) != string(before.body) {
					t.Errorf("%s answers otherwise for a person: %d %s", looking.path, after.status, after.body)
				}
			}
		}
	}
	if tried < 25 {
		t.Errorf("only %d operations were tried", tried)
	}
	s.pass(time.Minute)
	for _, path := range []string{"/api/v1/events", "/api/v1/events/facets", "/api/v1/incidents", "/api/v1/incidents/facets", "/api/v1/audit", "/api/v1/audit/export", "/api/v1/approvals"} {
		for _, name := range byPerson {
			if a := fg.get(path + "?" + name + "=" + url.QueryEscape(people[0])); a.code() != "request.invalid" {
				t.Errorf("%s?%s: got %d %s", path, name, a.status, a.body)
			}
		}
	}
	for _, path := range []string{"/api/v1/audit", "/api/v1/audit/export"} {
		if a := fg.get(path + "?all=true&actor=" + d.ID); a.code() != "request.invalid" {
			t.Errorf("%s sorts the log by device: %d %s", path, a.status, a.body)
		}
		if a := fg.get(path + "?all=true"); strings.Contains(string(a.body), `"actor":"dev_`) {
			t.Errorf("%s says which device did what", path)
		}
	}
}

// countsNobody fails the test when a person is the name of a member, as in a count by
// person, or stands beside a number of events.
func (s *service) countsNobody(path string, body []byte, people []string) {
	s.t.Helper()
	for _, person := range people {
		if strings.Contains(string(body), `"`+person+`":`) {
			s.t.Errorf("%s counts %s: %s", path, person, body)
		}
	}
	if strings.HasSuffix(path, "/facets") {
		for _, person := range people {
			if strings.Contains(string(body), person) {
				s.t.Errorf("%s has a facet of people: %s", path, body)
			}
		}
	}
	var page struct{ Items []map[string]json.RawMessage }
	if json.Unmarshal(body, &page) != nil {
		return
	}
	// A list of people would have one line for each of them.
	lines := map[string]int{}
	for _, item := range page.Items {
		for name, value := range item {
			for _, person := range people[:3] {
				if string(value) == `"`+person+`"` && name != "subject_pseudonym" && name != "pseudonym" {
					lines[name]++
				}
			}
		}
	}
	if len(lines) > 0 {
		s.t.Errorf("%s lists people by %v", path, lines)
	}
}

// TestNoParameterOfTheDocumentIsAPerson reads the document of the API.
func TestNoParameterOfTheDocumentIsAPerson(t *testing.T) {
	for path, item := range apiDocument(t).Paths.Map() {
		for method, op := range item.Operations() {
			for _, p := range op.Parameters {
				name := strings.ToLower(p.Value.Name)
				if name == "subjects" {
					continue // whether those whose data leaked were told
				}
				if strings.Contains(name, "subject") || strings.Contains(name, "pseudonym") || strings.Contains(name, "person") || strings.Contains(name, "sort") || strings.Contains(name, "order") {
					t.Errorf("%s %s has a parameter %s", method, path, name)
				}
			}
		}
	}
}
