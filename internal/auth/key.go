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

	"dijkwacht/internal/ident"
)

// Use is what a signing key of the service is for; a key has one use.
type Use string

// The uses.
const (
	UseAccess Use = "access"
	UseBundle Use = "bundle"
	// UseCheckpoint signs the ends of chains. Its keys are kept for good, since
	// checkpoints are looked at years later.
	UseCheckpoint Use = "checkpoint"
)

// SigningKey is an Ed25519 key of the service.
type SigningKey struct {
	ID        string
	Use       Use
	Seed      []byte
	CreatedAt time.Time
}

// NewSigningKey draws a key. Its id is made from the public half.
func NewSigningKey(use Use, now time.Time, random io.Reader) (SigningKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return SigningKey{}, err
	}
	k := SigningKey{Use: use, Seed: seed, CreatedAt: now}
	sum := sha256.Sum256(k.public())
	k.ID = base64.RawURLEncoding.EncodeToString(sum[:12])
	return k, nil
}

func (k SigningKey) private() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(k.Seed) }
func (k SigningKey) public() ed25519.PublicKey   { return k.private().Public().(ed25519.PublicKey) }

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
	return JWK{KTY: "OKP", CRV: "Ed25519", X: base64.RawURLEncoding.EncodeToString(k.public()), KID: k.ID, Use: "sig", Alg: "EdDSA"}
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
