package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/netip"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
)

// The limits of sign-in. They count attempts, right or wrong, before anything is
// looked up, so that an address without an account runs out as soon as one with.
// That of an account from one network address is the tight one; the account's own
// is wider, because anybody could use it up to keep the person out. All are below
// the 100 failures of NIST SP 800-63B-4 section 3.2.2.
var (
	accountThereRate = limit.Rate{Quota: 10, Window: 15 * time.Minute}
	accountRate      = limit.Rate{Quota: 30, Window: time.Hour}
	addressRate      = limit.Rate{Quota: 60, Window: 15 * time.Minute}
)

// refusalTime is how long a refused sign-in takes at least: longer than hashing and
// writing the chain, so that the time does not tell why, nor whether there is an
// account.
const refusalTime = 400 * time.Millisecond

// SessionDeps are what sign-in works with.
type SessionDeps struct {
	Store     SessionStore
	Passwords *Passwords
	// Sealer keeps the secrets of authenticator apps.
	Sealer  *Sealer
	Limiter limit.Limiter
	// LimitKey makes keyed hashes of addresses for the limiter; the same on all
	// replicas.
	LimitKey []byte
	Now      func() time.Time
	Random   io.Reader
	// Sleep waits, at most until ctx ends.
	Sleep func(ctx context.Context, d time.Duration)
}

// Sessions signs people in and out.
type Sessions struct {
	SessionDeps
	// Federation looks after sessions that identity providers began; nil without any.
	Federation Federation
	gate       *ident.Gate
}

// Federation asks identity providers.
type Federation interface {
	// Recheck asks the provider whether the session goes on, and writes the roles that
	// the person has now. Returns fault.SessionRequired when it ended.
	Recheck(ctx context.Context, s Session) error
}

// recheckEvery is how long an answer of an identity provider counts.
const recheckEvery = time.Minute

// NewSessions is a service on the given dependencies.
func NewSessions(d SessionDeps) *Sessions {
	return &Sessions{SessionDeps: d, gate: ident.NewGate(d.Store, d.Now)}
}

// LimitedError says that there were too many attempts. It is a
// fault.RateLimitExceeded.
type LimitedError struct {
	After time.Duration
}

// Error is the code.
func (e *LimitedError) Error() string { return string(fault.RateLimitExceeded) }

// Unwrap is the fault.
func (e *LimitedError) Unwrap() error { return fault.E(fault.RateLimitExceeded) }

// Attempt is one try to sign in.
type Attempt struct {
	Email, Password, Code string
	// From is the network address of the client.
	From netip.Addr
	// Replaces is the token of the session that the browser had, "" for none.
	Replaces string
}

// SignIn checks all factors at once and returns the token of a new session. Returns
// fault.SignInRefused for whatever is not right, in about the same time, and a
// LimitedError.
func (s *Sessions) SignIn(ctx context.Context, a Attempt) (token string, err error) {
	start := s.Now()
	email := ident.FoldEmail(a.Email)
	if err := s.limit(ctx, a.From, email); err != nil {
		return "", err
	}
	account, err := s.Store.AccountByEmail(ctx, email)
	if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
		return "", err
	}
	token, err = s.prove(ctx, account, a.Password, a.Code, Session{CreatedAt: s.Now()}, a.Replaces)
	if errors.Is(err, fault.E(fault.SignInRefused)) {
		s.Sleep(ctx, refusalTime-s.Now().Sub(start))
	}
	return token, err
}

// signedIn is the action of a sign-in in the chain, done or denied.
const signedIn = "auth.signed_in"

// prove checks password and code of the account, which is the zero Account when
// there is none, and starts the session. What was not right is in the chain.
func (s *Sessions) prove(ctx context.Context, a Account, password, code string, session Session, replaces string) (string, error) {
	right, outdated, err := s.Passwords.Verify(ctx, password, a.Password)
	if err != nil {
		return "", err
	}
	secret, err := s.codeSecret(a.CodeSecret, a.ID)
	if err != nil {
		return "", err
	}
	step, codeRight := CheckCode(secret, code, s.Now(), a.CodeStep)
	if a.ID == "" {
		return "", fault.E(fault.SignInRefused)
	}
	who := ident.Principal{OrgID: a.OrgID, UserID: a.ID}
	if reason := refusal(a, right, codeRight); reason != "" {
		return "", s.refuse(ctx, who, reason)
	}
	rehash := ""
	if outdated {
		if rehash, err = s.Passwords.Hash(ctx, password); err != nil {
			return "", err
		}
	}
	token, err := s.open(ctx, a, session, step, rehash, replaces)
	if errors.Is(err, fault.E(fault.SignInRefused)) {
		return "", s.refuse(ctx, who, "used_meanwhile")
	}
	return token, err
}

// open starts the session of an account that was proved.
func (s *Sessions) open(ctx context.Context, a Account, session Session, step int64, rehash, replaces string) (string, error) {
	token, err := newToken(s.Random)
	if err != nil {
		return "", err
	}
	now := s.Now()
	session.OrgID, session.UserID, session.Hash, session.SeenAt, session.SteppedUpAt = a.OrgID, a.ID, hashToken("session", token), now, now
	entry, err := ident.Principal{OrgID: a.OrgID, UserID: a.ID}.Draft(signedIn, a.ID, a.Rev, ident.OutcomeDone, nil, now)
	if err != nil {
		return "", err
	}
	if replaces != "" {
		replaces = hashToken("session", replaces)
	}
	return token, s.Store.StartSession(ctx, session, a.Password, step, rehash, replaces, entry)
}

// codeSecret opens the sealed secret of a user, "" when there is none.
func (s *Sessions) codeSecret(sealed, user string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	secret, err := s.Sealer.Open(sealed, codeSecretName(user))
	return string(secret), err
}

func codeSecretName(user string) string { return "code_secret/" + user }

// refusal is why an account may not sign in, "" when it may.
func refusal(a Account, passwordRight, codeRight bool) string {
	switch {
	case a.State != ident.UserActive:
		return string(a.State)
	case !passwordRight:
		return "password"
	case !codeRight:
		return "code"
	}
	return ""
}

// refuse writes why to the chain and tells nothing of it to the client.
func (s *Sessions) refuse(ctx context.Context, who ident.Principal, reason string) error {
	entry, err := who.Draft(signedIn, who.UserID, 0, ident.OutcomeDenied, map[string]string{"reason": reason}, s.Now())
	if err == nil {
		err = s.Store.AppendEntry(ctx, who.OrgID, entry)
	}
	if err != nil {
		return err
	}
	return fault.E(fault.SignInRefused)
}

// limit takes one attempt of the account from the address.
func (s *Sessions) limit(ctx context.Context, from netip.Addr, account string) error {
	network := networkOf(from)
	claims := []limit.Claim{{Name: "sign_in_address", Key: s.key("address", network), Rate: addressRate}}
	if account != "" {
		claims = append(claims,
			limit.Claim{Name: "sign_in_account_there", Key: s.key("there", account+"\x00"+network), Rate: accountThereRate},
			limit.Claim{Name: "sign_in_account", Key: s.key("account", account), Rate: accountRate})
	}
	if r := s.Limiter.Take(ctx, "", claims...); !r.Allowed {
		return &LimitedError{After: r.RetryAfter}
	}
	return nil
}

func (s *Sessions) key(use, value string) string {
	mac := hmac.New(sha256.New, s.LimitKey)
	mac.Write([]byte(use + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// networkOf is the address by which clients are told apart: an IPv6 client has a
// whole /64 to choose from.
func networkOf(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
