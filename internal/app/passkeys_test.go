package app

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/auth/passkey/passkeytest"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
)

const (
	ownPasskeys   = "/api/v1/me/passkeys"
	passkeySignIn = "/api/v1/auth/passkey/sign-in"
	passkeyAsk    = "/api/v1/auth/passkey/challenge"
	passkeyStepUp = "/api/v1/auth/passkey/step-up"
)

// newKey is an authenticator at the public address of the services of tests.
func (s *service) newKey() *passkeytest.Authenticator {
	public := s.app.cfg.PublicURL
	host := strings.TrimPrefix(strings.TrimPrefix(public, "https://"), "http://")
	host, _, _ = strings.Cut(host, ":")
	return passkeytest.New(public, host)
}

type challenge struct {
	State   string
	Options json.RawMessage
}

// ask fetches a challenge.
func (c *browser) ask(path, body string) (v challenge) {
	c.s.t.Helper()
	c.post(path, body).want(200, "").into(&v)
	return v
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func registration(r passkey.Registration) string {
	return fmt.Sprintf(`{"id":%q,"client_data":%q,"attestation":%q,"transports":["internal"]}`, b64(r.ID), b64(r.ClientData), b64(r.Attestation))
}

func assertion(a passkey.Assertion) string {
	return fmt.Sprintf(`{"id":%q,"client_data":%q,"authenticator_data":%q,"signature":%q,"user_handle":%q}`, b64(a.ID), b64(a.ClientData), b64(a.AuthenticatorData), b64(a.Signature), b64(a.Handle))
}

// register makes a passkey of the person and returns its id.
func (c *browser) register(key *passkeytest.Authenticator, name string) string {
	c.s.t.Helper()
	asked := c.ask(ownPasskeys+"/challenge", "")
	var made struct{ ID string }
	c.post(ownPasskeys, fmt.Sprintf(`{"name":%q,"state":%q,"credential":%s}`, name, asked.State, registration(key.Create(c.s.t, asked.Options)))).want(201, "").into(&made)
	return made.ID
}

// useKey sends the answer to a challenge.
func (c *browser) useKey(path string, asked challenge, a passkey.Assertion, more string) answer {
	c.s.t.Helper()
	return c.post(path, fmt.Sprintf(`{"state":%q,"credential":%s%s}`, asked.State, assertion(a), more))
}

// enterBy signs in with the passkey.
func (c *browser) enterBy(key *passkeytest.Authenticator) answer {
	c.s.t.Helper()
	asked := c.ask(passkeyAsk, "")
	return c.useKey(passkeySignIn, asked, key.Answer(c.s.t, asked.Options), "")
}

func TestAPersonSignsInWithAPasskeyAlone(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	key := s.newKey()
	id := b.register(key, "Telefoon")
	before := s.end(s.app.org.ID)
	other := &browser{s: s}
	var me struct {
		UserID string `json:"user_id"`
	}
	other.enterBy(key).want(200, "").into(&me)
	if me.UserID != b.user.ID {
		t.Errorf("signed in as %s", me.UserID)
	}
	other.post("/api/v1/auth/password", `{"password":"een heel ander geheim ding"}`).want(204, "") // it counts as all factors
	if n := s.count(s.app.org.ID, before, "auth.signed_in", id); n != 1 {
		t.Errorf("%d sign-ins with the passkey are in the chain", n)
	}
	var list struct {
		Items []struct {
			ID, Name   string
			LastUsedAt *string `json:"last_used_at"`
		}
		App bool
	}
	other.get(ownPasskeys).want(200, "").into(&list)
	if len(list.Items) != 1 || list.Items[0].Name != "Telefoon" || list.Items[0].LastUsedAt == nil || !list.App {
		t.Errorf("got %+v", list)
	}
}

func TestAPasskeyIsTheSecondFactorBesideAPassword(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	key := s.newKey()
	b.register(key, "Telefoon")
	for _, tt := range []struct {
		email, password string
		status          int
		code            string
	}{
		{b.user.Email, "another password", 401, "auth.sign_in_refused"},
		{"nobody@example.nl", password, 401, "auth.sign_in_refused"},
		{b.user.Email, password, 200, ""},
	} {
		other := &browser{s: s}
		asked := other.ask(passkeyAsk, "")
		other.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), fmt.Sprintf(`,"email":%q,"password":%q`, tt.email, tt.password)).want(tt.status, tt.code)
	}
}

