package app

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

func TestAConfirmationCountsFromWhenThePersonGaveIt(t *testing.T) {
	s := newSignOn(t)
	s.provider.Put(t, map[string]testenv.Account{"olga": {Email: "olga@example.nl", Verified: true, Name: "Olga", Groups: []string{"eigenaar"}, AMR: []string{"mfa"}}})
	confirm := func(f *surfer, after time.Duration) page {
		f.forgetProvider()
		back := f.prove(f.do(http.MethodGet, "/api/v1/auth/login?step_up=true&return_to=/bevestigd", nil), "olga")
		s.pass(after)
		return f.do(http.MethodGet, back.location, nil)
	}
	allowed := func(f *surfer) bool {
		return f.post("/api/v1/settings/sso/test", "").status == http.StatusOK && f.post("/api/v1/users", `{"email":"x","name":"Bea","roles":[{"role":"auditor"}]}`).status != http.StatusForbidden
	}
	late := s.surfer()
	late.signIn("olga")
	confirm(late, ident.StepUpLife+2*time.Minute).refused(t, "seven minutes after", sso.ReasonNotFresh)
	s.provider.Advance(t, ident.StepUpLife+2*time.Minute) // to the clock of the service, which stands still
	f := s.surfer()
	f.signIn("olga")
	if p := confirm(f, ident.StepUpLife-time.Minute); p.location != s.public+"/bevestigd" || !allowed(f) {
		t.Errorf("four minutes after: got %v", p)
	}
	s.pass(2 * time.Minute)
	if allowed(f) {
		t.Error("a confirmation of six minutes ago counts")
	}
}

func TestNameAndAddressAreThoseOfTheProvider(t *testing.T) {
	s := newSignOn(t)
	put := func(a testenv.Account) {
		a.Groups, a.AMR = []string{"fg"}, []string{"mfa"}
		s.provider.Put(t, map[string]testenv.Account{"anna": a})
	}
	enter := func() (name, email string) {
		f := s.surfer()
		f.signIn("anna")
		me := f.me()
		return me.Name, me.Email
	}
	expect := func(what, name, email string) {
		t.Helper()
		if gotName, gotEmail := enter(); gotName != name || gotEmail != email {
			t.Errorf("%s: got %q, %q", what, gotName, gotEmail)
		}
	}
	expect("the first time", "Anna de Vries", "anna@example.nl")
	put(testenv.Account{Name: "Anna Smit", Email: "a.smit@example.nl", Verified: true})
	expect("both changed", "Anna Smit", "a.smit@example.nl")
	put(testenv.Account{Name: "Anna Smit", Email: "baas@example.nl"})
	expect("an address that was not verified", "Anna Smit", "a.smit@example.nl")
	other := s.addOrganisation()
	stranger := s.as(other, ident.Binding{Role: ident.Auditor})
	put(testenv.Account{Name: "Anna", Email: stranger.user.Email, Verified: true})
	expect("an address of somebody of another organisation", "Anna", "a.smit@example.nl")
	put(testenv.Account{Email: "a.smit@example.nl", Verified: true})
	expect("no name", "Anna", "a.smit@example.nl")
	users, err := s.app.store.Users(t.Context(), s.app.org.ID, "", 10)
	if err != nil || len(users) != 2 {
		t.Fatalf("got %+v, %v", users, err)
	}
	var updates []string
	for r, err := range s.app.store.Records(t.Context(), s.app.org.ID, 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Entry.Action == "user.updated" {
			updates = append(updates, string(r.Payload))
		}
	}
	if len(updates) != 2 || !strings.Contains(updates[0], `"changed":["name","email"]`) || !strings.Contains(updates[1], `"changed":["name"],"taken":["email"]`) {
		t.Errorf("the chain says %q", updates)
	}
	s.provider.Put(t, map[string]testenv.Account{"bert": {Name: "Bert", Email: "bert@example.nl", Verified: true, Groups: []string{"fg"}, AMR: []string{"mfa"}}})
	s.surfer().signIn("bert")
	put(testenv.Account{Name: "Anna", Email: "bert@example.nl", Verified: true})
	expect("an address of a colleague", "Anna", "a.smit@example.nl")
}

