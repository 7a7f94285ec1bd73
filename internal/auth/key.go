package auth

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Use is what a signing key of the service is for; a key has one use.
type Use string

// The uses.
const (
	UseAccess     Use = "access"     // access tokens of devices
	UseBundle     Use = "bundle"     // policy bundles
	UseCheckpoint Use = "checkpoint" // checkpoints of the chain, looked at years later
)

// Uses lists all.
var Uses = []Use{UseAccess, UseBundle, UseCheckpoint}

// SigningKey is an Ed25519 key of the service. Of each use one key signs, the one
// after it is known ahead, and those before it verify for a while.
type SigningKey struct {
	ID  string
	Use Use
	// Position orders the keys of a use.
	Position int
	Public   ed25519.PublicKey
	// Sealed is the private half under the key file (see Sealer); "" when it has
	// been destroyed.
	Sealed    string
	CreatedAt time.Time
	// ActiveAt is when it began to sign; zero: not yet.
	ActiveAt time.Time
}

// NewSigningKey draws a key. Its id is made from the public half.
func NewSigningKey(use Use, sealer *Sealer, now time.Time, random io.Reader) (SigningKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return SigningKey{}, err
	}
	k := SigningKey{Use: use, CreatedAt: now, Public: ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)}
	k.ID = chain.KeyID(k.Public)
	var err error
	k.Sealed, err = sealer.Seal(seed, k.ID, random)
	return k, err
}

// private opens the private half.
func (k SigningKey) private(sealer *Sealer) (ed25519.PrivateKey, error) {
	seed, err := sealer.Open(k.Sealed, k.ID)
	if err != nil {
		return nil, err
	}
	if len(seed) != ed25519.SeedSize {
		return nil, ErrSealed
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// JWK is a public key as JSON Web Key (RFC 8037).
type JWK struct {
	KTY string `json:"kty"`
	CRV string `json:"crv"`
	X   string `json:"x"`
	KID string `json:"kid"`
	Use string `json:"use"`
	Alg string `json:"alg"`
}

// JWK of the public half.
func (k SigningKey) JWK() JWK {
	return JWK{KTY: "OKP", CRV: "Ed25519", X: base64.RawURLEncoding.EncodeToString(k.Public), KID: k.ID, Use: "sig", Alg: "EdDSA"}
}

var errPublicKey = errors.New("not a point on P-256")

// DeviceKey reads a device's public key. It fails on anything that is not a
// point on P-256.
func DeviceKey(k ident.PublicKey) (*ecdsa.PublicKey, error) {
	x, errX := base64.RawURLEncoding.Strict().DecodeString(k.X)
	y, errY := base64.RawURLEncoding.Strict().DecodeString(k.Y)
	if errX != nil || errY != nil || len(x) != 32 || len(y) != 32 {
		return nil, errPublicKey
	}
	point := append(append([]byte{4}, x...), y...)
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return nil, errPublicKey
	}
	return key, nil
}

const enrolmentKeyPrefix = "dwe_"

// NewEnrolmentKey draws an enrolment key of 160 random bits.
func NewEnrolmentKey(random io.Reader) (string, error) {
	b := make([]byte, 20)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return enrolmentKeyPrefix + base32.StdEncoding.EncodeToString(b), nil
}

// HashEnrolmentKey is the stored form. The key has enough entropy that a plain
// hash cannot be turned round.
func HashEnrolmentKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
