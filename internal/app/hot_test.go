package app

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/testenv"
)

// withRedis is a service that shares its hot state.
func withRedis(t *testing.T, url string) *service {
	t.Helper()
	s := newServiceWith(t, func(c *config.Serve) {
		c.Redis.URL = obs.Secret(url)
		many := config.Quota{N: 1_000_000, Window: time.Hour}
		c.Limits = config.Limits{Inspect: many, InspectOrganisation: many, Token: many, TokenOrganisation: many, Enrol: many}
	})
	waitFor(t, "redis answers", time.Minute, s.app.redis.Up)
	return s
}

func waitFor(t *testing.T, what string, limit time.Duration, holds func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !holds() {
		if time.Since(began) > limit {
			t.Fatalf("not within %v: %s", limit, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(began)
}

func TestRedisGoesAwayUnderLoadAndNothingIsLostOrLetThrough(t *testing.T) {
	server := testenv.StartRedis(t)
	s := withRedis(t, server.URL())
	tokens := make([]string, 4)
	for i := range tokens {
		tokens[i] = s.enrol().token("x")
	}
	l := s.load(tokens)
	time.Sleep(time.Second)
	quiet := l.p99()
	// Decisions stay within 50 ms; on a machine that is too busy for that by itself,
	// near what they took before.
	bar := max(50*time.Millisecond, 2*quiet)
	during := func(what string) {
		t.Helper()
		time.Sleep(1500 * time.Millisecond)
		if p := l.p99(); p > bar {
			t.Errorf("%s: p99 %v, with Redis %v", what, p, quiet)
		} else {
			t.Logf("%s: p99 %v, with Redis %v", what, p, quiet)
		}
	}

	server.Pause(t)
	during("paused")
	s.degraded(true)
	server.Resume(t)
	waitFor(t, "redis answers", 20*time.Second, s.app.redis.Up)
	s.degraded(false)
	server.Kill()
	during("killed")
	s.degraded(true)
	server.Restart(t)
	waitFor(t, "redis answers", 20*time.Second, s.app.redis.Up)
	l.p99()
	for range 3 {
		server.Must(t, "FLUSHALL")
		time.Sleep(200 * time.Millisecond)
	}
	during("flushed")
	s.degraded(false)
	close(l.stop)
	l.wait.Wait()

	if len(l.wrong) > 0 {
		t.Errorf("%d wrong answers, such as %s", len(l.wrong), l.wrong[0])
	}
	stored := map[string]bool{}
	for _, a := range s.attempts() {
		stored[a.Event.DecisionID] = true
	}
	for _, id := range l.acked {
		if !stored[id] {
			t.Errorf("decision %s was given and is not in the register", id)
		}
	}
	t.Logf("%d violations", len(l.acked))
	if len(l.acked) < 50 {
		t.Errorf("only %d violations were sent", len(l.acked))
	}
	metrics := httptest.NewRecorder()
	s.app.metrics.Handler().ServeHTTP(metrics, request(http.MethodGet, "/metrics", "", ""))
	if got := metrics.Body.String(); strings.Contains(got, `hot_fallbacks_total{use="limit"} 0`) || !strings.Contains(got, `redis_up 1`) {
		t.Error("the metrics do not show what happened")
	}
	if err := s.app.Close(); err != nil {
		t.Error(err)
	}
	if logs := s.logs.String(); !strings.Contains(logs, "redis is silent") || !strings.Contains(logs, "redis answers") {
		t.Error("the log does not show what happened")
	}
}

// degraded fails the test when readiness shows Redis otherwise; the service is
// ready all the same.
func (s *service) degraded(want bool) {
	s.t.Helper()
	var r readiness
	s.get("/readyz", "").want(http.StatusOK, "").into(&r)
	if r.Degraded != want || r.Checks["redis"].OK == want || !r.Ready {
		s.t.Errorf("got %+v", r)
	}
}

// beside is another replica on the same database.
func (s *service) beside() *service {
	s.t.Helper()
	other := &service{t: s.t, dir: s.dir, logs: &bytes.Buffer{}, settings: s.settings, now: s.clock()}
	other.start()
	return other
}

// run serves until the test ends.
func (s *service) run() {
	s.t.Helper()
	ctx, stop := context.WithCancel(s.t.Context())
	ended, listening := make(chan error, 1), make(chan string, 1)
	go func() { ended <- s.app.Run(ctx, func(address string) { listening <- address }) }()
	<-listening
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
}

// publish makes another ready policy the next version.
func (s *service) publish(name string) int {
	s.t.Helper()
	document, _, err := LoadPolicy(name)
	if err != nil {
		s.t.Fatal(err)
	}
	version, _, err := publish.Activate(s.t.Context(), s.app.store, s.app.org.ID, publish.First{Document: document}, s.clock())
	if err != nil {
		s.t.Fatal(err)
	}
	s.app.hot.AnnounceVersion(s.app.org.ID, version)
	return version
}

// revoke takes a device out of service at this replica.
func (s *service) revoke(d *device) {
	s.t.Helper()
	if _, err := s.app.enrolments.Revoke(s.t.Context(), ident.Operator(s.app.org.ID), d.ID); err != nil {
		s.t.Fatal(err)
	}
}

func TestWhatOneReplicaChangesCountsOnAllInTime(t *testing.T) {
	t.Parallel()
	server := testenv.StartRedis(t)
	here := withRedis(t, server.URL())
	there := here.beside()
	waitFor(t, "redis answers", time.Minute, there.app.redis.Up)
	for _, s := range []*service{here, there} {
		s.run()
	}
	for _, tt := range []struct {
		name   string
		policy string
		limit  time.Duration
	}{{"with Redis", "zorg-streng", 5 * time.Second}, {"without", "zorg-coach", 20 * time.Second}} {
		d := here.enrol()
		token := d.token("x")
		there.get(bundlePath, token).want(http.StatusOK, "")
		if tt.name == "without" {
			server.Kill()
		}
		here.revoke(d)
		here.get(bundlePath, token).want(http.StatusUnauthorized, "auth.token_invalid")
		version := here.publish(tt.policy)
		took := waitFor(t, tt.name+": the revoked device is refused", tt.limit, func() bool {
			return there.get(bundlePath, token).status == http.StatusUnauthorized
		})
		took += waitFor(t, tt.name+": the new policy is in force", tt.limit-took, func() bool {
			return there.app.policies.Whole(there.app.org.ID).Version == version
		})
		if got := there.app.policies.Whole(there.app.org.ID).Policy.ID; got != tt.policy {
			t.Errorf("%s: %s is in force", tt.name, got)
		}
		t.Logf("%s: %v", tt.name, took)
	}
}

func TestAWrongRedisURLIsToldWithoutIt(t *testing.T) {
	s := &service{t: t, dir: t.TempDir(), logs: &bytes.Buffer{}, now: time.Now(), settings: func(c *config.Serve) {
		c.Redis.URL = "redis://:hunter2@host:port"
	}}
	if _, err := s.open(""); err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(s.logs.String(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestThePasswordOfRedisIsNowhere(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) { c.Redis.URL = "redis://user:hunter2@127.0.0.1:1" })
	var r readiness
	s.get("/readyz", "").want(http.StatusOK, "").into(&r)
	metrics := httptest.NewRecorder()
	s.app.metrics.Handler().ServeHTTP(metrics, request(http.MethodGet, "/metrics", "", ""))
	time.Sleep(time.Second) // in which it tries and fails
	if err := s.app.Close(); err != nil {
		t.Error(err)
	}
	logs := s.logs.String()
	if !strings.Contains(logs, "redis is silent") {
		t.Errorf("the log does not tell: %s", logs)
	}
	for _, text := range []string{fmt.Sprintf("%+v", s.app.cfg), metrics.Body.String(), logs} {
		if strings.Contains(text, "hunter2") {
			t.Error("the password shows")
		}
	}
}
