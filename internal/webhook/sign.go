package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"time"
)

// secretPrefix marks a signing secret, so that scanners for leaked secrets find it.
const secretPrefix = "whsec_"

// secretSize is the length of a secret in bytes; the scheme asks for 24 to 64.
const secretSize = 32

// NewSecret is a fresh signing secret.
func NewSecret(random io.Reader) (string, error) {
	b := make([]byte, secretSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(b), nil
}

// overlap is how long the secret before signs too after a new one was made, so that
// the receiver loses no notice while it changes over.
const overlap = 24 * time.Hour

// renewed is the text to seal after a new secret: it, the first of the ones before,
// and until when that signs, in Unix seconds.
func renewed(fresh, before string, now time.Time) string {
	newest, _, _ := strings.Cut(before, " ")
	return fresh + " " + newest + " " + strconv.FormatInt(now.Add(overlap).Unix(), 10)
}

// signing are the secrets in a text that was sealed that sign now, newest first.
func signing(text string, now time.Time) []string {
	parts := strings.Fields(text)
	if len(parts) != 3 {
		return parts
	}
	if until, err := strconv.ParseInt(parts[2], 10, 64); err != nil || now.Unix() >= until {
		return parts[:1]
	}
	return parts[:2]
}

// signatures are those of all secrets, as the scheme lists them.
func signatures(secrets []string, id string, at time.Time, body []byte) (string, error) {
	var list []string
	for _, secret := range secrets {
		s, err := Sign(secret, id, at, body)
		if err != nil {
			return "", err
		}
		list = append(list, s)
	}
	return strings.Join(list, " "), nil
}

// Sign is the signature of a message: HMAC-SHA-256 over id, time and body.
func Sign(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}
