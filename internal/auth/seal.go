package auth

import (
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// SealerKeySize is the length of the key of a Sealer in bytes.
const SealerKeySize = chacha20poly1305.KeySize

// Sealer keeps secrets unreadable in the database and its backups: signing keys
// and pseudonym keys are stored under a key that lies in a file beside it
// (XChaCha20-Poly1305). Each secret is bound to its name, so that rows cannot be
// exchanged. It does not protect from somebody who reads the key file too.
type Sealer struct{ aead cipher.AEAD }

// NewSealer takes a key of SealerKeySize random bytes.
func NewSealer(key []byte) (*Sealer, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	return &Sealer{aead}, nil
}

// ErrSealed says that a stored secret cannot be opened with this key file.
var ErrSealed = errors.New("a stored secret does not open with this key file")

const sealedPrefix = "x1:"

// Seal returns the stored form of a secret with the given name.
func (s *Sealer) Seal(secret []byte, name string, random io.Reader) (string, error) {
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(secret)+s.aead.Overhead())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", err
	}
	return sealedPrefix + base64.RawStdEncoding.EncodeToString(s.aead.Seal(nonce, nonce, secret, []byte(name))), nil
}

// Open returns the secret. Returns ErrSealed when it was sealed with another key
// or under another name, or was changed.
func (s *Sealer) Open(stored, name string) ([]byte, error) {
	encoded, ok := strings.CutPrefix(stored, sealedPrefix)
	b, err := base64.RawStdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(b) < s.aead.NonceSize() {
		return nil, ErrSealed
	}
	secret, err := s.aead.Open(nil, b[:s.aead.NonceSize()], b[s.aead.NonceSize():], []byte(name))
	if err != nil {
		return nil, ErrSealed
	}
	return secret, nil
}