func TestARefusedPasskeyTellsNothing(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	b, key := s.as(org, ident.Binding{Role: ident.FG}), s.newKey()
	b.register(key, "Telefoon")
	disabled, disabledKey := s.as(org, ident.Binding{Role: ident.FG}), s.newKey()
	disabled.register(disabledKey, "Telefoon")
	if _, err := s.app.people.SetDisabled(t.Context(), ident.Operator(org), disabled.user.ID, true); err != nil {
		t.Fatal(err)
	}
	stranger, elsewhere, unverified := s.newKey(), key.Copy(), key.Copy()
	options := b.ask(ownPasskeys+"/challenge", "").Options
	stranger.Create(t, options)
	elsewhere.Origin = "https://evil.example"
	unverified.Unverified = true
	before := s.end(org)
	var bodies []string
	for _, tt := range []struct {
		name string
		try  func(c *browser) answer
	}{
		{"a passkey that nobody has", func(c *browser) answer { return c.enterBy(stranger) }},
		{"another origin", func(c *browser) answer { return c.enterBy(elsewhere) }},
		{"no user verification", func(c *browser) answer { return c.enterBy(unverified) }},
		{"a disabled account", func(c *browser) answer { return c.enterBy(disabledKey) }},
		{"another browser than asked", func(c *browser) answer {
			asked := c.ask(passkeyAsk, "")
			c.asking = nil
			c.ask(passkeyAsk, "")
			return c.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), "")
		}},
		{"no cookie", func(c *browser) answer {
			asked := c.ask(passkeyAsk, "")
			c.asking = nil
			return c.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), "")
		}},
		{"a state of our own making", func(c *browser) answer {
			asked := c.ask(passkeyAsk, "")
			return c.useKey(passkeySignIn, challenge{State: "x1:AAAA"}, key.Answer(t, asked.Options), "")
		}},
		{"a challenge for something else", func(c *browser) answer {
			asked := b.ask(passkeyStepUp+"/challenge", "")
			c.ask(passkeyAsk, "")
			return c.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), "")
		}},
		{"a challenge that expired", func(c *browser) answer {
			asked := c.ask(passkeyAsk, "")
			s.pass(passkey.ChallengeLife)
			return c.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), "")
		}},
	} {
		start := time.Now()
		a := tt.try(&browser{s: s}).want(401, "auth.sign_in_refused")
		bodies = append(bodies, a.tellsNothing(tt.name, time.Since(start)))
	}
	alike(t, bodies)
	if n := s.denials(org, before); n != len(bodies)-1 {
		t.Errorf("%d refusals are in the chain, want all but that of nobody", n)
	}
	(&browser{s: s}).enterBy(key).want(200, "")
}

func TestAChallengeIsAnsweredOnce(t *testing.T) {
	s := newService(t)
	b, key := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.newKey()
	key.Counts = false
	b.register(key, "Telefoon")
	c := &browser{s: s}
	asked := c.ask(passkeyAsk, "")
	first := key.Answer(t, asked.Options)
	c.useKey(passkeySignIn, asked, first, "").want(200, "")
	c.useKey(passkeySignIn, asked, first, "").want(401, "auth.sign_in_refused")
	c.useKey(passkeySignIn, asked, key.Answer(t, asked.Options), "").want(401, "auth.sign_in_refused")
}

func TestACopyOfAPasskeyIsFoundOutAndBothEnd(t *testing.T) {
	s := newService(t)
	b, key := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.newKey()
	id := b.register(key, "Sleutel")
	twin := key.Copy()
	for range 3 {
		(&browser{s: s}).enterBy(key).want(200, "")
	}
	before := s.end(s.app.org.ID)
	(&browser{s: s}).enterBy(twin).want(401, "auth.sign_in_refused")
	(&browser{s: s}).enterBy(key).want(401, "auth.sign_in_refused")
	if cloned, suspect := s.count(s.app.org.ID, before, "auth.signed_in", "passkey_cloned"), s.count(s.app.org.ID, before, "auth.signed_in", "passkey_suspect"); cloned != 1 || suspect != 1 {
		t.Errorf("%d warnings and %d refusals are in the chain", cloned, suspect)
	}
	var one struct {
		SuspectAt *string `json:"suspect_at"`
	}
	b.get(ownPasskeys+"/"+id).want(200, "").into(&one)
	if one.SuspectAt == nil {
		t.Error("the list does not warn")
	}
}

