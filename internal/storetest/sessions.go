package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const hashed = "$argon2id$of a password"

func (w *world) link(u ident.User, kind auth.LinkKind) auth.Link {
	return auth.Link{OrgID: u.OrgID, UserID: u.ID, Kind: kind, Hash: w.id("hash_"), CodeSecret: "SECRET", CreatedAt: w.now, ExpiresAt: w.now.Add(time.Hour)}
}

func (w *world) session(u ident.User) auth.Session {
	return auth.Session{OrgID: u.OrgID, UserID: u.ID, Hash: w.id("hash_"), CreatedAt: w.now, SeenAt: w.now, SteppedUpAt: w.now}
}

// activate gives a user a password by a link, and returns the session.
func (w *world) activate(t testing.TB, u ident.User) auth.Session {
	t.Helper()
	link, session := w.link(u, auth.LinkInvitation), w.session(u)
	must(t, w.store.AddLink(w.ctx, link, w.entry("user.invited", u.ID)))
	a := auth.Account{User: u, Password: hashed, CodeSecret: "SECRET", CodeStep: 7}
	must(t, w.store.UseLink(w.ctx, link.Hash, a, session, w.entry("user.link_used", u.ID)))
	return session
}

func (w *world) start(v auth.Session, password string, step int64, rehash, replaces string) error {
	return w.store.StartSession(w.ctx, v, password, step, rehash, replaces, w.entry("auth.signed_in", v.UserID))
}

