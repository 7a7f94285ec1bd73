package app

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dijkwacht/internal/auth"
)

// forge is the token with another head, and whatever signature fits that.
func forge(t *testing.T, token string, head map[string]any, sign func(text string) []byte) string {
	t.Helper()
	raw, err := json.Marshal(head)
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding.EncodeToString(raw) + "." + strings.Split(token, ".")[1]
	return text + "." + base64.RawURLEncoding.EncodeToString(sign(text))
}

// attacks are tokens that are none of ours, made from one that is.
func (s *service) attacks(d *device, token string) map[string]string {
	t := s.t
	t.Helper()
	first, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	if err != nil {
		t.Fatal(err)
	}
	head := func(name string, value any) map[string]any {
		var h map[string]any
		if err := json.Unmarshal(first, &h); err != nil {
			t.Fatal(err)
		}
		h[name] = value
		return h
	}
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	byStranger := func(text string) []byte { return ed25519.Sign(stranger, []byte(text)) }
	attacks := map[string]string{
		"a stranger's signature": forge(t, token, head("alg", "EdDSA"), byStranger),
		"an unknown kid":         forge(t, token, head("kid", "AAAAAAAAAAAAAAAA"), byStranger),
		"alg none":               forge(t, token, head("alg", "none"), func(string) []byte { return nil }),
		"a changed end":          token[:len(token)-8] + "AAAAAAAA",
		"an assertion":           d.assertion(nil),
	}
	for _, k := range s.app.ring.Keys() {
		if k.Use == auth.UseAccess {
			attacks["HS256 with the public key "+k.ID] = forge(t, token, head("alg", "HS256"), func(text string) []byte {
				sum, err := jwt.SigningMethodHS256.Sign(text, []byte(k.Public))
				if err != nil {
					t.Fatal(err)
				}
				return sum
			})
		}
	}
	return attacks
}

func TestFalseTokensAreRefusedAlikeAndWrittenDown(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	s.get(bundlePath, token).want(200, "")
	attacks := s.attacks(d, token)
	bodies := map[string]string{}
	try := func(name, raw string) {
		a := s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), raw).want(401, "auth.token_invalid")
		var p map[string]any
		a.into(&p)
		delete(p, "trace_id")
		bodies[fmt.Sprint(p)] = name
	}
	for name, raw := range attacks {
		try(name, raw)
	}
	s.pass(20 * time.Minute)
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token).want(401, "auth.token_expired") // clients renew on this one
	if len(bodies) != 1 {
		t.Errorf("the answers differ: %v", bodies)
	}

	again := d.assertion(nil)
	s.post(tokenPath, `{"assertion":"`+again+`"}`, "").want(200, "")
	s.post(tokenPath, `{"assertion":"`+again+`"}`, "").want(401, "auth.assertion_reused")
	for name, by := range map[string]time.Duration{"late": 10 * time.Minute, "early": -10 * time.Minute} {
		late := d.assertion(func(c *jwt.RegisteredClaims) {
			c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(s.clock().Add(by)), jwt.NewNumericDate(s.clock().Add(by+time.Minute))
		})
		if a := s.post(tokenPath, `{"assertion":"`+late+`"}`, ""); a.status != 401 || a.code() != "auth.clock_skew" {
			t.Errorf("a clock that is 10 minutes %s: got %d %s", name, a.status, a.code())
		}
	}
	s.app.refusals.Flush(t.Context(), true)
	written := ""
	for r, err := range s.app.store.Records(t.Context(), s.app.org.ID, 0, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Entry.Action == "auth.refused" {
			written += r.Entry.Object + " " + string(r.Payload) + "\n"
		}
	}
	for _, code := range []string{"auth.token_invalid", "auth.assertion_reused", "auth.clock_skew"} {
		if !strings.Contains(written, code) {
			t.Errorf("%s is not in the chain:\n%s", code, written)
		}
	}
	if n := len(s.attempts()); n != 0 {
		t.Errorf("%d events came from false tokens", n)
	}
}
