package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/mail/mailtest"
	"dijkwacht/internal/outbox"
)

// withMail is a service that mails by the server.
func withMail(t *testing.T, post *mailtest.Server, outside Outside) *service {
	t.Helper()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, post.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, dir: t.TempDir(), logs: &bytes.Buffer{}, outside: outside, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), settings: func(c *config.Serve) {
		c.SMTP, c.Password, c.MailFrom, c.SMTPCA = "smtp://"+mailtest.User+"@127.0.0.1:"+strconv.Itoa(post.Port()), mailtest.Password, "wacht@linde.example", ca
	}}
	s.start()
	return s
}

// work runs jobs once, as the fleet would.
func (s *service) work(list []jobs.Job) {
	s.t.Helper()
	for _, j := range list {
		if err := j.Work(s.t.Context(), jobs.Run{OrgID: s.app.org.ID, Due: s.clock(), Location: time.UTC}); err != nil {
			s.t.Errorf("%s: %v", j.Name, err)
		}
	}
}

func TestATermThatRunsIsMailedToTheOfficersAndSentToWebhooks(t *testing.T) {
	var got []outbox.Notice
	var reference *standardwebhooks.Webhook
	hook := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := reference.VerifyIgnoringTimestamp(body, r.Header); err != nil { // the clock of the test stands still
			t.Error(err)
		}
		if strings.Contains(string(body), "Reiger") {
			t.Errorf("a pseudonym went out: %s", body)
		}
		var n outbox.Notice
		if err := json.Unmarshal(body, &n); err != nil {
			t.Error(err)
		}
		got = append(got, n)
	}))
	defer hook.Close()
	post := mailtest.Start(t)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, hook.Listener.Addr().String())
	}
	s := withMail(t, post, Outside{DialWebhook: dial, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}})
	org := s.app.org.ID
	owner := s.as(org, ident.Binding{Role: ident.Owner})
	var made struct{ ID, Secret string }
	owner.post("/api/v1/webhooks", `{"url":"https://haak.example.nl/x","events":["incident.opened","incident.clock.warning","incident.transitioned"]}`).want(http.StatusCreated, "").into(&made)
	var err error
	if reference, err = standardwebhooks.NewWebhook(made.Secret); err != nil {
		t.Fatal(err)
	}
	s.work(s.app.deliveryJobs()) // begins at the end of the chain
	if len(got) != 0 {
		t.Errorf("the past was told: %+v", got)
	}
	_, _, err = s.app.people.AddUser(t.Context(), ident.Operator(org), ident.User{Email: "fg@linde.example", Name: "Els", Locale: "nl"}, []ident.Binding{{Role: ident.FG}})
	if err != nil {
		t.Fatal(err)
	}
	officer := s.as(org, ident.Binding{Role: ident.FG})
	device, _ := s.seedDevice(org)
	id := s.seedIncident(org, device)
	path := "/api/v1/incidents/" + id
	officer.post(path+"/transition", `{"to":"triaged"}`).want(http.StatusOK, "")
	officer.post(path+"/transition", `{"to":"confirmed_leak"}`).want(http.StatusOK, "")
	s.pass(25 * time.Hour)
	s.work(s.app.caseJobs())
	s.work(s.app.deliveryJobs())
	s.work(s.app.deliveryJobs())
	types := map[string]int{}
	for _, n := range got {
		types[n.Type]++
		if n.Data.Incident != id {
			t.Errorf("about %+v", n)
		}
	}
	if types[outbox.IncidentOpened] != 1 || types[outbox.IncidentTransitioned] != 2 || types[outbox.IncidentClockWarning] != 1 {
		t.Errorf("got %v", types)
	}
	mails := 0
	for _, m := range post.Mails() {
		if m.To == "fg@linde.example" {
			mails++
			if !strings.Contains(m.Data, "24 uur van een termijn") || !strings.Contains(m.Data, id) || !m.Secure {
				t.Errorf("got %s", m.Data)
			}
		}
	}
	if mails != 1 {
		t.Errorf("%d mails to the officer", mails)
	}
}

