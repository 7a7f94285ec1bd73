package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/idempotency"
)

func testIdempotency(t *testing.T, w *world) {
	key := func(name string) idempotency.Key { return idempotency.Key{OrgID: w.org, Actor: "usr_1", Key: name} }
	answer := idempotency.Answer{Status: 201, ETag: `"1"`, Body: []byte(`{"id":"x"}`)}
	begin := func(k idempotency.Key, digest string) (*idempotency.Answer, error) {
		return w.store.BeginRequest(w.ctx, k, digest, w.now)
	}
	t.Run("a request that was answered is answered the same, with another body it is refused", func(t *testing.T) {
		if a, err := begin(key("one"), "digest"); a != nil || err != nil {
			t.Fatalf("got %v, %v", a, err)
		}
		_, err := begin(key("one"), "digest")
		wantFault(t, err, fault.IdempotencyBusy)
		must(t, w.store.FinishRequest(w.ctx, key("one"), answer))
		a, err := begin(key("one"), "digest")
		must(t, err)
		if diff := cmp.Diff(&answer, a); diff != "" {
			t.Error(diff)
		}
		_, err = begin(key("one"), "another digest")
		wantFault(t, err, fault.IdempotencyMismatch)
	})
	t.Run("keys of other people and organisations are other keys", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		for _, k := range []idempotency.Key{{OrgID: w.org, Actor: "usr_2", Key: "one"}, {OrgID: other, Actor: "usr_1", Key: "one"}} {
			if a, err := begin(k, "another digest"); a != nil || err != nil {
				t.Errorf("got %v, %v", a, err)
			}
		}
	})
	t.Run("an abandoned request gives its key free, an answered one does not", func(t *testing.T) {
		_, err := begin(key("two"), "digest")
		must(t, err)
		must(t, w.store.AbandonRequest(w.ctx, key("two")))
		must(t, w.store.AbandonRequest(w.ctx, key("one")))
		if a, err := begin(key("two"), "another digest"); a != nil || err != nil {
			t.Errorf("got %v, %v", a, err)
		}
		_, err = begin(key("one"), "another digest")
		wantFault(t, err, fault.IdempotencyMismatch)
	})
	t.Run("of requests at once, one goes on", func(t *testing.T) {
		var went, busy atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				switch a, err := begin(key("race"), "digest"); {
				case a == nil && err == nil:
					went.Add(1)
				case errors.Is(err, fault.E(fault.IdempotencyBusy)):
					busy.Add(1)
				}
			})
		}
		all.Wait()
		if went.Load() != 1 || busy.Load() != 7 {
			t.Errorf("%d went on, %d were told to wait", went.Load(), busy.Load())
		}
	})
	t.Run("a lost request can be done again after a while, an answer is forgotten after its life", func(t *testing.T) {
		_, err := begin(key("lost"), "digest")
		must(t, err)
		at := w.now
		defer func() { w.now = at }()
		w.now = at.Add(idempotency.Patience)
		if a, err := begin(key("lost"), "digest"); a != nil || err != nil {
			t.Errorf("got %v, %v", a, err)
		}
		w.now = at.Add(idempotency.Life)
		must(t, w.store.ForgetRequests(w.ctx, w.org, w.now))
		if a, err := begin(key("one"), "another digest"); a != nil || err != nil {
			t.Errorf("got %v, %v", a, err)
		}
	})
}
