package setup

import (
	"context"
	"slices"
	"sync"
	"time"
)

// TrialDevices is for how many devices rules act before the legal gate is passed.
const TrialDevices = 25

// freshFor is how long what is known of a trial is used without asking: the gate that
// opens and the place that is given back work everywhere after that.
const freshFor = 2 * time.Second

// TrialStore knows what a trial goes by.
type TrialStore interface {
	SetupProgress(ctx context.Context, org string) (Progress, error)
	// FirstDevices lists the n devices that enrolled first, of those that are not
	// revoked. One that enrols later is always behind them.
	FirstDevices(ctx context.Context, org string, n int) ([]string, error)
}

// Trial says for which devices rules act. It is safe for concurrent use; several
// replicas on one store say the same.
type Trial struct {
	store TrialStore
	now   func() time.Time
	mu    sync.Mutex
	known map[string]standing // by organisation
}

// NewTrial is a trial on the store.
func NewTrial(store TrialStore, now func() time.Time) *Trial {
	return &Trial{store: store, now: now, known: map[string]standing{}}
}

// standing is what is known of an organisation.
type standing struct {
	at      time.Time
	passed  bool
	devices []string
}

// Standing is what holds for a device.
type Standing struct {
	// Sandbox is set until the gate is passed.
	Sandbox bool
	// Guarded reports whether rules act for the device.
	Guarded bool
}

// Of is what holds for a device now. While the store does not answer, what was known
// goes on to hold; where nothing was, the rules act: they write to the register
// first, and so hold what they find.
func (t *Trial) Of(ctx context.Context, org, device string) Standing {
	s, known := t.recall(org, device)
	if !known {
		if fresh, err := t.ask(ctx, org); err == nil {
			s = fresh
		}
	}
	nothing := s.at.IsZero()
	return Standing{Sandbox: !s.passed, Guarded: nothing || s.passed || slices.Contains(s.devices, device)}
}

// recall is what is known of an organisation; false when it has to be asked for. One
// caller asks while the others go on with what was known. A device that has just
// enrolled is behind all others, so that before the places are taken it is asked for.
func (t *Trial) recall(org, device string) (standing, bool) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	s, known := t.known[org]
	if age := now.Sub(s.at); !known || age < 0 || age >= freshFor {
		if known {
			s.at = now
			t.known[org] = s
		}
		return s, false
	}
	return s, s.passed || len(s.devices) >= TrialDevices || slices.Contains(s.devices, device)
}

// askFor bounds how long an answer may take: clean prompts go on while the store is down.
const askFor = 500 * time.Millisecond

func (t *Trial) ask(ctx context.Context, org string) (standing, error) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	s := standing{at: t.now()}
	progress, err := t.store.SetupProgress(ctx, org)
	if err != nil {
		return s, err
	}
	if s.passed = progress.Gate.Passed(); !s.passed {
		if s.devices, err = t.store.FirstDevices(ctx, org, TrialDevices); err != nil {
			return s, err
		}
	}
	t.mu.Lock()
	t.known[org] = s
	t.mu.Unlock()
	return s, nil
}
