package app

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/config"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/testenv"
)

// The canary: a marker, a valid citizen number and a name, planted in every field
// that takes text.
const (
	marker     = "Qx7Zk2Vb9Lm4Tn8Wp3Rd6Hs1Jc5Fg0Ya"
	canaryText = "Mevr. Jansen-" + marker + ", BSN 111222333, heeft hartfalen"
)

// encodings of what must not be found anywhere.
func encodings(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, plain := range map[string]string{"marker": marker, "number": "111222333", "name": "Jansen-" + marker} {
		var wide []byte
		for _, u := range utf16.Encode([]rune(plain)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		out[name] = []byte(plain)
		out[name+" in lower case"] = []byte(strings.ToLower(plain))
		out[name+" in UTF-16"] = wide
		out[name+" in hex"] = []byte(hex.EncodeToString([]byte(plain)))
		// The middle of a base64 text is the same at one of three offsets.
		for skip := range 3 {
			enc := base64.StdEncoding.EncodeToString([]byte(plain)[skip:])
			out[name+" in base64"+strings.Repeat("'", skip)] = []byte(enc[:len(enc)/4*4-4])
		}
	}
	return out
}

func TestNothingOfAPromptIsKeptOrRepeated(t *testing.T) {
	server := testenv.StartRedis(t)
	commands := server.Monitor(t)
	s := newServiceWith(t, func(c *config.Serve) {
		c.Redis.URL = obs.Secret(server.URL())
		many := config.Quota{N: 1_000_000, Window: time.Hour}
		c.Limits = config.Limits{Inspect: many, InspectOrganisation: many, Token: many, TokenOrganisation: many, Enrol: many}
	})
	// One route that panics with the text, as a bug in any handler could.
	s.app.handler.(*gin.Engine).POST("/panic", func(c *gin.Context) {
		body, _ := c.GetRawData()
		panic(string(body))
	})
	d := s.enrol()
	token := d.token(canaryText)
	answers := s.plant(d, token)
	s.pass(11 * 60 * 1e9)
	if _, err := s.app.register.SettleOverdue(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.app.tally.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.attempts()); n < 5 {
		t.Fatalf("only %d events: the canary did not get where it should", n)
	}
	metrics := httptest.NewRecorder()
	s.app.metrics.Handler().ServeHTTP(metrics, request(http.MethodGet, "/metrics", "", ""))
	found := map[string][]byte{"the log": s.logs.Bytes(), "the answers": answers, "the metrics": metrics.Body.Bytes()}
	found["the commands to Redis"], found["Redis"] = commands(), server.Dump(t)
	for _, use := range []string{":limit:", ":once:", `"news"`} {
		if !bytes.Contains(found["the commands to Redis"], []byte(strings.ReplaceAll(use, `"`, `\"`))) {
			t.Errorf("Redis was not used for %s: the canary did not get where it should", use)
		}
	}
	for _, file := range s.files() {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.Base(file)] = b
	}
	for place, b := range found {
		for form, needle := range encodings(t) {
			if i := bytes.Index(b, needle); i >= 0 {
				t.Errorf("%s holds the %s: …%q…", place, form, b[max(0, i-80):min(len(b), i+80)])
			}
		}
	}
	if !bytes.Contains(s.logs.Bytes(), []byte(`"panic_type":"string"`)) {
		t.Error("the panic is not in the log")
	}
}

func (s *service) files() (list []string) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil || len(list) < 2 {
		s.t.Fatalf("got files %v, %v", list, err)
	}
	return list
}

