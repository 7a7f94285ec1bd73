package app

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/register"
)

const (
	inspectPath = "/api/v1/ext/inspect/text"
	outcomePath = "/api/v1/ext/outcomes"
	tokenPath   = "/api/v1/ext/token"
	enrolPath   = "/api/v1/ext/enrol"
	bundlePath  = "/api/v1/ext/policy-bundle"
)

func (s *service) attempts() (list []register.Attempt) {
	s.t.Helper()
	for a, err := range s.app.store.Attempts(s.t.Context(), s.app.org.ID, time.UnixMilli(1), s.clock().Add(time.Hour)) {
		if err != nil {
			s.t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

func (s *service) incidents() (list []register.Incident) {
	s.t.Helper()
	for i, err := range s.app.store.Incidents(s.t.Context(), s.app.org.ID, time.UnixMilli(1), s.clock().Add(time.Hour)) {
		if err != nil {
			s.t.Fatal(err)
		}
		list = append(list, i)
	}
	return list
}

func TestAViolationIsInTheRegisterBeforeTheAnswer(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("jan@ziekenhuis.nl")
	var v verdict
	a := s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token).want(200, "")
	a.into(&v)
	if v.Action != "block" || v.Override.Allowed || v.Version != 1 || a.header.Get("X-Policy-Version") != "1" {
		t.Errorf("got %+v", v)
	}
	attempts, incidents := s.attempts(), s.incidents()
	if len(attempts) != 1 || len(incidents) != 1 {
		t.Fatalf("got %d events and %d incidents", len(attempts), len(incidents))
	}
	e, i := attempts[0].Event, incidents[0]
	if e.DecisionID != v.DecisionID || e.Destination != "chatgpt" || e.PolicyVersion != 1 || len(e.Features) == 0 {
		t.Errorf("got %+v", e)
	}
	if !i.Awaiting || i.State != register.Detected || i.IdentitySource == "device" || strings.HasPrefix(i.Subject, "dev_") {
		t.Errorf("got %+v", i)
	}
}

func TestWithoutAHintTheSubjectIsTheDevice(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), d.token("")).want(200, "")
	if i := s.incidents()[0]; i.Subject != d.ID || i.IdentitySource != "device" {
		t.Errorf("got %+v", i)
	}
}

