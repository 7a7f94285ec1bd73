package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

func TestWhoSignedInByAProviderConfirmsThere(t *testing.T) {
	s := newSignOn(t)
	s.provider.Put(t, map[string]testenv.Account{
		"olga":  {Email: "olga@example.nl", Verified: true, Name: "Olga", Groups: []string{"eigenaar"}, AMR: []string{"mfa"}},
		"boris": {Email: "boris@example.nl", Verified: true, Name: "Boris", Groups: []string{"audit"}, AMR: []string{"mfa"}},
	})
	f := s.surfer()
	f.signIn("olga")
	add := func(email string) page {
		return f.post("/api/v1/users", `{"email":"`+email+`","name":"Bea","roles":[{"role":"auditor"}]}`)
	}
	s.pass(ident.StepUpLife + time.Second)
	s.provider.Advance(t, ident.StepUpLife+time.Second)
	if p := f.post("/api/v1/auth/step-up", `{"password":"x","code":"1"}`); p.status != http.StatusConflict || !strings.Contains(p.body, "auth.step_up_elsewhere") {
		t.Errorf("with a password: got %v %s", p, p.body)
	}
	if p := add("bea@example.nl"); p.status != http.StatusForbidden || !strings.Contains(p.body, "auth.step_up_required") {
		t.Errorf("before confirming: got %v %s", p, p.body)
	}
	// Somebody else confirms, whom the provider did not know in this browser.
	f.forgetProvider()
	p := f.do(http.MethodGet, "/api/v1/auth/login?step_up=true&return_to=/bevestigd", nil)
	if q, _ := url.Parse(p.location); q.Query().Get("prompt") != "login" || q.Query().Get("max_age") != "300" {
		t.Errorf("got %v", p)
	}
	f.do(http.MethodGet, f.prove(p, "boris").location, nil).refused(t, "somebody else", sso.ReasonOtherPerson)
	if me := f.me(); me.Name != "Olga" {
		t.Errorf("got %+v", me)
	}
	old := f.cookie("dijkwacht-local")
	f.forgetProvider()
	p = f.do(http.MethodGet, "/api/v1/auth/login?step_up=true&return_to=/bevestigd", nil)
	p = f.do(http.MethodGet, f.prove(p, "olga").location, nil)
	if p.location != s.public+"/bevestigd" || f.cookie("dijkwacht-local") == old {
		t.Errorf("got %v", p)
	}
	if p := add("bea@example.nl"); p.status == http.StatusForbidden {
		t.Errorf("after confirming: got %v %s", p, p.body)
	}
	// A session that a password began has nothing to ask a provider.
	own := s.as(s.app.org.ID, ident.Binding{Role: ident.Auditor})
	own.get("/api/v1/auth/login?step_up=true").want(http.StatusConflict, "resource.conflict")
	(&browser{s: s.service}).get("/api/v1/auth/login?step_up=true").want(http.StatusUnauthorized, "auth.session_required")
}

