package app

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/coverage"
	"dijkwacht/internal/ident"
)

const heartbeatPath = "/api/v1/ext/heartbeat"

// beatOf is a heartbeat with the counts of one site.
func beatOf(destination string, observed, inspected int, change func(map[string]any)) string {
	beat := map[string]any{
		"extension_version": "0.1.0", "policy_version": 1, "queue": 0, "uninspected": 0, "errors": []any{}, "clock_skew_ms": 0, "later": 1,
		"sites": []any{map[string]any{"destination_id": destination, "adapter_version": "1.2", "observed": observed, "inspected": inspected, "failed": 0, "canary": "ok"}},
	}
	if change != nil {
		change(beat)
	}
	b, _ := json.Marshal(beat)
	return string(b)
}

type beatReply struct {
	PolicyVersion int      `json:"policy_version"`
	Commands      []string `json:"commands"`
	Disabled      []struct {
		ID    string    `json:"destination_id"`
		Until time.Time `json:"until"`
	} `json:"disabled_sites"`
	Wanted *string `json:"extension_version"`
}

func TestAHeartbeatSaysWhatTheExtensionShouldDo(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("")
	for name, tt := range map[string]struct {
		change func(map[string]any)
		want   []string
	}{
		"nothing":             {nil, []string{}},
		"an older bundle":     {func(b map[string]any) { b["policy_version"] = 0 }, []string{"refresh_bundle"}},
		"too old":             {func(b map[string]any) { b["extension_version"] = "0.0.9" }, []string{"update"}},
		"a clock that is off": {func(b map[string]any) { b["clock_skew_ms"] = -600_000 }, []string{"resync"}},
		"a long queue":        {func(b map[string]any) { b["queue"] = 50 }, []string{"resync"}},
	} {
		var r beatReply
		s.post(heartbeatPath, beatOf("chatgpt", 1, 1, tt.change), token).want(http.StatusOK, "").into(&r)
		if !slices.Equal(r.Commands, tt.want) || r.PolicyVersion != 1 || len(r.Disabled) != 0 || r.Wanted != nil {
			t.Errorf("%s: got %+v", name, r)
		}
	}
}

