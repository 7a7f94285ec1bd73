package storetest

import (
	"errors"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/provision"
	"dijkwacht/internal/sso"
)

// enters lets somebody in by a provider with one role, and returns the session.
func (w *world) enters(t *testing.T, org string, a sso.Arrival, user ident.User) auth.Session {
	t.Helper()
	s := auth.Session{OrgID: org, UserID: user.ID, Hash: w.id("h"), CreatedAt: w.now, SeenAt: w.now, SteppedUpAt: w.now}
	must(t, w.store.EnterBySSO(w.ctx, org, a, func(k sso.Known) (sso.Entrance, error) {
		e := sso.Entrance{UserID: user.ID, At: w.now, Started: &s, Tokens: "sealed", Entries: []chain.Draft{w.entry("auth.signed_in", user.ID)}}
		if k.Standing.User.ID == "" {
			e.New, e.Link = &user, true
			e.Add = []ident.RoleBinding{{OrgID: org, ID: w.id(ident.PrefixBinding), UserID: user.ID, Binding: ident.Binding{Role: ident.FG}, Origin: ident.OriginSSO, CreatedAt: w.now, Rev: 1}}
		}
		return e, nil
	}))
	return s
}

func (w *world) newcomer(org, email string) ident.User {
	return ident.User{OrgID: org, ID: w.id(ident.PrefixUser), Email: email, Name: "Anna", Locale: "nl", State: ident.UserActive, CreatedAt: w.now, Rev: 1}
}

func testSSO(t *testing.T, w *world) {
	w.ssoSettings(t)
	w.ssoEntrance(t)
	w.ssoSessions(t)
	w.ssoPerson(t)
}

// ssoPerson is how a person is found whom a directory sent, and renamed.
func (w *world) ssoPerson(t *testing.T) {
	t.Helper()
	other, _ := w.addOrganisation(t)
	known := func(org string, a sso.Arrival, e sso.Entrance) (k sso.Known) {
		t.Helper()
		a.Provider = "a"
		must(t, w.store.EnterBySSO(w.ctx, org, a, func(now sso.Known) (sso.Entrance, error) {
			k = now
			e.UserID, e.At = now.Standing.User.ID, w.now
			return e, nil
		}))
		return k
	}
	sent := provision.Person{OrgID: w.org, ID: w.id(ident.PrefixUser), UserName: "Dora@Example.nl", ExternalID: "o-1", Mail: "d.post@example.nl", Display: "Dora", Locale: "nl", Active: true, CreatedAt: w.now, ChangedAt: w.now}
	must(t, w.store.AddDirectoryPerson(w.ctx, sent, w.entry("user.created", sent.ID)))
	for name, a := range map[string]sso.Arrival{
		"the id of the provider": {Subject: "s", External: []string{"other", "o-1"}, Email: "bert@example.nl"}, "the address": {Subject: "s", Email: "d.post@example.nl"}, "the name": {Subject: "s", Email: "dora@example.nl", External: []string{""}},
	} {
		if k := known(w.org, a, sso.Entrance{}); k.Standing.User.ID != sent.ID || !k.Sent || k.Linked || k.EmailTaken != (a.Email == "bert@example.nl") {
			t.Errorf("by %s: got %+v", name, k)
		}
		if k := known(other, a, sso.Entrance{}); k.Standing.User.ID != "" {
			t.Errorf("by %s at another organisation: got %+v", name, k)
		}
	}
	twin := provision.Person{OrgID: w.org, ID: w.id(ident.PrefixUser), UserName: "twin@example.nl", ExternalID: "o-1", Display: "Twin", Locale: "nl", Active: true, CreatedAt: w.now, ChangedAt: w.now}
	must(t, w.store.AddDirectoryPerson(w.ctx, twin, w.entry("user.created", twin.ID)))
	if k := known(w.org, sso.Arrival{Subject: "s", External: []string{"o-1"}}, sso.Entrance{}); k.Standing.User.ID != "" {
		t.Errorf("an id that two have: got %+v", k)
	}
	fien := w.newcomer(w.org, "fien@example.nl")
	arrival := sso.Arrival{Subject: "fien", Provider: "a", Email: fien.Email}
	w.enters(t, w.org, arrival, fien)
	fien.Name, fien.Email, fien.Rev = "Fien Smit", "f.smit@example.nl", 2
	if k := known(w.org, arrival, sso.Entrance{Renamed: &fien, Entries: []chain.Draft{w.entry("user.updated", fien.ID)}}); k.Sent || !k.Linked {
		t.Errorf("got %+v", k)
	}
	found, err := w.store.User(w.ctx, w.org, fien.ID)
	must(t, err)
	if found.Name != fien.Name || found.Email != fien.Email || !found.Federated || found.Rev != 2 {
		t.Errorf("got %+v", found)
	}
}

