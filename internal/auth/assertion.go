package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const (
	// assertionLife is the longest time between iat and exp of an assertion.
	assertionLife = 60 * time.Second
	// assertionSkew is how much the device's clock may differ from ours.
	assertionSkew = 60 * time.Second
)

// Assertions verifies client assertions of devices (RFC 7523 section 3).
type Assertions struct {
	store    Store
	audience string
	now      func() time.Time
	peek     *jwt.Parser
	parser   *jwt.Parser
}

// NewAssertions is for assertions made out to the given audience.
func NewAssertions(store Store, audience string, now func() time.Time) *Assertions {
	return &Assertions{
		store: store, audience: audience, now: now,
		peek: jwt.NewParser(),
		// The times are checked apart: a wrong clock has a code of its own.
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
			jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation(),
		),
	}
}

// Redeem verifies an assertion, marks it as used and returns its device. Returns
// fault.AuthAssertion, fault.AuthClockSkew, fault.AuthAssertionReused, or the
// store's failure.
func (a *Assertions) Redeem(ctx context.Context, raw string) (ident.Device, error) {
	device, claims, err := a.verify(ctx, raw)
	if err != nil {
		return ident.Device{}, err
	}
	sum := sha256.Sum256([]byte(device.ID + "\x00" + claims.ID))
	entry := chain.Draft{At: a.now(), Actor: device.ID, Role: "device", Action: "auth.assertion_reused", Object: device.ID}
	expires := claims.ExpiresAt.Add(assertionSkew)
	if err := a.store.UseAssertion(ctx, device.OrgID, hex.EncodeToString(sum[:]), expires, entry); err != nil {
		return ident.Device{}, err
	}
	return device, nil
}

func (a *Assertions) verify(ctx context.Context, raw string) (ident.Device, *jwt.RegisteredClaims, error) {
	refused := fault.E(fault.AuthAssertion)
	var peeked jwt.RegisteredClaims
	if _, _, err := a.peek.ParseUnverified(raw, &peeked); err != nil || !ident.IsID(ident.PrefixDevice, peeked.Subject) {
		return ident.Device{}, nil, refused
	}
	device, err := a.store.Device(ctx, peeked.Subject)
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && !device.RevokedAt.IsZero() {
		return ident.Device{}, nil, refused
	}
	if err != nil {
		return ident.Device{}, nil, err
	}
	key, err := DeviceKey(device.PublicKey)
	if err != nil {
		return ident.Device{}, nil, refused
	}
	var claims jwt.RegisteredClaims
	if _, err := a.parser.ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return ident.Device{}, nil, refused
	}
	return device, &claims, a.check(&claims, device.ID)
}

func (a *Assertions) check(c *jwt.RegisteredClaims, device string) error {
	if c.Issuer != device || c.Subject != device || len(c.Audience) != 1 || c.Audience[0] != a.audience ||
		len(c.ID) < 8 || len(c.ID) > 64 || c.IssuedAt == nil || c.ExpiresAt == nil {
		return fault.E(fault.AuthAssertion)
	}
	life := c.ExpiresAt.Sub(c.IssuedAt.Time)
	if life <= 0 || life > assertionLife {
		return fault.E(fault.AuthAssertion)
	}
	now := a.now()
	early := c.IssuedAt.After(now.Add(assertionSkew)) || c.NotBefore != nil && c.NotBefore.After(now.Add(assertionSkew))
	if early || now.After(c.ExpiresAt.Add(assertionSkew)) {
		return fault.E(fault.AuthClockSkew)
	}
	return nil
}
