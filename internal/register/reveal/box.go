package reveal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"

	"dijkwacht/internal/fault"
)

// boxSize is the length that what is in a box is padded to.
const boxSize = 512

// boxInfo binds the derived key to its use.
const boxInfo = "dijkwacht reveal 1"

// ParseKey checks a public key of Terms.
func ParseKey(encoded string) (*ecdh.PublicKey, error) {
	raw, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("the public key is not base64url")
	}
	return ecdh.P256().NewPublicKey(raw)
}

// Seal encrypts for the holder of the private key what every browser can open:
// ECDH on P-256 with a key of this box alone, HKDF-SHA-256 (no salt, info
// "dijkwacht reveal 1"), AES-256-GCM. The box is base64url of the box's public point
// (65 bytes), the nonce (12) and the ciphertext of the JSON, padded with spaces.
func Seal(to *ecdh.PublicKey, p Person, random io.Reader) (string, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return "", fault.E(fault.Internal) // the text of err could hold the name
	}
	for len(plain)%boxSize != 0 {
		plain = append(plain, ' ')
	}
	defer clear(plain)
	once, err := ecdh.P256().GenerateKey(random)
	if err != nil {
		return "", err
	}
	gcm, err := agreed(once, to)
	if err != nil {
		return "", err
	}
	out := append(once.PublicKey().Bytes(), make([]byte, gcm.NonceSize())...)
	nonce := out[len(out)-gcm.NonceSize():]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(gcm.Seal(out, nonce, plain, nil)), nil
}

// pointSize is the length of an uncompressed point of P-256.
const pointSize = 65

// Open is what the browser does with a box.
func Open(private *ecdh.PrivateKey, box string) (Person, error) {
	var p Person
	raw, err := base64.RawURLEncoding.DecodeString(box)
	if err != nil || len(raw) < pointSize {
		return p, errors.New("this is no box")
	}
	from, err := ecdh.P256().NewPublicKey(raw[:pointSize])
	if err != nil {
		return p, err
	}
	gcm, err := agreed(private, from)
	if err != nil {
		return p, err
	}
	if len(raw) < pointSize+gcm.NonceSize() {
		return p, errors.New("this is no box")
	}
	nonce, sealed := raw[pointSize:pointSize+gcm.NonceSize()], raw[pointSize+gcm.NonceSize():]
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		return p, err
	}
	if json.Unmarshal(plain, &p) != nil {
		return Person{}, errors.New("the box holds no person")
	}
	return p, nil
}

func agreed(private *ecdh.PrivateKey, public *ecdh.PublicKey) (cipher.AEAD, error) {
	shared, err := private.ECDH(public)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, shared, nil, boxInfo, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
