package auth

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

func TestTheCacheIsBounded(t *testing.T) {
	c := newTokenCache(100)
	for i := range 1000 {
		c.put(cacheKey(fmt.Sprint(i)), Caller{DeviceID: fmt.Sprint(i)}, time.Time{})
		if n := len(c.young) + len(c.old); n > 100 {
			t.Fatalf("%d tokens after %d", n, i)
		}
	}
	if got, _, ok := c.get(cacheKey("999")); !ok || got.DeviceID != "999" {
		t.Error("the newest is not there")
	}
	if _, _, ok := c.get(cacheKey("1")); ok {
		t.Error("the oldest is still there")
	}
}

func TestADeviceKeyIsAPointOnTheCurve(t *testing.T) {
	d := newDesk(t)
	good := d.store.device.PublicKey
	zero := base64.RawURLEncoding.EncodeToString(make([]byte, 32))
	for name, tt := range map[string]struct {
		key ident.PublicKey
		ok  bool
	}{
		"a point":       {good, true},
		"not on it":     {ident.PublicKey{X: good.X, Y: zero}, false},
		"the origin":    {ident.PublicKey{X: zero, Y: zero}, false},
		"too short":     {ident.PublicKey{X: "AA", Y: good.Y}, false},
		"not base64url": {ident.PublicKey{X: strings.Repeat("*", 43), Y: good.Y}, false},
		"nothing":       {ident.PublicKey{}, false},
	} {
		if _, err := DeviceKey(tt.key); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
