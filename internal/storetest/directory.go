package storetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/provision"
)

// addPerson adds a user whom a directory sends.
func (w *world) addPerson(t testing.TB, org, name string) provision.Person {
	t.Helper()
	p := provision.Person{
		OrgID: org, ID: w.id(ident.PrefixUser), UserName: name + "@Example.nl", ExternalID: "ext-" + name, Display: name, Formatted: "Dr. " + name, Given: name, Family: "de Vries",
		Mail: name + "@mail.example.nl", Locale: "nl", Active: true, CreatedAt: w.now, ChangedAt: w.now,
	}
	must(t, w.store.AddDirectoryPerson(w.ctx, p, w.entry("user.created", p.ID)))
	return p
}

func (w *world) addGroup(t testing.TB, org, name string, members ...string) provision.Group {
	t.Helper()
	g := provision.Group{OrgID: org, ID: w.id(ident.PrefixGroup), Name: name, ExternalID: "ext-" + name, Members: members, CreatedAt: w.now, ChangedAt: w.now}
	must(t, w.store.AddDirectoryGroup(w.ctx, g, nil, w.entry("group.created", g.ID)))
	return g
}

// changePerson writes what change makes of a person.
func (w *world) changePerson(id string, change func(*provision.Person)) error {
	return w.store.ChangeDirectoryPerson(w.ctx, w.org, id, func(now provision.Standing) (provision.PersonChange, error) {
		p := now.Person
		change(&p)
		u := now.User
		u.Name, u.Rev = p.Name(), u.Rev+1
		return provision.PersonChange{Person: &p, UserChange: ident.UserChange{User: &u, Entry: w.entry("user.updated", id)}}, nil
	})
}

