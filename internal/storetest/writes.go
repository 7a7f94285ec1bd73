package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
)

func testWrites(t *testing.T, w *world) {
	t.Run("nothing of a failed change stays, and its error comes back", func(t *testing.T) {
		before := w.verify(t, w.org).Head.Seq
		e := w.event()
		failed := errors.New("no")
		err := w.store.Write(w.ctx, w.org, func(tx register.Tx) error {
			must(t, insert(tx, e))
			must(t, tx.Append(w.entry("event.recorded", e.ID)))
			return failed
		})
		if !errors.Is(err, failed) {
			t.Errorf("got %v", err)
		}
		w.write(t, func(tx register.Tx) error {
			_, err := tx.EventByDecision(e.DeviceID, e.DecisionID)
			wantFault(t, err, fault.NotFound)
			return nil
		})
		if after := w.verify(t, w.org).Head.Seq; after != before {
			t.Errorf("the chain grew by %d", after-before)
		}
	})
	t.Run("a panic in a change is its error and the store goes on", func(t *testing.T) {
		err := w.store.Write(w.ctx, w.org, func(register.Tx) error { panic("111222333") })
		wantFault(t, err, fault.Internal)
		if strings.Contains(fault.From(err).Cause(), "111222333") {
			t.Errorf("the panic's value came out: %v", err)
		}
		must(t, w.store.Ping(w.ctx))
	})
	t.Run("a write whose caller has gone is not tried", func(t *testing.T) {
		ctx, cancel := context.WithCancel(w.ctx)
		cancel()
		wantFault(t, w.store.Write(ctx, w.org, func(register.Tx) error { return nil }), fault.StoreUnavailable)
	})
	t.Run("a change of an organisation that does not exist fails", func(t *testing.T) {
		err := w.store.Write(w.ctx, "org_nobody", func(tx register.Tx) error { return tx.Append(w.entry("x", "y")) })
		if err == nil {
			t.Error("it was accepted")
		}
	})
}

func testClosing(t *testing.T, w *world) {
	t.Run("writes after Close fail with StoreUnavailable", func(t *testing.T) {
		must(t, w.store.Close())
		wantFault(t, w.store.Write(w.ctx, w.org, func(register.Tx) error { return nil }), fault.StoreUnavailable)
		must(t, w.store.Close())
	})
	t.Run("what was acknowledged is there for the next process", func(t *testing.T) {
		w.store = w.backend.Open(t)
		if report := w.verify(t, w.org); report.Checked != 3 {
			t.Errorf("got %+v", report)
		}
	})
}

// writers is how many change the register at once, each so many times.
const (
	writers = 32
	times   = 20
)