// plant sends the canary through every endpoint and every field that takes text,
// in requests that succeed and in requests that fail, and returns all answers but
// the spans that were asked for.
func (s *service) plant(d *device, token string) []byte {
	s.t.Helper()
	s.lenient = true
	var answers bytes.Buffer
	keep := func(a answer) answer {
		answers.Write(a.body)
		for _, values := range a.header {
			answers.WriteString(strings.Join(values, "\n"))
		}
		return a
	}
	fields := []string{"request_id", "destination_id", "host", "page_kind", "channel", "lang_hint", "conversation_key", "offsets", "client_policy_version", "unknown"}
	for i := range 2 * (len(fields) + 1) {
		field, value := append(fields, "")[i/2], []string{canaryText, marker}[i%2]
		m := map[string]any{"request_id": newRequestID(s.t), "host": "chatgpt.com", "channel": "paste", "text": canaryText, "conversation_key": "k1"}
		if field != "" {
			m[field] = value
		}
		body, _ := json.Marshal(m)
		a := keep(s.post(inspectPath, string(body), token))
		if a.status == 200 {
			var v verdict
			a.into(&v)
			s.report(keep, v.DecisionID, token)
		}
	}
	for i := range canaryText { // broken at every byte offset
		full := ask(newRequestID(s.t), "chatgpt.com", canaryText, nil)
		keep(s.post(inspectPath, full[:len(full)-len(canaryText)+i], token))
	}
	for _, path := range append(s.paths(), "/panic", "/"+marker) {
		for _, body := range []string{canaryText, `{"` + canaryText + `":1}`, `"` + canaryText + `"`, `{"x":"` + canaryText + `"} ` + canaryText} {
			r := request(http.MethodPost, path+"?q="+marker, body, token)
			r.Header.Set("Cookie", "session="+marker)
			r.Header.Set("X-Request-Id", canaryText)
			r.Header.Set("User-Agent", canaryText)
			r.Header.Set("X-Forwarded-For", marker)
			keep(s.do(r))
			r = request(http.MethodGet, path+"?q="+marker, "", token)
			r.Header.Set("If-None-Match", canaryText)
			r.Header.Set("Accept", canaryText)
			keep(s.do(r))
		}
		keep(s.post(path, "{}", marker))
		keep(s.do(request(http.MethodPut, path, canaryText, token)))
	}
	s.plantIdentity(keep, d)
	return answers.Bytes()
}

// paths are those of the OpenAPI document: a new endpoint is in the canary's way
// from its first day.
func (s *service) paths() []string {
	s.t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI)
	if err != nil {
		s.t.Fatal(err)
	}
	paths := doc.Paths.InMatchingOrder()
	for _, known := range []string{inspectPath, outcomePath, enrolPath, tokenPath, "/healthz", "/readyz", "/version"} {
		if !slices.Contains(paths, known) {
			s.t.Errorf("%s is not in the document", known)
		}
	}
	return paths
}

func (s *service) report(keep func(answer) answer, decision, token string) {
	const at = `"at":"2026-11-23T09:00:00Z"`
	for _, item := range []string{
		`"outcome":"` + canaryText + `","egress_evidence":"none",` + at,
		`"outcome":"sent","egress_evidence":"full","at":"` + canaryText + `"`,
		`"outcome":"sent","egress_evidence":"full","evidence":{"hook":"` + canaryText + `"},` + at,
		`"outcome":"sent","egress_evidence":"full","override":{"reason":"` + canaryText + `"},` + at,
		`"outcome":"sent","egress_evidence":"full","override":{"reason":"anders","text":"` + canaryText + `"},` + at,
		`"outcome":"unknown","egress_evidence":"unknown","x":"` + canaryText + `",` + at,
	} {
		keep(s.post(outcomePath, `{"outcomes":[{"decision_id":"`+decision+`",`+item+`}]}`, token))
	}
	keep(s.post(outcomePath, `{"outcomes":[{"decision_id":"`+canaryText+`","outcome":"sent","egress_evidence":"full",`+at+`}]}`, token))
}

func (s *service) plantIdentity(keep func(answer) answer, d *device) {
	_, jwk := publicKey(s.t)
	quoted := `"` + canaryText + `"`
	head := `{"enrolment_key":"` + s.app.FirstKey.Reveal() + `","public_key":` + jwk
	for _, rest := range []string{
		`,"browser":{"name":` + `"Mevr. Jansen-` + marker[:20] + `","version":"111222333"},"os":"` + marker + `","extension_version":"111222333"}`,
		`,"group_hints":[` + quoted + `]}`, `,"browser":` + quoted + `}`, `,"os":` + quoted + `}`, `,"x":` + quoted + `}`,
	} {
		keep(s.post(enrolPath, head+rest, ""))
	}
	keep(s.post(enrolPath, `{"enrolment_key":`+quoted+`,"public_key":`+jwk+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":`+quoted+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`","identity_source":`+quoted+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`","user_hint":`+quoted+`}`, ""))
}
