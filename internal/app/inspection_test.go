package app

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/inspection"
)

func TestTheRegisterLeavesAsAFileOnlyByTwoPeople(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("application/zip", openapi3filter.FileBodyDecoder)
	s := newService(t)
	org := s.app.org.ID
	device, _ := s.seedDevice(org)
	s.seedIncident(org, device)
	from := s.clock().Add(-time.Hour).UTC().Format(time.RFC3339)
	s.pass(time.Minute)
	to := s.clock().UTC().Format(time.RFC3339)
	auditor, fg := s.as(org, ident.Binding{Role: ident.Auditor}), s.as(org, ident.Binding{Role: ident.FG})
	order := func(more string) string { return `{"from":"` + from + `","to":"` + to + `"` + more + `}` }
	const path = "/api/v1/register/export"
	var asked struct{ ID string }
	auditor.post(path, order(`,"reason":"De toezichthouder vraagt om het register."`)).want(http.StatusAccepted, "").into(&asked)
	auditor.post(path, order(`,"reason":"De toezichthouder vraagt om het register."`)).want(http.StatusConflict, "approval.already_open")
	use := order(`,"approval_id":"` + asked.ID + `"`)
	auditor.post(path, use).want(http.StatusConflict, "approval.closed")
	fg.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusOK, "")
	auditor.post(path, strings.Replace(use, from, "2025-01-01T00:00:00Z", 1)).want(http.StatusForbidden, "approval.required")
	s.as(org, ident.Binding{Role: ident.CISO}).post(path, use).want(http.StatusForbidden, "approval.required")

	file := auditor.post(path, use).want(http.StatusOK, "")
	if got := file.header.Get("Content-Disposition"); !strings.Contains(got, `.zip"`) || file.header.Get("Content-Type") != "application/zip" {
		t.Errorf("got %q", got)
	}
	report, err := inspection.Verify(bytes.NewReader(file.body), int64(len(file.body)), inspection.Given{})
	if err != nil || report.Register["incident"] != 1 || report.Organisation.ID != org {
		t.Errorf("got %+v, %v", report, err)
	}
	auditor.post(path, use).want(http.StatusConflict, "approval.closed")
	if log := fg.get("/api/v1/audit?action=register.exported").want(http.StatusOK, ""); !strings.Contains(string(log.body), asked.ID) {
		t.Errorf("the export is not in the log: %s", log.body)
	}
	for _, wrong := range []string{`{}`, order(`,"more":1`), strings.Replace(order(""), to, "2999-01-01T00:00:00Z", 1), strings.Replace(order(""), to, from, 1)} {
		auditor.post(path, wrong).want(http.StatusBadRequest, "request.invalid")
	}
	if report, err := s.app.register.Verify(t.Context(), org); err != nil {
		t.Errorf("got %+v, %v", report, err)
	}
}