func testDirectoryPeople(t *testing.T, w *world) {
	anna, bea := w.addPerson(t, w.org, "anna"), w.addPerson(t, w.org, "bea")
	console := w.addUser(t, w.org, "console@example.nl", ident.Binding{Role: ident.Analyst})
	keeper := w.addUser(t, w.org, "keeper@example.nl", ident.Binding{Role: ident.Owner})
	other, _ := w.addOrganisation(t)
	stranger := w.addPerson(t, other, "cor")
	find := func(f provision.PersonFilter, offset, limit int) (ids []string, total int) {
		t.Helper()
		list, total, err := w.store.DirectoryPeople(w.ctx, w.org, f, offset, limit)
		must(t, err)
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		return ids, total
	}
	t.Run("people are found as they were sent, by name, id, address and in pages", func(t *testing.T) {
		list, _, err := w.store.DirectoryPeople(w.ctx, w.org, provision.PersonFilter{ID: anna.ID}, 0, 10)
		must(t, err)
		if diff := cmp.Diff([]provision.Person{anna}, list); diff != "" {
			t.Error(diff)
		}
		for name, tt := range map[string]struct {
			filter        provision.PersonFilter
			offset, limit int
			want          []string
			total         int
		}{
			"everybody, also who was added by hand":              {provision.PersonFilter{}, 0, 10, []string{anna.ID, bea.ID, console.ID}, 3},
			"the second page":                                    {provision.PersonFilter{}, 1, 1, []string{bea.ID}, 3},
			"a page after the end":                               {provision.PersonFilter{}, 9, 5, nil, 3},
			"no page at all":                                     {provision.PersonFilter{}, 0, 0, nil, 3},
			"by user name":                                       {provision.PersonFilter{UserName: provision.Fold("BEA@example.nl")}, 0, 10, []string{bea.ID}, 1},
			"by the address of who has no name":                  {provision.PersonFilter{UserName: "console@example.nl"}, 0, 10, []string{console.ID}, 1},
			"by the id of the provider":                          {provision.PersonFilter{ExternalID: "ext-bea"}, 0, 10, []string{bea.ID}, 1},
			"by address":                                         {provision.PersonFilter{Address: "anna@mail.example.nl"}, 0, 10, []string{anna.ID}, 1},
			"an owner by hand, who is no business of a provider": {provision.PersonFilter{ID: keeper.ID}, 0, 10, nil, 0},
			"somebody of another organisation":                   {provision.PersonFilter{UserName: provision.Fold(stranger.UserName)}, 0, 10, nil, 0},
		} {
			got, total := find(tt.filter, tt.offset, tt.limit)
			if diff := cmp.Diff(tt.want, got); diff != "" || total != tt.total {
				t.Errorf("%s: %d, want %d: %s", name, total, tt.total, diff)
			}
		}
	})
	t.Run("a user name or an address that is taken is refused, also across organisations", func(t *testing.T) {
		for name, p := range map[string]provision.Person{
			"the name in capitals":                {UserName: "ANNA@EXAMPLE.NL", Mail: "fresh@example.nl"},
			"the address of another":              {UserName: "fresh", Mail: "anna@mail.example.nl"},
			"the address of who was added":        {UserName: "console@example.nl"},
			"an address of another organisation":  {UserName: "fresh", Mail: "COR@mail.example.nl"},
			"the name of somebody by the address": {UserName: "console@EXAMPLE.nl", Mail: "fresh@example.nl"},
		} {
			p.OrgID, p.ID, p.Locale, p.Active, p.CreatedAt, p.ChangedAt = w.org, w.id(ident.PrefixUser), "nl", true, w.now, w.now
			if err := w.store.AddDirectoryPerson(w.ctx, p, w.entry("user.created", p.ID)); fault.From(err).Code != fault.Conflict {
				t.Errorf("%s: got %v", name, err)
			}
			wantFault(t, w.changePerson(bea.ID, func(b *provision.Person) { b.UserName, b.Mail = p.UserName, p.Mail }), fault.Conflict)
		}
	})
	t.Run("a change reaches the account, and who was added by hand is linked by it", func(t *testing.T) {
		must(t, w.changePerson(console.ID, func(p *provision.Person) {
			p.ExternalID, p.Display, p.Mail = "ext-console", "Eigenaar", "new@example.nl"
		}))
		u, err := w.store.User(w.ctx, w.org, console.ID)
		must(t, err)
		ids, _ := find(provision.PersonFilter{ExternalID: "ext-console", UserName: "console@example.nl"}, 0, 5)
		if u.Email != "new@example.nl" || u.Name != "Eigenaar" || len(ids) != 1 {
			t.Errorf("got %+v, found %v", u, ids)
		}
	})
	t.Run("a closed account is gone for the directory, its address is free, its user stays", func(t *testing.T) {
		session := w.activate(t, ident.User{OrgID: w.org, ID: anna.ID, Email: "anna@mail.example.nl", Name: "anna", Locale: "nl"})
		g := w.addGroup(t, w.org, "wie weggaat", anna.ID)
		must(t, w.store.ChangeDirectoryPerson(w.ctx, w.org, anna.ID, func(now provision.Standing) (provision.PersonChange, error) {
			if len(now.Groups) != 1 || now.Groups[0].ID != g.ID {
				t.Errorf("the groups of the person: %+v", now.Groups)
			}
			u := now.User
			u.State = ident.UserDisabled
			return provision.PersonChange{Closed: true, UserChange: ident.UserChange{User: &u, EndSessions: true, Entry: w.entry("user.closed", anna.ID)}}, nil
		}))
		wantFault(t, w.changePerson(keeper.ID, func(*provision.Person) {}), fault.NotFound)
		if ids, _ := find(provision.PersonFilter{ID: anna.ID}, 0, 5); ids != nil {
			t.Error("the directory still sees the person")
		}
		wantFault(t, w.changePerson(anna.ID, func(*provision.Person) {}), fault.NotFound)
		_, _, _, err := w.store.Session(w.ctx, session.Hash)
		wantFault(t, err, fault.NotFound)
		u, err := w.store.User(w.ctx, w.org, anna.ID)
		must(t, err)
		if u.State != ident.UserDisabled || u.Email != "" {
			t.Errorf("the account is %+v", u)
		}
		if got, err := w.store.DirectoryGroup(w.ctx, w.org, g.ID); err != nil || len(got.Members) != 0 {
			t.Errorf("the group has %v, %v", got.Members, err)
		}
		again := w.addPerson(t, w.org, "anna")
		if again.ID == anna.ID {
			t.Error("two persons have one id")
		}
	})
}

