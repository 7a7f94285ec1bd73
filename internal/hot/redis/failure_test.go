package redis

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/register"
	"dijkwacht/internal/testenv"
)

// The ways in which a Redis goes away. Each returns what brings it back.
var ways = map[string]func(testing.TB, *testenv.Redis) func(){
	"killed": func(t testing.TB, r *testenv.Redis) func() {
		r.Kill()
		return func() { r.Restart(t) }
	},
	"paused": func(t testing.TB, r *testenv.Redis) func() {
		r.Pause(t)
		return func() { r.Resume(t) }
	},
}

func TestWithoutRedisAReplicaGrantsItsShareAndRequestsDoNotWait(t *testing.T) {
	for name, fail := range ways {
		t.Run(name, func(t *testing.T) {
			server := testenv.StartRedis(t)
			s := servers(server.URL())
			here, there := start(t, s, "here"), start(t, s, "there")
			until(t, "the replicas know of each other", func() bool { return here.Replicas() == 2 && there.Replicas() == 2 })
			bringBack := fail(t, server)

			var times []time.Duration
			count := 0
			for range 500 {
				began := time.Now()
				if here.Take(t.Context(), "org_1", hour(100)).Allowed {
					count++
				}
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			if count != 50 {
				t.Errorf("one of two replicas granted %d of 100", count)
			}
			if p99, most := times[len(times)*99/100], times[len(times)-1]; p99 > callTime+10*time.Millisecond || most > 5*callTime {
				t.Errorf("p99 %v, longest %v", p99, most)
			}
			if here.Seen(t.Context(), "org_1", "jti", time.Minute) != 0 || here.Seen(t.Context(), "org_1", "jti", time.Minute) != 1 {
				t.Error("the replica does not remember ids by itself")
			}
			until(t, "it says so", func() bool { return !here.Up() && !there.Up() })
			if here.fallbacks.Load() < 400 {
				t.Errorf("%d uses without Redis were told", here.fallbacks.Load())
			}

			bringBack()
			until(t, "it recovers by itself", func() bool { return here.Up() && there.Up() })
			patiently(here)
			if got := grantedOf(t, here, "org_1", hour(100), 150); got != 100 {
				t.Errorf("with Redis again: %d of 100", got)
			}
			if told := []bool{next(t, here.changes), next(t, here.changes), next(t, here.changes)}; !slices.Equal(told, []bool{true, false, true}) {
				t.Errorf("told %v", told)
			}
		})
	}
}

func TestAReplicaThatNeverSawRedisTakesItForOneOfTwo(t *testing.T) {
	s := open(t, Servers{Addrs: []string{"127.0.0.1:1"}}, "here")
	if got := grantedOf(t, s, "org_1", hour(10), 20); got != 5 {
		t.Errorf("%d of 10", got)
	}
	if s.Up() || next(t, s.changes) {
		t.Error("a Redis that is not there is up")
	}
}

func TestAFlushCostsWhatWasCountedAndNothingElse(t *testing.T) {
	server := testenv.StartRedis(t)
	s := servers(server.URL())
	here, there := start(t, s, "here"), start(t, s, "there")
	until(t, "the replicas know of each other", func() bool { return here.Replicas() == 2 })
	patiently(here)
	grantedOf(t, here, "org_1", hour(10), 10)
	stop := make(chan struct{})
	var load sync.WaitGroup
	load.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				here.Take(t.Context(), "org_"+strconv.Itoa(i%50), hour(1000))
			}
		}
	})
	for range 5 {
		server.Must(t, "FLUSHALL")
		server.Must(t, "SCRIPT", "FLUSH")
		time.Sleep(50 * time.Millisecond)
	}
	close(stop)
	load.Wait()
	if n := here.fallbacks.Load(); n != 0 {
		t.Errorf("%d uses did without Redis", n)
	}
	if !here.Up() || here.Replicas() != 2 || there.Replicas() != 2 {
		t.Errorf("up %v, %d replicas", here.Up(), here.Replicas())
	}
}

func TestTheWatchesLearnThatTheyMayHaveMissedSomething(t *testing.T) {
	for name, fail := range ways {
		t.Run(name, func(t *testing.T) {
			server := testenv.StartRedis(t)
			s := servers(server.URL())
			here, there := start(t, s, "here"), start(t, s, "there")
			missed := make(chan struct{}, 64)
			note := func() { missed <- struct{}{} }
			revoked := make(chan auth.Revocation, 16)
			defer there.WatchRevocations(func(r auth.Revocation) { revoked <- r }, note)()
			defer there.WatchVersions(func(string, int) {}, func() {})()
			news, stop := there.Watch("org_1")
			defer stop()

			bringBack := fail(t, server)
			until(t, "the lost link is noticed", func() bool { return len(missed) > 0 })
			if n := next(t, news); !n.Gap {
				t.Errorf("got %+v instead of a gap", n)
			}
			next(t, missed)
			bringBack()
			until(t, "the new link is a reason to look too", func() bool { return len(missed) > 0 })
			until(t, "redis answers", func() bool { return here.Up() && there.Up() })
			// Redis works again: what is told now arrives in time.
			want := auth.Revocation{OrgID: "org_1", Kind: auth.RevocableDevice, ID: "dev_1", At: time.UnixMilli(1).UTC()}
			began := time.Now()
			here.AnnounceRevocation(want)
			if got := next(t, revoked); got != want || time.Since(began) > 5*time.Second {
				t.Errorf("got %+v after %v", got, time.Since(began))
			}
		})
	}
}

