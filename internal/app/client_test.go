package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
)

// service is an app with a clock that tests move.
type service struct {
	outside Outside
	t       *testing.T
	app     *App
	dir     string
	logs    *bytes.Buffer

	// settings changes those that an app starts with.
	settings func(*config.Serve)

	// public is the address of the service, "" for the default.
	public string
	// serial counts the things that seed adds.
	serial int

	// lenient lets a batch be accepted that holds bad items.
	lenient bool

	mu  sync.Mutex
	now time.Time
}

func newService(t *testing.T) *service {
	t.Helper()
	return newServiceWith(t, nil)
}

// newServiceWith is a service with other settings.
func newServiceWith(t *testing.T, settings func(*config.Serve)) *service {
	t.Helper()
	s := &service{t: t, dir: migratedFolder(t), logs: &bytes.Buffer{}, settings: settings, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	s.start()
	return s
}

func (s *service) start() {
	s.t.Helper()
	var err error
	if s.app, err = s.open(""); err != nil {
		s.t.Fatal(err)
	}
	// Hashes that cost little: what the real ones cost, the tests of auth say.
	if s.app.sessions.Passwords, err = auth.NewPasswords(auth.HashCost{MemoryKiB: 64, Passes: 1, Lanes: 1}, rand.Reader); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = s.app.Close() })
}

// open makes an app on the data of the service with the given policy file.
func (s *service) open(policy string) (*App, error) {
	cfg := config.Serve{Data: config.Data{Dir: s.dir}, Listen: "127.0.0.1:0", Organisation: "Test", Policy: policy, PublicURL: s.public}
	if s.settings != nil {
		s.settings(&cfg)
	}
	if err := cfg.Normalise(); err != nil {
		return nil, err
	}
	return New(s.t.Context(), cfg, Options{Log: s.logs, Version: "test", Now: s.clock, Outside: s.outside})
}

func (s *service) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *service) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// answer is what came back, checked against the OpenAPI document.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// into decodes the body.
func (a answer) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("answer %d is not JSON: %v", a.status, err)
	}
}

func (a answer) code() string {
	var p struct{ Code string }
	if a.status >= http.StatusBadRequest {
		_ = json.Unmarshal(a.body, &p)
	}
	return p.Code
}

// want fails the test when the answer has another status or code.
func (a answer) want(status int, code string) answer {
	a.t.Helper()
	if a.status != status || a.code() != code {
		a.t.Errorf("got %d %q, want %d %q\n%s", a.status, a.code(), status, code, a.body)
	}
	return a
}

// reader leaves a stream, which goes on for as long as somebody reads, when it has its
// beginning.
type reader struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (r reader) Flush() {
	r.ResponseRecorder.Flush()
	if r.Header().Get("Content-Type") == "text/event-stream" {
		r.leave()
	}
}

// do sends a request past the network and validates the answer. A request that the
// test expects to be accepted must be valid itself.
func (s *service) do(r *http.Request) answer {
	s.t.Helper()
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	recorder := httptest.NewRecorder()
	ctx, leave := context.WithCancel(r.Context())
	defer leave()
	s.app.Handler().ServeHTTP(reader{recorder, leave}, r.WithContext(ctx))
	a := answer{s.t, recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	s.validate(r, sent, a)
	return a
}

func (s *service) validate(r *http.Request, sent []byte, a answer) {
	s.t.Helper()
	router, err := contract()
	if err != nil {
		s.t.Fatalf("the document is not OpenAPI: %v", err)
	}
	route, params, err := router.FindRoute(r)
	var unknown *routers.RouteError
	if errors.As(err, &unknown) {
		if !s.lenient && a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
			s.t.Errorf("%s %s is served but not in the document", r.Method, r.URL.Path)
		}
		return
	}
	if err != nil {
		s.t.Fatal(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}}
	if a.status < 400 && !s.lenient {
		if err := openapi3filter.ValidateRequest(s.t.Context(), in); err != nil {
			s.t.Errorf("accepted a request that the document does not allow: %v", err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: a.status, Header: a.header, Options: in.Options}
	out.SetBodyBytes(a.body)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		s.t.Errorf("%s %s answered %d, not as the document says: %v", r.Method, r.URL.Path, a.status, err)
	}
}

// contract is the router over the OpenAPI document.
var contract = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI)
	if err != nil {
		return nil, err
	}
	openapi3filter.RegisterBodyDecoder("application/scim+json", openapi3filter.JSONBodyDecoder)
	for _, media := range []string{"application/jose", "application/jsonl", "text/event-stream"} {
		openapi3filter.RegisterBodyDecoder(media, func(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
			b, err := io.ReadAll(body)
			return string(b), err
		})
	}
	return legacy.NewRouter(doc)
})

func request(method, path, body, token string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

func (s *service) post(path, body, token string) answer {
	s.t.Helper()
	return s.do(request(http.MethodPost, path, body, token))
}

func (s *service) get(path, token string) answer {
	s.t.Helper()
	return s.do(request(http.MethodGet, path, "", token))
}

func newRequestID(t *testing.T) string {
	t.Helper()
	id, err := ident.NewID("", time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// verdict is the part of an answer that tests look at.
type verdict struct {
	DecisionID string `json:"decision_id"`
	Action     string
	Findings   []struct {
		Type       string
		Start, End int
		Label      string
		Covered    bool
	}
	Redacted string `json:"redacted_text"`
	Override struct{ Allowed bool }
	Why      *struct {
		Findings []struct {
			Rule     string
			Evidence []string
		}
		LeftAlone []struct {
			Start, End int
			Reason     string
		} `json:"left_alone"`
	} `json:"explanation"`
	Version int `json:"policy_version"`
}

// ask is a request to inspect, with more members as given.
func ask(id, host, text string, more map[string]any) string {
	m := map[string]any{"request_id": id, "host": host, "channel": "paste", "text": text}
	for name, v := range more {
		m[name] = v
	}
	body, _ := json.Marshal(m)
	return string(body)
}

const patient = "Mevr. Jansen, BSN 111222333, heeft hartfalen"
