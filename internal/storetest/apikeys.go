package storetest

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// addAPIKey adds a key that works for a year.
func (w *world) addAPIKey(t testing.TB, org, name string) ident.APIKey {
	t.Helper()
	k := ident.APIKey{
		OrgID: org, ID: w.id(ident.PrefixAPIKey), Name: name, Scopes: []ident.KeyScope{ident.ScopeAuditRead, ident.ScopeDevicesRead},
		Networks: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}, CreatedAt: w.now, CreatedBy: "usr_1",
		ExpiresAt: w.now.AddDate(1, 0, 0), Rev: 1,
	}
	k.Hash = auth.HashAPIKey(k.ID)
	must(t, w.store.AddAPIKey(w.ctx, k, w.entry("api_key.created", k.ID)))
	return k
}

var samePrefix = cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })

func testAPIKeys(t *testing.T, w *world) {
	first, second := w.addAPIKey(t, w.org, "BI"), w.addAPIKey(t, w.org, "MDM")
	t.Run("keys are found as they were added, by id and by hash", func(t *testing.T) {
		byID, err := w.store.APIKey(w.ctx, w.org, first.ID)
		must(t, err)
		byHash, err := w.store.APIKeyByHash(w.ctx, second.Hash)
		must(t, err)
		list, err := w.store.APIKeys(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff([]ident.APIKey{first, second, first, second}, append(list, byID, byHash), samePrefix); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a rotated key is found by both of its hashes, a third finds nothing", func(t *testing.T) {
		k := first
		k.OldHash, k.Hash, k.OldUntil, k.Rev = k.Hash, auth.HashAPIKey("fresh"), w.now.Add(time.Hour), 2
		must(t, w.store.ChangeAPIKey(w.ctx, k, w.entry("api_key.rotated", k.ID)))
		for _, hash := range []string{k.Hash, k.OldHash} {
			got, err := w.store.APIKeyByHash(w.ctx, hash)
			must(t, err)
			if diff := cmp.Diff(k, got, samePrefix); diff != "" {
				t.Error(diff)
			}
		}
		for _, hash := range []string{"", "other"} {
			_, err := w.store.APIKeyByHash(w.ctx, hash)
			wantFault(t, err, fault.NotFound)
		}
	})
	t.Run("a change over another revision is refused, and leaves no entry", func(t *testing.T) {
		k := second
		k.RevokedAt, k.Rev = w.now, 5
		before := w.verify(t, w.org).Checked
		wantFault(t, w.store.ChangeAPIKey(w.ctx, k, w.entry("api_key.revoked", k.ID)), fault.PreconditionFailed)
		k.ID = w.id(ident.PrefixAPIKey)
		wantFault(t, w.store.ChangeAPIKey(w.ctx, k, w.entry("api_key.revoked", k.ID)), fault.NotFound)
		if after := w.verify(t, w.org).Checked; after != before {
			t.Errorf("%d entries became %d", before, after)
		}
	})
	t.Run("the last use only goes forward", func(t *testing.T) {
		at := w.now.Add(3 * time.Hour)
		must(t, w.store.TouchAPIKey(w.ctx, w.org, second.ID, at))
		must(t, w.store.TouchAPIKey(w.ctx, w.org, second.ID, w.now))
		got, err := w.store.APIKey(w.ctx, w.org, second.ID)
		must(t, err)
		if !got.LastUsedAt.Equal(at) {
			t.Errorf("last used %v, want %v", got.LastUsedAt, at)
		}
	})
	t.Run("a department that is not there, or is another organisation's, has no keys", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		k := second
		k.ID, k.Hash = w.id(ident.PrefixAPIKey), auth.HashAPIKey("in a department")
		k.DepartmentID = w.addDepartment(t, other, "", "seh").ID
		wantFault(t, w.store.AddAPIKey(w.ctx, k, w.entry("api_key.created", k.ID)), fault.NotFound)
		k.DepartmentID = w.addDepartment(t, w.org, "", "ic").ID
		must(t, w.store.AddAPIKey(w.ctx, k, w.entry("api_key.created", k.ID)))
	})
}
