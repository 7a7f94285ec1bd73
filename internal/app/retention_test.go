package app

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/sqlstore"
)

const (
	termsPath = "/api/v1/settings/retention"
	holdsPath = "/api/v1/legal-holds"
)

// seedHold holds everything, in the name of an officer.
func (s *service) seedHold(org string) string {
	s.t.Helper()
	h, err := s.app.retention.Place(s.t.Context(), s.officer(org, "usr_01M7ZTZ495AHSVCTSX8NBYX12A", ident.FG), "", "Er loopt een onderzoek.", time.Time{})
	if err != nil {
		s.t.Fatal(err)
	}
	return h.ID
}

// purge deletes what is past its term, as the job of the night does.
func (s *service) purge() map[string]int64 {
	s.t.Helper()
	for _, j := range s.app.retentionJobs() {
		if j.Name != "retention.purge" {
			s.t.Fatalf("the job is %s", j.Name)
		}
	}
	r, err := s.app.retention.Purge(s.t.Context(), ident.Service(s.app.org.ID, "retention"), false)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.Rows
}

func TestTermsAreShownAndChangedWithinTheirBounds(t *testing.T) {
	s := newService(t)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	type settings struct {
		Terms []struct {
			Kind   string
			Value  int
			Reason map[string]string
		}
		Material *struct{ Changes []struct{ From, To int } } `json:"material_change"`
	}
	var shown settings
	fg.get(termsPath).want(http.StatusOK, "").into(&shown)
	if len(shown.Terms) != 7 || shown.Terms[2].Kind != "events" || shown.Terms[2].Value != 13 || shown.Terms[2].Reason["nl"] == "" || shown.Terms[2].Reason["en"] == "" {
		t.Errorf("got %+v", shown)
	}
	for body, pointer := range map[string]string{
		`{"events":3}`: "/events", `{"events":27}`: "/events", `{"prompts":1}`: "/prompts", `{"identities":29}`: "/identities", `{"audit":4}`: "/audit", `{"incidents":8}`: "/incidents",
		`{"events":"13"}`: "/events", `{"events":13.5}`: "/events",
	} {
		if a := fg.patch(termsPath, body).want(http.StatusBadRequest, "request.invalid"); !strings.Contains(string(a.body), pointer) {
			t.Errorf("%s: the answer does not name the member: %s", body, a.body)
		}
	}
	fg.patch(termsPath, `{"eventz":13}`).want(http.StatusBadRequest, "request.invalid")
	shown = settings{}
	if fg.patch(termsPath, `{"events":8}`).want(http.StatusOK, "").into(&shown); shown.Material != nil {
		t.Errorf("shorter is material: %+v", shown.Material)
	}
	if fg.patch(termsPath, `{"events":20,"counters":3}`).want(http.StatusOK, "").into(&shown); shown.Material == nil || len(shown.Material.Changes) != 1 || shown.Material.Changes[0].To != 20 {
		t.Errorf("longer is not material: %+v", shown.Material)
	}
	fg.do(fg.request(http.MethodPatch, termsPath, "application/json", `{"events":9}`, "If-Match", `"1"`)).want(http.StatusPreconditionFailed, "resource.changed")
	fg.do(fg.request(http.MethodPatch, termsPath, "application/json", `{"events":9}`)).want(http.StatusPreconditionRequired, "request.if_match_required")
	var log struct {
		Items []struct{ Detail json.RawMessage }
	}
	fg.get("/api/v1/audit?action=retention_setting.changed").want(http.StatusOK, "").into(&log)
	if len(log.Items) != 2 || !strings.Contains(string(log.Items[0].Detail), `"from":8,"kind":"events","to":20`) || !strings.Contains(string(log.Items[1].Detail), `"from":13,"kind":"events","to":8`) {
		t.Errorf("the log has %d changes: %+v", len(log.Items), log.Items)
	}
	s.verify()
}

// closeCase sorts an incident and closes it as found wrongly.
func (s *service) closeCase(c, second *browser, id, code string) {
	s.t.Helper()
	path := "/api/v1/incidents/" + id + "/transition"
	c.post(path, `{"to":"triaged"}`).want(http.StatusOK, "")
	body := func(more string) string {
		return fmt.Sprintf(`{"to":"false_positive","reason_code":%q,"reason":"Nagevraagd bij de afzender."%s}`, code, more)
	}
	if a := c.post(path, body("")); a.status == http.StatusAccepted {
		var asked struct{ ID string }
		a.into(&asked)
		second.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusOK, "")
		c.post(path, body(`,"approval_id":"`+asked.ID+`"`)).want(http.StatusOK, "")
	}
	c.post(path, `{"to":"closed"}`).want(http.StatusOK, "")
}

