package auth

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Keyring holds the service's signing keys. It is read-only after LoadKeyring.
type Keyring struct {
	access, nextAccess SigningKey
	bundle, nextBundle SigningKey
	byID               map[string]SigningKey
}

// keysPerUse: one that signs, and its successor, so that a client can learn of
// the successor before it is needed.
const keysPerUse = 2

// LoadKeyring reads the keys and makes those that do not exist yet.
func LoadKeyring(ctx context.Context, store Store, now time.Time, random io.Reader) (*Keyring, error) {
	r := &Keyring{byID: map[string]SigningKey{}}
	for _, use := range []struct {
		use        Use
		sign, next *SigningKey
	}{{UseAccess, &r.access, &r.nextAccess}, {UseBundle, &r.bundle, &r.nextBundle}} {
		keys, err := loadKeys(ctx, store, use.use, now, random)
		if err != nil {
			return nil, fmt.Errorf("load signing keys: %w", err)
		}
		*use.sign, *use.next = keys[0], keys[1]
		for _, k := range keys {
			r.byID[k.ID] = k
		}
	}
	return r, nil
}

func loadKeys(ctx context.Context, store Store, use Use, now time.Time, random io.Reader) ([]SigningKey, error) {
	fresh := make([]SigningKey, keysPerUse)
	for i := range fresh {
		var err error
		if fresh[i], err = NewSigningKey(use, now, random); err != nil {
			return nil, err
		}
	}
	return store.EnsureSigningKeys(ctx, fresh)
}

// BundleKey is the key that signs policy bundles, NextBundleKey its successor.
func (r *Keyring) BundleKey() JWK { return r.bundle.JWK() }

// NextBundleKey is the key that will sign policy bundles after this one.
func (r *Keyring) NextBundleKey() JWK { return r.nextBundle.JWK() }