func TestWithoutRefreshTokensASessionIsAskedAboutAndEndsEarly(t *testing.T) {
	s := newSignOn(t)
	s.provider.Refresh(t, false)
	put := func(disabled bool, groups ...string) {
		s.provider.Put(t, map[string]testenv.Account{"anna": {Email: "anna@example.nl", Verified: true, Name: "Anna", Groups: groups, AMR: []string{"mfa"}, Disabled: disabled}})
	}
	put(false, "fg", "audit")
	f := s.surfer()
	f.signIn("anna")
	put(false, "audit")
	s.pass(time.Minute)
	if me := f.me(); len(me.Roles) != 1 || me.Roles[0].Role != ident.Auditor {
		t.Errorf("after a minute: got %+v", me)
	}
	put(true)
	s.pass(time.Minute)
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("a person whom the provider does not know goes on: %v", p)
	}
	// The access token of this provider lasts ten minutes.
	put(false, "fg")
	f = s.surfer()
	f.signIn("anna")
	for range 9 {
		s.pass(time.Minute)
		if f.me().Name == "" {
			t.Fatal("the session ended before the token")
		}
	}
	s.pass(time.Minute)
	if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized {
		t.Errorf("the session goes on without the token: %v", p)
	}
}

// TestAPersonWhoWasProvisionedSignsInAsTheSameAndIsOutWhenDeprovisioned runs two
// replicas on PostgreSQL, with Redis and without.
func TestAPersonWhoWasProvisionedSignsInAsTheSameAndIsOutWhenDeprovisioned(t *testing.T) {
	t.Parallel()
	postgres := testenv.StartPostgres(t)
	for _, name := range []string{"without", "redis"} {
		t.Run(name, func(t *testing.T) {
			database := postgres.Databases(t, name)
			s := newSignOn(t, func(c *config.Serve) {
				c.DatabaseURL, c.MigrateURL = database.Service, database.Owner
				if name == "redis" {
					c.Redis.URL = obs.Secret(testenv.StartRedis(t).URL())
				}
			})
			s.provisionedSignsIn(t)
		})
	}
}

func (s *signOn) provisionedSignsIn(t *testing.T) {
	there, scim := s.beside(), s.service.provider()
	group := scim.send(http.MethodPost, "/Groups", fmt.Sprintf(entraGroup, "1", "fg")).expect(201)
	// By the id of the provider though the address is another, by the name of the
	// directory, and by the address.
	for login, sent := range map[string][2]string{"carla": {"carla", "c.jansen"}, "dirk": {"d-1", "dirk@example.nl"}, "els": {"e-1", "els"}} {
		email := map[string]string{"carla": "carla@elders.example", "dirk": "dirk@example.nl", "els": "els.mail@example.nl"}[login]
		body := strings.ReplaceAll(fmt.Sprintf(entraUser, sent[0], sent[1]), "@example.nl.mail", ".post")
		made := scim.send(http.MethodPost, "/Users", body).expect(201)
		scim.patch("/Groups/"+group.ID, fmt.Sprintf(`{"op":"Add","path":"members","value":[{"value":"%s"}]}`, made.ID)).expect(204)
		s.provider.Put(t, map[string]testenv.Account{login: {Email: email, Verified: true, Name: "Iemand Anders", AMR: []string{"mfa"}}})
		f := s.surfer()
		f.signIn(login)
		me := f.me()
		if me.UserID != made.ID || len(me.Roles) != 1 || me.Roles[0].Role != ident.FG || me.Name == "Iemand Anders" {
			t.Errorf("%s: got %+v, want %s with the name that was sent", login, me, made.ID)
		}
		over := &browser{s: there, cookie: &http.Cookie{Name: "dijkwacht-local", Value: f.cookie("dijkwacht-local")}}
		over.get(mePath).want(200, "")
		at := s.clock()
		scim.patch("/Users/"+made.ID, `{"op":"Replace","path":"active","value":"False"}`).expect(200)
		over.get(mePath).want(401, "auth.session_required")
		if p := f.do(http.MethodGet, mePath, nil); p.status != http.StatusUnauthorized || s.clock().Sub(at) > time.Minute {
			t.Errorf("%s: the session goes on: %v", login, p)
		}
		f.signIn(login).refused(t, login+" at the provider, which still knows the person", sso.ReasonDisabled)
	}
	users, err := s.app.store.Users(t.Context(), s.app.org.ID, "", 20)
	users = slices.DeleteFunc(users, func(u ident.User) bool { return u.State == ident.UserDisabled })
	if err != nil || len(users) != 1 {
		t.Errorf("besides the owner there are %+v, %v", users, err)
	}
}