func TestAHeartbeatWithSomethingElseInItIsRefused(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("")
	for name, change := range map[string]func(map[string]any){
		"a text for a version": func(b map[string]any) { b["extension_version"] = "jan.jansen" },
		"a number of a person": func(b map[string]any) { b["extension_version"] = "111222333" },
		"a text for a code":    func(b map[string]any) { b["errors"] = []any{map[string]any{"code": "Jan Jansen", "count": 1}} },
		"less than nothing":    func(b map[string]any) { b["queue"] = -1 },
		"an unknown canary":    func(b map[string]any) { b["sites"].([]any)[0].(map[string]any)["canary"] = "perhaps" },
		"no sites":             func(b map[string]any) { delete(b, "sites") },
	} {
		if a := s.post(heartbeatPath, beatOf("chatgpt", 1, 1, change), token); a.status != http.StatusBadRequest {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
	}
	s.post(heartbeatPath, beatOf("chatgpt", 1, 1, nil), "").want(http.StatusUnauthorized, "auth.token_required")
}

type coverageAnswer struct {
	Enrolled int `json:"enrolled"`
	Online   int `json:"online"`
	OnPolicy int `json:"on_policy"`
	Outdated int `json:"outdated"`
	Silent   int `json:"silent_3d"`
	Expected int `json:"expected"`
	Missing  int `json:"missing"`
	Sites    []struct {
		ID    string  `json:"destination_id"`
		Ratio float64 `json:"ratio"`
		State string  `json:"state"`
	} `json:"sites"`
	Gaps []struct {
		ID     string `json:"destination_id"`
		Reason string `json:"reason"`
	} `json:"gaps"`
}

func TestCoverageShowsTheSiteThatIsNotWatchedAndRaisesAGap(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("")
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	var got coverageAnswer
	beat := func(observed, inspected int) {
		t.Helper()
		s.post(heartbeatPath, beatOf("chatgpt", observed, inspected, nil), token).want(http.StatusOK, "")
		if err := s.app.coverage.FindGaps(t.Context(), s.app.org.ID); err != nil {
			t.Fatal(err)
		}
		got = coverageAnswer{}
		c.get("/api/v1/coverage").want(http.StatusOK, "").into(&got)
	}
	beat(99, 99)
	if got.Enrolled != 1 || got.Online != 1 || got.OnPolicy != 1 || len(got.Sites) != 1 || got.Sites[0].Ratio != 1 || len(got.Gaps) != 0 {
		t.Errorf("all was looked at: got %+v", got)
	}
	beat(11, 9)
	if len(got.Gaps) != 1 || got.Gaps[0].ID != "chatgpt" || got.Gaps[0].Reason != "ratio" || got.Sites[0].State != "gap" {
		t.Errorf("two were not looked at: got %+v", got)
	}
	beat(400, 400)
	if len(got.Gaps) != 0 || got.Sites[0].State != "guarded" {
		t.Errorf("all is well again: got %+v", got)
	}
	if err := s.app.measureCoverage(t.Context()); err != nil {
		t.Fatal(err)
	}
	shown := httptest.NewRecorder()
	s.app.metrics.Handler().ServeHTTP(shown, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if !strings.Contains(shown.Body.String(), `coverage_ratio{destination="chatgpt"} 0.99`) {
		t.Error("the metric is not there")
	}
	if _, err := s.app.register.Verify(t.Context(), s.app.org.ID); err != nil {
		t.Error(err)
	}
}

func TestTwoPeopleSwitchASiteOffAndOnePutsItBack(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	token := s.enrol().token("")
	it, fg := s.as(org, ident.Binding{Role: ident.ITAdmin}), s.as(org, ident.Binding{Role: ident.FG})
	var asked struct {
		ID string `json:"id"`
	}
	ask := `{"destination_id":"chatgpt","hours":4,"reason":"De site laadt niet meer sinds vanochtend."}`
	it.post("/api/v1/coverage/switches", ask).want(http.StatusCreated, "").into(&asked)
	it.post("/api/v1/coverage/switches", `{"destination_id":"nergens","hours":4,"reason":"De site laadt niet meer."}`).want(http.StatusBadRequest, "request.invalid")
	beat := func() (r beatReply) {
		t.Helper()
		if err := s.app.coverage.ApplySwitches(t.Context(), org); err != nil {
			t.Fatal(err)
		}
		s.post(heartbeatPath, beatOf("chatgpt", 1, 0, nil), token).want(http.StatusOK, "").into(&r)
		return r
	}
	if r := beat(); len(r.Disabled) != 0 {
		t.Errorf("one person was enough: %+v", r)
	}
	fg.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusOK, "")
	r := beat()
	if len(r.Disabled) != 1 || r.Disabled[0].ID != "chatgpt" || !slices.Contains(r.Commands, "disable_site") || !r.Disabled[0].Until.Equal(s.clock().Add(4*time.Hour).Truncate(time.Second)) {
		t.Errorf("got %+v", r)
	}
	if err := s.app.coverage.FindGaps(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	var got coverageAnswer
	fg.get("/api/v1/coverage").want(http.StatusOK, "").into(&got)
	if len(got.Gaps) != 0 || got.Sites[0].State != "switched_off" {
		t.Errorf("got %+v", got)
	}
	var list struct {
		Items []struct {
			ID     string `json:"id"`
			Active bool   `json:"active"`
		} `json:"items"`
	}
	fg.get("/api/v1/coverage/switches").want(http.StatusOK, "").into(&list)
	it.post("/api/v1/coverage/switches/"+list.Items[0].ID+"/end", "").want(http.StatusOK, "")
	if r := beat(); len(r.Disabled) != 0 || slices.Contains(r.Commands, "disable_site") {
		t.Errorf("it is back: got %+v", r)
	}
	it.post("/api/v1/coverage/switches/"+list.Items[0].ID+"/end", "").want(http.StatusConflict, "resource.conflict")
}

func TestAListOfWorkstationsShowsWhichNeverEnrolled(t *testing.T) {
	s := newService(t)
	it := s.as(s.app.org.ID, ident.Binding{Role: ident.ITAdmin})
	enrol := func(workstation string) {
		t.Helper()
		_, jwk := publicKey(t)
		s.post(enrolPath, `{"enrolment_key":"`+s.app.FirstKey.Reveal()+`","public_key":`+jwk+`,"os":"linux","extension_version":"0.1.0","workstation":"`+workstation+`"}`, "").want(http.StatusCreated, "")
	}
	enrol("WS-SEH-01.zorg.local")
	enrol("ws-seh-01")
	file := "Werkplek;Afdeling\nWS-SEH-01;\nws-seh-02;\n"
	for _, path := range []string{"?dry_run=true", ""} {
		var r struct {
			Added    int   `json:"added"`
			Problems []any `json:"problems"`
		}
		it.do(it.request(http.MethodPost, "/api/v1/coverage/expected/import"+path, "text/csv", file)).want(http.StatusOK, "").into(&r)
		if r.Added != 2 || len(r.Problems) != 0 {
			t.Errorf("got %+v", r)
		}
	}
	var got coverageAnswer
	it.get("/api/v1/coverage").want(http.StatusOK, "").into(&got)
	if got.Enrolled != 1 || got.Expected != 2 || got.Missing != 1 {
		t.Errorf("got %+v: two profiles on one workstation are one, and one never enrolled", got)
	}
	if a := it.get("/api/v1/coverage/expected?missing=true"); !strings.Contains(string(a.body), "ws-seh-02") || strings.Contains(string(a.body), "ws-seh-01") {
		t.Errorf("got %s", a.body)
	}
	var devices struct {
		Items []struct {
			Workstation string            `json:"workstation"`
			Coverage    coverage.State    `json:"coverage"`
			Reasons     []coverage.Reason `json:"reasons"`
		} `json:"items"`
	}
	it.get("/api/v1/devices").want(http.StatusOK, "").into(&devices)
	if len(devices.Items) != 2 || devices.Items[0].Workstation != "ws-seh-01" || devices.Items[0].Coverage != coverage.Unknown || !slices.Equal(devices.Items[0].Reasons, []coverage.Reason{coverage.NeverReported}) {
		t.Errorf("got %+v", devices)
	}
}

func TestARingGetsItsVersionAndGoesBack(t *testing.T) {
	s := newService(t)
	it := s.as(s.app.org.ID, ident.Binding{Role: ident.ITAdmin})
	token := s.enrol().token("") // in group seh
	wanted := func() string {
		t.Helper()
		var r beatReply
		s.post(heartbeatPath, beatOf("chatgpt", 0, 0, nil), token).want(http.StatusOK, "").into(&r)
		if r.Wanted == nil || slices.Contains(r.Commands, "update") != (*r.Wanted != "0.1.0") {
			t.Fatalf("got %+v", r)
		}
		return *r.Wanted
	}
	set := func(etag, body string) answer {
		t.Helper()
		return it.do(it.request(http.MethodPut, "/api/v1/extension-releases", "application/json", body, "If-Match", etag))
	}
	set(`"1"`, `{"version":"0.1.0","rings":[{"group":"seh","version":"0.1.0"}]}`).want(http.StatusOK, "")
	set(`"1"`, `{"version":"0.1.0","rings":[]}`).want(http.StatusPreconditionFailed, "resource.changed")
	set(`"2"`, `{"version":"0.1.0","rings":[{"group":"seh","version":"x"}]}`).want(http.StatusBadRequest, "request.invalid")
	set(`"2"`, `{"version":"0.1.0","rings":[{"group":"seh","version":"0.2.0"}]}`).want(http.StatusOK, "")
	if v := wanted(); v != "0.2.0" {
		t.Errorf("the ring wants %s", v)
	}
	it.post("/api/v1/extension-releases/rollback", `{"group":"seh"}`).want(http.StatusOK, "")
	if v := wanted(); v != "0.1.0" {
		t.Errorf("after the rollback the ring wants %s", v)
	}
	it.post("/api/v1/extension-releases/rollback", `{"group":null}`).want(http.StatusConflict, "resource.conflict")
}

// seedSwitch puts a site out of the guard, as if two people had agreed.
func (s *service) seedSwitch(org string) string {
	s.t.Helper()
	now := s.clock()
	id, err := ident.NewID(coverage.PrefixSwitch, now, rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	off := coverage.Switch{OrgID: org, ID: id, Destination: "chatgpt", From: now, Until: now.Add(time.Hour), Rev: 1}
	if err := s.app.store.ChangeSwitches(s.t.Context(), org, func(tx coverage.Tx) error { return tx.SaveSwitch(off) }); err != nil {
		s.t.Fatal(err)
	}
	return id
}
