package publish

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
)

// versions is a store of what is in force, and of one tree of departments.
type versions struct {
	Store
	of   map[string][]Version
	tree []ident.Department
}

func (v *versions) Newest(_ context.Context, org string) (int, error) {
	list := v.of[org]
	switch {
	case org == "org_down":
		return 0, fault.Wrap(fault.StoreUnavailable, errors.New("down"))
	case len(list) == 0:
		return 0, fault.E(fault.NotFound)
	}
	return list[len(list)-1].Version, nil
}

func (v *versions) InForce(_ context.Context, org string) ([]Version, error) { return v.of[org], nil }

func (v *versions) Departments(context.Context, string) ([]ident.Department, error) {
	return v.tree, nil
}

type testBus struct {
	changed func(string, int)
	missed  func()
}

func (*testBus) AnnounceVersion(string, int) {}
func (b *testBus) WatchVersions(changed func(string, int), missed func()) (stop func()) {
	b.changed, b.missed = changed, missed
	return func() { b.changed = nil }
}

// document is a policy with one rule for a type.
func document(id, department, kind string) string {
	if department != "" {
		department = "\n  department: " + department
	}
	return fmt.Sprintf("apiVersion: dijkwacht/v1\nkind: Policy\nmetadata:\n  id: %s%s\nspec:\n  rules:\n    - id: regel\n      when: {any: [{type: %s}]}\n      then: {action: block, message: bsn-stop}\n", id, department, kind)
}

// due tells whether a look was asked for.
func due(f *InForce) bool {
	select {
	case <-f.Due():
		return true
	default:
		return false
	}
}

func TestAReplicaFollowsTheNewestVersionOfEachOrganisation(t *testing.T) {
	store, bus := &versions{of: map[string][]Version{}}, &testBus{}
	f := NewInForce(store, bus, Content{}, &policy.Policy{ID: "built-in"})
	poll := func() error { return f.Poll(t.Context(), "org_1", "org_down", "org_2") }
	put := func(version int, source string) {
		store.of["org_1"] = []Version{{Version: version, Subject: OrganisationPolicy("org_1"), Source: source}}
	}
	want := func(org, id string, version int) {
		t.Helper()
		if a := f.Whole(org); a.Policy.ID != id || a.Version != version {
			t.Errorf("%s: got %s version %d", org, a.Policy.ID, a.Version)
		}
	}

	put(3, document("three", "", "bsn"))
	if err := poll(); fault.From(err).Code != fault.StoreUnavailable {
		t.Errorf("got %v", err)
	}
	want("org_1", "three", 3)
	want("org_2", "built-in", 1)
	want("org_down", "built-in", 1)

	if bus.changed("org_1", 3); due(f) {
		t.Error("a version that is in force is a reason to look")
	}
	if bus.changed("org_1", 4); !due(f) {
		t.Error("a newer version is no reason to look")
	}
	if bus.missed(); !due(f) {
		t.Error("what may have been missed is no reason to look")
	}
	put(2, document("two", "", "bsn"))
	_ = poll()
	want("org_1", "three", 3)
	put(5, "newer: form")
	_ = poll()
	want("org_1", "three", 3)
	put(6, document("six", "", "bsn"))
	_ = poll()
	want("org_1", "six", 6)
	if f.Close(); bus.changed != nil {
		t.Error("the watch goes on")
	}
}

func TestDepartmentsHaveTheirOwnRulesAndThoseAboveThem(t *testing.T) {
	store := &versions{tree: []ident.Department{{ID: "dep_zorg"}, {ID: "dep_seh", ParentID: "dep_zorg"}, {ID: "dep_ict"}}}
	store.of = map[string][]Version{"org_1": {
		{Version: 1, Subject: OrganisationPolicy("org_1"), Source: document("huis", "", "bsn")},
		{Version: 2, Subject: "pol_a", Source: document("zorg", "dep_zorg", "phone")},
		{Version: 3, Subject: "pol_b", Source: document("seh", "dep_seh", "email")},
	}}
	f := NewInForce(store, &testBus{}, Content{}, &policy.Policy{})
	rules := func(department string) int {
		a := f.For("org_1", department)
		if a.Version != 3 {
			t.Errorf("%s: version %d", department, a.Version)
		}
		return len(a.Policy.Rules)
	}
	check := func(want map[string]int) {
		t.Helper()
		if err := f.Poll(t.Context(), "org_1"); err != nil {
			t.Fatal(err)
		}
		for department, n := range want {
			if got := rules(department); got != n {
				t.Errorf("%q has %d rules, want %d", department, got, n)
			}
		}
	}
	check(map[string]int{"": 1, "dep_zorg": 2, "dep_seh": 3, "dep_ict": 1, "dep_gone": 1})
	store.tree[1].ParentID = "dep_ict"
	check(map[string]int{"": 1, "dep_zorg": 2, "dep_seh": 2, "dep_ict": 1})
}

func TestOwnDestinationsAndTextsLieOverTheContent(t *testing.T) {
	store := &versions{of: map[string][]Version{"org_1": {
		{Version: 1, Subject: OrganisationPolicy("org_1"), Source: document("huis", "", "bsn")},
		{Version: 2, Subject: SubjectDestinations, Source: `[{"id":"chatgpt","name":"ChatGPT","hosts":["chatgpt.com"],"class":"blocked"}]`},
		{Version: 3, Subject: SubjectMessages, Source: `{"nl":{"bsn-stop":"Eigen tekst."}}`},
	}}}
	content := Content{
		Destinations: []policy.Destination{{ID: "chatgpt", Hosts: []string{"chatgpt.com"}, Class: policy.Unapproved}, {ID: "claude", Hosts: []string{"claude.ai"}, Class: policy.Unapproved}},
		Messages:     policy.Messages{policy.Dutch: {"bsn-stop": "Tekst.", "ander": "Ander."}},
	}
	f := NewInForce(store, &testBus{}, content, &policy.Policy{})
	if err := f.Poll(t.Context(), "org_1"); err != nil {
		t.Fatal(err)
	}
	a := f.Whole("org_1")
	d, _ := a.Catalogue.ByHost("chatgpt.com")
	other, _ := a.Catalogue.ByHost("claude.ai")
	if d.Class != policy.Blocked || other.Class != policy.Unapproved {
		t.Errorf("got %v, %v", d.Class, other.Class)
	}
	if a.Messages.Text(policy.Dutch, "bsn-stop") != "Eigen tekst." || a.Messages.Text(policy.Dutch, "ander") != "Ander." {
		t.Errorf("got %v", a.Messages)
	}
	content.Serial, content.Messages = 1, policy.Messages{policy.Dutch: {"ander": "Nieuw."}}
	f.SetContent(content)
	if err := f.Poll(t.Context(), "org_1"); err != nil || f.Whole("org_1").Messages.Text(policy.Dutch, "ander") != "Nieuw." {
		t.Errorf("other content is not in force: %v", err)
	}
}
