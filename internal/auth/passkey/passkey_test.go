package passkey_test

import (
	"encoding/json"
	"errors"
	"testing"

	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/auth/passkey/passkeytest"
)

const (
	public = "https://dijkwacht.example.nl"
	host   = "dijkwacht.example.nl"
)

var anna = passkey.User{Handle: "usr_01M7ZTZ495AHSVCTSX8NBYX12B", Name: "anna@example.nl", Shown: "Anna"}

func newParty(t *testing.T) *passkey.Party {
	t.Helper()
	p, err := passkey.NewParty(public + "/")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// registered is a party that knows the passkey of an authenticator.
func registered(t *testing.T, a *passkeytest.Authenticator) (*passkey.Party, passkey.Credential) {
	t.Helper()
	p := newParty(t)
	options, challenge, err := p.Create(anna, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Register(anna, challenge, a.Create(t, options))
	if err != nil {
		t.Fatal(err)
	}
	return p, c
}

func TestPasskeysNeedAnAddressWithAName(t *testing.T) {
	for address, want := range map[string]bool{
		"https://dijkwacht.example.nl": true, "https://dijkwacht.example.nl:8443/": true, "http://localhost:8787": true,
		"http://127.0.0.1:8787": false, "https://192.0.2.1": false, "http://dijkwacht.example.nl": false, "https://[::1]:8787": false, "://": false, "": false,
	} {
		p, err := passkey.NewParty(address)
		if (err == nil) != want || want == (p == nil) || err != nil && !errors.Is(err, passkey.ErrAddress) {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestTheOptionsAskForADiscoverablePasskeyOfAVerifiedUserWithoutAttestation(t *testing.T) {
	p, c := registered(t, passkeytest.New(public, host))
	options, _, err := p.Create(anna, []passkey.Credential{c})
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		RP          struct{ ID string }
		Timeout     int
		Attestation string
		Selection   struct{ ResidentKey, UserVerification string } `json:"authenticatorSelection"`
		Excluded    []struct{ ID string }                          `json:"excludeCredentials"`
	}
	if err := json.Unmarshal(options, &made); err != nil {
		t.Fatal(err)
	}
	if made.RP.ID != host || made.Timeout != 300_000 || made.Attestation == "direct" || made.Selection.ResidentKey != "required" || made.Selection.UserVerification != "required" || len(made.Excluded) != 1 {
		t.Errorf("got %s", options)
	}
	asked, first, err := p.Ask(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := p.Ask(nil)
	if err != nil || first == second {
		t.Errorf("two challenges are the same: %v", err)
	}
	var ask struct {
		RPID             string
		UserVerification string
		AllowCredentials []any
	}
	if err := json.Unmarshal(asked, &ask); err != nil || ask.RPID != host || ask.UserVerification != "required" || len(ask.AllowCredentials) > 0 {
		t.Errorf("got %s, %v", asked, err)
	}
}

func TestARegistrationIsRefusedWhenSomethingIsNotAsAsked(t *testing.T) {
	for name, spoil := range map[string]func(*passkeytest.Authenticator, *passkey.Registration){
		"another origin":        func(a *passkeytest.Authenticator, _ *passkey.Registration) { a.Origin = "https://evil.example" },
		"another port":          func(a *passkeytest.Authenticator, _ *passkey.Registration) { a.Origin = public + ":8443" },
		"another party":         func(a *passkeytest.Authenticator, _ *passkey.Registration) { a.Party = "example.nl" },
		"no user verification":  func(a *passkeytest.Authenticator, _ *passkey.Registration) { a.Unverified = true },
		"no attestation object": func(_ *passkeytest.Authenticator, r *passkey.Registration) { r.Attestation = nil },
		"no client data":        func(_ *passkeytest.Authenticator, r *passkey.Registration) { r.ClientData = nil },
		"another id": func(_ *passkeytest.Authenticator, r *passkey.Registration) {
			r.ID = []byte("another id of some length")
		},
		"a cut attestation": func(_ *passkeytest.Authenticator, r *passkey.Registration) { r.Attestation = r.Attestation[:40] },
	} {
		t.Run(name, func(t *testing.T) {
			p, a := newParty(t), passkeytest.New(public, host)
			options, challenge, err := p.Create(anna, nil)
			if err != nil {
				t.Fatal(err)
			}
			spoil(a, &passkey.Registration{Attestation: make([]byte, 40)})
			r := a.Create(t, options)
			spoil(a, &r)
			if _, err := p.Register(anna, challenge, r); !errors.Is(err, passkey.ErrRefused) {
				t.Errorf("got %v", err)
			}
			if _, err := p.Register(anna, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", r); !errors.Is(err, passkey.ErrRefused) {
				t.Errorf("another challenge: got %v", err)
			}
		})
	}
}

func TestAnAnswerIsRefusedWhenSomethingIsNotAsAsked(t *testing.T) {
	for name, spoil := range map[string]func(*passkeytest.Authenticator, *passkey.Assertion){
		"another origin":       func(a *passkeytest.Authenticator, _ *passkey.Assertion) { a.Origin = "https://evil.example" },
		"another party":        func(a *passkeytest.Authenticator, _ *passkey.Assertion) { a.Party = "example.nl" },
		"no user verification": func(a *passkeytest.Authenticator, _ *passkey.Assertion) { a.Unverified = true },
		"another handle":       func(_ *passkeytest.Authenticator, s *passkey.Assertion) { s.Handle = []byte("usr_another") },
		"another passkey":      func(_ *passkeytest.Authenticator, s *passkey.Assertion) { s.ID = []byte("another id of some length") },
		"a wrong signature":    func(_ *passkeytest.Authenticator, s *passkey.Assertion) { s.Signature = []byte{0x30, 0} },
		"no signature":         func(_ *passkeytest.Authenticator, s *passkey.Assertion) { s.Signature = nil },
		"a cut answer": func(_ *passkeytest.Authenticator, s *passkey.Assertion) {
			s.AuthenticatorData = s.AuthenticatorData[:20]
		},
		"no answer": func(_ *passkeytest.Authenticator, s *passkey.Assertion) { *s = passkey.Assertion{} },
		"a backup that cannot be": func(a *passkeytest.Authenticator, _ *passkey.Assertion) {
			a.Synced = true
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := passkeytest.New(public, host)
			p, c := registered(t, a)
			options, challenge, err := p.Ask([]passkey.Credential{c})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Verify(anna.Handle, c, challenge, a.Copy().Answer(t, options)); err != nil {
				t.Fatalf("unspoilt: %v", err)
			}
			spoil(a, &passkey.Assertion{AuthenticatorData: make([]byte, 40)})
			s := a.Answer(t, options)
			spoil(a, &s)
			if _, err := p.Verify(anna.Handle, c, challenge, s); !errors.Is(err, passkey.ErrRefused) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnAuthenticatorThatCountsBackwardsMayBeACopy(t *testing.T) {
	a := passkeytest.New(public, host)
	p, c := registered(t, a)
	for _, step := range []struct {
		count uint32
		want  error
	}{{4, nil}, {5, nil}, {5, passkey.ErrCloned}, {3, passkey.ErrCloned}, {0, passkey.ErrCloned}, {6, nil}} {
		options, challenge, err := p.Ask(nil)
		if err != nil {
			t.Fatal(err)
		}
		a.Counts, a.Count = false, step.count
		after, err := p.Verify(anna.Handle, c, challenge, a.Answer(t, options))
		if !errors.Is(err, step.want) || err == nil && after.SignCount != step.count {
			t.Errorf("count %d: got %v, %d", step.count, err, after.SignCount)
		}
		if err == nil {
			c = after
		}
	}
}

func TestAPasskeyThatDoesNotCountWorksAgainAndAgain(t *testing.T) {
	a := passkeytest.New(public, host)
	a.Counts, a.Synced = false, true
	p, c := registered(t, a)
	for range 3 {
		options, challenge, err := p.Ask(nil)
		if err != nil {
			t.Fatal(err)
		}
		if c, err = p.Verify(anna.Handle, c, challenge, a.Answer(t, options)); err != nil || !c.BackedUp || c.SignCount != 0 {
			t.Fatalf("got %+v, %v", c, err)
		}
	}
}
