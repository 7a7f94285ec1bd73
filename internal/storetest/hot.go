package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/publish"
)

// testHot is what replicas read when the shared state is silent.
func testHot(t *testing.T, w *world) {
	org, device := w.addOrganisation(t)
	revoke := func(id string, at time.Time) {
		must(t, w.backend.Exec(fmt.Sprintf("UPDATE devices SET revoked_at = %d WHERE id = '%s'", at.UnixMilli(), id)))
	}
	since := func(at time.Time) []auth.Revocation {
		list, err := w.store.RevokedSince(w.ctx, at)
		must(t, err)
		return list
	}
	if got := since(time.Time{}); len(got) != 0 {
		t.Errorf("nothing is revoked, got %+v", got)
	}
	revoke(w.device, w.now.Add(-time.Hour))
	revoke(device, w.now)
	want := []auth.Revocation{{OrgID: org, Kind: auth.RevocableDevice, ID: device, At: w.now}}
	if diff := cmp.Diff(want, since(w.now)); diff != "" {
		t.Error(diff)
	}
	if got := since(w.now.Add(-time.Hour)); len(got) != 2 {
		t.Errorf("got %+v", got)
	}

	if _, err := w.store.NewestPolicy(w.ctx, w.org); !errors.Is(err, fault.E(fault.NotFound)) {
		t.Errorf("got %v", err)
	}
	for i := range 2 {
		v := publish.Version{OrgID: w.org, Digest: fmt.Sprint(i), Source: fmt.Sprintf("version: %d", i), ActivatedAt: w.now}
		_, err := w.store.ActivatePolicy(w.ctx, v, func(int) chain.Draft { return w.entry("policy.activated", "policy") })
		must(t, err)
	}
	got, err := w.store.NewestPolicy(w.ctx, w.org)
	must(t, err)
	if diff := cmp.Diff(publish.Version{OrgID: w.org, Version: 2, Digest: "1", Source: "version: 1", ActivatedAt: w.now}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := w.store.NewestPolicy(w.ctx, org); !errors.Is(err, fault.E(fault.NotFound)) {
		t.Errorf("the other organisation: %v", err)
	}
}
