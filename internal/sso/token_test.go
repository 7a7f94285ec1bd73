package sso

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"

	"dijkwacht/internal/auth"
)

// forger is a provider whose tokens tests make themselves.
type forger struct {
	*Service
	server   *httptest.Server
	key      *rsa.PrivateKey
	settings Settings
	now      time.Time
	// answer is the id token that a code is changed for.
	answer string
	// more are members of its description that are to be otherwise.
	more map[string]any
}

func newForger(t *testing.T) *forger {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{key: key, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	f.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			m := map[string]any{"issuer": f.server.URL, "authorization_endpoint": f.server.URL + "/auth", "token_endpoint": f.server.URL + "/token", "jwks_uri": f.server.URL + "/keys",
				"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256"}}
			for name, value := range f.more {
				m[name] = value
			}
			_ = json.NewEncoder(w).Encode(m)
		case "/keys":
			e := big.NewInt(int64(key.E)).Bytes()
			_ = json.NewEncoder(w).Encode(map[string]any{"keys": []map[string]string{{"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256",
				"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(e)}}})
		case "/token":
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": f.answer})
		case "/far":
			http.Redirect(w, r, f.server.URL+"/keys", http.StatusFound)
		case "/huge":
			_, _ = w.Write([]byte(`{"a":"` + strings.Repeat("x", maxAnswer) + `"}`))
		}
	}))
	t.Cleanup(f.server.Close)
	inside := Networks{netip.MustParsePrefix("127.0.0.0/8")}
	sealer, err := auth.NewSealer(make([]byte, auth.SealerKeySize))
	if err != nil {
		t.Fatal(err)
	}
	f.Service = New(Deps{Sealer: sealer, Client: NewClient(inside, nil), Inside: inside, Now: func() time.Time { return f.now }, Random: rand.Reader})
	f.settings = NewSettings("org_1")
	if f.settings.Secret, err = sealer.Seal([]byte("client secret"), secretName("org_1"), rand.Reader); err != nil {
		t.Fatal(err)
	}
	f.settings.Issuer, f.settings.ClientID = f.server.URL, "dijkwacht"
	return f
}

// good are the claims of a token that is accepted.
func (f *forger) good() jwt.MapClaims {
	return jwt.MapClaims{"iss": f.server.URL, "aud": "dijkwacht", "sub": "anna", "iat": f.now.Unix(), "exp": f.now.Add(5 * time.Minute).Unix(), "nonce": "n"}
}

