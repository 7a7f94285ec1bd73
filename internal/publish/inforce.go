package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy"
)

// VersionPoll is how often each replica looks for a newer policy, so that one is in
// force everywhere within 20 s when the bus is silent.
const VersionPoll = 15 * time.Second

// Active is a policy in force. It does not change.
type Active struct {
	Policy  *policy.Policy
	Version int
}

// InForce knows the policy in force of each organisation on this replica. A look at
// it costs no wait. It is safe for concurrent use.
type InForce struct {
	store   Store
	parse   func(source []byte) (*policy.Policy, error)
	initial Active
	wake    chan struct{}
	stop    func()

	mu     sync.Mutex // of writers
	active atomic.Pointer[map[string]Active]
}

// NewInForce starts with the policy that organisations have that never published
// one. Close ends its watch on the bus.
func NewInForce(store Store, bus Bus, parse func([]byte) (*policy.Policy, error), initial Active) *InForce {
	f := &InForce{store: store, parse: parse, initial: initial, wake: make(chan struct{}, 1)}
	f.active.Store(&map[string]Active{})
	f.stop = bus.WatchVersions(func(org string, version int) {
		if f.For(org).Version < version {
			f.due()
		}
	}, f.due)
	return f
}

// Close ends the watch on the bus.
func (f *InForce) Close() { f.stop() }

// due asks for a Poll.
func (f *InForce) due() {
	select {
	case f.wake <- struct{}{}:
	default: // asked for already
	}
}

// Due is readable when a newer version was announced, or may have been, and a Poll
// is due now.
func (f *InForce) Due() <-chan struct{} { return f.wake }

// For is the policy in force of the organisation.
func (f *InForce) For(org string) Active {
	if a, ok := (*f.active.Load())[org]; ok {
		return a
	}
	return f.initial
}

// Poll puts the newest version of each organisation in force. It goes on after a
// failure and returns all of them: what was in force stays so. A version never
// gives way to an older one.
func (f *InForce) Poll(ctx context.Context, orgs ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := maps.Clone(*f.active.Load())
	var failures []error
	for _, org := range orgs {
		v, err := f.store.NewestPolicy(ctx, org)
		if errors.Is(err, fault.E(fault.NotFound)) {
			continue
		}
		if err != nil {
			failures = append(failures, err)
			continue
		}
		if v.Version <= next[org].Version {
			continue
		}
		p, err := f.parse([]byte(v.Source))
		if err != nil {
			failures = append(failures, fmt.Errorf("read policy version %d: %w", v.Version, errUnreadable))
			continue
		}
		next[org] = Active{Policy: p, Version: v.Version}
	}
	f.active.Store(&next)
	return errors.Join(failures...)
}

// errUnreadable stands for a version that this release cannot read, written by a
// newer one. The cause could quote the policy.
var errUnreadable = fault.Wrap(fault.StoreUnavailable, errors.New("this release cannot read the policy"))