func TestAReceiverChangesToANewSecretWithoutLosingANotice(t *testing.T) {
	var headers []http.Header
	var bodies [][]byte
	hook := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		headers, bodies = append(headers, r.Header), append(bodies, body)
	}))
	defer hook.Close()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, hook.Listener.Addr().String())
	}
	s := withMail(t, mailtest.Start(t), Outside{DialWebhook: dial, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}})
	who := ident.Binding{Role: ident.Owner}
	owner := s.as(s.app.org.ID, who)
	var before, after struct{ ID, Secret string }
	owner.post("/api/v1/webhooks", `{"url":"https://haak.example.nl/x","events":["incident.opened"]}`).want(http.StatusCreated, "").into(&before)
	path := "/api/v1/webhooks/" + before.ID
	renew := func(tag string) answer {
		return owner.do(owner.request(http.MethodPost, path+"/renew", "", "", "If-Match", tag))
	}
	renew(`"2"`).want(http.StatusPreconditionFailed, "resource.changed")
	renew(`"1"`).want(http.StatusOK, "").into(&after)
	accepted := func(secret string) bool {
		reference, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		owner.post(path+"/test", "").want(http.StatusAccepted, "")
		s.work(s.app.deliveryJobs())
		return reference.VerifyIgnoringTimestamp(bodies[len(bodies)-1], headers[len(headers)-1]) == nil
	}
	if after.Secret == before.Secret || !accepted(before.Secret) || !accepted(after.Secret) {
		t.Error("within a day of the change both secrets must sign")
	}
	s.pass(25 * time.Hour)
	owner = s.as(s.app.org.ID, who)
	if accepted(before.Secret) || !accepted(after.Secret) {
		t.Error("a day after the change the new secret alone must sign")
	}
}

func TestAWebhookInsideIsRefusedWhenItIsSetAndWhenItIsCalled(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	for _, url := range []string{"http://example.nl", "https://127.0.0.1/", "https://[::1]:8787/", "https://192.168.1.1/", "https://169.254.169.254/", "https://localhost/"} {
		owner.post("/api/v1/webhooks", `{"url":"`+url+`","events":["incident.opened"]}`).want(http.StatusBadRequest, "request.invalid")
	}
}

func TestTheTestButtonTellsWhatCameOfTheMail(t *testing.T) {
	post := mailtest.Start(t)
	s := withMail(t, post, Outside{})
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	var result struct {
		Delivered bool
		Answer    string
	}
	owner.post("/api/v1/settings/mail/test", "").want(http.StatusOK, "").into(&result)
	if !result.Delivered || len(post.Mails()) != 1 {
		t.Errorf("got %+v, %d mails", result, len(post.Mails()))
	}
	post.Refuse = "451 later iemand@linde.example"
	owner.post("/api/v1/settings/mail/test", "").want(http.StatusOK, "").into(&result)
	if result.Delivered || result.Answer != "smtp 451" {
		t.Errorf("got %+v", result)
	}
}

func TestReportsComeInEachFormAndForEachReader(t *testing.T) {
	for _, media := range []string{"text/html", "application/pdf", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	s := newService(t)
	board := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	for form, begins := range map[string]string{"json": `{"organisation"`, "html": "<!DOCTYPE html>", "pdf": "%PDF-", "csv": "PK", "xlsx": "PK"} {
		a := board.get("/api/v1/reports/weekly/2026-W47?audience=board&lang=en&format=" + form)
		if a.status != http.StatusOK || !strings.HasPrefix(string(a.body), begins) {
			t.Errorf("%s: %d %.60s", form, a.status, a.body)
		}
	}
	board.get("/api/v1/reports/weekly/2026-W47?audience=officers").want(http.StatusForbidden, "permission.denied")
	board.get("/api/v1/reports/weekly/2026-W49").want(http.StatusNotFound, "resource.not_found")
	board.get("/api/v1/reports/weekly/2026-W54").want(http.StatusNotFound, "resource.not_found")
	board.get("/api/v1/reports/weekly/2026-W47?format=docx").want(http.StatusBadRequest, "request.invalid")
	board.get("/api/v1/reports/weekly/2026-W47?audience=board&format=csv&separator=tab").want(http.StatusBadRequest, "request.invalid")
	board.post("/api/v1/reports/weekly/2026-W47/generate", "").want(http.StatusCreated, "")
	board.get("/api/v1/reports/weekly/2026-W47?rev=2").want(http.StatusNotFound, "resource.not_found")
	var kept struct{ Items []struct{ Revision int } }
	board.get("/api/v1/reports/weekly").want(http.StatusOK, "").into(&kept)
	if len(kept.Items) != 1 || kept.Items[0].Revision != 1 {
		t.Errorf("kept: %+v", kept)
	}
}
