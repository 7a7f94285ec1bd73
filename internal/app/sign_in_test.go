package app

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

const (
	signInPath = "/api/v1/auth/sign-in"
	mePath     = "/api/v1/me"
)

// owner signs in the owner of the first start by the link that it printed.
func (s *service) owner() *browser {
	s.t.Helper()
	u, err := url.Parse(s.app.OwnerLink.Reveal())
	if err != nil || u.Path != "/welkom" || len(u.Fragment) != 43 {
		s.t.Fatalf("got owner link %v, %v", u, err)
	}
	b := &browser{s: s, user: ident.User{Email: "eva@example.nl"}}
	var link struct {
		Email *string
		Code  struct{ Secret string }
	}
	b.post("/api/v1/auth/link/open", `{"token":"`+u.Fragment+`"}`).want(200, "").into(&link)
	b.secret = link.Code.Secret
	use := func(more string) answer {
		return b.post("/api/v1/auth/link/use", `{"token":"`+u.Fragment+`","password":"`+password+`","code":"`+b.code()+`"`+more+`}`)
	}
	use("").want(400, "request.invalid")
	use(`,"email":"eva@example.nl","name":"Eva Eigenaar"`).want(200, "")
	use(`,"email":"eva@example.nl","name":"Eva Eigenaar"`).want(404, "auth.link_invalid")
	return b
}

func TestTheOwnerOfAFirstStartBeginsByTheLinkOnce(t *testing.T) {
	s := newService(t)
	b := s.owner()
	if c := b.cookie; c.Name != "dijkwacht-local" || !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("got cookie %+v", c)
	}
	var me struct {
		Name, Email string
		Roles       []struct{ Role string }
		Permissions []string
	}
	b.get(mePath).want(200, "").into(&me)
	if me.Name != "Eva Eigenaar" || me.Email != "eva@example.nl" || len(me.Roles) != 1 || me.Roles[0].Role != "owner" || len(me.Permissions) < 10 {
		t.Errorf("got %+v", me)
	}
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	s.start()
	if s.app.OwnerLink != "" {
		t.Error("the second start made another owner")
	}
	b.get(mePath).want(200, "")
}

func TestALinkEndsAndAWeakPasswordLeavesItWhole(t *testing.T) {
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
	b := &browser{s: s, user: u}
	weak := func(password, code string) answer {
		return b.post("/api/v1/auth/link/use", fmt.Sprintf(`{"token":%q,"password":%q,"code":%q}`, token, password, code))
	}
	weak("welkom123456", "123456").want(422, "auth.password_unfit")
	weak(password, "000000").want(400, "request.invalid")
	s.pass(auth.RecoveryLife)
	weak(password, "000000").want(404, "auth.link_invalid")
	b.post("/api/v1/auth/link/open", `{"token":"`+token+`"}`).want(404, "auth.link_invalid")
	b.post("/api/v1/auth/link/open", `{"token":"`+strings.Repeat("A", 43)+`"}`).want(404, "auth.link_invalid")
}

// tellsNothing expects a refused sign-in that took the time of a real one and began no
// session, and returns what it said.
func (a answer) tellsNothing(name string, took time.Duration) string {
	a.t.Helper()
	if took < 400*time.Millisecond {
		a.t.Errorf("%s: the answer came after %s", name, took)
	}
	if len(a.header.Values("Set-Cookie")) > 0 {
		a.t.Errorf("%s: a cookie came back", name)
	}
	var p map[string]any
	a.into(&p)
	delete(p, "trace_id")
	return fmt.Sprint(p)
}

func alike(t *testing.T, said []string) {
	t.Helper()
	for _, one := range said {
		if one != said[0] {
			t.Errorf("got %s and %s", one, said[0])
		}
	}
}

