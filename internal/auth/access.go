package auth

import (
	"context"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dijkwacht/internal/fault"
)

// TokenLife is how long an access token is valid. There are no refresh tokens.
const TokenLife = 15 * time.Minute

const (
	tokenType      = "at+jwt"
	tokenAudience  = "ext"
	bundleType     = "dijkwacht-bundle+jwt"
	maxTokenLength = 4096
)

// Caller is on whose behalf a device speaks.
type Caller struct {
	OrgID, DeviceID string
	// DepartmentID is where the device belongs; "" is the whole organisation.
	DepartmentID string
	// Subject is the pseudonym of the user, or the device id when no user is known.
	Subject string
	// IdentitySource says where the user's id came from: "device", "managed",
	// "profile", "oidc" or "unstated".
	IdentitySource string
	Groups         []string
	// SignIn is the revision of who is signed in at the device, where the browser does
	// not tell.
	SignIn int64
	// Until is when a token ends that would live longer, zero for none. Verify does
	// not tell it.
	Until time.Time
}

type accessClaims struct {
	jwt.RegisteredClaims
	Org        string   `json:"org"`
	Department string   `json:"dep,omitempty"`
	User       string   `json:"usr"`
	Source     string   `json:"src"`
	Groups     []string `json:"grp,omitempty"`
	SignIn     int64    `json:"sgn,omitempty"`
}

// Tokens issues access tokens and verifies them. It is safe for concurrent use.
type Tokens struct {
	TokenDeps
	parser *jwt.Parser
	cache  *tokenCache
}

// TokenDeps are what tokens work with.
type TokenDeps struct {
	Keyring *Keyring
	// Issuer is the public address of the service.
	Issuer      string
	Revocations *Revocations
	Refusals    *Refusals
	Now         func() time.Time
}

// NewTokens is for tokens of the issuer.
func NewTokens(d TokenDeps) *Tokens {
	return &Tokens{
		TokenDeps: d, cache: newTokenCache(cacheSize),
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
			jwt.WithIssuer(d.Issuer), jwt.WithAudience(tokenAudience),
			jwt.WithExpirationRequired(), jwt.WithTimeFunc(d.Now), jwt.WithStrictDecoding(),
		),
	}
}

// signsIn reports whether people sign in at the device, as the browser does not tell
// who works there.
func (c Caller) signsIn() bool { return c.IdentitySource == "device" || c.IdentitySource == SourceOIDC }

// Life is how long an access token for the caller is valid.
func (t *Tokens) Life(c Caller) time.Duration {
	if left := c.Until.Sub(t.Now()); !c.Until.IsZero() && left < TokenLife {
		return max(left, time.Second)
	}
	return TokenLife
}

// Issue makes an access token that is valid for Life.
func (t *Tokens) Issue(c Caller) (string, error) {
	now := t.Now()
	key, err := t.Keyring.signing(UseAccess)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.Issuer, Audience: jwt.ClaimStrings{tokenAudience}, Subject: c.DeviceID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(t.Life(c))),
		},
		Org: c.OrgID, Department: c.DepartmentID, User: c.Subject, Source: c.IdentitySource, Groups: c.Groups, SignIn: c.SignIn,
	})
	token.Header["typ"], token.Header["kid"] = tokenType, key.ID
	return token.SignedString(key.private)
}

// Verify returns the caller of an access token of this service. Returns
// fault.AuthTokenExpired for one that was valid, also when somebody signed in at the
// device or out since; fault.AuthTokenInvalid for
// anything else, also when the device was revoked since.
func (t *Tokens) Verify(ctx context.Context, raw string) (Caller, error) {
	c, err := t.read(ctx, raw)
	if err == nil && t.Revocations.Revoked(c.OrgID, RevocableDevice, c.DeviceID) {
		err = fault.E(fault.AuthTokenInvalid)
	}
	// Somebody signed in or out: the extension asks for another token.
	if err == nil && c.signsIn() && t.Revocations.Revoked(c.OrgID, RevocableSignIn, SignInID(c.DeviceID, c.SignIn)) {
		err = fault.E(fault.AuthTokenExpired)
	}
	if err != nil {
		t.Refusals.Note(ctx, c.OrgID, err)
		return Caller{}, err
	}
	return c, nil
}

func (t *Tokens) read(ctx context.Context, raw string) (Caller, error) {
	if len(raw) > maxTokenLength {
		return Caller{}, fault.E(fault.AuthTokenInvalid)
	}
	key := cacheKey(raw)
	if c, expires, ok := t.cache.get(key); ok {
		if !t.Now().Before(expires) {
			return Caller{}, fault.E(fault.AuthTokenExpired)
		}
		return c, nil
	}
	var claims accessClaims
	_, err := t.parser.ParseWithClaims(raw, &claims, func(token *jwt.Token) (any, error) { return t.accessKey(ctx, token) })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return Caller{}, fault.E(fault.AuthTokenExpired)
	// The clock of the replica that issued it may be a little ahead of ours.
	case err != nil, claims.IssuedAt == nil, claims.IssuedAt.After(t.Now().Add(clockSkew)):
		return Caller{}, fault.E(fault.AuthTokenInvalid)
	}
	c := Caller{OrgID: claims.Org, DeviceID: claims.Subject, DepartmentID: claims.Department, Subject: claims.User, IdentitySource: claims.Source, Groups: claims.Groups, SignIn: claims.SignIn}
	t.cache.put(key, c, claims.ExpiresAt.Time)
	return c, nil
}

var errHeader = errors.New("unacceptable header")

// accessKey accepts exactly the header that Issue writes: no jku, x5u or jwk.
func (t *Tokens) accessKey(ctx context.Context, token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	if token.Header["typ"] != tokenType || len(token.Header) != 3 || len(kid) != 16 {
		return nil, errHeader
	}
	key, ok := t.Keyring.verifying(ctx, UseAccess, kid)
	if !ok {
		return nil, errHeader
	}
	return key, nil
}

// SignBundle signs a policy bundle as a compact JWS. The claims are made for the
// next key that clients have to know.
func (r *Keyring) SignBundle(claims func(next JWK) jwt.Claims) (string, error) {
	active, next := r.keys.Load().pair(UseBundle)
	if active == nil || active.private == nil || next == nil {
		return "", errNoPrivateKey
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims(next.JWK()))
	token.Header["typ"], token.Header["kid"] = bundleType, active.ID
	return token.SignedString(active.private)
}
