package app

import (
	"maps"
	"net/http"
	"testing"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// browserDevice enrols a device with a browser.
func (s *service) browserDevice(org, browser string) string {
	s.t.Helper()
	_, secret, err := s.app.enrolments.CreateKey(s.t.Context(), ident.Operator(org), auth.KeyTerms{Label: "SEH"})
	if err != nil {
		s.t.Fatal(err)
	}
	_, jwk := publicKey(s.t)
	var d struct {
		ID string `json:"device_id"`
	}
	s.post("/api/v1/ext/enrol", `{"enrolment_key":"`+secret+`","public_key":`+jwk+`,"browser":{"name":"`+browser+`","version":"140"},"os":"linux"}`, "").want(http.StatusCreated, "").into(&d)
	return d.ID
}

// hit records an attempt that rules matched.
func (s *service) hit(org, device string, rules ...string) {
	s.t.Helper()
	request := newRequestID(s.t)
	e := register.Event{
		OrgID: org, DecisionID: ident.DecisionID(device, request), RequestID: request, DeviceID: device, At: s.clock(), Destination: "chatgpt",
		Subject: device, IdentitySource: "device", Decision: register.Decision{Action: policy.Block}, Features: []byte(`{}`), PolicyVersion: 1,
	}
	for _, id := range rules {
		e.Decision.Rules = append(e.Decision.Rules, register.RuleHit{ID: id, Action: policy.Block})
	}
	if _, err := s.app.register.Record(s.t.Context(), e); err != nil {
		s.t.Fatal(err)
	}
}

func TestAttemptsAreFoundByRuleAndByABrowserThatIsNotRare(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	c := s.as(org, ident.Binding{Role: ident.FG})
	for n, browser := range []string{"Chrome", "chrome", "chrome", "chrome", "firefox"} {
		d := s.browserDevice(org, browser)
		if s.hit(org, d, "bsn_1"); n%2 == 0 {
			s.hit(org, d, "bsn-1", "zorg")
		}
	}
	check := func(query string, total int, rules, browsers map[string]int) {
		t.Helper()
		var facets struct {
			Total  int
			Facets map[string]map[string]int
		}
		c.get("/api/v1/events/facets"+query).want(http.StatusOK, "").into(&facets)
		var page struct{ Items []struct{ ID string } }
		c.get("/api/v1/events"+query).want(http.StatusOK, "").into(&page)
		if facets.Total != total || len(page.Items) != total || !maps.Equal(facets.Facets["rule"], rules) || !maps.Equal(facets.Facets["browser"], browsers) {
			t.Errorf("%s: %d in the list, facets %+v", query, len(page.Items), facets)
		}
	}
	check("", 8, map[string]int{"bsn_1": 5, "bsn-1": 3, "zorg": 3}, nil)
	check("?rule=bsn_1", 5, map[string]int{"bsn_1": 5}, nil)
	check("?rule=bsn_1&rule=zorg", 8, map[string]int{"bsn_1": 5, "bsn-1": 3, "zorg": 3}, nil)
	check("?rule=bsn", 0, nil, nil)
	for _, list := range []string{"/api/v1/events", "/api/v1/events/facets"} {
		c.get(list+"?browser=chrome").want(http.StatusForbidden, "privacy.below_k")
		c.get(list+"?browser=Netscape").want(http.StatusBadRequest, "request.invalid")
		c.get(list+"?rule=%25").want(http.StatusBadRequest, "request.invalid")
	}
	s.browserDevice(org, "chrome")
	check("?rule=zorg", 3, map[string]int{"bsn-1": 3, "zorg": 3}, map[string]int{"chrome": 2})
	check("?browser=chrome", 6, map[string]int{"bsn_1": 4, "bsn-1": 2, "zorg": 2}, map[string]int{"chrome": 6})
	for _, list := range []string{"/api/v1/events", "/api/v1/events/facets"} {
		c.get(list+"?browser=chrome&browser=firefox").want(http.StatusForbidden, "privacy.below_k")
	}
}
