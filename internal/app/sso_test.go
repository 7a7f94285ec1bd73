package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

func TestPeopleSignInByTheProviderOfTheirOrganisation(t *testing.T) {
	s := newSignOn(t)
	f := s.surfer()
	p := f.do(http.MethodGet, "/api/v1/auth/login?return_to=/console/incidenten?tab=open", nil)
	asked, err := url.Parse(p.location)
	if err != nil {
		t.Fatal(err)
	}
	q := asked.Query()
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("state")) != 43 || len(q.Get("nonce")) != 43 || len(q.Get("code_challenge")) != 43 ||
		q.Get("redirect_uri") != s.public+"/api/v1/auth/callback" || strings.Contains(p.location, s.provider.ClientSecret) {
		t.Errorf("got %s", p.location)
	}
	if len(p.cookies) != 1 || p.cookies[0].Name != "dijkwacht-local-sso" || !p.cookies[0].HttpOnly || p.cookies[0].SameSite != http.SameSiteLaxMode || p.cookies[0].MaxAge != 600 || p.cookies[0].Path != "/" {
		t.Errorf("got cookies %v", p.cookies)
	}
	back := f.prove(p, "anna")
	if !strings.HasPrefix(back.location, s.public+"/api/v1/auth/callback?") {
		t.Fatalf("got %v", back)
	}
	p = f.do(http.MethodGet, back.location, nil)
	if p.status != http.StatusSeeOther || p.location != s.public+"/console/incidenten?tab=open" || f.cookie("dijkwacht-local-sso") != "" {
		t.Errorf("got %v", p)
	}
	me := f.me()
	if me.Name != "Anna de Vries" || me.Email != "anna@example.nl" || !me.Federated || len(me.Roles) != 1 || me.Roles[0].Role != ident.FG || time.Since(me.MFAAt) > time.Minute {
		t.Errorf("got %+v", me)
	}
	// The same answer of the provider works once.
	f.do(http.MethodGet, back.location, nil).refused(t, "again", sso.ReasonState)
	old := f.cookie("dijkwacht-local")
	f.signIn("anna")
	if fresh := f.cookie("dijkwacht-local"); fresh == "" || fresh == old {
		t.Error("signing in kept the id of the session")
	}
	if again := f.me(); again.UserID != me.UserID {
		t.Errorf("got another account: %+v", again)
	}
}

func TestTheWayBackBelongsToTheBrowserThatLeft(t *testing.T) {
	s := newSignOn(t)
	mine, other := s.surfer(), s.surfer()
	back := other.leave("", "anna")
	mine.do(http.MethodGet, back.location, nil).refused(t, "another browser's answer", sso.ReasonState)
	mine.leave("", "anna")
	mine.do(http.MethodGet, back.location, nil).refused(t, "another browser's answer during an own one", sso.ReasonState)
	f := s.surfer()
	f.do(http.MethodGet, "/api/v1/auth/callback", nil).refused(t, "nothing at all", sso.ReasonState)
	// A session id that somebody planted does not survive signing in.
	planted := strings.Repeat("A", 43)
	u, _ := url.Parse(s.public)
	f.jar.SetCookies(u, []*http.Cookie{{Name: "dijkwacht-local", Value: planted, Path: "/"}})
	f.signIn("anna")
	if got := f.cookie("dijkwacht-local"); got == planted || got == "" || f.me().Name == "" {
		t.Errorf("got session %q", got)
	}
	late := s.surfer()
	back = late.leave("", "anna")
	s.pass(sso.FlowLife)
	late.do(http.MethodGet, back.location, nil).refused(t, "too late", sso.ReasonState)
}

func TestNobodyIsSentElsewhereAfterSigningIn(t *testing.T) {
	s := newSignOn(t)
	f := s.surfer()
	for _, path := range []string{
		"https://evil.example/", "//evil.example", "/\\evil.example", "/console/\\evil.example", "/console//evil.example", "javascript:alert(1)", "/\tevil", "/console/../../evil",
		"/api/v1/me", "console/", "/console/\r\nSet-Cookie: a=b", "/console/" + strings.Repeat("a", 2000), "/inloggen",
	} {
		p := f.do(http.MethodGet, "/api/v1/auth/login?return_to="+url.QueryEscape(path), nil)
		if p.status != http.StatusBadRequest || p.location != "" || len(p.cookies) != 0 || !strings.Contains(p.body, `"request.invalid"`) {
			t.Errorf("%q: got %v", path, p)
		}
	}
	for _, path := range []string{"/console/", "/console/incidenten?open=inc_1&q=a%2Fb", "/account", "/bevestigd"} {
		if p := f.do(http.MethodGet, "/api/v1/auth/login?return_to="+url.QueryEscape(path), nil); p.status != http.StatusSeeOther {
			t.Errorf("%q: got %v", path, p)
		}
	}
}