func TestACleanPromptLeavesNoEvent(t *testing.T) {
	s := newService(t)
	var v verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Schrijf een haiku over de herfst.", nil), s.enrol().token("x")).want(200, "").into(&v)
	if v.Action != "allow" || len(v.Findings) != 0 || len(s.attempts()) != 0 {
		t.Errorf("got %+v", v)
	}
	if err := s.app.tally.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for c, err := range s.app.store.Counters(t.Context(), s.app.org.ID, s.clock().Truncate(time.Hour), s.clock().Add(time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		got[c.Name] = c.N
	}
	if diff := cmp.Diff(map[string]int64{"inspected": 1, "action.allow": 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestARetryGetsTheSameAnswer(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	for name, text := range map[string]string{"a violation": patient, "a clean prompt": "Hoe laat is het?"} {
		t.Run(name, func(t *testing.T) {
			body := ask(newRequestID(t), "chatgpt.com", text, nil)
			strip := func(a answer) map[string]any {
				var m map[string]any
				a.want(200, "").into(&m)
				delete(m, "took_ms")
				return m
			}
			first := strip(s.post(inspectPath, body, token))
			s.pass(time.Minute)
			if diff := cmp.Diff(first, strip(s.post(inspectPath, body, token))); diff != "" {
				t.Error(diff)
			}
		})
	}
	if n := len(s.attempts()); n != 1 {
		t.Errorf("got %d events", n)
	}
}

func TestARequestIDWithAnotherTextIsRefused(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	id := newRequestID(t)
	s.post(inspectPath, ask(id, "chatgpt.com", patient, nil), token).want(200, "")
	s.post(inspectPath, ask(id, "chatgpt.com", patient+" en IBAN NL91ABNA0417164300", nil), token).want(422, "idempotency.mismatch")
	s.post(inspectPath, ask(id, "chatgpt.com", "Hoe laat is het?", nil), token).want(422, "idempotency.mismatch")
	s.post(inspectPath, ask(id, "claude.ai", patient, nil), token).want(422, "idempotency.mismatch")
}

func TestOffsetsCountWhatWasAskedFor(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	for offsets, want := range map[string][2]int{"utf16": {7, 16}, "codepoint": {6, 15}} {
		var v verdict
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "😀 BSN 111222333", map[string]any{"offsets": offsets, "redact": true}), token).want(200, "").into(&v)
		if len(v.Findings) != 1 || [2]int{v.Findings[0].Start, v.Findings[0].End} != want {
			t.Errorf("%s: got %+v, want %v", offsets, v.Findings, want)
		}
		if v.Redacted != "😀 BSN [BSN_1]" {
			t.Errorf("got %q", v.Redacted)
		}
	}
}

func TestAnExplanationTellsWhatWasFoundAndWhatWasLeftAlone(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	const text = "😀 BSN 111222333, ordernummer 735512904"
	var v verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", text, map[string]any{"explain": true}), token).want(200, "").into(&v)
	if v.Why == nil || len(v.Why.Findings) != 1 || v.Why.Findings[0].Rule != "nl.bsn" || !slices.Contains(v.Why.Findings[0].Evidence, "checksum") {
		t.Fatalf("got %+v", v.Why)
	}
	if left := v.Why.LeftAlone; len(left) == 0 || left[0].Start != 30 || left[0].End != 39 || left[0].Reason != "other_label" {
		t.Errorf("left alone: %+v", left)
	}
	v = verdict{}
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", text, nil), token).want(200, "").into(&v)
	if v.Why != nil {
		t.Error("nobody asked for an explanation")
	}
}

func TestADestinationIsKnownByItsHost(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	for name, tt := range map[string]struct {
		more map[string]any
		want string
	}{
		"by host":                       {map[string]any{}, "chatgpt"},
		"by id":                         {map[string]any{"host": nil, "destination_id": "claude"}, "claude"},
		"the host counts more":          {map[string]any{"destination_id": "claude"}, "chatgpt"},
		"an id lends no class to hosts": {map[string]any{"host": "evil.example", "destination_id": "claude"}, "unlisted"},
		"an unknown host is not kept":   {map[string]any{"host": "intranet.example"}, "unlisted"},
	} {
		t.Run(name, func(t *testing.T) {
			m := map[string]any{"request_id": newRequestID(t), "channel": "typed", "text": patient, "host": "chatgpt.com"}
			for k, v := range tt.more {
				if m[k] = v; v == nil {
					delete(m, k)
				}
			}
			body, _ := json.Marshal(m)
			var v verdict
			s.post(inspectPath, string(body), token).want(200, "").into(&v)
			for _, a := range s.attempts() {
				if a.Event.DecisionID == v.DecisionID && a.Event.Destination != tt.want {
					t.Errorf("got %s, want %s", a.Event.Destination, tt.want)
				}
			}
			if v.Action != "block" {
				t.Errorf("got %s", v.Action)
			}
		})
	}
}

func TestOutcomesSettleIncidentsItemByItem(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	var v verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token).into(&v)
	at := s.clock().Format(time.RFC3339)
	item := func(decision, more string) string {
		return `{"decision_id":"` + decision + `","outcome":"blocked","egress_evidence":"none","at":"` + at + `"` + more + `}`
	}
	var got struct {
		Accepted int
		Rejected []struct {
			Index   int
			Problem struct{ Code string }
		}
	}
	none := "dec_01M7ZTZ495W5H47DX113EFTZ8Y"
	body := `{"outcomes":[` + strings.Join([]string{
		item(v.DecisionID, `,"evidence":{"hook":"fetch","bytes_before_decision":0},"shown_ms":10,"decided_ms":900`),
		item(none, ""),
		item(v.DecisionID, `,"override":{"reason":"anders","text":"het gaat om mevr. Jansen, BSN 111222333"}`),
		item(v.DecisionID, `,"override":{"reason":"zomaar"}`),
		item(v.DecisionID, ""),
		`{"decision_id":"` + v.DecisionID + `","outcome":"sent","egress_evidence":"full","at":"` + at + `"}`,
	}, ",") + `]}`
	s.lenient = true
	a := s.post(outcomePath, body, token)
	s.lenient = false
	if a.status != 202 {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	a.into(&got)
	codes := map[int]string{}
	for _, r := range got.Rejected {
		codes[r.Index] = r.Problem.Code
	}
	want := map[int]string{1: "outcome.decision_unknown", 2: "outcome.text_holds_finding", 3: "request.invalid", 5: "outcome.already_recorded"}
	if diff := cmp.Diff(want, codes); diff != "" || got.Accepted != 2 {
		t.Errorf("accepted %d\n%s", got.Accepted, diff)
	}
	if i := s.incidents()[0]; i.State != register.Prevented || i.Outcome != register.BlockedSend {
		t.Errorf("got %+v", i)
	}
	other := s.enrol().token("x")
	s.post(outcomePath, `{"outcomes":[`+item(v.DecisionID, "")+`]}`, other).into(&got)
	if len(got.Rejected) != 1 || got.Rejected[0].Problem.Code != "outcome.decision_unknown" {
		t.Errorf("another device's outcome: %+v", got)
	}
}

func TestTheBundleIsSignedByTheKeyOfTheEnrolment(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	a := s.get(bundlePath, token).want(200, "")
	x, err := base64.RawURLEncoding.DecodeString(d.Server.X)
	if err != nil {
		t.Fatal(err)
	}
	var claims jwt.MapClaims
	if _, err := jwt.ParseWithClaims(string(a.body), &claims, func(*jwt.Token) (any, error) { return ed25519.PublicKey(x), nil },
		jwt.WithValidMethods([]string{"EdDSA"}), jwt.WithTimeFunc(s.clock)); err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Components.Schemas["Bundle"].Value.VisitJSON(map[string]any(claims), openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("the bundle is not as the document says: %v", err)
	}
	again := request(http.MethodGet, bundlePath, "", token)
	again.Header.Set("If-None-Match", a.header.Get("ETag"))
	if got := s.do(again); got.status != 304 || len(got.body) != 0 {
		t.Errorf("got %d", got.status)
	}
	s.pass(25 * time.Hour)
	renewed := request(http.MethodGet, bundlePath, "", d.token("x"))
	renewed.Header.Set("If-None-Match", a.header.Get("ETag"))
	s.do(renewed).want(200, "")
}

func TestARestartKeepsDevicesPolicyVersionAndRegister(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	body := ask(newRequestID(t), "chatgpt.com", patient, nil)
	var before, after verdict
	s.post(inspectPath, body, token).into(&before)
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	s.start()
	if s.app.FirstKey != "" {
		t.Error("the second start made another key")
	}
	s.post(inspectPath, body, token).want(200, "").into(&after)
	if after.DecisionID != before.DecisionID || after.Version != 1 || len(s.attempts()) != 1 {
		t.Errorf("got %+v", after)
	}
	if _, err := s.app.register.Verify(t.Context(), s.app.org.ID); err != nil {
		t.Error(err)
	}
}
