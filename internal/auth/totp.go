package auth

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Codes are time-based one-time passwords (RFC 6238) as every authenticator app
// makes them: SHA-1, six digits, 30 s.
const (
	codeStep   = 30 * time.Second
	codeDigits = 6
	// codeSkew is how many steps a clock may be off, either way.
	codeSkew = 1
	// secretSize is the length of a secret in bytes: that of the hash (RFC 4226
	// section 4 asks for at least 16).
	secretSize = 20
)

// NewCodeSecret draws a secret, in base32 without padding.
func NewCodeSecret(random io.Reader) (string, error) {
	b := make([]byte, secretSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b), nil
}

// CodeURI is the secret in the form that authenticator apps scan (Key URI Format),
// without what is the default there.
func CodeURI(secret, organisation, account string) string {
	label := url.PathEscape("Dijkwacht:" + account)
	query := url.Values{"secret": {secret}, "issuer": {"Dijkwacht"}}
	if organisation != "" {
		label = url.PathEscape("Dijkwacht " + organisation + ":" + account)
		query.Set("issuer", "Dijkwacht "+organisation)
	}
	// Apps read a plus sign as it is.
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// QRCode is the text as a QR code (ISO/IEC 18004, level M): a row of modules a
// string, "1" for dark, without the quiet zone.
func QRCode(text string) ([]string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("draw QR code")
	}
	size := code.Bounds().Dx()
	rows := make([]string, size)
	for y := range size {
		row := make([]byte, size)
		for x := range size {
			row[x] = '0'
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				row[x] = '1'
			}
		}
		rows[y] = string(row)
	}
	return rows, nil
}

// CheckCode finds the step whose code was given, among those around now and later
// than the last that was used: no code works twice. It takes the same time for
// each wrong code.
func CheckCode(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, code)
	current := now.Unix() / int64(codeStep.Seconds())
	for s := current - codeSkew; s <= current+codeSkew; s++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(s), hotp.ValidateOpts{Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > last {
			step, ok = s, true
		}
	}
	return step, ok && secret != ""
}
