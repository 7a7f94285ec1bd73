package app

import (
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/testenv"
)

// survives takes the database away from a running service and gives it back. In
// between, violations must be held, clean prompts go on and readiness is red;
// afterwards the service recovers by itself, and retries are recorded once.
func (s *service) survives(down, back func()) {
	t := s.t
	t.Helper()
	d := s.enrol()
	token := d.token("x")
	violation := ask(newRequestID(t), "chatgpt.com", patient, nil)
	s.post(inspectPath, violation, token).want(http.StatusOK, "")

	down()
	held := ask(newRequestID(t), "chatgpt.com", patient, nil)
	for range 2 {
		start := time.Now()
		a := s.post(inspectPath, held, token).want(http.StatusServiceUnavailable, "register.unavailable")
		var p struct{ Action string }
		if a.into(&p); p.Action != "block" {
			t.Errorf("the answer does not hold: %s", a.body)
		}
		if took := time.Since(start); took > 2500*time.Millisecond {
			t.Errorf("the answer took %v; the extension no longer waits for it", took)
		}
		start = time.Now()
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Hoe laat is het?", nil), token).want(http.StatusOK, "")
		if took := time.Since(start); took > time.Second {
			t.Errorf("a clean prompt waited %v", took)
		}
	}
	if a := s.get("/readyz", ""); a.status != http.StatusServiceUnavailable || !strings.Contains(string(a.body), "register.unavailable") {
		t.Errorf("readiness: %d %s", a.status, a.body)
	}
	s.get("/healthz", "").want(http.StatusOK, "")

	back()
	for deadline := time.Now().Add(20 * time.Second); s.get("/readyz", "").status != http.StatusOK; {
		if time.Now().After(deadline) {
			t.Fatal("it does not recover")
		}
		time.Sleep(20 * time.Millisecond)
	}
	for range 2 {
		s.post(inspectPath, held, token).want(http.StatusOK, "")
	}
	s.post(inspectPath, violation, token).want(http.StatusOK, "")
	report, err := s.app.register.Verify(t.Context(), s.app.org.ID)
	if err != nil {
		t.Fatalf("the register afterwards: %v (%d entries)", err, report.Checked)
	}
	events := 0
	for _, err := range s.app.store.Attempts(t.Context(), s.app.org.ID, time.UnixMilli(1), s.clock().Add(time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		events++
	}
	if events != 2 {
		t.Errorf("%d events are on record, want 2", events)
	}
}

// fullDiskEnv makes the test run in this process, which then writes to no file.
const fullDiskEnv = "DIJKWACHT_TEST_FULL_DISK"

func TestOnAFullDiskViolationsAreHeldUntilThereIsSpace(t *testing.T) {
	if os.Getenv(fullDiskEnv) == "" { // the limit is one of the whole process
		child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
		child.Env = append(os.Environ(), fullDiskEnv+"=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := func(bytes uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
			t.Fatal(err)
		}
	}
	newService(t).survives(func() { limit(1) }, func() { limit(before.Cur) })
}

func TestWithoutPostgresViolationsAreHeldUntilItIsBack(t *testing.T) {
	server := testenv.StartPostgres(t)
	for name, fault := range map[string]struct{ down, back func(testing.TB) }{
		"stopped": {server.Stop, server.Start},
		"killed":  {func(testing.TB) { server.Kill() }, server.Start},
		"paused":  {server.Pause, server.Resume},
	} {
		t.Run(name, func(t *testing.T) {
			db := server.Databases(t, name)
			s := newServiceWith(t, func(c *config.Serve) { c.DatabaseURL, c.MigrateURL = db.Service, db.Owner })
			s.survives(func() { fault.down(t) }, func() { fault.back(t) })
		})
	}
}
