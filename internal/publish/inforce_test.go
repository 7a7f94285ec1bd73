package publish

import (
	"context"
	"errors"
	"testing"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy"
)

type versions map[string]Version

func (v versions) NewestPolicy(_ context.Context, org string) (Version, error) {
	got, ok := v[org]
	switch {
	case org == "org_down":
		return Version{}, fault.Wrap(fault.StoreUnavailable, errors.New("down"))
	case !ok:
		return Version{}, fault.E(fault.NotFound)
	}
	return got, nil
}

func (versions) ActivatePolicy(context.Context, Version, func(int) chain.Draft) (int, error) {
	return 0, nil
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

func TestAReplicaFollowsTheNewestVersionOfEachOrganisation(t *testing.T) {
	store, bus := versions{}, &testBus{}
	parse := func(source []byte) (*policy.Policy, error) {
		if string(source) == "newer form" {
			return nil, errors.New("quotes the policy")
		}
		return &policy.Policy{ID: string(source)}, nil
	}
	f := NewInForce(store, bus, parse, Active{Policy: &policy.Policy{ID: "built in"}, Version: 1})
	poll := func() error { return f.Poll(t.Context(), "org_1", "org_down", "org_2") }
	want := func(org, id string, version int) {
		t.Helper()
		if a := f.For(org); a.Policy.ID != id || a.Version != version {
			t.Errorf("%s: got %s version %d", org, a.Policy.ID, a.Version)
		}
	}
	due := func() bool {
		select {
		case <-f.Due():
			return true
		default:
			return false
		}
	}

	store["org_1"] = Version{Version: 3, Source: "three"}
	if err := poll(); !errors.Is(err, fault.E(fault.StoreUnavailable)) && fault.From(err).Code != fault.StoreUnavailable {
		t.Errorf("got %v", err)
	}
	want("org_1", "three", 3)
	want("org_2", "built in", 1)
	want("org_down", "built in", 1)

	if bus.changed("org_1", 3); due() {
		t.Error("a version that is in force is a reason to look")
	}
	if bus.changed("org_1", 4); !due() {
		t.Error("a newer version is no reason to look")
	}
	if bus.missed(); !due() {
		t.Error("what may have been missed is no reason to look")
	}
	store["org_1"] = Version{Version: 2, Source: "two"}
	_ = poll()
	want("org_1", "three", 3)
	store["org_1"] = Version{Version: 5, Source: "newer form"}
	_ = poll()
	want("org_1", "three", 3)
	store["org_1"] = Version{Version: 6, Source: "six"}
	_ = poll()
	want("org_1", "six", 6)
	if f.Close(); bus.changed != nil {
		t.Error("the watch goes on")
	}
}
