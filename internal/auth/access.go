package auth

import (
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
	// Subject is the pseudonym of the user, or the device id when no user is known.
	Subject string
	// IdentitySource says where the user's id came from: "device", "managed",
	// "profile", "oidc" or "unstated".
	IdentitySource string
	Groups         []string
}

type accessClaims struct {
	jwt.RegisteredClaims
	Org    string   `json:"org"`
	User   string   `json:"usr"`
	Source string   `json:"src"`
	Groups []string `json:"grp,omitempty"`
}

// Tokens issues access tokens and verifies them. It is safe for concurrent use.
type Tokens struct {
	ring   *Keyring
	issuer string
	now    func() time.Time
	parser *jwt.Parser
	cache  *tokenCache
}

// NewTokens is for tokens of the given issuer, the public address of the service.
func NewTokens(ring *Keyring, issuer string, now func() time.Time) *Tokens {
	return &Tokens{
		ring: ring, issuer: issuer, now: now, cache: newTokenCache(cacheSize),
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
			jwt.WithIssuer(issuer), jwt.WithAudience(tokenAudience),
			jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
			jwt.WithTimeFunc(now), jwt.WithStrictDecoding(),
		),
	}
}

// Issue makes an access token of TokenLife.
func (t *Tokens) Issue(c Caller) (string, error) {
	now := t.now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{tokenAudience}, Subject: c.DeviceID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(TokenLife)),
		},
		Org: c.OrgID, User: c.Subject, Source: c.IdentitySource, Groups: c.Groups,
	})
	token.Header["typ"], token.Header["kid"] = tokenType, t.ring.access.ID
	return token.SignedString(t.ring.access.private())
}

// Verify returns the caller of an access token of this service. Returns
// fault.AuthTokenExpired for one that was valid, fault.AuthTokenInvalid for
// anything else.
func (t *Tokens) Verify(raw string) (Caller, error) {
	if len(raw) > maxTokenLength {
		return Caller{}, fault.E(fault.AuthTokenInvalid)
	}
	key := cacheKey(raw)
	if c, expires, ok := t.cache.get(key); ok {
		if !t.now().Before(expires) {
			return Caller{}, fault.E(fault.AuthTokenExpired)
		}
		return c, nil
	}
	var claims accessClaims
	if _, err := t.parser.ParseWithClaims(raw, &claims, t.accessKey); err != nil {
		if errors.Is(err, jwt.ErrTokenExpired) {
			return Caller{}, fault.E(fault.AuthTokenExpired)
		}
		return Caller{}, fault.E(fault.AuthTokenInvalid)
	}
	c := Caller{OrgID: claims.Org, DeviceID: claims.Subject, Subject: claims.User, IdentitySource: claims.Source, Groups: claims.Groups}
	t.cache.put(key, c, claims.ExpiresAt.Time)
	return c, nil
}

var errHeader = errors.New("unacceptable header")

// accessKey accepts exactly the header that Issue writes: no jku, x5u or jwk.
func (t *Tokens) accessKey(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	k, ok := t.ring.byID[kid]
	if !ok || k.Use != UseAccess || token.Header["typ"] != tokenType || len(token.Header) != 3 {
		return nil, errHeader
	}
	return k.public(), nil
}

// SignBundle signs a policy bundle as a compact JWS.
func (r *Keyring) SignBundle(claims jwt.Claims) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims)
	token.Header["typ"], token.Header["kid"] = bundleType, r.bundle.ID
	return token.SignedString(r.bundle.private())
}
