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

// assertionLife is the longest time between iat and exp of an assertion.
const assertionLife = 60 * time.Second

// Assertions verifies client assertions of devices (RFC 7523 section 3).
type Assertions struct {
	AssertionDeps
	peek   *jwt.Parser
	parser *jwt.Parser
}

// AssertionDeps are what assertions are checked with.
type AssertionDeps struct {
	Store    DeviceStore
	Refusals *Refusals
	// OneTime refuses a flood of repeats without a write.
	OneTime OneTime
	// Audience is what assertions must be made out to.
	Audience string
	Now      func() time.Time
}

// NewAssertions is for assertions made out to the audience.
func NewAssertions(d AssertionDeps) *Assertions {
	return &Assertions{
		AssertionDeps: d,
		peek:          jwt.NewParser(),
		// The times are checked apart: a wrong clock has a code of its own.
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
			jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation(),
		),
	}
}

// Redeem verifies an assertion, marks it as used and returns its device. The first
// one of a device that enrolled again proves that it has the key, and revokes the
// device that it was before. Returns fault.AuthAssertion, fault.AuthClockSkew,
// fault.AuthAssertionReused, or the store's failure.
func (a *Assertions) Redeem(ctx context.Context, raw string) (ident.Device, error) {
	device, claims, err := a.verify(ctx, raw)
	if err == nil {
		err = a.use(ctx, device, claims)
	}
	if err != nil {
		a.Refusals.Note(ctx, device.OrgID, err)
		return ident.Device{}, err
	}
	return device, nil
}

func (a *Assertions) use(ctx context.Context, device ident.Device, claims *jwt.RegisteredClaims) error {
	sum := sha256.Sum256([]byte(device.ID + "\x00" + claims.ID))
	hash, now, expires := hex.EncodeToString(sum[:]), a.Now(), claims.ExpiresAt.Add(clockSkew)
	// The store decides, also about the first repeat: the first use may have failed.
	if a.OneTime.Seen(ctx, device.OrgID, hash, expires.Sub(now)) >= 2 {
		return fault.E(fault.AuthAssertionReused)
	}
	return a.Store.UseAssertion(ctx, UsedAssertion{
		Device: device, Hash: hash, Expires: expires, At: now,
		Replaced: func(before string) chain.Draft {
			return chain.Draft{At: now, Actor: device.ID, Role: "device", Action: "device.replaced", Object: before, Rev: 2}
		},
	})
}

// verify returns the device as soon as it is known, also with a failure.
func (a *Assertions) verify(ctx context.Context, raw string) (ident.Device, *jwt.RegisteredClaims, error) {
	refused := fault.E(fault.AuthAssertion)
	var peeked jwt.RegisteredClaims
	if _, _, err := a.peek.ParseUnverified(raw, &peeked); err != nil || !ident.IsID(ident.PrefixDevice, peeked.Subject) {
		return ident.Device{}, nil, refused
	}
	device, err := a.Store.Device(ctx, peeked.Subject)
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && !device.RevokedAt.IsZero() {
		return device, nil, refused
	}
	if err != nil {
		return ident.Device{}, nil, err
	}
	key, err := DeviceKey(device.PublicKey)
	if err != nil {
		return device, nil, refused
	}
	var claims jwt.RegisteredClaims
	if _, err := a.parser.ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return device, nil, refused
	}
	return device, &claims, a.check(&claims, device.ID)
}

func (a *Assertions) check(c *jwt.RegisteredClaims, device string) error {
	if c.Issuer != device || c.Subject != device || len(c.Audience) != 1 || c.Audience[0] != a.Audience ||
		len(c.ID) < 8 || len(c.ID) > 64 || c.IssuedAt == nil || c.ExpiresAt == nil {
		return fault.E(fault.AuthAssertion)
	}
	life := c.ExpiresAt.Sub(c.IssuedAt.Time)
	if life <= 0 || life > assertionLife {
		return fault.E(fault.AuthAssertion)
	}
	now := a.Now()
	early := c.IssuedAt.After(now.Add(clockSkew)) || c.NotBefore != nil && c.NotBefore.After(now.Add(clockSkew))
	if early || now.After(c.ExpiresAt.Add(clockSkew)) {
		return fault.E(fault.AuthClockSkew)
	}
	return nil
}
