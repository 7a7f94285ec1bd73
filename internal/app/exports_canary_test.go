package app

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dijkwacht/internal/ident"
)

// laid is what a file says, out of its packing: PDF by poppler, zip file by file.
func laid(t *testing.T, a answer) []byte {
	t.Helper()
	switch a.header.Get("Content-Type") {
	case "application/pdf":
		cmd := exec.Command("pdftotext", "-raw", "-", "-")
		cmd.Stdin = bytes.NewReader(a.body)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("pdftotext: %v (it is in the package poppler-utils; see .ci/setup)", err)
		}
		return bytes.ReplaceAll(out, []byte("\n"), nil) // long words are broken over lines
	case "application/zip":
		z, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
		if err != nil {
			t.Fatal(err)
		}
		var all []byte
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(append(all, f.Name...), content...)
		}
		return all
	}
	return a.body
}

func TestNothingOfAPromptIsInAnExport(t *testing.T) {
	for _, form := range []string{"text/html", "application/pdf", "application/zip"} {
		openapi3filter.RegisterBodyDecoder(form, openapi3filter.FileBodyDecoder)
	}
	s := newService(t)
	from := s.clock().Add(-time.Hour).UTC().Format(time.RFC3339)
	d := s.enrol()
	s.lenient = true
	k := &kept{statuses: map[int]int{}}
	s.plant(k.keep, d, d.token(canaryText))
	s.pass(11 * time.Minute)
	if _, err := s.app.register.SettleOverdue(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	org := s.app.org.ID
	fg, auditor := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.Auditor})
	incidents := s.incidents()
	if len(incidents) == 0 {
		t.Fatal("the canary did not get where it should")
	}
	path := "/api/v1/incidents/" + incidents[0].ID
	for _, text := range []string{canaryText, "Besproken."} {
		fg.post(path+"/notes", `{"text":"`+text+`"}`)
		fg.post(path+"/measures", `{"text":"`+text+`"}`)
		fg.post(path+"/transition", `{"to":"triaged","reason":"`+text+`"}`)
		fg.post(path+"/transition", `{"to":"confirmed_leak","reason":"`+text+`"}`)
		fg.post(path+"/ap-notifications", `{"kind":"initial","reference":"AP-1","reason":"`+text+`","submitted_at":"`+s.clock().UTC().Format(time.RFC3339)+`"}`)
	}
	s.pass(time.Minute)
	order := `{"from":"` + from + `","to":"` + s.clock().UTC().Format(time.RFC3339) + `"`
	var asked struct{ ID string }
	auditor.post("/api/v1/register/export", order+`,"reason":"De toezichthouder vraagt erom."}`).want(http.StatusAccepted, "").into(&asked)
	fg.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(http.StatusOK, "")
	files := map[string]answer{"the register": auditor.post("/api/v1/register/export", order+`,"approval_id":"`+asked.ID+`"}`).want(http.StatusOK, "")}
	for _, i := range incidents {
		for _, form := range []string{"json", "html", "pdf"} {
			for _, part := range []string{"/export?lang=nl&format=", "/export?lang=en&format=", "/ap-draft?format=", "/letter?kind=subjects&format=", "/letter?kind=vendor&lang=en&format="} {
				files[part+form+" "+i.ID] = fg.get("/api/v1/incidents/"+i.ID+part+form).want(http.StatusOK, "")
			}
		}
	}
	seen := 0
	for name, file := range files {
		text := laid(t, file)
		for _, form := range leaks(text) {
			t.Errorf("%s: the %s", name, form)
		}
		if strings.Contains(string(text), "Besproken.") {
			seen++
		}
	}
	if seen < 4 { // the register, and the export of the incident in each form
		t.Errorf("only %d files hold what was written: they are not read as they should", seen)
	}
}
