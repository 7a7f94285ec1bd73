package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// person is somebody who signed in to the console.
type person struct {
	*browser
	who ident.Principal
}

// signIn adds a user with the roles, who signs in.
func (s *service) signIn(roles ...ident.Role) person {
	s.t.Helper()
	var bindings []ident.Binding
	for _, r := range roles {
		bindings = append(bindings, ident.Binding{Role: r})
	}
	p := person{browser: s.as(s.app.org.ID, bindings...)}
	var err error
	if p.who, _, err = s.app.sessions.Authenticate(s.t.Context(), p.cookie.Value); err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (p person) get(path string) answer {
	p.s.t.Helper()
	return p.browser.get("/api/v1" + path)
}

func (p person) post(path, body string) answer {
	p.s.t.Helper()
	return p.browser.post("/api/v1"+path, body)
}

func (p person) ask(kind approval.Kind, object string) approval.Approval {
	p.s.t.Helper()
	a, err := p.s.app.approvals.Request(p.s.t.Context(), p.who, approval.Ask{
		Kind: kind, Object: object, Digest: "d1", Detail: json.RawMessage(`{"loosens":2}`), Reason: "Betrokkenen moeten worden ingelicht over het lek.",
	})
	if err != nil {
		p.s.t.Fatal(err)
	}
	return a
}

func TestApprovalsOverTheConsole(t *testing.T) {
	s := newService(t)
	fg, ciso, auditor, ward := s.signIn(ident.FG), s.signIn(ident.CISO), s.signIn(ident.Auditor), s.signIn(ident.PolicyEditor)
	first := fg.ask(approval.Reveal, "inc_1")
	s.pass(time.Second)
	second := fg.ask(approval.Reveal, "inc_2")
	s.pass(time.Second)
	third := fg.ask(approval.Reveal, "inc_3")

	t.Run("lists are newest first, a page at a time, with who must sign", func(t *testing.T) {
		var page struct {
			Items []struct {
				ID            string
				Kind          string
				Diff          map[string]int
				Reason        string
				RequiredRoles []string `json:"required_roles"`
			}
			Next *string `json:"next_cursor"`
		}
		ciso.get("/approvals?kind=reveal&state=open&limit=2").want(200, "").into(&page)
		if len(page.Items) != 2 || page.Items[0].ID != third.ID || page.Items[0].Diff["loosens"] != 2 || page.Next == nil {
			t.Fatalf("got %+v", page)
		}
		if diff := cmp.Diff([]string{"ciso"}, page.Items[0].RequiredRoles); diff != "" {
			t.Error(diff)
		}
		next := url.QueryEscape(*page.Next)
		ciso.get("/approvals?kind=reveal&state=approved&limit=2&cursor="+next).want(400, "request.invalid") // made for another list
		ciso.get("/approvals?kind=reveal&state=open&limit=2&cursor="+next).want(200, "").into(&page)
		if len(page.Items) != 1 || page.Items[0].ID != first.ID {
			t.Errorf("got %+v", page)
		}
		ward.get("/approvals?kind=reveal").want(200, "").into(&page)
		if len(page.Items) != 0 {
			t.Errorf("an editor sees %+v", page)
		}
	})
	t.Run("wrong questions are refused", func(t *testing.T) {
		ciso.get("/approvals?kind=x").want(400, "request.invalid")
		ciso.get("/approvals?state=x").want(400, "request.invalid")
		ciso.get("/approvals?knid=reveal").want(400, "request.invalid")
		ciso.get("/approvals/apr_x").want(404, "resource.not_found")
		ciso.get("/approvals/apr_01JD3V6Z0T0000000000000000").want(404, "resource.not_found")
		ward.get("/approvals/"+first.ID).want(404, "resource.not_found")
		ciso.post("/approvals/"+first.ID+"/reject", `{}`).want(400, "request.invalid")
		ciso.post("/approvals/"+first.ID+"/reject", `{"reason":"nee","why":"x"}`).want(400, "request.invalid")
		ciso.post("/approvals/"+first.ID+"/reject", `{"reason":"Het gaat om mevrouw Jansen-de Wit, geboren 3 mei 1961, BSN 111222333."}`).want(422, "request.text_holds_finding")
	})
	t.Run("nobody signs for oneself or without the permission", func(t *testing.T) {
		fg.post("/approvals/"+first.ID+"/approve", "").want(403, "approval.same_person")
		auditor.post("/approvals/"+first.ID+"/approve", "").want(403, "permission.denied")
		ciso.post("/approvals/"+first.ID+"/withdraw", "").want(403, "permission.denied")
	})
	t.Run("another approves, once, and the answer repeats", func(t *testing.T) {
		r := ciso.request(http.MethodPost, "/api/v1/approvals/"+first.ID+"/approve", "", "")
		again := r.Clone(t.Context())
		one := s.do(r).want(200, "")
		two := s.do(again).want(200, "")
		if !bytes.Equal(one.body, two.body) || !strings.HasPrefix(one.header.Get("ETag"), `"2-`) || !strings.Contains(string(one.body), `"state":"approved"`) {
			t.Errorf("got %s, then %s", one.body, two.body)
		}
		ciso.post("/approvals/"+first.ID+"/approve", "").want(409, "approval.closed")
		ciso.browser.get("/api/v1/approvals/"+first.ID, "If-None-Match", one.header.Get("ETag")).want(304, "")
	})
	t.Run("a request is refused with a reason, or taken back", func(t *testing.T) {
		refused := ciso.post("/approvals/"+second.ID+"/reject", `{"reason":"De onderbouwing ontbreekt."}`).want(200, "")
		if !strings.Contains(string(refused.body), "onderbouwing ontbreekt") {
			t.Errorf("got %s", refused.body)
		}
		fg.post("/approvals/"+third.ID+"/withdraw", "").want(200, "")
	})
	t.Run("after five minutes approving asks for all factors again", func(t *testing.T) {
		fourth := fg.ask(approval.Reveal, "inc_4")
		s.pass(ident.StepUpLife)
		ciso.post("/approvals/"+fourth.ID+"/approve", "").want(403, "auth.step_up_required")
	})
}

func TestTheLogOverTheConsole(t *testing.T) {
	s := newService(t)
	auditor, council, editor := s.signIn(ident.Auditor), s.signIn(ident.WorksCouncil), s.signIn(ident.PolicyEditor)
	if err := s.app.audit.Checkpoint(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	t.Run("acts are listed with filters, a page at a time", func(t *testing.T) {
		var page struct {
			Items []struct {
				Seq     int64
				Action  string
				Actor   string
				Outcome *string
			}
			Next *string `json:"next_cursor"`
		}
		var seen []string
		path := "/audit?action=user.created&limit=2"
		for next := path; next != ""; {
			auditor.get(next).want(200, "").into(&page)
			for _, e := range page.Items {
				seen = append(seen, e.Actor+" "+e.Action)
			}
			if next = ""; page.Next != nil {
				next = path + "&cursor=" + url.QueryEscape(*page.Next)
			}
			page.Next = nil
		}
		want := []string{"command-line user.created", "command-line user.created", "command-line user.created", "dijkwacht user.created"}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("who may not is refused, and that is in the log", func(t *testing.T) {
		editor.get("/audit").want(403, "permission.denied")
		council.get("/audit/export").want(403, "permission.denied")
		a := auditor.get("/audit?outcome=denied").want(200, "")
		if n := strings.Count(string(a.body), `"outcome":"denied"`); n != 2 {
			t.Errorf("%d refusals are in the log: %s", n, a.body)
		}
	})
	t.Run("wrong questions are refused", func(t *testing.T) {
		for _, query := range []string{"?actr=x", "?actor=a%20b", "?outcome=x", "?all=1", "?from=gisteren", "?limit=0", "?cursor=x"} {
			auditor.get("/audit"+query).want(400, "request.invalid")
		}
		for _, query := range []string{"?from=0", "?to=x", "?from=5&to=4", "?form=1"} {
			auditor.get("/audit/verify"+query).want(400, "request.invalid")
		}
		auditor.get("/audit/export?format=pdf").want(400, "request.invalid")
	})
	t.Run("an export holds every line", func(t *testing.T) {
		openapi3filter.RegisterBodyDecoder("application/jsonl", openapi3filter.FileBodyDecoder)
		lines := auditor.get("/audit/export").want(200, "")
		n := 0
		for scan := bufio.NewScanner(bytes.NewReader(lines.body)); scan.Scan(); n++ {
			if !json.Valid(scan.Bytes()) {
				t.Errorf("got %s", scan.Text())
			}
		}
		if !strings.HasPrefix(lines.header.Get("Content-Disposition"), "attachment") || n < 10 {
			t.Errorf("got %d lines, %v", n, lines.header)
		}
	})
	t.Run("checkpoints are shown in the form to keep elsewhere", func(t *testing.T) {
		var page struct {
			Items []struct{ Text, Short string }
		}
		council.get("/audit/checkpoints").want(200, "").into(&page)
		if len(page.Items) != 1 {
			t.Fatalf("got %+v", page)
		}
		for _, text := range []string{page.Items[0].Text, page.Items[0].Short} {
			anchors, err := chain.ParseAnchors(text)
			if err != nil {
				t.Fatal(err)
			}
			if report, err := chain.Verify(t.Context(), s.app.store, s.app.org.ID, chain.Scope{Anchors: anchors}); err != nil || report.Anchors != 1 {
				t.Errorf("got %+v, %v", report, err)
			}
		}
	})
	t.Run("the chain is whole, in all and in part", func(t *testing.T) {
		var v struct {
			OK      bool
			Checked int64
			Head    struct {
				Seq       int64
				SignedSeq *int64 `json:"signed_seq"`
			}
		}
		council.get("/audit/verify").want(200, "").into(&v)
		if !v.OK || v.Checked != v.Head.Seq || v.Head.SignedSeq == nil {
			t.Errorf("got %+v", v)
		}
		council.get("/audit/verify?from=2&to=4").want(200, "").into(&v)
		if !v.OK || v.Checked != 3 || v.Head.Seq != 4 {
			t.Errorf("got %+v", v)
		}
	})
}

func TestAnExportAsCSVIsInertInASpreadsheet(t *testing.T) {
	s := newService(t)
	auditor := s.signIn(ident.Auditor)
	if err := s.app.store.AppendEntry(t.Context(), s.app.org.ID, chain.Draft{At: s.clock(), Actor: "=HYPERLINK(1)", Role: "fg", Action: "@x", Object: "＝1"}); err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	s.app.Handler().ServeHTTP(recorder, auditor.request(http.MethodGet, "/api/v1/audit/export?format=csv", "", ""))
	rows, err := csv.NewReader(recorder.Body).ReadAll()
	if err != nil || len(rows) < 3 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	if diff := cmp.Diff([]string{"'=HYPERLINK(1)", "fg", "'@x", "'＝1"}, rows[2][2:6]); diff != "" {
		t.Error(diff)
	}
}

func TestTheFleetSettlesSignsAndExpires(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	s.post("/api/v1/ext/inspect/text", ask(newRequestID(t), "chatgpt.com", patient, nil), d.token("")).want(200, "")
	fg := s.signIn(ident.FG)
	asked := fg.ask(approval.Reveal, "inc_1")
	s.app.jobs.Poll = 10 * time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		s.app.jobs.Run(ctx)
	}()
	defer func() {
		stop()
		<-stopped
	}()
	until := func(what string, reached func() bool) {
		t.Helper()
		for range 500 {
			if reached() {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("%s did not happen", what)
	}
	planned := func() bool {
		rows, err := s.app.store.Jobs(t.Context(), s.app.org.ID)
		return err == nil && len(rows) == len(s.app.periodic())
	}
	until("planning", planned)
	s.pass(25 * time.Hour)
	until("a checkpoint", func() bool {
		c, err := s.app.audit.Newest(t.Context(), s.app.org.ID)
		return err == nil && c.Seq > 0
	})
	until("the end of an approval", func() bool {
		a, err := s.app.store.Approval(t.Context(), s.app.org.ID, asked.ID)
		return err == nil && a.State == approval.Expired
	})
	until("settling", func() bool {
		for i, err := range s.app.store.Incidents(t.Context(), s.app.org.ID, time.UnixMilli(1), s.clock()) {
			if err != nil || i.Awaiting {
				return false
			}
		}
		return true
	})
	until("counting", func() bool {
		recorder := httptest.NewRecorder()
		s.app.metrics.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		said := recorder.Body.String()
		return strings.Contains(said, `job_runs_total{job="audit.checkpoint",result="done"}`) && strings.Contains(said, `job_late_seconds{job="register.settle"}`)
	})
}
