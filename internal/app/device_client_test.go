package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

// device is an enrolled device with its key.
type device struct {
	s        *service
	key      *ecdsa.PrivateKey
	ID       string             `json:"device_id"`
	Audience string             `json:"audience"`
	Server   struct{ X string } `json:"server_key"`
	serial   int
}

func publicKey(t *testing.T) (*ecdsa.PrivateKey, string) {
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
	return key, `{"kty":"EC","crv":"P-256","x":"` + enc(point[1:33]) + `","y":"` + enc(point[33:]) + `","ext":true,"key_ops":["verify"]}`
}

func (s *service) enrol() *device {
	s.t.Helper()
	return s.enrolBy(s.app.FirstKey.Reveal())
}

// enrolIn enrols a device of the organisation.
func (s *service) enrolIn(org string) *device {
	s.t.Helper()
	_, key, err := s.app.enrolments.CreateKey(s.t.Context(), ident.Operator(org), auth.KeyTerms{Groups: []string{ident.AnyGroup}})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.enrolBy(key)
}

func (s *service) enrolBy(enrolmentKey string) *device {
	s.t.Helper()
	key, jwk := publicKey(s.t)
	d := &device{s: s, key: key}
	a := s.post("/api/v1/ext/enrol", `{"enrolment_key":"`+enrolmentKey+`","public_key":`+jwk+`,"browser":{"name":"Chrome","version":"126.0"},"os":"linux","extension_version":"1.0","group_hints":["seh"],"later":1}`, "")
	a.want(http.StatusCreated, "").into(d)
	return d
}

func (d *device) assertion(change func(*jwt.RegisteredClaims)) string {
	d.s.t.Helper()
	d.serial++
	now := d.s.clock()
	c := jwt.RegisteredClaims{Issuer: d.ID, Subject: d.ID, Audience: jwt.ClaimStrings{d.Audience}, ID: "assertion-" + time.Duration(d.serial).String(),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}
	if change != nil {
		change(&c)
	}
	raw, err := jwt.NewWithClaims(jwt.SigningMethodES256, c).SignedString(d.key)
	if err != nil {
		d.s.t.Fatal(err)
	}
	return raw
}

func (d *device) token(hint string) string {
	d.s.t.Helper()
	body, _ := json.Marshal(map[string]string{"assertion": d.assertion(nil), "user_hint": hint})
	var t struct {
		Token string `json:"access_token"`
	}
	d.s.post("/api/v1/ext/token", string(body), "").want(http.StatusOK, "").into(&t)
	return t.Token
}
