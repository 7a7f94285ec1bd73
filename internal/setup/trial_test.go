package setup

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// world is a store that may be down.
type world struct {
	now     time.Time
	gate    Gate
	devices []string
	down    error
	asked   int
}

func (w *world) SetupProgress(context.Context, string) (Progress, error) {
	w.asked++
	return Progress{Gate: w.gate}, w.down
}

func (w *world) FirstDevices(_ context.Context, _ string, n int) ([]string, error) {
	return w.devices[:min(n, len(w.devices))], w.down
}

func (w *world) enrol(n int) {
	for range n {
		w.devices = append(w.devices, fmt.Sprintf("dev_%d", len(w.devices)+1))
	}
}

func newTrial() (*world, func(device string) Standing) {
	w := &world{now: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)}
	trial := NewTrial(w, func() time.Time { return w.now })
	return w, func(device string) Standing { return trial.Of(context.Background(), "org", device) }
}

func want(t *testing.T, got, want Standing) {
	t.Helper()
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

var (
	guarded = Standing{Sandbox: true, Guarded: true}
	outside = Standing{Sandbox: true}
	passed  = Standing{Guarded: true}
)

func TestTheTwentySixthDeviceIsNotGuarded(t *testing.T) {
	w, of := newTrial()
	w.enrol(1)
	want(t, of("dev_1"), guarded)
	w.enrol(TrialDevices)
	want(t, of("dev_25"), guarded) // enrolled a moment ago
	want(t, of("dev_26"), outside)
	w.devices = w.devices[1:] // the first is revoked
	w.now = w.now.Add(freshFor)
	want(t, of("dev_26"), guarded)
	want(t, of("dev_1"), outside)
}

func TestTheGateOpensForAllAndClosesAgain(t *testing.T) {
	w, of := newTrial()
	w.enrol(TrialDevices + 1)
	want(t, of("dev_26"), outside)
	w.gate = Gate{AssessedOn: w.now, ConsentedOn: w.now}
	w.now = w.now.Add(freshFor)
	want(t, of("dev_26"), passed)
	w.gate = Gate{Volunteers: true}
	w.now = w.now.Add(freshFor)
	want(t, of("dev_26"), outside)
}

func TestWhatIsKnownIsNotAskedForAgain(t *testing.T) {
	w, of := newTrial()
	w.enrol(3)
	for range 100 {
		of("dev_2")
	}
	if w.asked != 1 {
		t.Errorf("asked %d times", w.asked)
	}
}

func TestWhileTheStoreIsDownWhatWasKnownHolds(t *testing.T) {
	w, of := newTrial()
	w.down = errors.New("down")
	want(t, of("dev_1"), guarded) // nothing is known: what is found waits for the register
	w.down = nil
	w.enrol(TrialDevices + 1)
	want(t, of("dev_26"), outside)
	w.down = errors.New("down")
	w.now = w.now.Add(time.Hour)
	want(t, of("dev_26"), outside)
	want(t, of("dev_1"), guarded)
}
