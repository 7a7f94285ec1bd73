package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const issuer = "https://dijkwacht.example.nl"

// desk has everything that tokens need, at a time that stands still.
type desk struct {
	t       *testing.T
	now     time.Time
	store   *memory
	key     *ecdsa.PrivateKey
	deps    KeyringDeps
	ring    *Keyring
	tokens  *Tokens
	revoked *Revocations
	refused *Refusals
	asserts *Assertions
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	d := &desk{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), key: key, store: &memory{used: map[string]bool{}, device: ident.Device{
		ID: "dev_01M7ZTZ48056P978C6RF5SR61X", OrgID: "org_1", PublicKey: ident.PublicKey{X: enc(point[1:33]), Y: enc(point[33:])},
	}}}
	clock := func() time.Time { return d.now }
	sealer, err := NewSealer(make([]byte, SealerKeySize))
	if err != nil {
		t.Fatal(err)
	}
	d.deps = KeyringDeps{Store: d.store, Gate: ident.NewGate(d.store, clock), Sealer: sealer, Now: clock, Random: rand.Reader}
	d.ring = d.replica()
	d.revoked, d.refused = NewRevocations(d.store, quiet{}, clock), NewRefusals(d.store, "org_operator", clock)
	d.tokens = d.desk(d.ring)
	d.asserts = NewAssertions(AssertionDeps{Store: d.store, Refusals: d.refused, OneTime: d.store, Audience: issuer, Now: clock})
	return d
}

// replica is another process on the same store.
func (d *desk) replica() *Keyring {
	d.t.Helper()
	ring, err := LoadKeyring(d.t.Context(), d.deps)
	if err != nil {
		d.t.Fatal(err)
	}
	return ring
}

// desk issues and verifies with the keys of a replica.
func (d *desk) desk(ring *Keyring) *Tokens {
	return NewTokens(TokenDeps{Keyring: ring, Issuer: issuer, Revocations: d.revoked, Refusals: d.refused, Now: func() time.Time { return d.now }})
}

func (d *desk) claims() jwt.RegisteredClaims {
	id := d.store.device.ID
	return jwt.RegisteredClaims{
		Issuer: id, Subject: id, Audience: jwt.ClaimStrings{issuer}, ID: "0123456789",
		IssuedAt: jwt.NewNumericDate(d.now), ExpiresAt: jwt.NewNumericDate(d.now.Add(60 * time.Second)),
	}
}

func (d *desk) sign(c jwt.Claims) string {
	d.t.Helper()
	raw, err := jwt.NewWithClaims(jwt.SigningMethodES256, c).SignedString(d.key)
	if err != nil {
		d.t.Fatal(err)
	}
	return raw
}

func code(err error) fault.Code {
	if err == nil {
		return ""
	}
	return fault.From(err).Code
}

func TestAnAccessTokenLeadsToItsCaller(t *testing.T) {
	d := newDesk(t)
	want := Caller{OrgID: "org_1", DeviceID: "dev_1", Subject: "Reiger-7KQ2M", IdentitySource: "managed", Groups: []string{"seh"}}
	raw, err := d.tokens.Issue(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, round := range []string{"first", "from the cache"} {
		got, err := d.tokens.Verify(t.Context(), raw)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", round, diff)
		}
	}
	d.now = d.now.Add(TokenLife)
	if _, err := d.tokens.Verify(t.Context(), raw); code(err) != fault.AuthTokenExpired {
		t.Errorf("from the cache after its life: %v", err)
	}
	if _, err := d.desk(d.ring).Verify(t.Context(), raw); code(err) != fault.AuthTokenExpired {
		t.Errorf("anew after its life: %v", err)
	}
}

