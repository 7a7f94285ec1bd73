package redis

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dijkwacht/internal/hot/hottest"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/testenv"
)

// servers reads the URLs that testenv gives.
func servers(url string) Servers {
	rest := strings.TrimPrefix(url, "redis://")
	rest, query, _ := strings.Cut(rest, "?master=")
	s := Servers{Master: query}
	if user, hosts, found := strings.Cut(rest, "@"); found {
		s.Password, rest = strings.TrimPrefix(user, ":"), hosts
	}
	hosts, _, _ := strings.Cut(rest, "/")
	s.Addrs = strings.Split(hosts, ",")
	return s
}

// replica is a state with what it told.
type replica struct {
	*State
	fallbacks atomic.Int64
	changes   chan bool
}

// start makes a replica and waits until Redis answers it.
func start(t testing.TB, s Servers, name string) *replica {
	t.Helper()
	r := open(t, s, name)
	until(t, "redis answers", r.Up)
	return r
}

// open makes a replica.
func open(t testing.TB, s Servers, name string) *replica {
	t.Helper()
	r := &replica{changes: make(chan bool, 64)}
	r.State = New(Options{Servers: s, Replica: name, Now: time.Now,
		Fallback: func(u Use) {
			if u != UseFeed { // which drops what is too much
				r.fallbacks.Add(1)
			}
		}, Changed: func(up bool) { r.changes <- up }})
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// patiently is for what the state does, not for how fast this machine is.
func patiently(list ...*replica) {
	for _, r := range list {
		r.callTime = 5 * time.Second
	}
}

func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func TestRedisConforms(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{
		"single":   func(t testing.TB) string { return testenv.StartRedis(t).URL() },
		"sentinel": func(t testing.TB) string { return testenv.StartRedisSentinel(t).URL() },
		"cluster":  func(t testing.TB) string { return testenv.StartRedisCluster(t).URL() },
	} {
		t.Run(name, func(t *testing.T) {
			s := servers(url(t))
			here, there := start(t, s, "here"), start(t, s, "there")
			patiently(here, there)
			t.Run("suite", func(t *testing.T) { hottest.Run(t, here, there) })
			if n := here.fallbacks.Load() + there.fallbacks.Load(); n != 0 {
				t.Errorf("%d uses did without Redis", n)
			}
		})
	}
}

// hour is a rate that gives nothing back while a test runs.
func hour(quota int) limit.Claim {
	return limit.Claim{Name: "a", Key: "k", Rate: limit.Rate{Quota: quota, Window: time.Hour}}
}

// granted counts what a replica grants of n claims.
func grantedOf(t testing.TB, s *replica, org string, c limit.Claim, n int) (count int) {
	t.Helper()
	for range n {
		if s.Take(t.Context(), org, c).Allowed {
			count++
		}
	}
	return count
}
