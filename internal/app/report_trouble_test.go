package app

import (
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report/weekly"
)

func TestTheFirstPageShowsAReportThatFailed(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	id, err := ident.NewID(outbox.PrefixMessage, s.app.opts.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	refused := outbox.Message{
		OrgID: org, ID: id, Key: "report:rps_1:2026-W47:usr_1", Kind: outbox.Mail, Target: "usr_1", About: outbox.ReportReady, State: outbox.Failed,
		CreatedAt: s.app.opts.Now(), DueAt: s.app.opts.Now(), SettledAt: s.app.opts.Now(), Attempts: 1, Answer: "550", Body: []byte("{}"),
	}
	if err := s.app.store.AddMessages(t.Context(), org, []outbox.Message{refused}); err != nil {
		t.Fatal(err)
	}
	s.pass(20 * time.Minute)
	var f struct {
		Troubles []weekly.Trouble `json:"report_troubles"`
	}
	s.as(org, ident.Binding{Role: ident.FG}).get("/api/v1/overview").want(http.StatusOK, "").into(&f)
	if diff := cmp.Diff([]weekly.Trouble{{Kind: weekly.NotDelivered, Week: "2026-W47"}}, f.Troubles); diff != "" {
		t.Errorf("the officer (-want +got): %s", diff)
	}
	f.Troubles = nil
	s.as(org, ident.Binding{Role: ident.Analyst}).get("/api/v1/overview").want(http.StatusOK, "").into(&f)
	if f.Troubles != nil {
		t.Errorf("who does not manage reports sees %+v", f.Troubles)
	}
}