func TestAPasskeyConfirmsWhoYouAre(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	b.post(passkeyStepUp+"/challenge", "").want(404, "resource.not_found")
	key, colleague := s.newKey(), s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	foreign := s.newKey()
	b.register(key, "Telefoon")
	colleague.register(foreign, "Telefoon")
	s.pass(ident.StepUpLife)
	invite := `{"email":"bea@example.nl","name":"Bea","roles":[{"role":"auditor"}]}`
	b.post("/api/v1/users", invite).want(403, "auth.step_up_required")
	b.post(ownPasskeys+"/challenge", "").want(403, "auth.step_up_required")

	asked := b.ask(passkeyStepUp+"/challenge", "")
	b.useKey(passkeyStepUp, asked, foreign.Answer(t, asked.Options), "").want(401, "auth.sign_in_refused")
	asked = b.ask(passkeyStepUp+"/challenge", "")
	colleague.useKey(passkeyStepUp, asked, foreign.Answer(t, asked.Options), "").want(401, "auth.sign_in_refused")
	asked = b.ask(passkeyStepUp+"/challenge", "")
	old := b.cookie.Value
	b.useKey(passkeyStepUp, asked, key.Answer(t, asked.Options), "").want(200, "")
	if b.cookie.Value == old {
		t.Error("the step-up kept the old session")
	}
	b.post("/api/v1/users", invite).want(201, "")
}

func TestOwnPasskeysAreNamedAndRemoved(t *testing.T) {
	s := newService(t)
	b, colleague := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	key := s.newKey()
	path := ownPasskeys + "/" + b.register(key, "Telefoon")
	colleague.get(path).want(404, "resource.not_found")
	b.patch(path, `{"name":"Sleutelbos"}`).want(200, "")
	b.patch(path, `{"name":"  "}`).want(400, "request.invalid")
	b.patch(path, `{"name":"BSN 123456782"}`).want(422, "request.text_holds_finding")
	remove := func(tag string) answer {
		return b.do(b.request(http.MethodDelete, path, "", "", "If-Match", tag))
	}
	remove(`"1"`).want(412, "resource.changed")
	tag := b.get(path).header.Get("ETag")
	s.pass(ident.StepUpLife)
	remove(tag).want(403, "auth.step_up_required")
	other := &browser{s: s}
	other.enterBy(key).want(200, "")
	b.signIn(password, b.code()).want(200, "")
	remove(b.get(path).header.Get("ETag")).want(204, "")
	other.get(mePath).want(401, "auth.session_required")
	b.get(mePath).want(200, "")
	(&browser{s: s}).enterBy(key).want(401, "auth.sign_in_refused")
}