func TestAfterAPurgeTheConsoleIsStillRight(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	s.held(s.enrol().token("jan"))
	device, _ := s.seedDevice(org)
	held, open := s.seedIncident(org, device), s.seedIncident(org, device)
	old := s.incidents()[0].ID
	if old == held {
		old = s.incidents()[1].ID
	}
	fg, second := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.DeputyFG})
	for _, id := range []string{old, held} {
		s.closeCase(fg, second, id, "detectiefout")
	}
	var hold struct{ ID string }
	fg.post(holdsPath, `{"incident_id":"`+held+`","reason":"De rechtbank vroeg om de stukken."}`).want(http.StatusCreated, "").into(&hold)
	before := s.attempts()
	s.pass(13*7*24*time.Hour + time.Hour)
	if rows := s.purge(); rows["events"] != 1 || rows["outcomes"] != 0 {
		t.Errorf("gone are %v", rows)
	}
	fg = s.as(org, ident.Binding{Role: ident.FG})
	s.sees(fg, len(before)-1, 3)
	for _, id := range []string{old, held, open} {
		path := "/api/v1/incidents/" + id
		for _, part := range []string{"", "/timeline", "/export", "/ap-draft", "/assessment", "/notes", "/measures", "/questions", "/proposal", "/subjects"} {
			fg.get(path+part).want(http.StatusOK, "")
		}
	}
	fg.get("/api/v1/decisions/"+before[0].Event.DecisionID).want(map[bool]int{true: 404, false: 200}[before[0].Event.IncidentID == old], map[bool]string{true: "resource.not_found"}[before[0].Event.IncidentID == old])
	for _, path := range []string{"/api/v1/audit?all=true", "/api/v1/audit/export", "/api/v1/audit/verify", "/api/v1/approvals", "/api/v1/overview"} {
		if a := fg.get(path); a.status != http.StatusOK {
			t.Errorf("%s: got %d %s", path, a.status, a.body)
		}
	}
	// Without its events a case cannot be taken apart or put together.
	fg.post("/api/v1/incidents/"+old+"/reopen", `{"reason":"Er is nieuwe informatie."}`).want(http.StatusOK, "")
	for path, body := range map[string]string{"/split": `{"events":["` + before[0].Event.ID + `"]}`, "/merge": `{"into":"` + open + `"}`} {
		if a := fg.post("/api/v1/incidents/"+old+path, body); a.status < 400 || a.status >= 500 {
			t.Errorf("%s without events: got %d %s", path, a.status, a.body)
		}
	}
	if rows := s.purge(); len(rows) > 0 && rows["events"] != 0 {
		t.Errorf("the second time: %v", rows)
	}
	s.lift(fg, hold.ID)
	if rows := s.purge(); rows["events"] != 1 {
		t.Errorf("without the hold: %v", rows)
	}
	s.sees(fg, len(before)-2, 3)
}

// sees fails the test when lists, facets, overview and chain do not agree.
func (s *service) sees(c *browser, events, incidents int) {
	s.t.Helper()
	count := func(path string) (items, total int) {
		var page struct{ Items []json.RawMessage }
		var facets struct{ Total int }
		c.get(path+"?limit=200").want(http.StatusOK, "").into(&page)
		c.get(path+"/facets").want(http.StatusOK, "").into(&facets)
		return len(page.Items), facets.Total
	}
	for path, want := range map[string]int{"/api/v1/events": events, "/api/v1/incidents": incidents} {
		if items, total := count(path); items != want || total != want {
			s.t.Errorf("%s: the list has %d, the facets %d, want %d", path, items, total, want)
		}
	}
	s.verify()
}

// lift ends a hold with two people.
func (s *service) lift(fg *browser, id string) {
	s.t.Helper()
	ciso := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	path := holdsPath + "/" + id
	var asked struct{ ID string }
	fg.post(path+"/lift", `{"reason":"De zaak is afgesloten."}`).want(http.StatusAccepted, "").into(&asked)
	fg.post(path+"/lift", `{"reason":"De zaak is afgesloten.","approval_id":"`+asked.ID+`"}`).want(http.StatusConflict, "approval.closed")
	fg.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusForbidden, "permission.denied")
	ciso.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusOK, "")
	var hold struct {
		Active bool
		By     *string `json:"ended_by"`
	}
	if fg.post(path+"/lift", `{"reason":"De zaak is afgesloten.","approval_id":"`+asked.ID+`"}`).want(http.StatusOK, "").into(&hold); hold.Active || hold.By == nil {
		s.t.Errorf("got %+v", hold)
	}
	fg.post(path+"/lift", `{"reason":"De zaak is afgesloten."}`).want(http.StatusConflict, "resource.conflict")
	var list struct{ Items []struct{ ID string } }
	if fg.get(holdsPath).into(&list); len(list.Items) != 0 {
		s.t.Errorf("still there are %v", list)
	}
	if fg.get(holdsPath + "?ended=true").into(&list); len(list.Items) != 1 {
		s.t.Errorf("of those that ended there are %v", list)
	}
}

