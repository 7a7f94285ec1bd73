package hottest

import (
	"fmt"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/register"
)

func nothing() {}

func testRevocation(t *testing.T, w *world) {
	sent := auth.Revocation{OrgID: w.org, Kind: auth.RevocableDevice, ID: "dev_1", At: time.UnixMilli(1_790_000_000_123).UTC()}
	for _, state := range []State{w.here, w.there} {
		got := make(chan auth.Revocation, 16)
		defer state.WatchRevocations(func(r auth.Revocation) {
			if r.OrgID == w.org {
				got <- r
			}
		}, nothing)()
		w.here.AnnounceRevocation(sent)
		if r := receive(t, got); r != sent {
			t.Errorf("got %+v", r)
		}
	}
}

func testVersion(t *testing.T, w *world) {
	for i, state := range []State{w.here, w.there} {
		got := make(chan int, 16)
		defer state.WatchVersions(func(org string, version int) {
			if org == w.org {
				got <- version
			}
		}, nothing)()
		w.here.AnnounceVersion(w.org, 7+i)
		for receive(t, got) != 7+i { // what was told before may come late
		}
	}
}

func testNews(t *testing.T, w *world) {
	here, stop := w.here.Watch(w.org)
	defer stop()
	there, stop := w.there.Watch(w.org)
	defer stop()
	other, stop := w.there.Watch(w.other)
	defer stop()
	want := register.News{OrgID: w.org, EventID: "evt_1", IncidentID: "inc_1", At: time.UnixMilli(1_790_000_000_123).UTC(), Destination: "chatgpt", Action: "block"}
	for _, from := range []<-chan register.News{here, there} {
		if got := w.told(t, want, from); got != want {
			t.Errorf("got %+v", got)
		}
	}
	if got := w.told(t, register.News{OrgID: w.other, EventID: "evt_2"}, other); got.EventID != "evt_2" {
		t.Errorf("the other organisation got %+v", got)
	}
}

// told publishes until something with an event comes: news may be lost when there
// are too many, as other tests make them.
func (w *world) told(t *testing.T, n register.News, from <-chan register.News) register.News {
	t.Helper()
	for end := time.Now().Add(soon); time.Now().Before(end); {
		w.here.Publish(n)
		select {
		case got := <-from:
			if got.EventID != "" {
				got.Gap = false
				return got
			}
		case <-time.After(200 * time.Millisecond):
		}
	}
	t.Fatalf("nothing after %v", soon)
	panic("not reached")
}

func testSlowReader(t *testing.T, w *world) {
	slow, stop := w.here.Watch(w.org)
	defer stop()
	const sent = 2000
	for i := range sent {
		w.here.Publish(register.News{OrgID: w.org, EventID: fmt.Sprint(i)})
	}
	gaps, got, last := 0, 0, ""
	for last != fmt.Sprint(sent-1) {
		n := receive(t, slow)
		if n.Gap {
			gaps++
		}
		got, last = got+1, n.EventID
	}
	if gaps == 0 || got >= sent {
		t.Errorf("%d of %d news, %d gaps", got, sent, gaps)
	}
}

func testStop(t *testing.T, w *world) {
	news, stop := w.here.Watch(w.org)
	stop()
	stop() // twice is no harm
	w.here.Publish(register.News{OrgID: w.org, EventID: "evt_1"})
	deadline := time.After(soon)
	for open := true; open; {
		select {
		case _, open = <-news:
		case <-deadline:
			t.Fatal("the channel stays open")
		}
	}
	w.here.WatchVersions(func(string, int) { t.Error("a stopped watch was called") }, nothing)()
	w.here.AnnounceVersion(w.org, 1)
}
