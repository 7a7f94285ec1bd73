package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dijkwacht/internal/extract"
	"dijkwacht/internal/register"
)

// TestMain hands a file to the real program: under the race detector a test program
// needs more memory than a reader of files may use.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "extract" {
		fmt.Fprintln(os.Stderr, syscall.Exec(binaryPath, append([]string{binaryPath}, os.Args[1:]...), os.Environ()))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const filePath = "/api/v1/ext/inspect/file"

type fileAnswer struct {
	DecisionID string `json:"decision_id"`
	Action     string
	FileType   string `json:"file_type"`
	Findings   []struct {
		Type, Part         string
		Page, Entry, Count int
	}
	Unread       []struct{ Reason string }
	MatchedRules []struct{ ID string } `json:"matched_rules"`
	Offers       []string
	PollAfterMS  int `json:"poll_after_ms"`
}

// uploaded is a request that posts a file; meta overrides what is said about it.
func uploaded(t *testing.T, name string, data []byte, token string, meta map[string]any) *http.Request {
	t.Helper()
	m := map[string]any{"request_id": newRequestID(t), "host": "chatgpt.com", "channel": "file", "mime": "application/octet-stream", "size": len(data)}
	for k, v := range meta {
		m[k] = v
	}
	said, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="meta"`}, "Content-Type": {"application/json"}})
	if err == nil {
		_, err = part.Write(said)
	}
	if err == nil {
		part, err = w.CreateFormFile("file", name)
	}
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	r := request(http.MethodPost, filePath, b.String(), token)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func archiveOf(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func document(t *testing.T, text string) []byte {
	return archiveOf(t, "word/document.xml", `<w:document xmlns:w="w"><w:p><w:r><w:t>`+text+`</w:t></w:r></w:p></w:document>`)
}

// inspected posts a file and asks again until it is read.
func (s *service) inspected(r *http.Request, token string) (v fileAnswer, a answer) {
	s.t.Helper()
	if _, err := binary(); err != nil {
		s.t.Fatal(err)
	}
	a = s.do(r)
	for range 60 {
		v = fileAnswer{}
		a.into(&v)
		if a.status != http.StatusAccepted {
			return v, a
		}
		time.Sleep(50 * time.Millisecond)
		a = s.get(filePath+"/"+v.DecisionID, token)
	}
	s.t.Fatal("the file is never read")
	return v, a
}

func TestAFileIsDecidedUponLikeAText(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	v, a := s.inspected(uploaded(t, "brief.docx", document(t, patient), token, nil), token)
	a.want(200, "")
	if v.Action != "block" || v.FileType != "docx" || len(v.Unread) != 0 || slices.Contains(v.Offers, "safe_rewrite") {
		t.Errorf("got %+v", v)
	}
	if i := slices.IndexFunc(v.Findings, func(f struct {
		Type, Part         string
		Page, Entry, Count int
	}) bool {
		return f.Type == "bsn" && f.Part == "text" && f.Count == 1
	}); i < 0 {
		t.Errorf("no BSN in the text: %+v", v.Findings)
	}
	attempts := s.attempts()
	if len(attempts) != 1 || attempts[0].Event.DecisionID != v.DecisionID || attempts[0].Event.Channel.String() != "file" {
		t.Errorf("got %d events, %+v", len(attempts), attempts)
	}
	s.post(outcomePath, `{"outcomes":[{"decision_id":"`+v.DecisionID+`","outcome":"blocked","egress_evidence":"none","evidence":{"hook":"upload"},"at":"2026-11-23T09:00:00Z"}]}`, token).want(202, "")

	v, a = s.inspected(uploaded(t, "haiku.txt", []byte("Schrijf een haiku over de herfst."), token, nil), token)
	a.want(200, "")
	if v.Action != "allow" || v.FileType != "text" || len(s.attempts()) != 1 {
		t.Errorf("got %+v", v)
	}
}

func TestWhereItStandsInAFileIsTold(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	sheet := archiveOf(t, "lijst/een.txt", "Hoe laat is het?", "lijst/twee.txt", "BSN 111222333\n\n\nen BSN 123456782")
	v, a := s.inspected(uploaded(t, "patient BSN 111222333.zip", sheet, token, nil), token)
	a.want(200, "")
	parts := map[string]int{}
	for _, f := range v.Findings {
		if f.Type == "bsn" {
			parts[f.Part] += 100*f.Entry + f.Count
		}
	}
	if parts["text"] != 202 || parts["file_name"] != 1 {
		t.Errorf("got %v from %+v", parts, v.Findings)
	}
}

func TestAFileThatCannotBeReadIsNotTakenForClean(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 70_000, 1_000))); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"broken": document(t, patient)[:60], "too_large": b.Bytes(),
		"encrypted": append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []byte(strings.Join(strings.Split("EncryptedPackage", ""), "\x00")+"\x00")...),
	} {
		v, a := s.inspected(uploaded(t, "x", data, token, nil), token)
		a.want(200, "")
		if v.Action != "block" || len(v.Unread) != 1 || v.Unread[0].Reason != name || v.MatchedRules[0].ID != "bestand-niet-gelezen" {
			t.Errorf("%s: %+v", name, v)
		}
	}
	s.do(uploaded(t, "x", []byte("\x7fELF\x02\x01\x00\x00\x00\x03"), token, nil)).want(422, "inspect.unsupported_type")
	attempts := s.attempts()
	if len(attempts) != 4 {
		t.Fatalf("got %d events", len(attempts))
	}
	for _, e := range attempts {
		if e.Event.Decision.Action.String() != "block" {
			t.Errorf("got %+v", e.Event.Decision)
		}
	}
	if !slices.ContainsFunc(attempts, func(e register.Attempt) bool { return e.Outcome != nil && e.Outcome.Result == register.BlockedSend }) {
		t.Error("the file of an unknown type does not count as blocked")
	}
}

func TestTheSameUploadIsDecidedOnce(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	id := map[string]any{"request_id": newRequestID(t)}
	first, a := s.inspected(uploaded(t, "a.txt", []byte(patient), token, id), token)
	a.want(200, "")
	again, a := s.inspected(uploaded(t, "a.txt", []byte(patient), token, id), token)
	a.want(200, "")
	if first.DecisionID != again.DecisionID || len(s.attempts()) != 1 {
		t.Errorf("got %+v and %+v, %d events", first, again, len(s.attempts()))
	}
	s.do(uploaded(t, "a.txt", []byte("Hoe laat is het?"), token, id)).want(422, "idempotency.mismatch")
	s.pass(3 * time.Minute)
	token = d.token("x")
	s.inspected(uploaded(t, "b.txt", []byte("Hoe laat is het?"), token, nil), token) // makes old answers go
	s.get(filePath+"/"+first.DecisionID, token).want(404, "resource.not_found")
	s.do(uploaded(t, "a.txt", []byte("Hoe laat is het?"), token, id)).want(422, "idempotency.mismatch")
	s.get(filePath+"/"+first.DecisionID, s.enrol().token("y")).want(404, "resource.not_found")
}

func TestOnlyAWellFormedUploadIsRead(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	s.do(uploaded(t, "a", []byte("x"), token, map[string]any{"size": 2})).want(400, "request.invalid")
	s.do(uploaded(t, "a", []byte("x"), token, map[string]any{"request_id": "x"})).want(400, "request.invalid")
	s.do(uploaded(t, "a", []byte("x"), token, map[string]any{"channel": "fax"})).want(400, "request.invalid")
	s.do(uploaded(t, "a", make([]byte, extract.MaxFile+1), token, map[string]any{"size": 1})).want(413, "request.too_large")
	s.post(filePath, "{}", token).want(415, "request.media_type")
	r := uploaded(t, "a", []byte("x"), "", nil)
	s.do(r).want(401, "auth.token_required")
	r = uploaded(t, "a", []byte("x"), token, nil)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=other")
	s.do(r).want(400, "request.malformed")
}

func TestNothingOfAFileIsKept(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	var answers bytes.Buffer
	keep := func(a answer) {
		answers.Write(a.body)
	}
	for _, data := range [][]byte{
		[]byte(canaryText), document(t, canaryText), document(t, canaryText)[:90], archiveOf(t, canaryText+".txt", canaryText),
		[]byte("%PDF-1.7\n1 0 obj (" + canaryText + ")"), []byte("\x00\x01" + canaryText), []byte(`{\rtf1 ` + canaryText), bytes.Repeat([]byte(canaryText+"\n"), 20_000),
	} {
		_, a := s.inspected(uploaded(t, canaryText+".pdf", data, token, nil), token)
		keep(a)
		for field := range map[string]int{"request_id": 0, "host": 0, "channel": 0, "mime": 0, "conversation_key": 0, "page_kind": 0, canaryText: 0} {
			s.lenient = true
			_, a = s.inspected(uploaded(t, "a", data, token, map[string]any{field: canaryText}), token)
			keep(a)
			s.lenient = false
		}
	}
	if err := s.app.tally.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.attempts()); n < 20 {
		t.Fatalf("only %d events", n)
	}
	for place, b := range map[string][]byte{"the log": s.logs.Bytes(), "the answers": answers.Bytes()} {
		for _, form := range leaks(b) {
			t.Errorf("%s: the %s", place, form)
		}
	}
	s.search(s.dir, temporary)
}
