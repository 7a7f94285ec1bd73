package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"time"

	"dijkwacht/internal/ident"
)

// How long a session lasts (ASVS 3.3, NIST SP 800-63B-4 section 2.2.3).
const (
	SessionIdle = 15 * time.Minute // without a request
	SessionLife = 8 * time.Hour    // in all
	// touchEvery is how far behind the last request on record may be: a session
	// ends up to this much sooner than SessionIdle.
	touchEvery = time.Minute
)

// How long a one-time link works.
const (
	RecoveryLife   = time.Hour
	InvitationLife = 24 * time.Hour
)

// tokenSize is the length of session ids and links in bytes.
const tokenSize = 32

// newToken draws a token for a cookie or a link.
func newToken(random io.Reader) (string, error) {
	b := make([]byte, tokenSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// hashToken is the stored form of a token. It has 256 bits of its own, so a plain
// hash cannot be guessed.
func hashToken(use, token string) string {
	sum := sha256.Sum256([]byte(use + "\x00" + token))
	return hex.EncodeToString(sum[:])
}

// Session is one sign-in in one browser.
type Session struct {
	OrgID, UserID string
	// Hash is that of the id in the cookie; the id itself is not kept.
	Hash        string
	CreatedAt   time.Time
	SeenAt      time.Time
	SteppedUpAt time.Time
	// CheckedAt is when the identity provider that began the session was last asked
	// whether it goes on, and ReachedAt when it last answered; zero for a session that
	// none began.
	CheckedAt, ReachedAt time.Time
}

// NewSessionToken draws the token of a session for the cookie, and the hash by which
// the session is kept.
func NewSessionToken(random io.Reader) (token, hash string, err error) {
	if token, err = newToken(random); err != nil {
		return "", "", err
	}
	return token, SessionHash(token), nil
}

// SessionHash is the hash by which the session of a token is kept.
func SessionHash(token string) string { return hashToken("session", token) }

// Federated reports whether an identity provider began the session.
func (s Session) Federated() bool { return !s.CheckedAt.IsZero() }

// alive reports whether the session still counts.
func (s Session) alive(now time.Time) bool {
	return now.Sub(s.SeenAt) < SessionIdle && now.Sub(s.CreatedAt) < SessionLife
}

// Account is a user with what proves the user.
type Account struct {
	ident.User
	// Password is a PHC string, "" without a password.
	Password string
	// CodeSecret is the sealed secret of one-time codes; CodeStep is the step of
	// the last one that was used.
	CodeSecret string
	CodeStep   int64
}

// LinkKind is what a one-time link is for.
type LinkKind string

// The kinds.
const (
	LinkInvitation LinkKind = "invitation"
	LinkRecovery   LinkKind = "recovery"
)

// Link lets one user choose a password and enrol an authenticator app, once.
type Link struct {
	OrgID, UserID string
	Kind          LinkKind
	// Hash is that of the token in the address; the token itself is not kept.
	Hash string
	// CodeSecret is sealed and offered to the app; it becomes the account's when the
	// link is used.
	CodeSecret           string
	CreatedAt, ExpiresAt time.Time
}
