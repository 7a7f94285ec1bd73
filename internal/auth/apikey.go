package auth

import (
	"hash/crc32"
	"io"
	"strings"
)

// The form of an API key: a prefix by which scanners for secrets know it, 40 random
// digits of base 62 (238 bits), and a CRC-32 of those in 6 digits, so that a mistyped
// key, or a text that looks like one, is told from a key without asking the store.
const (
	APIKeyPrefix   = "dwk_"
	apiKeyRandom   = 40
	apiKeyChecksum = 6
	base62         = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// NewAPIKey draws an API key.
func NewAPIKey(random io.Reader) (string, error) {
	digits := make([]byte, 0, apiKeyRandom)
	draw := make([]byte, 2*apiKeyRandom)
	for len(digits) < apiKeyRandom {
		if _, err := io.ReadFull(random, draw); err != nil {
			return "", err
		}
		for _, b := range draw {
			// The largest multiple of 62 below 256: every digit is as likely.
			if b < 248 && len(digits) < apiKeyRandom {
				digits = append(digits, base62[b%62])
			}
		}
	}
	return APIKeyPrefix + string(digits) + checksum62(string(digits)), nil
}

// IsAPIKey reports whether s has the form of an API key and the right checksum.
func IsAPIKey(s string) bool {
	digits, ok := strings.CutPrefix(s, APIKeyPrefix)
	if !ok || len(digits) != apiKeyRandom+apiKeyChecksum || strings.Trim(digits, base62) != "" {
		return false
	}
	return checksum62(digits[:apiKeyRandom]) == digits[apiKeyRandom:]
}

func checksum62(s string) string {
	sum := crc32.ChecksumIEEE([]byte(s))
	var out [apiKeyChecksum]byte
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = base62[sum%62]
		sum /= 62
	}
	return string(out[:])
}

// HashAPIKey is the stored form. A key has enough entropy that a plain hash cannot
// be turned round.
func HashAPIKey(key string) string { return hashToken("api_key", key) }
