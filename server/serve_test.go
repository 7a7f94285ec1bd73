package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// output can be read while the service writes to it.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// running is a service that was started as the shell would.
type running struct {
	data, listen string
	out, log     *output
	stop         func() int
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

func serve(t *testing.T, data string, args ...string) *running {
	t.Helper()
	r := &running{data: data, listen: freeAddress(t), out: &output{}, log: &output{}}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	args = append([]string{"serve", "--data", data, "--listen", r.listen, "--metrics-listen", freeAddress(t)}, args...)
	go func() {
		ended <- run(ctx, args, process{in: strings.NewReader(""), out: r.out, err: r.log, now: time.Now})
	}()
	r.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { r.stop() })
	for deadline := time.Now().Add(20 * time.Second); call(t, "", "health", "--listen", r.listen).code != 0; {
		if time.Now().After(deadline) {
			t.Fatalf("it does not start: %s", r.log)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return r
}

var keyForm = regexp.MustCompile(`dwe_[A-Z2-7]{32}`)

func TestTheFirstStartPrintsAKeyAndTheNextStep(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := serve(t, data)
	if said := first.out.String(); !keyForm.MatchString(said) || !strings.Contains(said, "Next:") || !strings.Contains(said, "http://localhost:") {
		t.Errorf("it says %q", said)
	}
	if keyForm.MatchString(first.log.String()) {
		t.Error("the key is in the log")
	}
	if code := first.stop(); code != 0 {
		t.Errorf("it stopped with %d: %s", code, first.log)
	}
	if said := serve(t, data).out.String(); keyForm.MatchString(said) {
		t.Errorf("the second start says %q", said)
	}
}

func TestKeysAreMadeListedAndRevokedBesideARunningService(t *testing.T) {
	s := serve(t, t.TempDir())
	made := call(t, "", "enrolment-key", "create", "--data", s.data, "--label", "SEH")
	if made.code != 0 || keyForm.FindString(made.out)+"\n" != made.out {
		t.Fatalf("got %+v", made)
	}
	list := call(t, "", "enrolment-key", "list", "--data", s.data)
	id := regexp.MustCompile(`(enk_\w+).*SEH`).FindStringSubmatch(list.out)
	if id == nil || strings.Contains(list.out, strings.TrimSpace(made.out)) {
		t.Fatalf("got %q", list.out)
	}
	if revoked := call(t, "", "enrolment-key", "revoke", "--data", s.data, id[1]); revoked.code != 0 {
		t.Errorf("got %+v", revoked)
	}
	call(t, "", "enrolment-key", "revoke", "--data", s.data, id[1]).fails(t, "no active enrolment key")
	if list := call(t, "", "enrolment-key", "list", "--data", s.data); !strings.Contains(list.out, "revoked") {
		t.Errorf("got %q", list.out)
	}
	body := `{"enrolment_key":"` + strings.TrimSpace(made.out) + `","public_key":{"kty":"EC","crv":"P-256",
		"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}`
	if _, status := post(t, s, "/api/v1/ext/enrol", body); status != http.StatusUnauthorized {
		t.Errorf("a revoked key enrols: %d", status)
	}
}

// post sends JSON to the service.
func post(t *testing.T, s *running, path, body string) (answer string, status int) {
	t.Helper()
	got, err := http.Post("http://"+s.listen+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), got.StatusCode
}

func TestTheRegisterIsListedAndVerified(t *testing.T) {
	s := serve(t, t.TempDir())
	if got := call(t, "", "register", "verify", "--data", s.data); got.code != 0 || !strings.Contains(got.out, "whole") {
		t.Errorf("got %+v", got)
	}
	for _, args := range [][]string{{"--jsonl"}, {"--since", "24h", "--jsonl"}, {"--since", "2026-11-16", "--jsonl"}, {"--since", "2026-11-16T08:00:00+01:00", "--jsonl"}} {
		if got := call(t, "", append([]string{"register", "list", "--data", s.data}, args...)...); got.code != 0 || got.out != "" {
			t.Errorf("%v: got %+v", args, got)
		}
	}
	call(t, "", "register", "list", "--data", s.data, "--since", "Mevr. Jansen").fails(t, "--since wants")
}

func TestCommandsSayWhenThereAreNoData(t *testing.T) {
	empty := t.TempDir()
	for _, args := range [][]string{{"register", "list"}, {"register", "verify"}, {"enrolment-key", "create"}, {"enrolment-key", "list"}} {
		call(t, "", append(args, "--data", empty)...).fails(t, "there are no data")
	}
}

func TestHealthSaysWhenNobodyAnswers(t *testing.T) {
	call(t, "", "health", "--listen", freeAddress(t)).fails(t, "does not answer")
	call(t, "", "health", "--listen", "nonsense").fails(t, "HOST:PORT")
}

func TestServeRefusesSettingsThatCannotWork(t *testing.T) {
	dir := t.TempDir()
	call(t, "", "serve", "--data", dir, "--listen", "8787").fails(t, "HOST:PORT")
	call(t, "", "serve", "--data", dir, "--public-url", "dijkwacht.example.nl").fails(t, "https://")
	busy := serve(t, t.TempDir())
	call(t, "", "serve", "--data", dir, "--listen", busy.listen, "--metrics-listen", "").says(t, "listen on")
}

func TestMetricsHaveTheirOwnAddress(t *testing.T) {
	metrics := freeAddress(t)
	s := serve(t, t.TempDir(), "--metrics-listen", metrics)
	for address, want := range map[string]int{metrics: http.StatusOK, s.listen: http.StatusNotFound} {
		answer, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != want || want == http.StatusOK && !bytes.Contains(body, []byte("chain_head_seq")) {
			t.Errorf("%s: got %d, %v", address, answer.StatusCode, err)
		}
	}
}
