package demo

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/oklog/ulid/v2"
)

// device is a browser with the extension.
type device struct {
	api        http.Handler
	clock      *Clock
	key        *ecdsa.PrivateKey
	ID         string `json:"device_id"`
	Audience   string `json:"audience"`
	department string
	serial     int
}

// enrol adds a browser with the enrolment key of a department.
func enrol(ctx context.Context, api http.Handler, clock *Clock, secret, department string, b browser) (*device, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	text := base64.RawURLEncoding.EncodeToString
	d := &device{api: api, clock: clock, key: key, department: department}
	return d, d.post(ctx, "/api/v1/ext/enrol", "", map[string]any{
		"enrolment_key": secret, "public_key": map[string]string{"kty": "EC", "crv": "P-256", "x": text(point[1:33]), "y": text(point[33:])},
		"browser": b, "os": b.os, "extension_version": "1.0",
	}, d)
}

// token signs the device in as the person who sits at it.
func (d *device) token(ctx context.Context, person string) (string, error) {
	d.serial++
	now := d.clock.Now()
	assertion, err := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{
		Issuer: d.ID, Subject: d.ID, Audience: jwt.ClaimStrings{d.Audience}, ID: fmt.Sprintf("demo-%d-%d", d.serial, now.UnixMilli()),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute)),
	}).SignedString(d.key)
	if err != nil {
		return "", err
	}
	var got struct {
		Token string `json:"access_token"`
	}
	err = d.post(ctx, "/api/v1/ext/token", "", map[string]string{"assertion": assertion, "user_hint": person}, &got)
	return got.Token, err
}

// send has a text looked at and says what became of it.
func (d *device) send(ctx context.Context, person string, a attempt) error {
	token, err := d.token(ctx, person)
	if err != nil {
		return err
	}
	id, err := ulid.New(ulid.Timestamp(d.clock.Now()), rand.Reader)
	if err != nil {
		return err
	}
	var verdict struct {
		Decision string `json:"decision_id"`
		Action   string `json:"action"`
		Override struct {
			Allowed bool
		}
	}
	err = d.post(ctx, "/api/v1/ext/inspect/text", token, map[string]any{
		"request_id": id.String(), "destination_id": a.destination, "channel": a.channel, "text": a.text, "conversation_key": a.conversation,
	}, &verdict)
	if err != nil {
		return err
	}
	outcome, known := a.outcome(verdict.Action, verdict.Override.Allowed)
	if !known {
		return nil
	}
	outcome["decision_id"], outcome["at"] = verdict.Decision, d.clock.Now().UTC().Format(time.RFC3339Nano)
	return d.post(ctx, "/api/v1/ext/outcomes", token, map[string]any{"outcomes": []any{outcome}}, nil)
}

// post asks the service; an answer that is no success is an error.
func (d *device) post(ctx context.Context, path, token string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = "127.0.0.1:1"
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	a := answer{header: http.Header{}, status: http.StatusOK}
	d.api.ServeHTTP(&a, r)
	if a.status >= http.StatusMultipleChoices {
		return fmt.Errorf("tell %s: status %d", path, a.status)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(a.body.Bytes(), into)
}

// answer keeps what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
