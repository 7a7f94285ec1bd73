package auth

import (
	"context"
	"net/netip"
	"time"

	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
)

// PrefixPasskey begins the ids of passkeys.
const PrefixPasskey = "pky_"

const (
	// MaxPasskeys is how many a person may have.
	MaxPasskeys = 10
	// MaxPasskeyName is the length of the name of one, in code points.
	MaxPasskeyName = 60
)

// Passkey is a passkey of a user: what signs in without a password.
type Passkey struct {
	OrgID, ID, UserID string
	Credential        passkey.Credential
	// Name is the person's own word for it.
	Name       string
	CreatedAt  time.Time
	LastUsedAt time.Time // zero: never
	// SuspectAt is when its authenticator counted backwards, so that there may be a
	// copy: since then it proves nothing. Zero: never.
	SuspectAt time.Time
	Rev       int64
}

// PasskeyUse is one answer of a passkey that was verified.
type PasskeyUse struct {
	// Passkey is as it is after the answer.
	Passkey Passkey
	// Challenge is the hash of the challenge that was answered, which counts once
	// until Expires.
	Challenge string
	Expires   time.Time
}

// PasskeyStore keeps passkeys. Writes are on disk, with their entry, when the
// method returns. Failures of the store itself are fault.StoreUnavailable.
type PasskeyStore interface {
	// Passkeys lists those of a user by id, which is in the order of their making.
	Passkeys(ctx context.Context, org, user string) ([]Passkey, error)
	// Passkey finds one by its id. Returns fault.NotFound.
	Passkey(ctx context.Context, org, id string) (Passkey, error)
	// PasskeyByCredential finds the one with the credential's id, in whatever
	// organisation. Returns fault.NotFound.
	PasskeyByCredential(ctx context.Context, credential []byte) (Passkey, error)
	// AddPasskey adds one. Returns fault.PasskeyKnown if somebody has the
	// credential, fault.PasskeyLimit if the user has MaxPasskeys, fault.NotFound if
	// there is no such user, and fault.Conflict if the account has no password or is
	// disabled.
	AddPasskey(ctx context.Context, k Passkey, entry chain.Draft) error
	// RenamePasskey gives the one of the revision before k.Rev the name. Returns
	// fault.NotFound and fault.PreconditionFailed.
	RenamePasskey(ctx context.Context, k Passkey, entry chain.Draft) error
	// RemovePasskey removes the one of the revision and ends the user's sessions, but
	// the one with the hash except. Returns fault.LastFactor if neither another
	// passkey that is not suspect nor an authenticator app is left, fault.NotFound and
	// fault.PreconditionFailed.
	RemovePasskey(ctx context.Context, k Passkey, except string, entry chain.Draft) error
	// SuspectPasskey notes that there may be a copy. Returns fault.NotFound.
	SuspectPasskey(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error

	// StartPasskeySession starts the session of a user by a passkey, as StartSession
	// does. Returns fault.SignInRefused if the account is disabled or has no
	// password, the passkey is gone or suspect or its count is not above the one kept
	// (unless both are 0), or the challenge was answered before.
	StartPasskeySession(ctx context.Context, s Session, use PasskeyUse, replaces string, entry chain.Draft) error
	// UseLinkByPasskey is UseLink with a passkey in the place of a code secret. Returns
	// fault.PasskeyKnown too.
	UseLinkByPasskey(ctx context.Context, hash string, a Account, first Passkey, s Session, entry chain.Draft) error
}

// PasskeyDeps are what passkeys work with.
type PasskeyDeps struct {
	Store    PasskeyStore
	Sessions *Sessions
	// Party is nil where the public address can have no passkeys.
	Party *passkey.Party
	// OneTime refuses a second answer to a challenge without a write.
	OneTime OneTime
	// Clean reports whether a text holds nothing of a person.
	Clean func(text string) bool
}

// Passkeys registers passkeys and signs people in with them.
type Passkeys struct {
	PasskeyDeps
	gate *ident.Gate
}

// NewPasskeys is a service on the given dependencies.
func NewPasskeys(d PasskeyDeps) *Passkeys {
	return &Passkeys{PasskeyDeps: d, gate: d.Sessions.gate}
}

// Available reports whether browsers can make passkeys for the public address.
func (s *Passkeys) Available() bool { return s.Party != nil }

// challengeRate bounds the challenges of a network address: a page of sign-in asks
// for one by itself, and again when that has expired.
var challengeRate = limit.Rate{Quota: 600, Window: 15 * time.Minute}

// limitChallenges takes one challenge. Returns a LimitedError.
func (s *Passkeys) limitChallenges(ctx context.Context, from netip.Addr) error {
	claim := limit.Claim{Name: "passkey_challenge", Key: s.Sessions.key("challenge", networkOf(from)), Rate: challengeRate}
	if r := s.Sessions.Limiter.Take(ctx, "", claim); !r.Allowed {
		return &LimitedError{After: r.RetryAfter}
	}
	return nil
}

// cleanName is a name as it is kept. Returns fault.RequestInvalid for an empty one or
// one that is too long, and fault.TextRefused for one that tells of a person.
func (s *Passkeys) cleanName(name string) (string, error) {
	clean := ident.CleanName(name, MaxPasskeyName)
	switch {
	case clean == "" && name == "":
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/name", Code: "required"})
	case clean == "":
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/name", Code: "format"})
	case !s.Clean(clean):
		return "", fault.E(fault.TextRefused, fault.Field{Pointer: "/name", Code: "invalid"})
	}
	return clean, nil
}