func TestHoldsThatMakeNoSenseAreRefused(t *testing.T) {
	s := newService(t)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	for body, code := range map[string]string{
		`{"reason":"kort"}`: "request.invalid",
		`{}`:                "request.invalid",
		`{"reason":"Een lange genoege reden.","until":"2020-01-01T00:00:00Z"}`:                 "request.invalid",
		`{"reason":"Een lange genoege reden.","incident_id":"x"}`:                              "request.invalid",
		`{"reason":"Het was BSN 111222333 van mevrouw Jansen."}`:                               "request.text_holds_finding",
		`{"reason":"Een lange genoege reden.","incident_id":"inc_01M7ZTZ495AHSVCTSX8NBYX12C"}`: "resource.not_found",
	} {
		if a := fg.post(holdsPath, body); a.code() != code {
			t.Errorf("%s: got %d %s", body, a.status, a.body)
		}
	}
}

// rowsOf reads all rows of all tables past the service.
func (s *service) rowsOf(skip ...string) map[string]string {
	s.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(s.dir, sqlstore.FileName))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	tables := map[string]string{}
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		s.t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.t.Fatal(err)
		}
		tables[name] = ""
	}
	if err := rows.Close(); err != nil {
		s.t.Fatal(err)
	}
	for name := range tables {
		var said strings.Builder
		rows, err := db.Query("SELECT * FROM " + name)
		if err != nil {
			s.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				s.t.Fatal(err)
			}
			for _, v := range values {
				fmt.Fprintf(&said, "%s\n", *v.(*any))
			}
		}
		_ = rows.Close()
		tables[name] = said.String()
	}
	for _, name := range skip {
		delete(tables, name)
	}
	return tables
}

func TestOwnDataLeaveTheRecordAtOnce(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	token := s.enrol().token("jan@ziekenhuis.nl")
	v := s.held(token)
	s.post(feedbackPath, fmt.Sprintf(`{"decision_id":%q,"finding_id":"f1","verdict":"false_positive","kind":"eigen"}`, v.DecisionID), token).want(202, "")
	i := s.incidents()[0]
	fg, second := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.DeputyFG})
	path := "/api/v1/incidents/" + i.ID
	fg.post(path+"/questions", `{"question":"whose_data"}`).want(http.StatusCreated, "")
	fg.post(path+"/notes", fmt.Sprintf(`{"text":"%s vertelde dat het om eigen gegevens gaat."}`, i.Subject)).want(http.StatusCreated, "")
	if draft := fg.get(path + "/ap-draft"); strings.Contains(string(draft.body), i.Subject) {
		t.Error("what is sent to the authority, and stays as it was sent, holds the pseudonym")
	}
	s.closeCase(fg, second, i.ID, lifecycle.OwnData)

	words := []string{i.Subject, i.Conversation}
	for _, kind := range i.Types {
		words = append(words, `"type":"`+kind.Type+`"`, `"`+kind.Type+`":`)
	}
	for _, rule := range i.Rules {
		words = append(words, `"`+rule+`"`)
	}
	for table, said := range s.rowsOf("policies", "policy_versions", "content_updates") {
		for _, word := range words {
			if word != "" && strings.Contains(said, word) {
				t.Errorf("%s still says %s", table, word)
			}
		}
	}
	after := s.incidents()[0]
	if !after.IsErased || after.Subject != "" || len(after.Types)+len(after.Rules) != 0 || after.State != lifecycle.Closed || after.Number != i.Number {
		t.Errorf("got %+v", after)
	}
	s.sees(fg, 0, 1)
	for _, part := range []string{"", "/timeline", "/export", "/ap-draft", "/assessment", "/notes", "/measures", "/questions", "/proposal", "/subjects", "/letter"} {
		fg.get(path+part).want(http.StatusOK, "")
	}
	fg.get("/api/v1/approvals?state=spent").want(http.StatusOK, "")
	// What comes late does not bring anything back.
	s.lenient = true
	report := s.post(outcomePath, fmt.Sprintf(`{"outcomes":[{"decision_id":%q,"outcome":"blocked","egress_evidence":"none","at":"2026-11-23T09:00:00Z"}]}`, v.DecisionID), token)
	if !strings.Contains(string(report.body), "outcome.decision_unknown") {
		t.Errorf("a late outcome: got %d %s", report.status, report.body)
	}
	s.held(token)
	if n := len(s.incidents()); n != 2 {
		t.Errorf("a new attempt: got %d incidents", n)
	}
	s.verify()
}

func TestWhatIsFoundWronglyKeepsItsRecord(t *testing.T) {
	s := newService(t)
	s.held(s.enrol().token("jan@ziekenhuis.nl"))
	i := s.incidents()[0]
	fg, second := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.as(s.app.org.ID, ident.Binding{Role: ident.DeputyFG})
	s.closeCase(fg, second, i.ID, "fictief")
	list, err := s.app.cases.Events(t.Context(), ident.Operator(s.app.org.ID), casework.EventFilter{Limit: 10})
	if after := s.incidents()[0]; err != nil || len(list) != 1 || after.Subject != i.Subject || len(after.Types) == 0 || after.IsErased {
		t.Errorf("got %d events, %+v, %v", len(list), after, err)
	}
}
