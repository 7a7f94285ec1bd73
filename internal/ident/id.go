package ident

import (
	"crypto/sha256"
	"io"
	"time"

	"github.com/oklog/ulid/v2"
)

// The prefixes of ids.
const (
	PrefixOrganisation = "org_"
	PrefixDevice       = "dev_"
	PrefixEnrolmentKey = "enk_"
	PrefixEvent        = "evt_"
	PrefixIncident     = "inc_"
	PrefixDecision     = "dec_"
)

// NewID is a fresh id: a prefix and a ULID of the given time.
func NewID(prefix string, now time.Time, random io.Reader) (string, error) {
	id, err := ulid.New(ulid.Timestamp(now), random)
	if err != nil {
		return "", err
	}
	return prefix + id.String(), nil
}

// IsULID reports whether s is a ULID in its canonical form: 26 characters of
// Crockford's base32 in upper case, at most 128 bits.
func IsULID(s string) bool {
	id, err := ulid.ParseStrict(s)
	return err == nil && id.String() == s
}

// IsID reports whether s is a prefix and a ULID.
func IsID(prefix, s string) bool {
	return len(s) > len(prefix) && s[:len(prefix)] == prefix && IsULID(s[len(prefix):])
}

// DecisionID is the id of the decision on one attempt of one device. It follows
// from both, so that a retry gets the same id even when nothing was stored.
func DecisionID(device, requestID string) string {
	id, err := ulid.ParseStrict(requestID)
	if err != nil {
		panic("ident: request id was not checked")
	}
	sum := sha256.Sum256([]byte(device + "\x00" + requestID))
	copy(id[6:], sum[:10])
	return PrefixDecision + id.String()
}
