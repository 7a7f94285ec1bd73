package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// addUser adds an invited user with the roles.
func (w *world) addUser(t testing.TB, org, email string, roles ...ident.Binding) ident.User {
	t.Helper()
	u := ident.User{OrgID: org, ID: w.id(ident.PrefixUser), Email: email, Name: "Anna de Vries", Locale: "nl", State: ident.UserInvited, CreatedAt: w.now, Rev: 1}
	must(t, w.store.AddUser(w.ctx, u, w.bindings(u, roles...), w.entry("user.created", u.ID)))
	return u
}

func (w *world) bindings(u ident.User, roles ...ident.Binding) (list []ident.RoleBinding) {
	for _, r := range roles {
		list = append(list, ident.RoleBinding{OrgID: u.OrgID, ID: w.id(ident.PrefixBinding), UserID: u.ID, Binding: r, CreatedAt: w.now, Rev: 1})
	}
	return list
}

func (w *world) addDepartment(t testing.TB, org, parent, code string) ident.Department {
	t.Helper()
	d := ident.Department{OrgID: org, ID: w.id(ident.PrefixDepartment), ParentID: parent, Code: code, Name: "Spoedeisende hulp", ActivePeople: 12, Rev: 1}
	must(t, w.store.ChangeDepartments(w.ctx, org, func(*ident.Tree) (ident.DepartmentChange, error) {
		return ident.DepartmentChange{Add: []ident.Department{d}, Entry: w.entry("department.created", d.ID)}, nil
	}))
	return d
}