func testDirectoryGroups(t *testing.T, w *world) {
	anna, bea := w.addPerson(t, w.org, "anna"), w.addPerson(t, w.org, "bea")
	first, second := w.addGroup(t, w.org, "Privacy", anna.ID), w.addGroup(t, w.org, "Beheer")
	other, _ := w.addOrganisation(t)
	stranger := w.addPerson(t, other, "cor")
	give := func(id string, roles ...ident.Role) provision.Roles {
		return func(now provision.Standing) (c ident.UserChange, err error) {
			for _, b := range now.Bindings {
				c.Remove = append(c.Remove, b.ID)
			}
			for range now.Groups {
				for _, r := range roles {
					c.Add = append(c.Add, ident.RoleBinding{OrgID: w.org, ID: w.id(ident.PrefixBinding), UserID: now.User.ID, Binding: ident.Binding{Role: r}, Origin: ident.OriginDirectory, CreatedAt: w.now, Rev: 1})
				}
			}
			c.Entry = w.entry("role.by_group", now.User.ID)
			return c, nil
		}
	}
	rolesOf := func(user string) string {
		list, err := w.store.Bindings(w.ctx, w.org, user, "", 10)
		must(t, err)
		var names []string
		for _, b := range list {
			names = append(names, string(b.Role)+" "+b.Origin)
		}
		return strings.Join(names, ",")
	}
	t.Run("groups are found as they were sent, by name, id and member", func(t *testing.T) {
		got, err := w.store.DirectoryGroup(w.ctx, w.org, first.ID)
		must(t, err)
		if diff := cmp.Diff(first, got); diff != "" {
			t.Error(diff)
		}
		for f, want := range map[provision.GroupFilter]int{
			{}: 2, {Name: "privacy"}: 1, {ExternalID: "ext-Beheer"}: 1, {Member: anna.ID}: 1, {ID: first.ID, Member: bea.ID}: 0, {ID: second.ID}: 1, {Name: "Privacy"}: 0,
		} {
			list, total, err := w.store.DirectoryGroups(w.ctx, w.org, f, 0, 10)
			must(t, err)
			if len(list) != want || total != want {
				t.Errorf("%+v: found %d of %d", f, len(list), total)
			}
		}
	})
	t.Run("members come and go with their roles, and the entries of both", func(t *testing.T) {
		before := w.verify(t, w.org).Checked
		must(t, w.store.ChangeDirectoryGroup(w.ctx, w.org, first.ID, func(g provision.Group) (provision.GroupChange, error) {
			return provision.GroupChange{Group: g, Add: []string{bea.ID}, Roles: give(bea.ID, ident.FG), Entry: w.entry("group.updated", g.ID)}, nil
		}))
		if rolesOf(bea.ID) != "fg directory" || rolesOf(anna.ID) != "" {
			t.Errorf("bea has %q, anna %q", rolesOf(bea.ID), rolesOf(anna.ID))
		}
		if after := w.verify(t, w.org).Checked; after != before+2 {
			t.Errorf("%d entries, want 2", after-before)
		}
		members, err := w.store.DirectoryMembers(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff([]string{anna.ID, bea.ID}, members); diff != "" {
			t.Error(diff)
		}
		must(t, w.store.ChangeDirectoryGroup(w.ctx, w.org, first.ID, func(g provision.Group) (provision.GroupChange, error) {
			return provision.GroupChange{Group: g, Gone: true, Remove: g.Members, Roles: give(bea.ID), Entry: w.entry("group.removed", g.ID)}, nil
		}))
		_, err = w.store.DirectoryGroup(w.ctx, w.org, first.ID)
		wantFault(t, err, fault.NotFound)
		if rolesOf(bea.ID) != "" {
			t.Errorf("bea keeps %q", rolesOf(bea.ID))
		}
	})
	t.Run("who was added by hand stays with the directory, also as an owner by hand", func(t *testing.T) {
		dora := w.addUser(t, w.org, "dora@example.nl", ident.Binding{Role: ident.ITAdmin})
		g := w.addGroup(t, w.org, "Dora", dora.ID)
		must(t, w.store.ChangeUser(w.ctx, w.org, dora.ID, func(ident.Standing) (ident.UserChange, error) {
			return ident.UserChange{Add: w.bindings(dora, ident.Binding{Role: ident.Owner}), Entry: w.entry("role.bound", dora.ID)}, nil
		}))
		must(t, w.store.ChangeDirectoryGroup(w.ctx, w.org, g.ID, func(g provision.Group) (provision.GroupChange, error) {
			return provision.GroupChange{Group: g, Gone: true, Remove: g.Members, Roles: give(dora.ID), Entry: w.entry("group.removed", g.ID)}, nil
		}))
	})
	t.Run("a name that is taken, a member who is not there, and a refused role change nothing", func(t *testing.T) {
		before := w.verify(t, w.org).Checked
		g := provision.Group{OrgID: w.org, ID: w.id(ident.PrefixGroup), Name: "BEHEER", CreatedAt: w.now, ChangedAt: w.now}
		wantFault(t, w.store.AddDirectoryGroup(w.ctx, g, nil, w.entry("group.created", g.ID)), fault.Conflict)
		g.Name, g.Members = "nieuw", []string{stranger.ID}
		wantFault(t, w.store.AddDirectoryGroup(w.ctx, g, nil, w.entry("group.created", g.ID)), fault.RequestInvalid)
		g.Members = []string{w.addUser(t, w.org, "keeper@example.nl", ident.Binding{Role: ident.Owner}).ID}
		before++
		wantFault(t, w.store.AddDirectoryGroup(w.ctx, g, nil, w.entry("group.created", g.ID)), fault.RequestInvalid)
		g.Members = []string{anna.ID}
		refuse := func(provision.Standing) (ident.UserChange, error) {
			return ident.UserChange{}, fault.E(fault.LastOwner)
		}
		wantFault(t, w.store.AddDirectoryGroup(w.ctx, g, refuse, w.entry("group.created", g.ID)), fault.LastOwner)
		if _, total, err := w.store.DirectoryGroups(w.ctx, w.org, provision.GroupFilter{}, 0, 0); err != nil || total != 1 {
			t.Errorf("%d groups, %v", total, err)
		}
		if after := w.verify(t, w.org).Checked; after != before {
			t.Errorf("%d entries came", after-before)
		}
	})
}
