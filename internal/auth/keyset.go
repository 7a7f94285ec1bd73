package auth

import (
	"crypto/ed25519"
	"time"
)

// KeyState is where a signing key is in its life.
type KeyState string

// The states, in their order.
const (
	KeyNext       KeyState = "next"        // known ahead, signs nothing yet
	KeyActive     KeyState = "active"      // signs
	KeyVerifyOnly KeyState = "verify-only" // what it signed still counts
	KeyGone       KeyState = "gone"
)

// clockSkew is how much clocks may differ, of devices from ours and of replicas
// from each other.
const clockSkew = time.Minute

// terms are how long keys of each use live.
var terms = map[Use]struct {
	// every is the age at which a key is followed by the next one by itself.
	every time.Duration
	// known is how long the next key has been known before it may sign: to all
	// replicas, and for bundles to the devices too, which learn it from a bundle.
	known time.Duration
	// keep is how long a key verifies after it stopped signing: the life of what
	// it signed last, by a replica that had not heard of the next key.
	keep time.Duration
}{
	UseAccess:     {every: 30 * day, known: time.Minute, keep: TokenLife + clockSkew + 2*KeyRefresh},
	UseBundle:     {every: 180 * day, known: 30 * day, keep: 7 * day},
	UseCheckpoint: {every: 365 * day, known: time.Minute, keep: 100 * 365 * day},
}

const day = 24 * time.Hour

// KeyInfo is a signing key without its private half.
type KeyInfo struct {
	SigningKey
	State KeyState
	// RetiredAt is when the next key took over; zero: not yet.
	RetiredAt time.Time
}

// heldKey is a key as it is in memory.
type heldKey struct {
	KeyInfo
	private ed25519.PrivateKey // nil when it was destroyed
}

// keySet is what one read of the store gave. It is not changed.
type keySet struct {
	byID  map[string]*heldKey
	byUse map[Use][]*heldKey // by position
}

// newKeySet opens the private halves. It fails with ErrSealed when one does not
// open.
func newKeySet(keys []SigningKey, sealer *Sealer) (*keySet, error) {
	s := &keySet{byID: map[string]*heldKey{}, byUse: map[Use][]*heldKey{}}
	for _, k := range keys {
		h := &heldKey{KeyInfo: KeyInfo{SigningKey: k}}
		if k.Sealed != "" {
			var err error
			if h.private, err = k.private(sealer); err != nil {
				return nil, err
			}
		}
		list := s.byUse[k.Use]
		if n := len(list); n > 0 {
			list[n-1].RetiredAt = k.ActiveAt
		}
		s.byUse[k.Use] = append(list, h)
		s.byID[k.ID] = h
	}
	return s, nil
}

// at is the key's state at a time. A key that verifies goes on for its term.
func (h *heldKey) at(now time.Time) KeyState {
	switch {
	case h.ActiveAt.IsZero():
		return KeyNext
	case h.RetiredAt.IsZero():
		return KeyActive
	case now.Before(h.RetiredAt.Add(terms[h.Use].keep)):
		return KeyVerifyOnly
	}
	return KeyGone
}

// active is the key that signs, next its successor.
func (s *keySet) pair(use Use) (active, next *heldKey) {
	for _, h := range s.byUse[use] {
		if !h.ActiveAt.IsZero() {
			active, next = h, nil
		} else if next == nil {
			next = h
		}
	}
	return active, next
}