func TestSigningOutReachesTheProviderAndBack(t *testing.T) {
	s := newSignOn(t)
	f, elsewhere := s.surfer(), s.surfer()
	f.signIn("anna")
	elsewhere.signIn("anna")
	gone := f.cookie("dijkwacht-local")
	p := f.post("/api/v1/auth/logout", "")
	var next struct {
		ContinueAt string `json:"continue_at"`
	}
	if err := json.Unmarshal([]byte(p.body), &next); err != nil || p.status != http.StatusOK {
		t.Fatalf("got %v %s", p, p.body)
	}
	end, err := url.Parse(next.ContinueAt)
	if err != nil || !strings.HasPrefix(next.ContinueAt, s.provider.Issuer+"/session/end?") || end.Query().Get("id_token_hint") == "" || end.Query().Get("post_logout_redirect_uri") != s.public+"/inloggen" {
		t.Errorf("got %q", next.ContinueAt)
	}
	if f.cookie("dijkwacht-local") != "" {
		t.Error("the cookie stayed")
	}
	u, _ := url.Parse(s.public)
	f.jar.SetCookies(u, []*http.Cookie{{Name: "dijkwacht-local", Value: gone, Path: "/"}})
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("the old session goes on: %v", p)
	}
	// At the other browser the person signs out at the provider, which tells the service.
	p = elsewhere.do(http.MethodGet, s.provider.Issuer+"/session/end", nil)
	form := url.Values{"logout": {"yes"}, "xsrf": {between(p.body, `name="xsrf" value="`, `"`)}}
	elsewhere.do(http.MethodPost, s.provider.Issuer+"/session/end/confirm", form)
	for deadline := time.Now().Add(5 * time.Second); elsewhere.me().Name != ""; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the session goes on; the provider said %s", p.body)
		}
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func TestAnAddressIsNoProofByItself(t *testing.T) {
	s := newSignOn(t)
	put := func(login string, a testenv.Account) {
		a.AMR = []string{"mfa"}
		s.provider.Put(t, map[string]testenv.Account{login: a})
	}
	try := func(login string) page { return s.surfer().signIn(login) }
	put("piet", testenv.Account{Email: "piet@example.nl", Groups: []string{"audit"}})
	try("piet").refused(t, "an address that was not verified", sso.ReasonAddress)
	put("piet", testenv.Account{Groups: []string{"audit"}, Verified: true})
	try("piet").refused(t, "no address", sso.ReasonAddress)
	put("piet", testenv.Account{Email: "piet@example.nl", Verified: true, Groups: []string{"audit"}})
	if p := try("piet"); !strings.HasSuffix(p.location, "/console/incidenten") {
		t.Errorf("got %v", p)
	}
	put("klaas", testenv.Account{Email: "piet@example.nl", Verified: true, Groups: []string{"audit"}})
	try("klaas").refused(t, "the address of somebody who signed in before", sso.ReasonTaken)
	// The owner with a password is the way in when the provider is in wrong hands.
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	put("eve", testenv.Account{Email: owner.user.Email, Verified: true, Groups: []string{"audit"}})
	try("eve").refused(t, "the owner's address", sso.ReasonOwner)
	// Who was added before, with the address, keeps the account and its roles.
	known := s.as(s.app.org.ID, ident.Binding{Role: ident.Analyst})
	put("fien", testenv.Account{Email: known.user.Email, Verified: true, Groups: []string{"iedereen"}})
	f := s.surfer()
	f.signIn("fien")
	if me := f.me(); me.UserID != known.user.ID || len(me.Roles) != 1 || me.Roles[0].Role != ident.Analyst {
		t.Errorf("got %+v", me)
	}
	if _, err := s.app.people.SetDisabled(t.Context(), ident.Operator(s.app.org.ID), known.user.ID, true); err != nil {
		t.Fatal(err)
	}
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("a disabled account goes on: %v", p)
	}
	try("fien").refused(t, "a disabled account", sso.ReasonDisabled)
	// An address that went to somebody else is freed by an owner.
	users, err := s.app.store.Users(t.Context(), s.app.org.ID, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if u.Email == "piet@example.nl" {
			if err := s.app.signOn.Unlink(t.Context(), ident.Operator(s.app.org.ID), u.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if p := try("klaas"); !strings.HasSuffix(p.location, "/console/incidenten") {
		t.Errorf("after unlinking: got %v", p)
	}
	try("piet").refused(t, "who had it before", sso.ReasonTaken)
}

func TestASecondFactorIsAskedForAsTheOrganisationSays(t *testing.T) {
	s := newSignOn(t)
	s.provider.Put(t, map[string]testenv.Account{
		"een":  {Email: "een@example.nl", Verified: true, Groups: []string{"audit"}, AMR: []string{"pwd"}},
		"goud": {Email: "goud@example.nl", Verified: true, Groups: []string{"audit"}, AMR: []string{"pwd"}, ACR: "gold"},
		"veel": {Email: "veel@example.nl", Verified: true, AMR: []string{"mfa"}, Elsewhere: map[string]string{"groups": "src1"}, Sources: map[string]map[string]string{"src1": {"endpoint": "https://graph.example/groups"}}},
	})
	s.surfer().signIn("een").refused(t, "a password alone", sso.ReasonFactor)
	s.surfer().signIn("veel").refused(t, "too many groups", sso.ReasonOverage)
	roles := []sso.Mapping{{Group: "audit", Role: ident.Auditor}}
	s.connect(s.app.org.ID, roles, func(v *sso.Settings) { v.Factor, v.ACR = sso.FactorACR, []string{"gold"} })
	if p := s.surfer().signIn("goud"); !strings.HasSuffix(p.location, "/console/incidenten") {
		t.Errorf("the class that was asked for: got %v", p)
	}
	s.surfer().signIn("een").refused(t, "another class", sso.ReasonFactor)
	s.connect(s.app.org.ID, roles, func(v *sso.Settings) { v.Factor = sso.FactorProvider })
	if p := s.surfer().signIn("een"); !strings.HasSuffix(p.location, "/console/incidenten") {
		t.Errorf("the provider sees to it: got %v", p)
	}
	s.connect(s.app.org.ID, roles, func(v *sso.Settings) { v.Factor, v.Domains = sso.FactorProvider, []string{"linde.example"} })
	s.surfer().signIn("een").refused(t, "an address of another organisation", sso.ReasonDomain)
}

func TestTwoOrganisationsHaveEachTheirOwnProvider(t *testing.T) {
	s := newSignOn(t)
	other := s.addOrganisation()
	if p := s.surfer().do(http.MethodGet, "/api/v1/auth/options", nil); !strings.Contains(p.body, `"one"`) || !strings.Contains(p.body, "De Linde") {
		t.Errorf("one provider: got %s", p.body)
	}
	second := testenv.StartOIDC(t, s.public)
	first := s.provider
	s.provider = second
	s.connect(other, []sso.Mapping{{Group: "fg", Role: ident.FG}}, func(v *sso.Settings) { v.Domains = []string{"ander.example"} })
	s.provider = first
	s.connect(s.app.org.ID, []sso.Mapping{{Group: "fg", Role: ident.FG}}, func(v *sso.Settings) { v.Domains = []string{"example.nl"} })
	if p := s.surfer().do(http.MethodGet, "/api/v1/auth/options", nil); !strings.Contains(p.body, `"by_address"`) || strings.Contains(p.body, "Linde") {
		t.Errorf("two providers: got %s", p.body)
	}
	f := s.surfer()
	f.do(http.MethodGet, "/api/v1/auth/login", nil).refused(t, "nobody says whose", sso.ReasonDomain)
	f.do(http.MethodGet, "/api/v1/auth/login?address=x@onbekend.example", nil).refused(t, "nobody's", sso.ReasonDomain)
	if p := f.do(http.MethodGet, "/api/v1/auth/login?address=x@ander.example", nil); !strings.HasPrefix(p.location, second.Issuer) {
		t.Errorf("got %v", p)
	}
	back := f.leave("?address=anna@example.nl", "anna")
	f.do(http.MethodGet, back.location, nil)
	if f.me().Name != "Anna de Vries" {
		t.Error("nobody signed in")
	}
	// The same address at the other organisation's provider is no way into the first.
	second.Put(t, map[string]testenv.Account{"anna": {Email: "anna@example.nl", Verified: true, Groups: []string{"fg"}, AMR: []string{"mfa"}}})
	g := s.surfer()
	s.provider = second
	back = g.leave("?address=ander.example", "anna")
	g.do(http.MethodGet, back.location, nil).refused(t, "a domain of the other", sso.ReasonDomain)
	s.connect(other, []sso.Mapping{{Group: "fg", Role: ident.FG}}, func(v *sso.Settings) { v.Domains = nil })
	s.provider = first
	if err := s.claims(other, "example.nl"); err == nil {
		t.Error("two organisations have the same domain")
	}
}

// claims tries to give an organisation a domain.
func (s *signOn) claims(org, domain string) error {
	v, err := s.app.store.SSOSettings(s.t.Context(), org)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.app.signOn.Change(s.t.Context(), ident.Operator(org), v.Rev, "", func(v *sso.Settings) { v.Domains = []string{domain} })
	return err
}

func TestNothingOfTokensIsLoggedOrKeptInTheClear(t *testing.T) {
	s := newSignOn(t)
	f := s.surfer()
	back := f.leave("", "anna")
	u, _ := url.Parse(back.location)
	f.do(http.MethodGet, back.location, nil)
	s.pass(time.Minute)
	f.me()
	tokens, _, err := s.app.store.SSOTokens(t.Context(), s.app.org.ID, auth.SessionHash(f.cookie("dijkwacht-local")))
	if err != nil || !strings.HasPrefix(tokens, "x1:") {
		t.Errorf("got %q, %v", tokens, err)
	}
	v, err := s.app.store.SSOSettings(t.Context(), s.app.org.ID)
	if err != nil || strings.Contains(v.Secret, s.provider.ClientSecret) {
		t.Errorf("got %q, %v", v.Secret, err)
	}
	for name, secret := range map[string]string{"code": u.Query().Get("code"), "state": u.Query().Get("state"), "client secret": s.provider.ClientSecret, "session": f.cookie("dijkwacht-local"), "id token": "eyJhbGciOi", "address": "anna@example.nl"} {
		if secret == "" || strings.Contains(s.logs.String(), secret) {
			t.Errorf("the log holds the %s", name)
		}
	}
	for _, secret := range []string{s.provider.ClientSecret, u.Query().Get("code"), "eyJhbGciOi"} {
		if name := s.fileWith(secret); name != "" {
			t.Errorf("%s holds %.12s", name, secret)
		}
	}
}

// fileWith is a file of the service that holds the text, "" for none.
func (s *signOn) fileWith(text string) (name string) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), text) {
			name = path
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return name
}