func TestOnlyOurTokensAreAccepted(t *testing.T) {
	d := newDesk(t)
	good := accessClaims{RegisteredClaims: jwt.RegisteredClaims{
		Issuer: issuer, Audience: jwt.ClaimStrings{tokenAudience}, Subject: "dev_1",
		IssuedAt: jwt.NewNumericDate(d.now), ExpiresAt: jwt.NewNumericDate(d.now.Add(time.Minute)),
	}, Org: "org_1"}
	make := func(method jwt.SigningMethod, key any, kid string, change func(*accessClaims, map[string]any)) string {
		claims := good
		token := jwt.NewWithClaims(method, &claims)
		token.Header["typ"], token.Header["kid"] = tokenType, kid
		change(&claims, token.Header)
		raw, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	signing, bundle := d.signing(UseAccess), d.signing(UseBundle)
	access, private := signing.ID, signing.private
	same := func(*accessClaims, map[string]any) {}
	if _, err := d.tokens.Verify(t.Context(), make(jwt.SigningMethodEdDSA, private, access, same)); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	strange, _ := NewSigningKey(UseAccess, d.deps.Sealer, d.now, rand.Reader)
	stranger, _ := strange.private(d.deps.Sealer)
	whole := make(jwt.SigningMethodEdDSA, private, access, same)
	tests := map[string]string{
		"nothing":                    "",
		"not a token":                "a.b.c",
		"no signature":               whole[:strings.LastIndex(whole, ".")+1],
		"a changed payload":          whole[:60] + "A" + whole[61:],
		"alg none":                   make(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, access, same),
		"HS256 with the public key":  make(jwt.SigningMethodHS256, []byte(signing.Public), access, same),
		"ES256 of a device":          make(jwt.SigningMethodES256, d.key, access, same),
		"a stranger's key":           make(jwt.SigningMethodEdDSA, stranger, access, same),
		"an unknown kid":             make(jwt.SigningMethodEdDSA, stranger, strange.ID, same),
		"the key of the bundles":     make(jwt.SigningMethodEdDSA, bundle.private, bundle.ID, same),
		"another typ":                make(jwt.SigningMethodEdDSA, private, access, func(_ *accessClaims, h map[string]any) { h["typ"] = "JWT" }),
		"a jku header":               make(jwt.SigningMethodEdDSA, private, access, func(_ *accessClaims, h map[string]any) { h["jku"] = "https://x" }),
		"an x5u header":              make(jwt.SigningMethodEdDSA, private, access, func(_ *accessClaims, h map[string]any) { h["x5u"] = "https://x" }),
		"a jwk header":               make(jwt.SigningMethodEdDSA, stranger, strange.ID, func(_ *accessClaims, h map[string]any) { h["jwk"] = strange.JWK() }),
		"a kid that is a path":       make(jwt.SigningMethodEdDSA, private, "../../../secret", same),
		"a kid that is no text":      make(jwt.SigningMethodEdDSA, private, access, func(_ *accessClaims, h map[string]any) { h["kid"] = 7 }),
		"issued in the future":       make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.IssuedAt = jwt.NewNumericDate(d.now.Add(10 * time.Minute)) }),
		"another issuer":             make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.Issuer = "https://x" }),
		"another audience":           make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.Audience = jwt.ClaimStrings{"console"} }),
		"without end":                make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.ExpiresAt = nil }),
		"not valid yet":              make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.NotBefore = jwt.NewNumericDate(d.now.Add(time.Hour)) }),
		"longer than any of ours is": whole + strings.Repeat("A", maxTokenLength),
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := d.tokens.Verify(t.Context(), raw)
			if code(err) != fault.AuthTokenInvalid || err.Error() != string(fault.AuthTokenInvalid) {
				t.Errorf("got %v", err)
			}
		})
	}
	if diff := cmp.Diff([]string{`auth.token_invalid {"count":1}`}, d.store.refusals()); diff != "" {
		t.Errorf("in the chain: %s", diff)
	}
	ahead := make(jwt.SigningMethodEdDSA, private, access, func(c *accessClaims, _ map[string]any) { c.IssuedAt = jwt.NewNumericDate(d.now.Add(time.Minute)) })
	if _, err := d.tokens.Verify(t.Context(), ahead); err != nil {
		t.Errorf("issued by a replica whose clock is a minute ahead: %v", err)
	}
}

// signing is the key that signs.
func (d *desk) signing(use Use) *heldKey {
	d.t.Helper()
	k, err := d.ring.signing(use)
	if err != nil {
		d.t.Fatal(err)
	}
	return k
}

func TestAnAssertionIsRedeemedOnce(t *testing.T) {
	d := newDesk(t)
	raw := d.sign(d.claims())
	device, err := d.asserts.Redeem(t.Context(), raw)
	if err != nil || device.ID != d.store.device.ID {
		t.Fatalf("got %+v, %v", device, err)
	}
	if _, err := d.asserts.Redeem(t.Context(), raw); code(err) != fault.AuthAssertionReused {
		t.Errorf("the second time: %v", err)
	}
	for range 5 {
		if _, err := d.asserts.Redeem(t.Context(), raw); code(err) != fault.AuthAssertionReused {
			t.Errorf("after that: %v", err)
		}
	}
	if d.store.asked != 2 {
		t.Errorf("a flood of repeats asked the store %d times", d.store.asked)
	}
}

