package app

import (
	"net/http"
	"strings"
	"testing"

	"dijkwacht/internal/content"
	"dijkwacht/internal/policy"
)

// TestAReplayOfThePolicyInForceDecidesAsItDidThen sends prompts, and replays them
// under the same policy and under another.
func TestAReplayOfThePolicyInForceDecidesAsItDidThen(t *testing.T) {
	s := withTrial(t, nil)
	c, _ := s.editorAndOfficer()
	token := s.enrol().token("x")
	for _, text := range []string{patient, patient, "Klopt dit bsn: 111222333?", "Bel mij op 06-12345678", "Hoe laat is het?", "Waar is het station?"} {
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", text, nil), token).want(200, "")
	}
	if err := s.app.tally.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	type result struct {
		Events    int
		Inspected int
		Coverage  float64 `json:"coverage_pct"`
		Changes   []struct {
			From, To string
			Count    int
		}
	}
	simulate := func() (r result) {
		t.Helper()
		c.post(c.policy()+"/draft/simulate", `{"weeks":1}`).want(200, "").into(&r)
		return r
	}
	same := simulate()
	if same.Events < 3 || same.Events > 4 || same.Inspected != 6 || len(same.Changes) != 0 || same.Coverage != 100*float64(same.Events)/6 {
		t.Errorf("got %+v", same)
	}
	c.edit(strict, looser).want(200, "")
	other := simulate()
	if len(other.Changes) != 1 || other.Changes[0].From != "block" || other.Changes[0].To != "warn" || other.Changes[0].Count != 3 {
		t.Errorf("got %+v", other)
	}
	c.post(c.policy()+"/draft/simulate", `{"weeks":14}`).want(400, "request.invalid")
	var rules struct {
		Items []struct {
			ID   string
			Hits int `json:"hits_7d"`
		}
	}
	c.get("/api/v1/rules").want(200, "").into(&rules)
	if len(rules.Items) != 2 || rules.Items[0].ID != "nummer" || rules.Items[0].Hits != 3 {
		t.Errorf("got %+v", rules)
	}
}

func TestTextsOfTheOrganisationReachTheBundle(t *testing.T) {
	s := withTrial(t, nil)
	c, _ := s.editorAndOfficer()
	const path = "/api/v1/messages/bsn-stop"
	put := func(body string) answer {
		return c.do(c.request(http.MethodPut, path, "application/json", body, "If-Match", c.get(path).header.Get("ETag")))
	}
	put(`{"nl":"Vraag {naam} om hulp.","en":"Ask {naam}."}`).want(400, "request.invalid")
	put(`{"nl":"Gebruik {chatbot}.","en":"Use ours."}`).want(400, "request.invalid")
	put(`{"nl":"Bel Jan Jansen op 06-12345678.","en":"Call."}`).want(422, "request.text_holds_finding")
	put(`{"nl":"Haal het nummer weg.","en":"Take the number out."}`).want(200, "")
	c.do(c.request(http.MethodPut, path, "application/json", `{"nl":"Laat.","en":"Late."}`, "If-Match", `"1"`)).want(412, "resource.changed")
	if err := s.app.pollPolicies(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.app.policies.Whole(s.app.org.ID).Messages.Text(policy.Dutch, "bsn-stop"); got != "Haal het nummer weg." {
		t.Errorf("got %q", got)
	}
	var checked struct {
		B1 struct {
			Score int
			Hints []struct{ Problem string }
		}
	}
	c.post(path+"/check", `{"nl":"Wij verzoeken u vriendelijk om dit nummer uit uw tekst te halen voordat u de tekst opnieuw naar deze website verstuurt.","en":"Take the number out."}`).want(200, "").into(&checked)
	if checked.B1.Score != 0 || len(checked.B1.Hints) == 0 {
		t.Errorf("got %+v", checked)
	}
}

func TestAnInstalledUpdateIsTakenUpWhileTheServiceRuns(t *testing.T) {
	s := withTrial(t, nil)
	class := func() policy.Class {
		t.Helper()
		if err := s.app.pollPolicies(t.Context()); err != nil {
			t.Fatal(err)
		}
		d, _ := s.app.policies.Whole(s.app.org.ID).Catalogue.ByHost("nieuw.example")
		return d.Class
	}
	if class() != policy.ClassUnknown {
		t.Fatal("the host is known before the update")
	}
	catalogue := "apiVersion: dijkwacht/v1\nkind: Destinations\ndestinations:\n  - {id: nieuw, name: Nieuw, hosts: [nieuw.example], trains_on_input: unknown, class: blocked}\n"
	u := content.Update{Version: 7, Files: map[string]string{"destinations.yaml": catalogue}}
	if err := InstallContent(t.Context(), s.app.store, u, s.app.opts); err != nil {
		t.Fatal(err)
	}
	if got := class(); got != policy.Blocked {
		t.Errorf("after the update: %v", got)
	}
	if _, err := RollbackContent(t.Context(), s.app.store, s.app.opts); err != nil {
		t.Fatal(err)
	}
	if got := class(); got != policy.ClassUnknown {
		t.Errorf("after the rollback: %v", got)
	}
	bad := content.Update{Version: 8, Files: map[string]string{"nl/eigen.yaml": strings.Repeat("x", 10)}}
	if InstallContent(t.Context(), s.app.store, bad, s.app.opts) == nil {
		t.Error("rules that cannot be read are installed")
	}
}
