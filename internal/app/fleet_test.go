package app

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pquerna/otp/totp"

	"dijkwacht/internal/testenv"
)

// fleet is the topology of docker-compose.yml out of plain processes: servers from
// the real binary on one PostgreSQL and one Redis, reached over HTTP alone.
type fleet struct {
	t         *testing.T
	postgres  *testenv.Postgres
	databases testenv.Databases
	redis     *testenv.Redis
	programs  []*testenv.Program
	addresses []string
	client    http.Client
}

// publicURL is the name under which a load balancer would show all servers.
const publicURL = "http://localhost:8787"

// binaryPath is where binary puts the program, seen from this package.
var binaryPath = filepath.Join("..", "..", "bin", "dijkwacht-test")

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "bin", filepath.Base(binaryPath))
	build := exec.Command("go", "build", "-trimpath", "-tags", "nomsgpack", "-o", path, "./server")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func startFleet(t *testing.T, servers int) *fleet {
	t.Helper()
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	postgres := testenv.StartPostgres(t)
	f := &fleet{t: t, postgres: postgres, databases: postgres.Databases(t, "dijkwacht"), redis: testenv.StartRedisWithPassword(t, "geheim")}
	f.client.Timeout = 15 * time.Second
	key := filepath.Join(t.TempDir(), "secret.key")
	for range servers {
		address := freeAddress(t)
		f.addresses = append(f.addresses, address)
		env := []string{
			"DIJKWACHT_DATA=" + t.TempDir(), "DIJKWACHT_DATABASE_URL=" + f.databases.Service, "DIJKWACHT_MIGRATE_URL=" + f.databases.Owner,
			"DIJKWACHT_REDIS_URL=" + f.redis.URL(), "DIJKWACHT_KEY_FILE=" + key, "DIJKWACHT_LISTEN=" + address, "DIJKWACHT_METRICS_LISTEN=",
			"DIJKWACHT_PUBLIC_URL=" + publicURL, "DIJKWACHT_DRAIN_WAIT=500ms", "DIJKWACHT_LIMIT_INSPECT=1000000/1h",
		}
		ready := func() bool { return f.status(address, "/readyz") == http.StatusOK }
		f.programs = append(f.programs, testenv.StartProgram(t, program, env, ready, "serve"))
	}
	return f
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// status is that of the answer, 0 for none.
func (f *fleet) status(address, path string) int {
	r, err := f.client.Get("http://" + address + path)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	return r.StatusCode
}

// send sends a request to one server.
func (f *fleet) send(server int, method, path, body string, headers ...string) (answer, error) {
	r, err := http.NewRequestWithContext(f.t.Context(), method, "http://"+f.addresses[server]+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got, err := f.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	return answer{f.t, got.StatusCode, got.Header, content}, err
}

// post expects an answer.
func (f *fleet) post(server int, path, body string, headers ...string) answer {
	f.t.Helper()
	a, err := f.send(server, http.MethodPost, path, body, headers...)
	if err != nil {
		f.t.Fatal(err)
	}
	return a
}

func bearer(token string) []string { return []string{"Authorization", "Bearer " + token} }

// member is a device of the fleet.
type member struct {
	f        *fleet
	key      *ecdsa.PrivateKey
	ID       string `json:"device_id"`
	Audience string `json:"audience"`
}

var enrolmentKeyForm = regexp.MustCompile(`dwe_[A-Z2-7]{32}`)

// enrol adds a device at one server with the key that the first start printed.
func (f *fleet) enrol(server int) *member {
	f.t.Helper()
	secret := enrolmentKeyForm.FindString(f.programs[0].Output())
	key, jwk := publicKey(f.t)
	m := &member{f: f, key: key}
	f.post(server, enrolPath, `{"enrolment_key":"`+secret+`","public_key":`+jwk+`,"os":"linux"}`).want(http.StatusCreated, "").into(m)
	return m
}

func (m *member) token(server int) string {
	m.f.t.Helper()
	now := time.Now()
	raw, err := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{
		Issuer: m.ID, Subject: m.ID, Audience: jwt.ClaimStrings{m.Audience}, ID: newRequestID(m.f.t),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute)),
	}).SignedString(m.key)
	if err != nil {
		m.f.t.Fatal(err)
	}
	var got struct {
		Token string `json:"access_token"`
	}
	m.f.post(server, tokenPath, `{"assertion":"`+raw+`"}`).want(http.StatusOK, "").into(&got)
	return got.Token
}

