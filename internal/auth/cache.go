package auth

import (
	"crypto/sha256"
	"sync"
	"time"
)

// cacheSize bounds the verified tokens that are remembered.
const cacheSize = 8192

type cached struct {
	caller  Caller
	expires time.Time
}

// tokenCache remembers verified tokens under their SHA-256, so that no token is
// in memory longer than its request. It holds two generations: when the young one
// is full the old one is dropped, which bounds the size at constant cost.
type tokenCache struct {
	mu         sync.RWMutex
	half       int
	young, old map[[sha256.Size]byte]cached
}

func newTokenCache(size int) *tokenCache {
	return &tokenCache{half: size / 2, young: map[[sha256.Size]byte]cached{}}
}

func cacheKey(token string) [sha256.Size]byte { return sha256.Sum256([]byte(token)) }

func (c *tokenCache) get(key [sha256.Size]byte) (Caller, time.Time, bool) {
	c.mu.RLock()
	found, ok := c.young[key]
	fromOld := false
	if !ok {
		found, ok = c.old[key]
		fromOld = ok
	}
	c.mu.RUnlock()
	if fromOld {
		c.put(key, found.caller, found.expires)
	}
	return found.caller, found.expires, ok
}

func (c *tokenCache) put(key [sha256.Size]byte, caller Caller, expires time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.young) >= c.half {
		c.young, c.old = map[[sha256.Size]byte]cached{}, c.young
	}
	c.young[key] = cached{caller, expires}
}
