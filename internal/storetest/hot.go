package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
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
}
