package auth

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"dijkwacht/internal/ident"
)

// KeyRefresh is how often each replica reads the signing keys. The next key is
// known long before it signs, so that a replica that lags refuses nothing.
const KeyRefresh = 15 * time.Second

// unknownKeyPause is the least time between two reads that unknown key ids cause:
// anybody can send those.
const unknownKeyPause = 5 * time.Second

// Keyring holds the service's signing keys. It is safe for concurrent use.
type Keyring struct {
	KeyringDeps
	keys atomic.Pointer[keySet]

	mu     sync.Mutex // guards asked; held while an unknown key is looked for
	asked  time.Time
	change sync.Mutex // one read at a time, so that none overwrites a newer one
}

// KeyringDeps are what a keyring works with.
type KeyringDeps struct {
	Store  KeyStore
	Gate   *ident.Gate
	Sealer *Sealer
	Now    func() time.Time
	Random io.Reader
}

// LoadKeyring reads the keys and makes those that do not exist yet: for each use
// one that signs, and its successor. It fails with ErrSealed when the key file is
// not the one that the keys were sealed with.
func LoadKeyring(ctx context.Context, d KeyringDeps) (*Keyring, error) {
	r := &Keyring{KeyringDeps: d}
	if err := r.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("load signing keys: %w", err)
	}
	for _, use := range Uses {
		if active, _ := r.keys.Load().pair(use); active != nil {
			continue
		}
		if err := r.begin(ctx, use); err != nil {
			return nil, fmt.Errorf("make signing keys: %w", err)
		}
	}
	return r, nil
}

// begin makes the first two keys of a use, unless another replica does.
func (r *Keyring) begin(ctx context.Context, use Use) error {
	fresh := make([]SigningKey, 2)
	for i := range fresh {
		var err error
		if fresh[i], err = NewSigningKey(use, r.Sealer, r.Now(), r.Random); err != nil {
			return err
		}
		fresh[i].Position = i
	}
	fresh[0].ActiveAt = r.Now()
	if err := r.Store.BeginSigningKeys(ctx, fresh); err != nil {
		return err
	}
	return r.Refresh(ctx)
}

// Refresh reads the keys from the store. When it fails, what is known stays.
func (r *Keyring) Refresh(ctx context.Context) error {
	r.change.Lock()
	defer r.change.Unlock()
	list, err := r.Store.SigningKeys(ctx)
	if err != nil {
		return err
	}
	set, err := newKeySet(list, r.Sealer)
	if err != nil {
		return err
	}
	r.keys.Store(set)
	return nil
}

// verifying is the key of the use with the id, when what it signed counts. A key
// that is not known is looked for once in a while.
func (r *Keyring) verifying(ctx context.Context, use Use, id string) (ed25519.PublicKey, bool) {
	h, ok := r.keys.Load().byID[id]
	if !ok {
		h, ok = r.lookFor(ctx, id)
	}
	if !ok || h.Use != use || h.at(r.Now()) == KeyGone {
		return nil, false
	}
	return h.Public, true
}

func (r *Keyring) lookFor(ctx context.Context, id string) (*heldKey, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Now()
	if h, ok := r.keys.Load().byID[id]; ok {
		return h, true
	}
	if !r.asked.IsZero() && now.Sub(r.asked) < unknownKeyPause {
		return nil, false
	}
	r.asked = now
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if r.Refresh(ctx) != nil {
		return nil, false
	}
	h, ok := r.keys.Load().byID[id]
	return h, ok
}

var errNoPrivateKey = errors.New("the signing key has no private half")

// signing is the key that signs now.
func (r *Keyring) signing(use Use) (*heldKey, error) {
	active, _ := r.keys.Load().pair(use)
	if active == nil || active.private == nil {
		return nil, errNoPrivateKey
	}
	return active, nil
}

// CheckpointKey is the private half of the key that signs checkpoints now.
func (r *Keyring) CheckpointKey() ed25519.PrivateKey {
	active, _ := r.keys.Load().pair(UseCheckpoint)
	return active.private
}

// BundleKey is the key that signs policy bundles.
func (r *Keyring) BundleKey() JWK {
	active, _ := r.keys.Load().pair(UseBundle)
	return active.JWK()
}

// NextBundleKey is the key that will sign policy bundles after this one.
func (r *Keyring) NextBundleKey() JWK {
	_, next := r.keys.Load().pair(UseBundle)
	return next.JWK()
}

// Keys lists all keys by use and position, without their private halves.
func (r *Keyring) Keys() []KeyInfo {
	var list []KeyInfo
	set, now := r.keys.Load(), r.Now()
	for _, use := range Uses {
		for _, h := range set.byUse[use] {
			k := h.KeyInfo
			k.State, k.Sealed = h.at(now), ""
			list = append(list, k)
		}
	}
	return list
}