func TestWhoHasOnlyPasskeysKeepsOne(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	u, _, err := s.app.people.AddUser(t.Context(), ident.Operator(org), ident.User{Email: "anna@example.nl", Name: "Anna", Locale: "nl"}, []ident.Binding{{Role: ident.FG}})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := s.app.sessions.Invite(t.Context(), ident.Operator(org), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, key := &browser{s: s, user: u}, s.newKey()
	use := func(c *browser, asked challenge, password string, r passkey.Registration) answer {
		return c.post("/api/v1/auth/link/use-passkey", fmt.Sprintf(`{"token":%q,"password":%q,"passkey":"Telefoon","state":%q,"credential":%s}`, token, password, asked.State, registration(r)))
	}
	asked := b.ask("/api/v1/auth/link/passkey", `{"token":"`+token+`"}`)
	use(b, asked, "welkom123456", key.Create(t, asked.Options)).want(422, "auth.password_unfit")
	use(&browser{s: s}, asked, password, key.Create(t, asked.Options)).want(422, "auth.passkey_refused")
	use(b, asked, password, key.Create(t, asked.Options)).want(200, "")
	use(b, asked, password, key.Create(t, asked.Options)).want(404, "auth.link_invalid")
	b.post("/api/v1/auth/link/passkey", `{"token":"`+token+`"}`).want(404, "auth.link_invalid")

	var list struct {
		Items []struct{ ID string }
		App   bool
	}
	b.get(ownPasskeys).want(200, "").into(&list)
	if len(list.Items) != 1 || list.App {
		t.Fatalf("got %+v", list)
	}
	path := ownPasskeys + "/" + list.Items[0].ID
	remove := func() answer {
		return b.do(b.request(http.MethodDelete, path, "", "", "If-Match", b.get(path).header.Get("ETag")))
	}
	before := s.end(org)
	remove().want(409, "auth.last_factor")
	if s.denials(org, before) != 1 {
		t.Error("the refusal is not in the chain")
	}
	b.register(s.newKey(), "Sleutel")
	remove().want(204, "")
	b.signIn(password, "123456").want(401, "auth.sign_in_refused")
}

func TestRegistrationIsRefusedWhenItIsNotWhatWasAskedFor(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	add := func(asked challenge, key *passkeytest.Authenticator) answer {
		return b.post(ownPasskeys, fmt.Sprintf(`{"name":"Telefoon","state":%q,"credential":%s}`, asked.State, registration(key.Create(t, asked.Options))))
	}
	elsewhere, unverified := s.newKey(), s.newKey()
	elsewhere.Origin = "https://evil.example"
	unverified.Unverified = true
	add(b.ask(ownPasskeys+"/challenge", ""), elsewhere).want(422, "auth.passkey_refused")
	add(b.ask(ownPasskeys+"/challenge", ""), unverified).want(422, "auth.passkey_refused")
	asked := b.ask(ownPasskeys+"/challenge", "")
	add(asked, s.newKey()).want(201, "")
	add(asked, s.newKey()).want(422, "auth.passkey_refused")
	for range auth.MaxPasskeys - 1 {
		b.register(s.newKey(), "Telefoon")
	}
	b.post(ownPasskeys+"/challenge", "").want(409, "auth.passkey_limit")
}

func TestAttemptsWithAPasskeyRunOut(t *testing.T) {
	s := newService(t)
	b, key := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.newKey()
	b.register(key, "Telefoon")
	wrong := key.Copy()
	wrong.Unverified = true
	codes := map[string]int{}
	for range 12 {
		codes[(&browser{s: s}).enterBy(wrong).code()]++
	}
	if codes["auth.sign_in_refused"] != 10 || codes["ratelimit.exceeded"] != 2 {
		t.Errorf("got %v", codes)
	}
}

func TestThereAreNoPasskeysAtAnAddressWithoutAName(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) { c.PublicURL = "http://127.0.0.1:8787" })
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	b.post(passkeyAsk, "").want(409, "auth.passkey_unavailable")
	b.post(ownPasskeys+"/challenge", "").want(409, "auth.passkey_unavailable")
	var list struct{ Available bool }
	b.get(ownPasskeys).want(200, "").into(&list)
	if list.Available {
		t.Error("the page offers passkeys")
	}
}

// seedPasskey gives somebody of the organisation a passkey.
func (s *service) seedPasskey(org string) string {
	s.t.Helper()
	u, _, err := s.app.people.AddUser(s.t.Context(), ident.Operator(org), ident.User{Name: "Houder", Locale: "nl"}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	id, err := ident.NewID(auth.PrefixPasskey, s.clock(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	link := auth.Link{OrgID: org, UserID: u.ID, Kind: auth.LinkInvitation, Hash: id, CreatedAt: s.clock(), ExpiresAt: s.clock().Add(time.Hour)}
	entry, err := ident.Operator(org).Draft("test.seeded", id, 1, ident.OutcomeDone, nil, s.clock())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.store.AddLink(s.t.Context(), link, entry); err != nil {
		s.t.Fatal(err)
	}
	u.Email, u.Rev = strings.ToLower(id)+"@example.nl", u.Rev+1
	k := auth.Passkey{OrgID: org, ID: id, UserID: u.ID, Name: "Telefoon", CreatedAt: s.clock(), Rev: 1, Credential: passkey.Credential{ID: []byte(id), PublicKey: []byte{1}}}
	session := auth.Session{OrgID: org, UserID: u.ID, Hash: "session " + id, CreatedAt: s.clock(), SeenAt: s.clock()}
	if err := s.app.store.UseLinkByPasskey(s.t.Context(), link.Hash, auth.Account{User: u, Password: "x"}, k, session, entry); err != nil {
		s.t.Fatal(err)
	}
	return id
}