func (f *forger) signed(t *testing.T, method jwt.SigningMethod, key any, c jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, c)
	token.Header["kid"] = "one"
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (f *forger) verify(t *testing.T, raw string) (claims, error) {
	t.Helper()
	p, err := f.directory.find(t.Context(), f.settings.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	token := (&oauth2.Token{AccessToken: "access"}).WithExtra(map[string]any{"id_token": raw})
	c, _, err := f.verified(t.Context(), f.settings, p, token)
	return c, err
}

func TestOnlyTokensForThisServiceAreBelieved(t *testing.T) {
	f := newForger(t)
	if c, err := f.verify(t, f.signed(t, jwt.SigningMethodRS256, f.key, f.good())); err != nil || c.text("sub") != "anna" {
		t.Fatalf("a good token: got %v, %v", c, err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	with := func(name string, value any) jwt.MapClaims {
		c := f.good()
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return c
	}
	two := with("aud", []string{"dijkwacht", "other"})
	withParty := with("aud", []string{"dijkwacht", "other"})
	withParty["azp"] = "other"
	public, err := json.Marshal(f.key.PublicKey.N)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte("another access token"))
	for name, raw := range map[string]string{
		"no token":                           "",
		"no JWT":                             "a.b.c",
		"another key":                        f.signed(t, jwt.SigningMethodRS256, other, f.good()),
		"alg none":                           f.signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, f.good()),
		"a shared secret":                    f.signed(t, jwt.SigningMethodHS256, public, f.good()),
		"an algorithm that was not offered":  f.signed(t, jwt.SigningMethodPS256, f.key, f.good()),
		"another issuer":                     f.signed(t, jwt.SigningMethodRS256, f.key, with("iss", "https://evil.example")),
		"another audience":                   f.signed(t, jwt.SigningMethodRS256, f.key, with("aud", "other")),
		"several audiences without azp":      f.signed(t, jwt.SigningMethodRS256, f.key, two),
		"an azp of another":                  f.signed(t, jwt.SigningMethodRS256, f.key, withParty),
		"one audience and an azp of another": f.signed(t, jwt.SigningMethodRS256, f.key, with("azp", "other")),
		"expired":                            f.signed(t, jwt.SigningMethodRS256, f.key, with("exp", f.now.Add(-time.Second).Unix())),
		"made in the future":                 f.signed(t, jwt.SigningMethodRS256, f.key, with("iat", f.now.Add(time.Hour).Unix())),
		"not yet valid":                      f.signed(t, jwt.SigningMethodRS256, f.key, with("nbf", f.now.Add(time.Hour).Unix())),
		"no subject":                         f.signed(t, jwt.SigningMethodRS256, f.key, with("sub", nil)),
		"a subject that is too long":         f.signed(t, jwt.SigningMethodRS256, f.key, with("sub", strings.Repeat("a", 256))),
		"of another access token":            f.signed(t, jwt.SigningMethodRS256, f.key, with("at_hash", base64.RawURLEncoding.EncodeToString(hash[:16]))),
	} {
		if _, err := f.verify(t, raw); ReasonOf(err) != ReasonToken {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestATokenOfAnotherSignInIsRefused(t *testing.T) {
	f := newForger(t)
	p, err := f.directory.find(t.Context(), f.settings.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	f.answer = f.signed(t, jwt.SigningMethodRS256, f.key, f.good())
	ask := func(nonce string) error {
		_, _, _, err := f.exchange(oidc.ClientContext(t.Context(), f.Client), f.settings, p, flow{Nonce: nonce, Verifier: "v"}, "code")
		return err
	}
	if err := ask("n"); err != nil {
		t.Errorf("the own sign-in: got %v", err)
	}
	for _, nonce := range []string{"another", ""} {
		if err := ask(nonce); ReasonOf(err) != ReasonToken {
			t.Errorf("asked with the nonce %q: got %v", nonce, err)
		}
	}
}

func TestAProviderThatIsNotWhatItShouldBeIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		more   map[string]any
		issuer func(string) string
		want   Trouble
	}{
		"another name":         {more: map[string]any{"issuer": "https://evil.example"}, want: TroubleIssuer},
		"no endpoint":          {more: map[string]any{"token_endpoint": ""}, want: TroubleEndpoints},
		"an endpoint in clear": {more: map[string]any{"token_endpoint": "http://10.0.0.1/token"}, want: TroubleEndpoints},
		"a script":             {more: map[string]any{"end_session_endpoint": "javascript:alert(1)"}, want: TroubleEndpoints},
		"no safe algorithm":    {more: map[string]any{"id_token_signing_alg_values_supported": []string{"none", "HS256"}}, want: TroubleAlgorithm},
		"nobody there":         {issuer: func(s string) string { return s + "/elsewhere" }, want: TroubleAnswer},
	} {
		f := newForger(t)
		f.more = tt.more
		issuer := f.server.URL
		if tt.issuer != nil {
			issuer = tt.issuer(issuer)
		}
		_, err := f.directory.find(t.Context(), issuer)
		if got, _ := err.(*troubleError); got == nil || got.trouble != tt.want {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
	f := newForger(t)
	var v map[string]any
	for path, want := range map[string]Trouble{"/far": TroubleRedirect, "/huge": TroubleAnswer} {
		err := f.directory.read(t.Context(), f.server.URL+path, &v)
		if got, _ := err.(*troubleError); got == nil || got.trouble != want {
			t.Errorf("%s: got %v", path, err)
		}
	}
	// Without leave the service connects to no address inside.
	closed := newDirectory(NewClient(nil, nil), Networks{netip.MustParsePrefix("127.0.0.0/8")}, time.Now)
	_, err := closed.find(t.Context(), f.server.URL)
	if got, _ := err.(*troubleError); got == nil || got.trouble != TroubleInside {
		t.Errorf("an address inside: got %v", err)
	}
}

func TestAnIssuerForEverybodyIsNoIssuer(t *testing.T) {
	for issuer, ok := range map[string]bool{
		"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0": true,
		"https://login.microsoftonline.com/common/v2.0":                               false,
		"https://login.microsoftonline.com/organizations/v2.0":                        false,
		"https://login.microsoftonline.com/consumers/v2.0":                            false,
		"https://keycloak.example.nl/realms/zorg":                                     true,
		"http://keycloak.example.nl/realms/zorg":                                      false,
		"http://127.0.0.1:8080":                                                       false,
		"https://user:pass@keycloak.example.nl":                                       false,
		"https://keycloak.example.nl/?a=b":                                            false,
		"keycloak.example.nl":                                                         false,
	} {
		v := NewSettings("org_1")
		v.Issuer = issuer
		if err := v.check(nil); (err == nil) != ok {
			t.Errorf("%s: got %v", issuer, err)
		}
	}
}

func TestGroupsAreReadWhereProvidersWriteThem(t *testing.T) {
	c := claims{}
	if err := json.Unmarshal([]byte(`{"groups":["a","b"],"one":"c","realm_access":{"roles":["d"]},"https://x.example/groups":["e"],"n":1,"hasgroups":"true"}`), &c); err != nil {
		t.Fatal(err)
	}
	for claim, want := range map[string]string{"groups": "a b", "one": "c", "realm_access.roles": "d", "https://x.example/groups": "e", "n": "", "realm_access.none": "", "none": ""} {
		got, _ := c.groups(claim)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v", claim, got)
		}
	}
	if !c.overage("groups") {
		t.Error("the overage of Entra ID was not seen")
	}
}
