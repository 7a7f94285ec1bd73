package auth

import (
	"crypto/rand"
	"strings"
	"testing"
)

func TestAnAPIKeyIsKnownByItsFormAndChecksum(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		key, err := NewAPIKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if !IsAPIKey(key) || len(key) != 50 || seen[key] {
			t.Fatalf("drew %q", key)
		}
		seen[key] = true
		i := 4 + len(seen)%46
		other := byte('a')
		if key[i] == other {
			other = 'b'
		}
		if IsAPIKey(key[:i] + string(other) + key[i+1:]) {
			t.Errorf("%q with another digit at %d passes", key, i)
		}
	}
	for _, s := range []string{"", "dwk_", strings.Repeat("a", 50), "dwe_" + strings.Repeat("0", 46), "dwk_" + strings.Repeat("é", 23)} {
		if IsAPIKey(s) {
			t.Errorf("%q passes", s)
		}
	}
	if HashAPIKey("a") == HashAPIKey("b") || HashAPIKey("a") == hashToken("session", "a") {
		t.Error("a hash does not follow from key and use")
	}
}