func TestGroupsGiveRolesAndTakeThemAway(t *testing.T) {
	s := newSignOn(t)
	put := func(groups ...string) {
		s.provider.Put(t, map[string]testenv.Account{"anna": {Email: "anna@example.nl", Verified: true, Name: "Anna", Groups: groups, AMR: []string{"mfa"}}})
	}
	f := s.surfer()
	put("iedereen")
	f.signIn("anna").refused(t, "no group with a role", sso.ReasonNoRole)
	if users, err := s.app.store.Users(t.Context(), s.app.org.ID, "", 10); err != nil || len(users) != 1 {
		t.Errorf("got %v, %v: an account was made for nothing", users, err)
	}
	put("fg", "ciso")
	f.signIn("anna").refused(t, "both halves of a pair", sso.ReasonRoles)
	put("fg", "eigenaar")
	f.signIn("anna").refused(t, "people and content", sso.ReasonRoles)
	put("fg", "audit")
	f.signIn("anna")
	if me := f.me(); len(me.Roles) != 2 {
		t.Errorf("got %+v", me)
	}
	// Within a minute nobody is asked; after it the provider says what the groups are now.
	put("audit")
	s.pass(50 * time.Second)
	if me := f.me(); len(me.Roles) != 2 {
		t.Errorf("within a minute: got %+v", me)
	}
	s.pass(10 * time.Second)
	if me := f.me(); len(me.Roles) != 1 || me.Roles[0].Role != ident.Auditor {
		t.Errorf("after a minute: got %+v", me)
	}
	// A role by hand stays; one by a group goes even when nobody gets in any more.
	user := f.me().UserID
	if _, err := s.app.people.Bind(t.Context(), ident.Operator(s.app.org.ID), user, ident.Binding{Role: ident.Analyst}); err != nil {
		t.Fatal(err)
	}
	put()
	s.pass(time.Minute)
	if me := f.me(); len(me.Roles) != 1 || me.Roles[0].Role != ident.Analyst {
		t.Errorf("got %+v", me)
	}
	list, err := s.app.store.Bindings(t.Context(), s.app.org.ID, user, "", 10)
	if err != nil || len(list) != 1 || list[0].Origin != ident.OriginHand {
		t.Errorf("got %+v, %v", list, err)
	}
	if err := s.app.people.Unbind(t.Context(), ident.Operator(s.app.org.ID), list[0].ID, list[0].Rev); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Minute)
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("without a role the session goes on: %v", p)
	}
}

func TestWhoTheProviderNoLongerKnowsIsOutWithinAMinute(t *testing.T) {
	s := newSignOn(t)
	f := s.surfer()
	f.signIn("anna")
	s.pass(time.Minute)
	if f.me().Name == "" {
		t.Fatal("the session ended while all was well")
	}
	s.provider.Put(t, map[string]testenv.Account{"anna": {Email: "anna@example.nl", Disabled: true}})
	s.pass(time.Minute)
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized || !strings.Contains(p.body, "auth.session_required") {
		t.Errorf("got %v", p)
	}
}

func TestAProviderThatIsAwayEndsSessionsOnlyAfterAWhile(t *testing.T) {
	s := newSignOn(t)
	f, other := s.surfer(), s.surfer()
	f.signIn("anna")
	back := other.leave("", "anna")
	s.provider.Kill()
	other.do(http.MethodGet, back.location, nil).refused(t, "on the way back", sso.ReasonProvider)
	for range 14 {
		s.pass(time.Minute)
		if f.me().Name == "" {
			t.Fatal("the session ended at once")
		}
	}
	s.pass(2 * time.Minute)
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("after a quarter: got %v", p)
	}
}