func TestAnAnnouncementSurvivesABrokenConnection(t *testing.T) {
	server := testenv.StartRedis(t)
	s := servers(server.URL())
	here, there := start(t, s, "here"), start(t, s, "there")
	for i := range 5 {
		got := make(chan int, 16)
		stop := there.WatchVersions(func(_ string, v int) { got <- v }, func() {})
		server.Must(t, "CLIENT", "KILL", "TYPE", "normal")
		began := time.Now()
		here.AnnounceVersion("org_1", i)
		if v := next(t, got); v != i || time.Since(began) > 5*time.Second {
			t.Errorf("got %d after %v", v, time.Since(began))
		}
		stop()
	}
}

func TestAHoleInTheNewsIsAGap(t *testing.T) {
	s := servers(testenv.StartRedis(t).URL())
	here, there := start(t, s, "here"), start(t, s, "there")
	news, stop := there.Watch("org_1")
	defer stop()
	one := register.News{OrgID: "org_1", EventID: "evt_1"}
	here.Publish(one)
	for next(t, news) != one { // gaps of the first link come before it
	}
	here.sent.next("org_1") // as if one had been lost on the way
	here.Publish(register.News{OrgID: "org_1", EventID: "evt_3"})
	if n := next(t, news); !n.Gap || n.EventID != "" {
		t.Errorf("got %+v", n)
	}
	if n := next(t, news); n.EventID != "evt_3" {
		t.Errorf("got %+v", n)
	}
}

func TestClosingSendsWhatIsUrgent(t *testing.T) {
	s := servers(testenv.StartRedis(t).URL())
	there := start(t, s, "there")
	got := make(chan string, 16)
	defer there.WatchRevocations(func(r auth.Revocation) { got <- r.ID }, func() {})()
	command := open(t, s, "command")
	command.AnnounceRevocation(auth.Revocation{OrgID: "org_1", Kind: auth.RevocableDevice, ID: "dev_9"})
	if err := command.Close(); err != nil {
		t.Error(err)
	}
	if id := next(t, got); id != "dev_9" {
		t.Errorf("got %s", id)
	}
	until(t, "the command is no longer counted", func() bool { return there.client.ZCard(t.Context(), presenceKey).Val() == 1 })
}

func TestNoStormOfConnectionsAndNoLeak(t *testing.T) {
	server := testenv.StartRedis(t)
	before := runtime.NumGoroutine()
	s := start(t, servers(server.URL()), "here")
	load := func(d time.Duration) {
		var callers sync.WaitGroup
		end := time.Now().Add(d)
		for i := range 64 {
			callers.Go(func() {
				for time.Now().Before(end) {
					s.Take(t.Context(), fmt.Sprint("org_", i%8), hour(1_000_000))
					time.Sleep(time.Millisecond)
				}
			})
		}
		callers.Wait()
	}
	load(200 * time.Millisecond)
	during := 0
	for range 3 {
		server.Pause(t)
		load(600 * time.Millisecond)
		during = max(during, runtime.NumGoroutine())
		server.Resume(t)
		until(t, "redis answers", s.Up)
		load(200 * time.Millisecond)
	}
	if during-before > 150 {
		t.Errorf("%d goroutines more while Redis was silent", during-before)
	}
	if made := number(t, server.Must(t, "INFO", "stats"), "total_connections_received:"); made > 300 {
		t.Errorf("%d connections were made", made)
	}
	if now := number(t, server.Must(t, "INFO", "clients"), "connected_clients:"); now > connections+8 {
		t.Errorf("%d connections are open", now)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	until(t, "every goroutine ends", func() bool { return runtime.NumGoroutine() <= before })
}

// next is the next value of a channel, soon.
func next[T any](t testing.TB, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
	}
	panic("not reached")
}

func number(t testing.TB, info, name string) int {
	t.Helper()
	_, rest, _ := strings.Cut(info, name)
	digits, _, _ := strings.Cut(rest, "\r\n")
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatalf("%s is not in %s", name, info)
	}
	return n
}