func TestAssertionsThatAreNotRight(t *testing.T) {
	d := newDesk(t)
	with := func(change func(*jwt.RegisteredClaims)) string {
		c := d.claims()
		change(&c)
		return d.sign(c)
	}
	stranger, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	forged, _ := jwt.NewWithClaims(jwt.SigningMethodES256, d.claims()).SignedString(stranger)
	none, _ := jwt.NewWithClaims(jwt.SigningMethodNone, d.claims()).SignedString(jwt.UnsafeAllowNoneSignatureType)
	hs, _ := jwt.NewWithClaims(jwt.SigningMethodHS256, d.claims()).SignedString([]byte(d.store.device.PublicKey.X))
	tests := map[string]struct {
		raw  string
		want fault.Code
	}{
		"nothing":                       {"", fault.AuthAssertion},
		"another key":                   {forged, fault.AuthAssertion},
		"alg none":                      {none, fault.AuthAssertion},
		"HS256":                         {hs, fault.AuthAssertion},
		"another audience":              {with(func(c *jwt.RegisteredClaims) { c.Audience = jwt.ClaimStrings{"https://x"} }), fault.AuthAssertion},
		"a second audience":             {with(func(c *jwt.RegisteredClaims) { c.Audience = append(c.Audience, "https://x") }), fault.AuthAssertion},
		"another issuer":                {with(func(c *jwt.RegisteredClaims) { c.Issuer = "dev_2" }), fault.AuthAssertion},
		"an unknown device":             {with(func(c *jwt.RegisteredClaims) { c.Subject = "dev_01M7ZTZ48056P978C6RF5SR61Y" }), fault.AuthAssertion},
		"without jti":                   {with(func(c *jwt.RegisteredClaims) { c.ID = "" }), fault.AuthAssertion},
		"without exp":                   {with(func(c *jwt.RegisteredClaims) { c.ExpiresAt = nil }), fault.AuthAssertion},
		"longer than 60 s":              {with(func(c *jwt.RegisteredClaims) { c.ExpiresAt = jwt.NewNumericDate(d.now.Add(61 * time.Second)) }), fault.AuthAssertion},
		"not valid before later":        {with(func(c *jwt.RegisteredClaims) { c.NotBefore = jwt.NewNumericDate(d.now.Add(10 * time.Minute)) }), fault.AuthClockSkew},
		"60 s old is fine":              {with(func(c *jwt.RegisteredClaims) { shift(c, -60*time.Second); c.ID = "jti-past" }), ""},
		"60 s early is fine":            {with(func(c *jwt.RegisteredClaims) { shift(c, 60*time.Second); c.ID = "jti-future" }), ""},
		"10 minutes old":                {with(func(c *jwt.RegisteredClaims) { shift(c, -10*time.Minute) }), fault.AuthClockSkew},
		"10 minutes early":              {with(func(c *jwt.RegisteredClaims) { shift(c, 10*time.Minute) }), fault.AuthClockSkew},
		"10 minutes old and forged too": {strings.TrimRight(forged, "A") + "A", fault.AuthAssertion},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := d.asserts.Redeem(t.Context(), tt.raw); code(err) != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func shift(c *jwt.RegisteredClaims, by time.Duration) {
	c.IssuedAt = jwt.NewNumericDate(c.IssuedAt.Add(by))
	c.ExpiresAt = jwt.NewNumericDate(c.ExpiresAt.Add(by))
}

func TestARevokedDeviceGetsNoToken(t *testing.T) {
	d := newDesk(t)
	d.store.device.RevokedAt = d.now
	if _, err := d.asserts.Redeem(t.Context(), d.sign(d.claims())); code(err) != fault.AuthAssertion {
		t.Errorf("got %v", err)
	}
}

func TestAStoreThatIsAwayIsNotARefusal(t *testing.T) {
	d := newDesk(t)
	d.store.err = fault.Wrap(fault.StoreUnavailable, errors.New("disk"))
	if _, err := d.asserts.Redeem(t.Context(), d.sign(d.claims())); code(err) != fault.StoreUnavailable {
		t.Errorf("got %v", err)
	}
}
