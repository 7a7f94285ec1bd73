package auth

import (
	"context"
	"errors"
	"testing"
	"time"
)

// wireBus is a bus whose other end is the test.
type wireBus struct {
	revoked   func(Revocation)
	missed    func()
	announced []Revocation
}

func (w *wireBus) AnnounceRevocation(r Revocation) { w.announced = append(w.announced, r) }

func (w *wireBus) WatchRevocations(revoked func(Revocation), missed func()) (stop func()) {
	w.revoked, w.missed = revoked, missed
	return func() { w.revoked = nil }
}

type revocationList struct {
	list  []Revocation
	since time.Time
	err   error
}

func (l *revocationList) RevokedSince(_ context.Context, since time.Time) ([]Revocation, error) {
	l.since = since
	return l.list, l.err
}

func TestARevocationIsKnownFromEachSource(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	store, bus := &revocationList{}, &wireBus{}
	r := NewRevocations(store, bus, func() time.Time { return now })
	of := func(id string, at time.Time) Revocation {
		return Revocation{OrgID: "org_1", Kind: RevocableDevice, ID: id, At: at}
	}

	r.Announce(of("here", now))
	bus.revoked(of("elsewhere", now))
	store.list = []Revocation{of("stored", now), of("long ago", now.Add(-TokenLife-2*time.Minute))}
	if err := r.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"here": true, "elsewhere": true, "stored": true, "long ago": false, "never": false} {
		if got := r.Revoked("org_1", RevocableDevice, id); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
	if r.Revoked("org_2", RevocableDevice, "here") {
		t.Error("it counts for another organisation")
	}
	if len(bus.announced) != 1 || bus.announced[0].ID != "here" {
		t.Errorf("told the others %+v", bus.announced)
	}
	if back := now.Sub(store.since); back < TokenLife {
		t.Errorf("the store is asked for the last %v, tokens live longer", back)
	}

	store.err = errors.New("down")
	if r.Poll(t.Context()) == nil || !r.Revoked("org_1", RevocableDevice, "stored") {
		t.Error("a failure of the store is hidden, or what was known is lost")
	}
	bus.missed()
	bus.missed() // twice is one reason
	<-r.Missed()
	select {
	case <-r.Missed():
		t.Error("two reasons to look")
	default:
	}

	store.list, store.err = nil, nil
	now = now.Add(TokenLife + 2*time.Minute)
	if err := r.Poll(t.Context()); err != nil || r.Revoked("org_1", RevocableDevice, "here") {
		t.Error("what has ended is kept")
	}
	if r.Close(); bus.revoked != nil {
		t.Error("the watch goes on")
	}
}