func (w *world) ssoSettings(t *testing.T) {
	t.Helper()
	v, err := w.store.SSOSettings(w.ctx, w.org)
	must(t, err)
	if v.Rev != 0 || v.OrgID != w.org || v.GroupsClaim != "groups" {
		t.Errorf("got %+v before anything was said", v)
	}
	v.Rev, v.Issuer = 1, "https://a.example"
	must(t, w.store.SaveSSOSettings(w.ctx, v, w.entry("sso.changed", w.org)))
	fails(t, "the first revision twice", fault.PreconditionFailed, w.store.SaveSSOSettings(w.ctx, v, w.entry("sso.changed", w.org)))
	v.Rev, v.Roles = 2, []sso.Mapping{{Group: "g", Role: ident.FG}}
	must(t, w.store.SaveSSOSettings(w.ctx, v, w.entry("sso.changed", w.org)))
	fails(t, "an old revision", fault.PreconditionFailed, w.store.SaveSSOSettings(w.ctx, v, w.entry("sso.changed", w.org)))
	all, err := w.store.SSOProviders(w.ctx)
	must(t, err)
	if len(all) != 1 || all[0].OrgID != w.org || all[0].Issuer != v.Issuer || len(all[0].Roles) != 1 {
		t.Errorf("got %+v", all)
	}
}

func (w *world) ssoEntrance(t *testing.T) {
	t.Helper()
	anna := sso.Arrival{Subject: "anna", Provider: "a", SID: "sid1", Email: "anna@example.nl"}
	user := w.newcomer(w.org, anna.Email)
	first := w.enters(t, w.org, anna, user)
	session, found, bindings, err := w.store.Session(w.ctx, first.Hash)
	must(t, err)
	if !session.Federated() || found.State != ident.UserActive || len(bindings) != 1 || !session.ReachedAt.Equal(w.now) {
		t.Errorf("got session %+v of %+v with %v", session, found, bindings)
	}
	look := func(a sso.Arrival) (k sso.Known) {
		t.Helper()
		looked := errors.New("looked")
		if err := w.store.EnterBySSO(w.ctx, w.org, a, func(known sso.Known) (sso.Entrance, error) { k = known; return sso.Entrance{}, looked }); err == nil {
			t.Error("a refusal was no failure")
		}
		return k
	}
	if k := look(anna); !k.Linked || k.LinkedElsewhere || k.HasPassword || k.Standing.User.ID != user.ID || len(k.Standing.Bindings) != 1 || k.Standing.Bindings[0].Origin != ident.OriginSSO {
		t.Errorf("got %+v", k)
	}
	if k := look(sso.Arrival{Subject: "other", Provider: "a", Email: anna.Email}); k.Linked || !k.LinkedElsewhere {
		t.Errorf("another person with the address: got %+v", k)
	}
	if k := look(sso.Arrival{Subject: "other", Provider: "b", Email: anna.Email}); k.Linked || k.LinkedElsewhere || k.Standing.User.ID != user.ID {
		t.Errorf("a person of another provider with the address: got %+v", k)
	}
	if k := look(sso.Arrival{Subject: "other", Provider: "a"}); k.Standing.User.ID != "" {
		t.Errorf("a stranger: got %+v", k)
	}
	before, err := w.store.Head(w.ctx, w.org)
	must(t, err)
	fails(t, "an address of somebody else", fault.RequestInvalid, w.store.EnterBySSO(w.ctx, w.org, sso.Arrival{Subject: "c", Provider: "a"}, func(sso.Known) (sso.Entrance, error) {
		u := w.newcomer(w.org, anna.Email)
		return sso.Entrance{UserID: u.ID, New: &u, Link: true, At: w.now, Entries: []chain.Draft{w.entry("user.created", u.ID)}}, nil
	}))
	after, err := w.store.Head(w.ctx, w.org)
	must(t, err)
	if after.Seq != before.Seq {
		t.Error("what failed left an entry")
	}
}