func testPeople(t *testing.T, w *world) {
	dep := w.addDepartment(t, w.org, "", "seh")
	owner := w.addUser(t, w.org, "owner@example.nl", ident.Binding{Role: ident.Owner})
	t.Run("an organisation is found as it was changed", func(t *testing.T) {
		want := ident.Organisation{ID: w.org, Name: "Nieuw", CreatedAt: w.now, Language: "en", TimeZone: "Europe/Brussels", CouncilApproves: true, Rev: 9}
		must(t, w.store.UpdateOrganisation(w.ctx, w.org, func(o ident.Organisation) (ident.Organisation, chain.Draft, error) {
			return want, w.entry("organisation.updated", o.ID), nil
		}))
		got, err := w.store.Organisation(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a user is found as added, and listed by id", func(t *testing.T) {
		second := w.addUser(t, w.org, "", ident.Binding{Role: ident.WardManager, DepartmentID: dep.ID, ExpiresAt: w.now.Add(time.Hour)})
		got, err := w.store.User(w.ctx, w.org, owner.ID)
		must(t, err)
		list, err := w.store.Users(w.ctx, w.org, "", 10)
		must(t, err)
		page, err := w.store.Users(w.ctx, w.org, owner.ID, 1)
		must(t, err)
		if diff := cmp.Diff([][]ident.User{{owner}, {owner, second}, {second}}, [][]ident.User{{got}, list, page}); diff != "" {
			t.Error(diff)
		}
		bindings, err := w.store.Bindings(w.ctx, w.org, second.ID, "", 10)
		must(t, err)
		if len(bindings) != 1 || !bindings[0].ExpiresAt.Equal(w.now.Add(time.Hour)) || bindings[0].DepartmentID != dep.ID {
			t.Errorf("got %+v", bindings)
		}
		one, err := w.store.Binding(w.ctx, w.org, bindings[0].ID)
		must(t, err)
		if diff := cmp.Diff(bindings[0], one); diff != "" {
			t.Error(diff)
		}
		all, err := w.store.Bindings(w.ctx, w.org, "", "", 10)
		must(t, err)
		if len(all) != 2 {
			t.Errorf("got %d bindings", len(all))
		}
	})
	t.Run("two users cannot share an address, any number can have none", func(t *testing.T) {
		u := ident.User{OrgID: w.org, ID: w.id(ident.PrefixUser), Email: owner.Email, Locale: "nl", CreatedAt: w.now, Rev: 1}
		wantFault(t, w.store.AddUser(w.ctx, u, nil, w.entry("user.created", u.ID)), fault.RequestInvalid)
		w.addUser(t, w.org, "")
	})
	t.Run("a role in a department that is not there is not bound", func(t *testing.T) {
		u := ident.User{OrgID: w.org, ID: w.id(ident.PrefixUser), Locale: "nl", CreatedAt: w.now, Rev: 1}
		roles := w.bindings(u, ident.Binding{Role: ident.WardManager, DepartmentID: "dep_nowhere"})
		wantFault(t, w.store.AddUser(w.ctx, u, roles, w.entry("user.created", u.ID)), fault.NotFound)
		_, err := w.store.User(w.ctx, w.org, u.ID)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a change of a user is all or nothing", func(t *testing.T) { testChangeUser(t, w, owner) })
	t.Run("an entry of its own is in the chain", func(t *testing.T) {
		before := w.verify(t, w.org).Head.Seq
		must(t, w.store.AppendEntry(w.ctx, w.org, w.entry("user.created", "")))
		if after := w.verify(t, w.org).Head.Seq; after != before+1 {
			t.Errorf("the chain grew by %d", after-before)
		}
		wantFault(t, w.store.AppendEntry(w.ctx, "org_nobody", w.entry("x", "")), fault.NotFound)
	})
	t.Run("the first secret of a name stays", func(t *testing.T) {
		for _, tt := range []struct{ name, fresh, want string }{{"cursors", "a", "a"}, {"cursors", "b", "a"}, {"limits", "c", "c"}} {
			got, err := w.store.Secret(w.ctx, tt.name, tt.fresh)
			must(t, err)
			if got != tt.want {
				t.Errorf("%s: got %q", tt.name, got)
			}
		}
	})
}

func testChangeUser(t *testing.T, w *world, owner ident.User) {
	u := w.addUser(t, w.org, "fg@example.nl", ident.Binding{Role: ident.FG})
	change := func(c ident.UserChange, failure error) error {
		c.Entry = w.entry("user.updated", u.ID)
		return w.store.ChangeUser(w.ctx, w.org, u.ID, func(now ident.Standing) (ident.UserChange, error) {
			if now.User.ID != u.ID || len(now.Bindings) != 1 || now.OtherOwners != 0 {
				t.Errorf("got %+v: the owner has no password yet and does not count", now)
			}
			return c, failure
		})
	}
	changed := u
	changed.Name, changed.Locale, changed.Rev = "Bea Bakker", "en", 2
	failure := errors.New("not now")
	if err := change(ident.UserChange{User: &changed}, failure); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	wantFault(t, change(ident.UserChange{User: &changed, Add: w.bindings(u, ident.Binding{Role: ident.Analyst, DepartmentID: "dep_nowhere"})}, nil), fault.NotFound)
	wantFault(t, change(ident.UserChange{User: &changed, Add: w.bindings(u, ident.Binding{Role: ident.FG})}, nil), fault.Conflict)
	if got, err := w.store.User(w.ctx, w.org, u.ID); err != nil || !cmp.Equal(got, u) {
		t.Errorf("a change that failed left %+v, %v", got, err)
	}
	before, err := w.store.Bindings(w.ctx, w.org, u.ID, "", 10)
	must(t, err)
	must(t, change(ident.UserChange{User: &changed, Add: w.bindings(u, ident.Binding{Role: ident.Analyst}), Remove: []string{before[0].ID}}, nil))
	after, err := w.store.Bindings(w.ctx, w.org, u.ID, "", 10)
	must(t, err)
	if got, err := w.store.User(w.ctx, w.org, u.ID); err != nil || !cmp.Equal(got, changed) || len(after) != 1 || after[0].Role != ident.Analyst {
		t.Errorf("got %+v %+v, %v", got, after, err)
	}
	w.activate(t, owner)
	err = w.store.ChangeUser(w.ctx, w.org, u.ID, func(now ident.Standing) (ident.UserChange, error) {
		if now.OtherOwners != 1 {
			t.Errorf("got %d other owners", now.OtherOwners)
		}
		later := after[0]
		later.ExpiresAt, later.Rev = w.now.Add(time.Hour), 2
		changed.State, changed.Rev = ident.UserDisabled, 3
		return ident.UserChange{User: &changed, Update: []ident.RoleBinding{later}, Entry: w.entry("user.disabled", u.ID)}, nil
	})
	must(t, err)
	one, err := w.store.Binding(w.ctx, w.org, after[0].ID)
	must(t, err)
	if got, err := w.store.User(w.ctx, w.org, u.ID); err != nil || got.State != ident.UserDisabled || !one.ExpiresAt.Equal(w.now.Add(time.Hour)) || one.Rev != 2 {
		t.Errorf("got %+v %+v, %v", got, one, err)
	}
}

func testDepartments(t *testing.T, w *world) {
	top := w.addDepartment(t, w.org, "", "zh")
	below := w.addDepartment(t, w.org, top.ID, "")
	other := w.addDepartment(t, w.org, "", "")
	change := func(c ident.DepartmentChange) error {
		c.Entry = w.entry("department.updated", "x")
		return w.store.ChangeDepartments(w.ctx, w.org, func(*ident.Tree) (ident.DepartmentChange, error) { return c, nil })
	}
	t.Run("departments are listed as they were written", func(t *testing.T) {
		moved := below
		moved.ParentID, moved.Name, moved.Code, moved.ActivePeople, moved.Rev = other.ID, "IC", "ic", 3, 2
		must(t, change(ident.DepartmentChange{Update: []ident.Department{moved}}))
		list, err := w.store.Departments(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff([]ident.Department{top, moved, other}, list); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a change sees the tree and writes nothing when it fails", func(t *testing.T) {
		err := w.store.ChangeDepartments(w.ctx, w.org, func(tree *ident.Tree) (ident.DepartmentChange, error) {
			if got := tree.Path(below.ID); len(got) != 2 || got[1] != other.ID {
				t.Errorf("got path %v", got)
			}
			return ident.DepartmentChange{}, fault.E(fault.Conflict)
		})
		wantFault(t, err, fault.Conflict)
	})
	t.Run("a department with a role stays, one without goes", func(t *testing.T) {
		w.addUser(t, w.org, "", ident.Binding{Role: ident.WardManager, DepartmentID: top.ID})
		wantFault(t, change(ident.DepartmentChange{Remove: []string{top.ID}}), fault.Conflict)
		must(t, change(ident.DepartmentChange{Remove: []string{below.ID}}))
		list, err := w.store.Departments(w.ctx, w.org)
		must(t, err)
		if len(list) != 2 {
			t.Errorf("got %+v", list)
		}
	})
}