func TestARefusedSignInTellsNothing(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	disabled := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	if _, err := s.app.people.SetDisabled(t.Context(), ident.Operator(s.app.org.ID), disabled.user.ID, true); err != nil {
		t.Fatal(err)
	}
	disabled.get(mePath).want(401, "auth.session_required")
	invited, _, err := s.app.people.AddUser(t.Context(), ident.Operator(s.app.org.ID), ident.User{Email: "new@example.nl", Name: "New", Locale: "nl"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	used := b.code()
	s.pass(time.Minute)
	before := s.end(s.app.org.ID)
	var bodies []string
	for _, tt := range []struct{ name, email, password, code string }{
		{"no account", "nobody@example.nl", password, "123456"},
		{"no address", "nobody", password, "123456"},
		{"a wrong password", b.user.Email, "another password", b.code()},
		{"a wrong code", b.user.Email, password, "000000"},
		{"a code that was used", b.user.Email, password, used},
		{"a disabled account", disabled.user.Email, password, disabled.code()},
		{"an account without password", invited.Email, "", "123456"},
	} {
		start := time.Now()
		a := (&browser{s: s}).post(signInPath, fmt.Sprintf(`{"email":%q,"password":%q,"code":%q}`, tt.email, tt.password, tt.code)).want(401, "auth.sign_in_refused")
		bodies = append(bodies, a.tellsNothing(tt.name, time.Since(start)))
	}
	alike(t, bodies)
	if n := s.denials(s.app.org.ID, before); n != 5 {
		t.Errorf("%d refusals are in the chain", n)
	}
	b.signIn(password, b.code()).want(200, "")
}

func TestAttemptsRunOutWhetherThereIsAnAccountOrNot(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	for _, email := range []string{b.user.Email, "nobody@example.nl"} {
		codes := map[string]int{}
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 14 {
			all.Go(func() {
				a := (&browser{s: s}).post(signInPath, fmt.Sprintf(`{"email":%q,"password":"x","code":"1"}`, email))
				mu.Lock()
				defer mu.Unlock()
				codes[a.code()]++
				if a.status == http.StatusTooManyRequests && a.header.Get("Retry-After") == "" {
					t.Error("no Retry-After")
				}
			})
		}
		all.Wait()
		if codes["auth.sign_in_refused"] != 10 || codes["ratelimit.exceeded"] != 4 {
			t.Errorf("%s: got %v", email, codes)
		}
	}
	b.signIn(password, b.code()).want(429, "ratelimit.exceeded")
	s.pass(16 * time.Minute)
	b.signIn(password, b.code()).want(200, "")
}

func TestASessionEndsWhenItShould(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	kept := b.cookie
	expect := func(status int, why string) {
		t.Helper()
		b.cookie = kept
		if a := b.get(mePath); a.status != status {
			t.Errorf("%s: got %d", why, a.status)
		}
	}
	s.pass(14 * time.Minute)
	expect(200, "14 minutes idle")
	s.pass(14 * time.Minute)
	expect(200, "14 minutes idle again")
	s.pass(auth.SessionIdle)
	expect(401, "15 minutes idle")

	b.signIn(password, b.code()).want(200, "")
	kept = b.cookie
	for range 47 {
		s.pass(10 * time.Minute)
		expect(200, "busy")
	}
	s.pass(10 * time.Minute)
	expect(401, "8 hours in all")
}

func TestSigningInAndOutChangesTheSession(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	first := b.cookie
	s.pass(time.Minute)
	b.signIn(password, b.code()).want(200, "")
	if b.cookie.Value == first.Value {
		t.Error("signing in kept the id that was there before")
	}
	other := &browser{s: s, user: b.user, secret: b.secret}
	s.pass(time.Minute)
	other.signIn(password, other.code()).want(200, "")
	b.get(mePath).want(200, "")
	old := &browser{s: s, cookie: first}
	old.get(mePath).want(401, "auth.session_required")

	gone := b.cookie
	b.post("/api/v1/auth/logout", "").want(204, "")
	if b.cookie != nil {
		t.Error("signing out left the cookie")
	}
	(&browser{s: s, cookie: gone}).get(mePath).want(401, "auth.session_required")
	other.get(mePath).want(200, "")

	s.pass(time.Minute)
	b.signIn(password, b.code()).want(200, "")
	b.post("/api/v1/auth/logout-everywhere", "").want(204, "")
	other.get(mePath).want(401, "auth.session_required")
}

func TestAnotherPasswordEndsTheOtherSessions(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	other := &browser{s: s, user: b.user, secret: b.secret}
	s.pass(time.Minute)
	other.signIn(password, other.code()).want(200, "")
	b.post("/api/v1/auth/password", `{"password":"welkom123456"}`).want(422, "auth.password_unfit")
	b.post("/api/v1/auth/password", `{"password":"een heel ander geheim ding"}`).want(204, "")
	b.get(mePath).want(200, "")
	other.get(mePath).want(401, "auth.session_required")
	s.pass(6 * time.Minute)
	b.post("/api/v1/auth/password", `{"password":"een heel ander geheim ding"}`).want(403, "auth.step_up_required")
	other.signIn(password, other.code()).want(401, "auth.sign_in_refused")
	s.pass(time.Minute)
	other.signIn("een heel ander geheim ding", other.code()).want(200, "")
}

func TestRecoveryIsForTheCommandLineAlone(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	owner := ident.Principal{OrgID: s.app.org.ID, UserID: "usr_x", Bindings: []ident.Binding{{Role: ident.Owner}}, At: s.clock(), SteppedUpAt: s.clock()}
	if _, _, err := s.app.sessions.Recover(t.Context(), owner, b.user.ID); err == nil {
		t.Error("an owner recovered an account")
	}
	token, _, err := s.app.sessions.Recover(t.Context(), ident.Operator(s.app.org.ID), b.user.ID)
	if err != nil {
		t.Fatal(err)
	}
	b.get(mePath).want(401, "auth.session_required")
	s.pass(time.Minute)
	b.signIn(password, b.code()).want(401, "auth.sign_in_refused")
	secret := b.secret
	b.begin(token)
	if b.secret == secret {
		t.Error("the app's secret is the old one")
	}
	b.get(mePath).want(200, "")
}

func TestOverPlainHTTPNobodySignsInFromElsewhere(t *testing.T) {
	for public, want := range map[string]struct {
		status int
		cookie string
	}{
		"http://dijkwacht.example.nl":  {403, ""},
		"https://dijkwacht.example.nl": {200, "__Host-dijkwacht"},
		"http://127.0.0.1:8787":        {200, "dijkwacht-local"},
	} {
		t.Run(public, func(t *testing.T) {
			s := &service{t: t, dir: t.TempDir(), logs: newService(t).logs, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), public: public}
			s.start()
			_, token, _ := strings.Cut(s.app.OwnerLink.Reveal(), "#")
			b := &browser{s: s}
			var link struct{ Code struct{ Secret string } }
			b.post("/api/v1/auth/link/open", `{"token":"`+token+`"}`).into(&link)
			b.secret = link.Code.Secret
			a := b.post("/api/v1/auth/link/use", `{"token":"`+token+`","password":"`+password+`","code":"`+b.code()+`","email":"a@example.nl","name":"A"}`)
			if a.status != want.status || want.cookie != "" && (b.cookie == nil || b.cookie.Name != want.cookie || b.cookie.Secure != strings.HasPrefix(public, "https")) {
				t.Errorf("got %d, %v %s", a.status, b.cookie, a.body)
			}
		})
	}
}
