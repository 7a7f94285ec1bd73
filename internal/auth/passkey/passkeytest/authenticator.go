// Package passkeytest is an authenticator in software, for tests. It stores nothing
// and is no model of how a real one keeps its keys.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"dijkwacht/internal/auth/passkey"
)

// Authenticator has one passkey (ES256), made by Create.
type Authenticator struct {
	// Origin is that of the page that asks, Party the id that it asks for.
	Origin, Party string
	// Unverified leaves user verification out.
	Unverified bool
	// Synced says that the passkey is backed up.
	Synced bool
	// Count is the counter of the last answer; Counts makes it go up.
	Count  uint32
	Counts bool

	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
}

// New is an authenticator beside a page of the origin.
func New(origin, party string) *Authenticator {
	return &Authenticator{Origin: origin, Party: party, Counts: true}
}

// Copy is another authenticator with the same passkey.
func (a *Authenticator) Copy() *Authenticator {
	c := *a
	return &c
}

// options are the members that an authenticator looks at.
type options struct {
	Challenge string
	User      struct{ ID string }
}

func read(t testing.TB, o passkey.Options) (v options) {
	t.Helper()
	if err := json.Unmarshal(o, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Create makes the passkey.
func (a *Authenticator) Create(t testing.TB, o passkey.Options) passkey.Registration {
	t.Helper()
	v := read(t, o)
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if a.handle, err = base64.RawURLEncoding.DecodeString(v.User.ID); err != nil {
		t.Fatal(err)
	}
	a.id = make([]byte, 32)
	_, _ = rand.Read(a.id)
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	// A COSE key (RFC 9053 section 7.1.1), then an attestation object of format none.
	cose := append([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 32), point[33:]...)
	data := append(a.data(0x40), make([]byte, 16)...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	data = append(data, cose...)
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"), byte(len(data)>>8), byte(len(data)))
	return passkey.Registration{ID: a.id, ClientData: a.clientData(t, "webauthn.create", v.Challenge), Attestation: append(object, data...), Transports: []string{"internal"}}
}

// Answer signs a challenge.
func (a *Authenticator) Answer(t testing.TB, o passkey.Options) passkey.Assertion {
	t.Helper()
	if a.Counts {
		a.Count++
	}
	client, data := a.clientData(t, "webauthn.get", read(t, o).Challenge), a.data(0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return passkey.Assertion{ID: a.id, ClientData: client, AuthenticatorData: data, Signature: signature, Handle: a.handle}
}

func (a *Authenticator) clientData(t testing.TB, kind, challenge string) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// data is authenticator data without what is attested (section 6.1).
func (a *Authenticator) data(more byte) []byte {
	flags := 0x01 | more // user present
	if !a.Unverified {
		flags |= 0x04
	}
	if a.Synced {
		flags |= 0x18
	}
	party := sha256.Sum256([]byte(a.Party))
	return binary.BigEndian.AppendUint32(append(party[:], flags), a.Count)
}
