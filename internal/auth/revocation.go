package auth

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// Revocable is a kind of thing whose tokens can be revoked before they end.
type Revocable string

// RevocableDevice is a device, by its id. Sessions of the console are none: each
// request looks in the store for its own.
const RevocableDevice Revocable = "device"

// RevocableSignIn is what was issued while the sign-in at a device had one revision;
// see SignInID.
const RevocableSignIn Revocable = "sign_in"

// Revocation says that nothing issued to a thing counts any more.
type Revocation struct {
	OrgID string
	Kind  Revocable
	ID    string
	At    time.Time
}

// RevocationStore is where revocations are written first.
type RevocationStore interface {
	// RevokedSince lists what was revoked at or after the time, of every
	// organisation. Failures of the store are fault.StoreUnavailable.
	RevokedSince(ctx context.Context, since time.Time) ([]Revocation, error)
}

// RevocationBus carries revocations to the other replicas, at most once.
type RevocationBus interface {
	// AnnounceRevocation does not wait, and what it carries may be lost.
	AnnounceRevocation(r Revocation)
	// WatchRevocations calls revoked for each revocation, announced here or
	// elsewhere, and missed when some may have been lost, until stop is called.
	// Neither may block.
	WatchRevocations(revoked func(Revocation), missed func()) (stop func())
}

// RevocationPoll is how often each replica reads the revocations from the store,
// so that one takes effect everywhere within 20 s when the bus is silent.
const RevocationPoll = 15 * time.Second

// revocationLife is how long a revocation is remembered: what was issued before it
// has ended by then, also by a clock that is a minute behind.
const revocationLife = TokenLife + time.Minute

type revocable struct {
	org  string
	kind Revocable
	id   string
}

// Revocations knows what was revoked while tokens of it may still be about. A look
// at it costs no wait: verified tokens are checked against it on each request.
// The order for who revokes: write to the store, then Announce.
type Revocations struct {
	store RevocationStore
	bus   RevocationBus
	now   func() time.Time
	wake  chan struct{}
	stop  func()

	mu  sync.Mutex // of writers
	set atomic.Pointer[map[revocable]time.Time]
}

// NewRevocations knows nothing before the first Poll. Close ends its watch.
func NewRevocations(store RevocationStore, bus RevocationBus, now func() time.Time) *Revocations {
	r := &Revocations{store: store, bus: bus, now: now, wake: make(chan struct{}, 1)}
	r.set.Store(&map[revocable]time.Time{})
	r.stop = bus.WatchRevocations(func(v Revocation) { r.add(v) }, func() {
		select {
		case r.wake <- struct{}{}:
		default: // asked for already
		}
	})
	return r
}

// Close ends the watch on the bus.
func (r *Revocations) Close() { r.stop() }

// Revoked reports whether the thing was revoked, as far as this replica knows: at
// once here, within 5 s when the bus works, within 20 s when it does not.
func (r *Revocations) Revoked(org string, kind Revocable, id string) bool {
	_, ok := (*r.set.Load())[revocable{org, kind, id}]
	return ok
}

// Announce makes a revocation that the store has count here at once, and tells the
// other replicas.
func (r *Revocations) Announce(v Revocation) {
	r.add(v)
	r.bus.AnnounceRevocation(v)
}

// Poll reads the store. It fails with the store's failure and then keeps what is
// known.
func (r *Revocations) Poll(ctx context.Context) error {
	list, err := r.store.RevokedSince(ctx, r.now().Add(-revocationLife))
	if err != nil {
		return err
	}
	r.add(list...)
	return nil
}

// Missed is readable when announcements may have been lost and a Poll is due now.
func (r *Revocations) Missed() <-chan struct{} { return r.wake }

// add copies the set, which is small and changes seldom, and forgets what is old.
func (r *Revocations) add(list ...Revocation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	past := r.now().Add(-revocationLife)
	next := maps.Clone(*r.set.Load())
	for _, v := range list {
		next[revocable{v.OrgID, v.Kind, v.ID}] = v.At
	}
	maps.DeleteFunc(next, func(_ revocable, at time.Time) bool { return at.Before(past) })
	r.set.Store(&next)
}

// OneTime remembers presentations of ids that may be used once. It is the fast way
// to refuse repeats, never the ground to accept: that is the unique row in SQL.
type OneTime interface {
	// Seen counts this presentation, remembers it for ttl, and returns how many
	// came before it, as far as is known. Without the shared state that is 0, or
	// what this replica saw.
	Seen(ctx context.Context, org, id string, ttl time.Duration) int
}
