package app

import (
	"context"
	"crypto/rand"
	options "flag"
	"net/http"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/sqlstore"
)

// rounds is how often the fleet loses each of its parts; make chaos asks for more.
var rounds = options.Int("rounds", 1, "how often to take parts away from the fleet")

func TestTwoServersOnPostgresAndRedisAreOneService(t *testing.T) {
	f := startFleet(t, 2)
	t.Run("what one server enrols, the other knows", func(t *testing.T) {
		f.t = t
		d := f.enrol(0)
		token := d.token(0)
		var v verdict
		f.post(1, inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), bearer(token)...).want(http.StatusOK, "").into(&v)
		outcome := `{"outcomes":[{"decision_id":"` + v.DecisionID + `","outcome":"blocked","egress_evidence":"none","at":"` + time.Now().UTC().Format(time.RFC3339) + `"}]}`
		f.post(0, outcomePath, outcome, bearer(token)...).want(http.StatusAccepted, "")
		if o := f.outcomes()[v.DecisionID]; o != "blocked" {
			t.Errorf("the register has the outcome %q", o)
		}
	})
	t.Run("a device that is revoked on one is refused on both within 5 s", func(t *testing.T) {
		f.t = t
		d := f.enrol(1)
		token := d.token(1)
		for server := range f.addresses {
			f.refuses(server, token, false)
		}
		session := append(f.owner(0), "Idempotency-Key", newRequestID(t))
		f.post(0, "/api/v1/devices/"+d.ID+"/revoke", "", session...).want(http.StatusOK, "")
		for server := range f.addresses {
			waitFor(t, "the device is refused", 5*time.Second, func() bool { return f.inspects(server, token) == http.StatusUnauthorized })
		}
	})
	t.Run("parts of it go away under load and nothing is lost", func(t *testing.T) {
		f.t = t
		f.loseParts(*rounds)
	})
}

func (f *fleet) inspects(server int, token string) int {
	f.t.Helper()
	return f.post(server, inspectPath, ask(newRequestID(f.t), "chatgpt.com", "Hoe laat is het?", nil), bearer(token)...).status
}

func (f *fleet) refuses(server int, token string, want bool) {
	f.t.Helper()
	if got := f.inspects(server, token); (got == http.StatusUnauthorized) != want {
		f.t.Errorf("server %d answers %d", server, got)
	}
}

// outcomes are those of all decisions in the register.
func (f *fleet) outcomes() map[string]string {
	f.t.Helper()
	found := map[string]string{}
	f.withStore(func(ctx context.Context, s *sqlstore.Store, org string) {
		for a, err := range s.Attempts(ctx, org, time.UnixMilli(1), time.Now().Add(time.Hour)) {
			if err != nil {
				f.t.Fatal(err)
			}
			if _, twice := found[a.Event.DecisionID]; twice {
				f.t.Errorf("decision %s is in the register twice", a.Event.DecisionID)
			}
			found[a.Event.DecisionID] = ""
			if a.Outcome != nil {
				found[a.Event.DecisionID] = string(a.Outcome.Result)
			}
		}
		if _, err := chain.Verify(ctx, s, org, chain.Scope{}); err != nil {
			f.t.Error(err)
		}
	})
	return found
}

func (f *fleet) withStore(work func(context.Context, *sqlstore.Store, string)) {
	f.t.Helper()
	s, err := sqlstore.OpenPostgres(f.t.Context(), f.databases.Service, "", rand.Reader)
	if err != nil {
		f.t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Organisations(f.t.Context())
	if err != nil || len(list) != 1 {
		f.t.Fatalf("got %d organisations, %v", len(list), err)
	}
	work(f.t.Context(), s, list[0].ID)
}

// loseParts kills, restarts and pauses what the fleet is made of while prompts
// come in.
func (f *fleet) loseParts(rounds int) {
	t := f.t
	l := f.load(f.enrol(0), f.enrol(1), f.enrol(0), f.enrol(1), f.enrol(0), f.enrol(1))
	for n := range rounds {
		one := n % len(f.programs)
		l.goesOn("all is well")
		f.programs[one].Kill()
		l.goesOn("one server was killed")
		f.programs[one].Start(t)
		l.goesOn("it is back")
		l.mu.Lock()
		killed := l.retries
		l.mu.Unlock()
		for i, p := range f.programs { // an update, one after the other
			if code := p.Stop(t); code != 0 {
				t.Errorf("server %d stopped with %d:\n%s", i, code, p.Output())
			}
			l.goesOn("one server is replaced")
			p.Start(t)
		}
		l.goesOn("all servers are replaced")
		t.Logf("%d answered, %d retries for the kill, %d for the update", l.answered(), killed, l.retries-killed)
		f.loseRedis(l)
	}
	l.end()
	if len(l.wrong) > 0 {
		t.Errorf("%d wrong answers, such as %s", len(l.wrong), l.wrong[0])
	}
	stored := f.outcomes()
	for id, decision := range l.acked {
		if _, found := stored[decision]; !found {
			t.Errorf("the decision on %s was given and is not in the register", id)
		}
	}
	t.Logf("%d violations, %d clean prompts, %d retries", len(l.acked), l.clean, l.retries)
}

func (f *fleet) loseRedis(l *traffic) {
	t := f.t
	f.degraded(false)
	f.redis.Pause(t)
	f.degraded(true)
	l.goesOn("Redis is paused")
	f.redis.Resume(t)
	f.degraded(false)
	f.redis.Kill()
	f.degraded(true)
	l.goesOn("Redis was killed")
	f.redis.Restart(t)
	f.degraded(false)
	for range 3 {
		f.redis.Must(t, "FLUSHALL")
		l.goesOn("Redis is flushed")
	}
}

// degraded waits until each server says so, and is ready all the same.
func (f *fleet) degraded(want bool) {
	f.t.Helper()
	for i := range f.addresses {
		waitFor(f.t, "readiness shows Redis", 20*time.Second, func() bool {
			a, err := f.send(i, http.MethodGet, "/readyz", "")
			var r readiness
			if err == nil {
				a.want(http.StatusOK, "").into(&r)
			}
			return err == nil && r.Degraded == want
		})
	}
}