func testSessions(t *testing.T, w *world) {
	u := w.addUser(t, w.org, "anna@example.nl", ident.Binding{Role: ident.FG, ExpiresAt: w.now.Add(time.Hour)}, ident.Binding{Role: ident.Analyst})
	first := w.activate(t, u)
	t.Run("an account is found by its address and by its id", func(t *testing.T) {
		byEmail, err := w.store.AccountByEmail(w.ctx, "anna@example.nl")
		must(t, err)
		byID, err := w.store.Account(w.ctx, w.org, u.ID)
		must(t, err)
		want := auth.Account{User: u, Password: hashed, CodeSecret: "SECRET", CodeStep: 7}
		want.State, want.LastSignInAt = ident.UserActive, w.now
		if diff := cmp.Diff([]auth.Account{want, want}, []auth.Account{byEmail, byID}); diff != "" {
			t.Error(diff)
		}
		for _, email := range []string{"", "nobody@example.nl"} {
			_, err = w.store.AccountByEmail(w.ctx, email)
			wantFault(t, err, fault.NotFound)
		}
	})
	t.Run("a session is found with its user and roles", func(t *testing.T) {
		v, who, roles, err := w.store.Session(w.ctx, first.Hash)
		must(t, err)
		if !cmp.Equal(v, first) || who.ID != u.ID || len(roles) != 2 || roles[0].Role != ident.FG || !roles[0].ExpiresAt.Equal(w.now.Add(time.Hour)) {
			t.Errorf("got %+v %+v %+v", v, who, roles)
		}
	})
	t.Run("a code works once, also for an earlier step", func(t *testing.T) {
		wantFault(t, w.start(w.session(u), hashed, 7, "", ""), fault.SignInRefused)
		must(t, w.start(w.session(u), hashed, 9, "", ""))
		for _, step := range []int64{9, 8} {
			wantFault(t, w.start(w.session(u), hashed, step, "", ""), fault.SignInRefused)
		}
	})
	t.Run("of sign-ins at once with one code, one succeeds", func(t *testing.T) { testOneCode(t, w, u) })
	t.Run("a new session takes the place of the old one, and of those that ended", func(t *testing.T) {
		old, fresh := w.session(u), w.session(u)
		must(t, w.start(old, hashed, 20, "", ""))
		must(t, w.start(fresh, hashed, 21, "", old.Hash))
		_, _, _, err := w.store.Session(w.ctx, old.Hash)
		wantFault(t, err, fault.NotFound)
		later := w.session(u)
		later.SeenAt = w.now.Add(auth.SessionIdle)
		must(t, w.start(later, hashed, 22, "", ""))
		_, _, _, err = w.store.Session(w.ctx, fresh.Hash)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a request is noted and never brought back", func(t *testing.T) {
		v := w.session(u)
		must(t, w.start(v, hashed, 30, "", ""))
		must(t, w.store.TouchSession(w.ctx, w.org, v.Hash, w.now.Add(time.Minute)))
		must(t, w.store.TouchSession(w.ctx, w.org, v.Hash, w.now))
		got, _, _, err := w.store.Session(w.ctx, v.Hash)
		must(t, err)
		if !got.SeenAt.Equal(w.now.Add(time.Minute)) {
			t.Errorf("got %s", got.SeenAt)
		}
	})
	t.Run("a session ends once", func(t *testing.T) {
		v := w.session(u)
		must(t, w.start(v, hashed, 40, "", ""))
		must(t, w.store.EndSession(w.ctx, w.org, v.Hash, w.entry("auth.signed_out", u.ID)))
		wantFault(t, w.store.EndSession(w.ctx, w.org, v.Hash, w.entry("auth.signed_out", u.ID)), fault.NotFound)
	})
	t.Run("a better hash and a new password replace the old, and other sessions end", func(t *testing.T) {
		v, other := w.session(u), w.session(u)
		must(t, w.start(v, hashed, 50, "better", ""))
		wantFault(t, w.start(w.session(u), hashed, 51, "", ""), fault.SignInRefused)
		must(t, w.start(other, "better", 51, "", ""))
		wantFault(t, w.store.ChangePassword(w.ctx, w.org, u.ID, hashed, "new", v.Hash, w.entry("x", u.ID)), fault.Conflict)
		must(t, w.store.ChangePassword(w.ctx, w.org, u.ID, "better", "new", v.Hash, w.entry("x", u.ID)))
		_, _, _, err := w.store.Session(w.ctx, other.Hash)
		wantFault(t, err, fault.NotFound)
		_, _, _, err = w.store.Session(w.ctx, v.Hash)
		must(t, err)
		must(t, w.store.EndSessions(w.ctx, w.org, u.ID, "", w.entry("x", u.ID)))
		_, _, _, err = w.store.Session(w.ctx, v.Hash)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("what ended is forgotten, what counts stays", func(t *testing.T) {
		idle, busy := w.session(u), w.session(u)
		must(t, w.start(idle, "new", 55, "", ""))
		must(t, w.start(busy, "new", 56, "", ""))
		must(t, w.store.TouchSession(w.ctx, w.org, busy.Hash, w.now.Add(time.Minute)))
		guest := w.addUser(t, w.org, "")
		link := w.link(guest, auth.LinkInvitation)
		must(t, w.store.AddLink(w.ctx, link, w.entry("user.invited", guest.ID)))
		must(t, w.store.ForgetEnded(w.ctx, w.org, w.now.Add(auth.SessionIdle)))
		_, _, _, err := w.store.Session(w.ctx, idle.Hash)
		wantFault(t, err, fault.NotFound)
		_, _, _, err = w.store.Session(w.ctx, busy.Hash)
		must(t, err)
		_, _, _, err = w.store.Link(w.ctx, link.Hash)
		must(t, err)
		must(t, w.store.ForgetEnded(w.ctx, w.org, link.ExpiresAt))
		_, _, _, err = w.store.Link(w.ctx, link.Hash)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a user and the link of the invitation are added together or not at all", func(t *testing.T) { testInvited(t, w, u) })
	t.Run("a disabled user has no session and starts none", func(t *testing.T) {
		v := w.session(u)
		must(t, w.start(v, "new", 60, "", ""))
		must(t, w.store.ChangeUser(w.ctx, w.org, u.ID, func(now ident.Standing) (ident.UserChange, error) {
			now.User.State = ident.UserDisabled
			return ident.UserChange{User: &now.User, EndSessions: true, Entry: w.entry("user.disabled", u.ID)}, nil
		}))
		_, _, _, err := w.store.Session(w.ctx, v.Hash)
		wantFault(t, err, fault.NotFound)
		wantFault(t, w.start(w.session(u), "new", 61, "", ""), fault.SignInRefused)
		wantFault(t, w.store.AddLink(w.ctx, w.link(u, auth.LinkRecovery), w.entry("x", u.ID)), fault.Conflict)
	})
}

func testInvited(t *testing.T, w *world, taken ident.User) {
	u := ident.User{OrgID: w.org, ID: w.id(ident.PrefixUser), Email: taken.Email, Name: "Bea", Locale: "nl", State: ident.UserInvited, CreatedAt: w.now, Rev: 1}
	n := ident.Newcomer{User: u, Bindings: w.bindings(u, ident.Binding{Role: ident.FG}), Entry: w.entry("user.created", u.ID)}
	link := w.link(u, auth.LinkInvitation)
	wantFault(t, w.store.AddInvited(w.ctx, link, n, w.entry("user.invited", u.ID)), fault.RequestInvalid)
	_, err := w.store.User(w.ctx, w.org, u.ID)
	wantFault(t, err, fault.NotFound)
	n.User.Email = "bea.nieuw@example.nl"
	must(t, w.store.AddInvited(w.ctx, link, n, w.entry("user.invited", u.ID)))
	_, found, _, err := w.store.Link(w.ctx, link.Hash)
	must(t, err)
	// A link that is there already takes the user back with it.
	u.ID, u.Email = w.id(ident.PrefixUser), "cas.nieuw@example.nl"
	second := ident.Newcomer{User: u, Entry: w.entry("user.created", u.ID)}
	link.UserID = u.ID
	if err := w.store.AddInvited(w.ctx, link, second, w.entry("user.invited", u.ID)); err == nil {
		t.Error("a link was added twice")
	}
	_, err = w.store.User(w.ctx, w.org, u.ID)
	wantFault(t, err, fault.NotFound)
	if found.Email != n.User.Email {
		t.Errorf("got %+v", found)
	}
}

func testOneCode(t *testing.T, w *world, u ident.User) {
	var sessions []auth.Session
	for range 8 {
		sessions = append(sessions, w.session(u))
	}
	results := make([]error, len(sessions))
	var all sync.WaitGroup
	for i, v := range sessions {
		all.Go(func() { results[i] = w.start(v, hashed, 12, "", "") })
	}
	all.Wait()
	refused := slices.DeleteFunc(slices.Clone(results), func(err error) bool { return err == nil })
	if len(refused) != len(results)-1 || slices.ContainsFunc(refused, func(err error) bool { return !errors.Is(err, fault.E(fault.SignInRefused)) }) {
		t.Errorf("got %v", results)
	}
}

func testLinks(t *testing.T, w *world) {
	u := w.addUser(t, w.org, "")
	use := func(hash string, a auth.Account, at time.Time) error {
		v := w.session(u)
		v.CreatedAt = at
		return w.store.UseLink(w.ctx, hash, a, v, w.entry("user.link_used", u.ID))
	}
	account := auth.Account{User: u, Password: hashed, CodeSecret: "SECRET", CodeStep: 7}
	account.Email, account.Name, account.Rev = "eigenaar@example.nl", "Eigenaar", 2
	t.Run("a link is found with its user and organisation, the last one only", func(t *testing.T) {
		first, second := w.link(u, auth.LinkInvitation), w.link(u, auth.LinkInvitation)
		must(t, w.store.AddLink(w.ctx, first, w.entry("user.invited", u.ID)))
		must(t, w.store.AddLink(w.ctx, second, w.entry("user.invited", u.ID)))
		_, _, _, err := w.store.Link(w.ctx, first.Hash)
		wantFault(t, err, fault.NotFound)
		wantFault(t, use(first.Hash, account, w.now), fault.LinkInvalid)
		l, who, org, err := w.store.Link(w.ctx, second.Hash)
		must(t, err)
		if !cmp.Equal(l, second) || who.ID != u.ID || org.ID != w.org {
			t.Errorf("got %+v %+v %+v", l, who, org)
		}
		wantFault(t, use(second.Hash, account, second.ExpiresAt), fault.LinkInvalid)
	})
	t.Run("a taken address leaves the link as it is", func(t *testing.T) {
		w.addUser(t, w.org, "taken@example.nl")
		l, a := w.link(u, auth.LinkInvitation), account
		must(t, w.store.AddLink(w.ctx, l, w.entry("user.invited", u.ID)))
		a.Email = "taken@example.nl"
		wantFault(t, use(l.Hash, a, w.now), fault.RequestInvalid)
		must(t, use(l.Hash, account, w.now))
		wantFault(t, use(l.Hash, account, w.now), fault.LinkInvalid)
		got, err := w.store.User(w.ctx, w.org, u.ID)
		must(t, err)
		if got.State != ident.UserActive || got.Email != account.Email || got.Name != account.Name || got.Rev != 2 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("who has a password is not invited, but may recover and then has none", func(t *testing.T) {
		v := w.session(u)
		must(t, w.start(v, hashed, 8, "", ""))
		wantFault(t, w.store.AddLink(w.ctx, w.link(u, auth.LinkInvitation), w.entry("x", u.ID)), fault.Conflict)
		must(t, w.store.AddLink(w.ctx, w.link(u, auth.LinkRecovery), w.entry("user.recovered", u.ID)))
		_, _, _, err := w.store.Session(w.ctx, v.Hash)
		wantFault(t, err, fault.NotFound)
		got, err := w.store.Account(w.ctx, w.org, u.ID)
		must(t, err)
		if got.State != ident.UserInvited || got.Password != "" || got.CodeSecret != "" {
			t.Errorf("got %+v", got)
		}
		wantFault(t, w.start(w.session(u), "", 9, "", ""), fault.SignInRefused)
	})
}

// testPeopleTenancy tries every method with the ids of another organisation.
func testPeopleTenancy(t *testing.T, w *world) {
	other, _ := w.addOrganisation(t)
	dep := w.addDepartment(t, w.org, "", "seh")
	u := w.addUser(t, w.org, "anna@example.nl", ident.Binding{Role: ident.WardManager, DepartmentID: dep.ID})
	session := w.activate(t, u)
	bindings, err := w.store.Bindings(w.ctx, w.org, u.ID, "", 10)
	must(t, err)
	before := w.verify(t, other).Head.Seq
	x := w.entry("x", "x")
	stolen := ident.User{OrgID: other, ID: w.id(ident.PrefixUser), Locale: "nl", CreatedAt: w.now, Rev: 1}
	moved := session
	moved.OrgID = other
	foreign := w.link(u, auth.LinkRecovery)
	foreign.OrgID = other
	for name, try := range map[string]func() error{
		"User":           func() error { _, err := w.store.User(w.ctx, other, u.ID); return err },
		"Binding":        func() error { _, err := w.store.Binding(w.ctx, other, bindings[0].ID); return err },
		"Account":        func() error { _, err := w.store.Account(w.ctx, other, u.ID); return err },
		"EndSession":     func() error { return w.store.EndSession(w.ctx, other, session.Hash, x) },
		"EndSessions":    func() error { return w.store.EndSessions(w.ctx, other, u.ID, "", x) },
		"ChangeCode":     func() error { return w.store.ChangeCode(w.ctx, auth.CodeChange{OrgID: other, UserID: u.ID}, x) },
		"ChangePassword": func() error { return w.store.ChangePassword(w.ctx, other, u.ID, hashed, "new", "", x) },
		"AddLink":        func() error { return w.store.AddLink(w.ctx, foreign, x) },
		"ChangeUser": func() error {
			return w.store.ChangeUser(w.ctx, other, u.ID, func(ident.Standing) (ident.UserChange, error) { return ident.UserChange{Entry: x}, nil })
		},
		"AddUser with a foreign department": func() error {
			return w.store.AddUser(w.ctx, stolen, w.bindings(stolen, ident.Binding{Role: ident.WardManager, DepartmentID: dep.ID}), x)
		},
		"Organisation": func() error { _, err := w.store.Organisation(w.ctx, "org_nobody"); return err },
		"UpdateOrganisation": func() error {
			return w.store.UpdateOrganisation(w.ctx, "org_nobody", func(o ident.Organisation) (ident.Organisation, chain.Draft, error) { return o, x, nil })
		},
	} {
		t.Run(name+" finds nothing of another organisation", func(t *testing.T) { wantFault(t, try(), fault.NotFound) })
	}
	t.Run("StartSession starts nothing in another organisation", func(t *testing.T) {
		wantFault(t, w.start(moved, hashed, 99, "", ""), fault.SignInRefused)
	})
	t.Run("lists hold nothing of another organisation", func(t *testing.T) {
		users, err := w.store.Users(w.ctx, other, "", 10)
		must(t, err)
		roles, err := w.store.Bindings(w.ctx, other, u.ID, "", 10)
		must(t, err)
		departments, err := w.store.Departments(w.ctx, other)
		must(t, err)
		if len(users)+len(roles)+len(departments) > 0 {
			t.Errorf("got %v %v %v", users, roles, departments)
		}
	})
	t.Run("changes and touches of another organisation change nothing", func(t *testing.T) {
		must(t, w.store.TouchSession(w.ctx, other, session.Hash, w.now.Add(time.Minute)))
		taken := dep
		taken.OrgID, taken.Name = other, "Anders"
		must(t, w.store.ChangeDepartments(w.ctx, other, func(*ident.Tree) (ident.DepartmentChange, error) {
			return ident.DepartmentChange{Update: []ident.Department{taken}, Remove: []string{dep.ID}, Entry: x}, nil
		}))
		got, _, _, err := w.store.Session(w.ctx, session.Hash)
		must(t, err)
		list, err := w.store.Departments(w.ctx, w.org)
		must(t, err)
		if !cmp.Equal(got, session) || !cmp.Equal(list, []ident.Department{dep}) {
			t.Errorf("got %+v %+v", got, list)
		}
	})
	if after := w.verify(t, other).Head.Seq; after != before+1 {
		t.Errorf("the chain of the other organisation grew by %d instead of the one change of departments", after-before)
	}
}