var ownerLinkForm = regexp.MustCompile(`/welkom#([A-Za-z0-9_-]{43})`)

// owner signs the owner in by the link that the first start printed, and returns
// what a request to the console needs.
func (f *fleet) owner(server int) (headers []string) {
	f.t.Helper()
	link := ownerLinkForm.FindStringSubmatch(f.programs[0].Output())
	if link == nil {
		f.t.Fatal("the first start printed no link for the owner")
	}
	same := []string{"Sec-Fetch-Site", "same-origin", "Idempotency-Key", newRequestID(f.t)}
	var opened struct{ Code struct{ Secret string } }
	f.post(server, "/api/v1/auth/link/open", `{"token":"`+link[1]+`"}`, same...).want(http.StatusOK, "").into(&opened)
	code, err := totp.GenerateCode(opened.Code.Secret, time.Now())
	if err != nil {
		f.t.Fatal(err)
	}
	body, _ := json.Marshal(map[string]string{"token": link[1], "password": password, "code": code, "email": "eva@example.nl", "name": "Eva"})
	a := f.post(server, "/api/v1/auth/link/use", string(body), same...).want(http.StatusOK, "")
	for _, k := range (&http.Response{Header: a.header}).Cookies() {
		return []string{"Sec-Fetch-Site", "same-origin", "Cookie", k.Name + "=" + k.Value}
	}
	f.t.Fatal("the owner got no session")
	return nil
}

// traffic sends prompts to all servers in turn, and does what the extension does
// when one cannot be reached: it tries again with the same id.
type traffic struct {
	f       *fleet
	mu      sync.Mutex
	acked   map[string]string // decisions about violations by request
	clean   int
	retries int
	wrong   []string
	stop    chan struct{}
	wait    sync.WaitGroup
}

func (f *fleet) load(members ...*member) *traffic {
	l := &traffic{f: f, acked: map[string]string{}, stop: make(chan struct{})}
	for i, m := range members {
		token := m.token(i % len(f.addresses))
		l.wait.Go(func() {
			for n := i; ; n++ {
				select {
				case <-l.stop:
					return
				case <-time.After(2 * time.Millisecond):
				}
				l.one(n, token)
			}
		})
	}
	return l
}

func (l *traffic) one(n int, token string) {
	text, want := "Hoe laat is het in Tokio?", "allow"
	if n%3 == 0 {
		text, want = patient, "block"
	}
	id := newRequestID(l.f.t)
	for try := range 100 {
		a, err := l.f.send((n+try)%len(l.f.addresses), http.MethodPost, inspectPath, ask(id, "chatgpt.com", text, nil), bearer(token)...)
		var reset *net.OpError
		var lost *url.Error
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &reset) || errors.As(err, &lost) && !lost.Timeout() {
			l.note(func() { l.retries++ })
			time.Sleep(20 * time.Millisecond)
			continue
		}
		if err != nil {
			l.note(func() { l.wrong = append(l.wrong, err.Error()) })
			return
		}
		l.judge(a, id, want)
		return
	}
	l.note(func() { l.wrong = append(l.wrong, "no server could be reached") })
}

func (l *traffic) judge(a answer, id, want string) {
	var v verdict
	if a.status == http.StatusOK {
		_ = json.Unmarshal(a.body, &v)
	}
	l.note(func() {
		switch {
		case v.Action != want:
			l.wrong = append(l.wrong, fmt.Sprintf("%d %s %q instead of %s", a.status, a.code(), v.Action, want))
		case want == "block":
			l.acked[id] = v.DecisionID
		default:
			l.clean++
		}
	})
}

func (l *traffic) note(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// answered is how many prompts were answered until now.
func (l *traffic) answered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked) + l.clean
}

// goesOn waits until the servers have answered some more.
func (l *traffic) goesOn(what string) {
	l.f.t.Helper()
	before := l.answered()
	waitFor(l.f.t, what+": prompts are answered", 15*time.Second, func() bool { return l.answered() > before+30 })
}

func (l *traffic) end() {
	close(l.stop)
	l.wait.Wait()
}