func testConcurrency(t *testing.T, w *world) {
	t.Run("32 writers in two processes make one whole chain and every event once", func(t *testing.T) {
		stores := []Store{w.store, w.backend.Open(t)}
		events := make([]register.Event, writers*times)
		for i := range events {
			events[i] = w.event()
		}
		var wg sync.WaitGroup
		errs := make(chan error, len(events))
		for i := range writers {
			wg.Go(func() {
				for n := range times {
					errs <- record(w, stores[i%2], events[i*times+n])
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			must(t, err)
		}
		if report := w.verify(t, w.org); report.Checked != 3+writers*times {
			t.Errorf("got %+v", report)
		}
		count := 0
		for _, err := range w.store.Attempts(w.ctx, w.org, w.now, w.now.Add(time.Millisecond)) {
			must(t, err)
			count++
		}
		if count != writers*times {
			t.Errorf("got %d events", count)
		}
		must(t, w.store.CheckHead(w.ctx, w.org))
	})
}

func testFailuresAmongOthers(t *testing.T, w *world) {
	t.Run("changes that fail at the same time as others take nothing of those with them", func(t *testing.T) {
		good := make([]register.Event, writers*times)
		for i := range good {
			good[i] = w.event()
		}
		bad := w.event()
		twice := register.Outcome{EventID: good[0].ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull, At: w.now, ReceivedAt: w.now}
		failed := errors.New("no")
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				for n := range times {
					if err := record(w, w.store, good[i*times+n]); err != nil {
						t.Errorf("a good change: %v", err)
					}
					var change func(register.Tx) error
					switch n % 4 {
					case 0: // after it wrote
						change = func(tx register.Tx) error {
							return errors.Join(insert(tx, bad), tx.Append(w.entry("event.recorded", bad.ID)), failed)
						}
					case 1: // by a statement that the database refuses
						change = func(tx register.Tx) error { return errors.Join(tx.InsertOutcome(twice), tx.InsertOutcome(twice)) }
					case 2:
						change = func(tx register.Tx) error {
							_ = insert(tx, bad)
							panic("in the middle")
						}
					case 3: // before it wrote
						change = func(register.Tx) error { return failed }
					}
					if err := w.store.Write(w.ctx, w.org, change); err == nil {
						t.Error("a bad change was accepted")
					}
				}
			})
		}
		wg.Wait()
		if report := w.verify(t, w.org); report.Checked != 3+writers*times {
			t.Errorf("got %+v", report)
		}
		count := 0
		for a, err := range w.store.Attempts(w.ctx, w.org, w.now, w.now.Add(time.Millisecond)) {
			must(t, err)
			if count++; a.Event.ID == bad.ID || a.Outcome != nil {
				t.Errorf("something of a failed change stayed: %+v", a)
			}
		}
		if count != writers*times {
			t.Errorf("got %d events, want %d", count, writers*times)
		}
	})
}

func record(w *world, s Store, e register.Event) error {
	payload, err := chain.Canonical(e)
	if err != nil {
		return err
	}
	return s.Write(w.ctx, w.org, func(tx register.Tx) error {
		if err := insert(tx, e); err != nil {
			return err
		}
		return tx.Append(chain.Draft{At: w.now, Actor: w.device, Role: "device", Action: "event.recorded", Object: e.ID, Rev: 1, Payload: payload})
	})
}

func testChain(t *testing.T, w *world) {
	add := func(n int) {
		for range n {
			w.write(t, func(tx register.Tx) error { return tx.Append(w.entry("test.recorded", "evt")) })
		}
	}
	add(5)
	t.Run("entries come back as they were hashed", func(t *testing.T) {
		if report := w.verify(t, w.org); report.Checked != 8 || report.Purged != 0 {
			t.Errorf("got %+v", report)
		}
	})
	t.Run("several entries of one change follow each other", func(t *testing.T) {
		w.write(t, func(tx register.Tx) error {
			return errors.Join(tx.Append(w.entry("a", "1")), tx.Append(w.entry("b", "2")), tx.Append(w.entry("c", "3")))
		})
		w.verify(t, w.org)
	})
	t.Run("entries can be neither changed nor deleted", func(t *testing.T) {
		for _, statement := range []string{
			"UPDATE chain_entries SET actor = 'x' WHERE seq = 2", "DELETE FROM chain_entries WHERE seq = 2",
			"UPDATE chain_payloads SET payload = 'x' WHERE seq = 2",
		} {
			if w.backend.Exec(statement) == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
		w.verify(t, w.org)
	})
	t.Run("a deleted payload leaves the chain whole", func(t *testing.T) {
		must(t, w.backend.Exec("DELETE FROM chain_payloads WHERE seq = 4"))
		if report := w.verify(t, w.org); report.Purged != 1 {
			t.Errorf("got %+v", report)
		}
	})
	t.Run("CheckHead sees an end that is not the last entry", func(t *testing.T) {
		must(t, w.store.CheckHead(w.ctx, w.org))
		must(t, w.backend.Exec("UPDATE chain_heads SET seq = seq - 1"))
		wantFault(t, w.store.CheckHead(w.ctx, w.org), fault.StoreUnavailable)
	})
	t.Run("with such an end nothing is acknowledged", func(t *testing.T) {
		err := w.store.Write(w.ctx, w.org, func(tx register.Tx) error { return tx.Append(w.entry("x", "y")) })
		wantFault(t, err, fault.StoreUnavailable)
	})
}