func (w *world) ssoSessions(t *testing.T) {
	t.Helper()
	bert := sso.Arrival{Subject: "bert", Provider: "a", SID: "sid2", Email: "bert@example.nl"}
	user := w.newcomer(w.org, bert.Email)
	one := w.enters(t, w.org, bert, user)
	bert.SID = "sid3"
	two := w.enters(t, w.org, bert, user)
	tokens, subject, err := w.store.SSOTokens(w.ctx, w.org, one.Hash)
	must(t, err)
	if tokens != "sealed" || subject != "bert" {
		t.Errorf("got %q of %q", tokens, subject)
	}
	_, _, err = w.store.SSOTokens(w.ctx, w.org, "none")
	fails(t, "tokens of no session", fault.NotFound, err)
	later := w.now.Add(time.Minute)
	for _, want := range []bool{true, false} {
		if mine, err := w.store.ClaimSSOCheck(w.ctx, w.org, one.Hash, w.now, later); err != nil || mine != want {
			t.Errorf("the claim: got %v, %v, want %v", mine, err, want)
		}
	}
	entry := func(user string) (chain.Draft, error) { return w.entry("auth.session_ended", user), nil }
	must(t, w.store.EndSSOSessions(w.ctx, w.org, "bert", "sid2", w.now.Add(-time.Second), entry))
	w.expectSession(t, one.Hash, true)
	must(t, w.store.EndSSOSessions(w.ctx, w.org, "bert", "sid2", w.now, entry))
	w.expectSession(t, one.Hash, false)
	w.expectSession(t, two.Hash, true)
	must(t, w.store.UnlinkSSO(w.ctx, w.org, user.ID, w.entry("user.unlinked", user.ID)))
	w.expectSession(t, two.Hash, false)
	fails(t, "twice", fault.Conflict, w.store.UnlinkSSO(w.ctx, w.org, user.ID, w.entry("user.unlinked", user.ID)))
	fails(t, "nobody", fault.NotFound, w.store.UnlinkSSO(w.ctx, w.org, "usr_x", w.entry("user.unlinked", "usr_x")))
	found, err := w.store.User(w.ctx, w.org, user.ID)
	must(t, err)
	bindings, err := w.store.Bindings(w.ctx, w.org, user.ID, "", 10)
	must(t, err)
	if found.State != ident.UserInvited || len(bindings) != 0 {
		t.Errorf("got %+v with %v", found, bindings)
	}
	must(t, w.store.EnterBySSO(w.ctx, w.org, bert, func(k sso.Known) (sso.Entrance, error) {
		return sso.Entrance{UserID: user.ID, Link: true, At: w.now}, nil
	}))
	must(t, w.store.ChangeUser(w.ctx, w.org, user.ID, func(now ident.Standing) (ident.UserChange, error) {
		now.User.State = ident.UserDisabled
		return ident.UserChange{User: &now.User, Entry: w.entry("user.disabled", user.ID)}, nil
	}))
	fails(t, "a disabled account", fault.SignInRefused, w.store.EnterBySSO(w.ctx, w.org, bert, func(k sso.Known) (sso.Entrance, error) {
		return sso.Entrance{UserID: user.ID, At: w.now, Started: &auth.Session{OrgID: w.org, UserID: user.ID, Hash: "x", CreatedAt: w.now, SeenAt: w.now}}, nil
	}))
}

// expectSession says whether a session is there.
func (w *world) expectSession(t *testing.T, hash string, there bool) {
	t.Helper()
	_, _, _, err := w.store.Session(w.ctx, hash)
	if there {
		must(t, err)
		return
	}
	fails(t, "a session that ended", fault.NotFound, err)
}
