package auth

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"time"
)

// LoadCheckpointKey reads the key that signs checkpoints, and makes it when there
// is none yet.
func LoadCheckpointKey(ctx context.Context, store Store, now time.Time, random io.Reader) (ed25519.PrivateKey, error) {
	fresh, err := NewSigningKey(UseCheckpoint, now, random)
	if err != nil {
		return nil, err
	}
	keys, err := store.EnsureSigningKeys(ctx, []SigningKey{fresh})
	if err != nil {
		return nil, fmt.Errorf("load checkpoint key: %w", err)
	}
	return keys[len(keys)-1].private(), nil
}
