package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// enrol adds a device with a public key of its own.
func (w *world) enrol(t testing.TB, key ident.EnrolmentKey, publicKey string) ident.Device {
	t.Helper()
	d, err := w.tryEnrol(key, publicKey, w.now)
	must(t, err)
	return d
}

func (w *world) tryEnrol(key ident.EnrolmentKey, publicKey string, at time.Time) (ident.Device, error) {
	id := w.id(ident.PrefixDevice)
	return w.store.Enrol(w.ctx, key.Hash, ident.Device{ID: id, PublicKey: ident.PublicKey{X: publicKey, Y: "y"}, EnrolledAt: at}, w.entry("device.enrolled", id))
}

func testEnrolmentKeys(t *testing.T, w *world) {
	k := ident.EnrolmentKey{OrgID: w.org, ID: w.id(ident.PrefixEnrolmentKey), Hash: "hash", Label: "SEH", Groups: []string{"ic", "seh"}, CreatedAt: w.now, ExpiresAt: w.now.Add(time.Hour), Limit: 2, Rev: 1}
	must(t, w.store.AddEnrolmentKey(w.ctx, k, w.entry("enrolment_key.created", k.ID)))
	t.Run("a key comes back as it was made, by id, by hash and in the list", func(t *testing.T) {
		byID, err := w.store.EnrolmentKey(w.ctx, w.org, k.ID)
		must(t, err)
		byHash, err := w.store.EnrolmentKeyByHash(w.ctx, k.Hash)
		must(t, err)
		list, err := w.store.EnrolmentKeys(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff([]ident.EnrolmentKey{k, k, k}, []ident.EnrolmentKey{byID, byHash, list[len(list)-1]}); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("one that does not exist is not found", func(t *testing.T) {
		_, err := w.store.EnrolmentKey(w.ctx, w.org, "enk_nobody")
		wantFault(t, err, fault.NotFound)
		_, err = w.store.EnrolmentKeyByHash(w.ctx, "nothing")
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a change holds for the revision before it alone", func(t *testing.T) {
		k.Label, k.Groups, k.Limit, k.Rev = "IC", []string{"ic"}, 3, 2
		must(t, w.store.ChangeEnrolmentKey(w.ctx, k, w.entry("enrolment_key.changed", k.ID)))
		got, err := w.store.EnrolmentKey(w.ctx, w.org, k.ID)
		must(t, err)
		if diff := cmp.Diff(k, got); diff != "" {
			t.Error(diff)
		}
		wantFault(t, w.store.ChangeEnrolmentKey(w.ctx, k, w.entry("enrolment_key.changed", k.ID)), fault.PreconditionFailed)
		unknown := k
		unknown.ID = "enk_nobody"
		wantFault(t, w.store.ChangeEnrolmentKey(w.ctx, unknown, w.entry("enrolment_key.changed", k.ID)), fault.NotFound)
	})
}

func testDevices(t *testing.T, w *world) {
	t.Run("a device is found as it was enrolled, in the organisation of the key", func(t *testing.T) {
		key := w.addKey(t, w.org)
		d := ident.Device{ID: w.id(ident.PrefixDevice), PublicKey: ident.PublicKey{X: "x", Y: "y"}, Groups: []string{"seh"}, EnrolledAt: w.now,
			Client: ident.Client{Browser: "firefox", BrowserVersion: "153.7", OS: "linux", ExtensionVersion: "1.0"}}
		enrolled, err := w.store.Enrol(w.ctx, key.Hash, d, w.entry("device.enrolled", d.ID))
		must(t, err)
		d.OrgID, d.EnrolmentKeyID = w.org, key.ID
		if diff := cmp.Diff([]ident.Device{d, d}, []ident.Device{enrolled, w.find(t, d.ID)}); diff != "" {
			t.Error(diff)
		}
		_, err = w.store.Device(w.ctx, "dev_nobody")
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a key that is unknown, revoked, expired or used up admits no device", func(t *testing.T) {
		revoked, expired, full := w.addKey(t, w.org), w.addKey(t, w.org), w.addKey(t, w.org)
		revoked.RevokedAt, expired.ExpiresAt, full.Limit = w.now, w.now, 1
		for _, k := range []*ident.EnrolmentKey{&revoked, &expired, &full} {
			k.Rev++
			must(t, w.store.ChangeEnrolmentKey(w.ctx, *k, w.entry("enrolment_key.changed", k.ID)))
		}
		w.enrol(t, full, "first")
		for name, key := range map[string]ident.EnrolmentKey{"unknown": {Hash: "nothing"}, "revoked": revoked, "expired": expired, "used up": full} {
			_, err := w.tryEnrol(key, "another of "+name, w.now)
			wantFault(t, err, fault.AuthEnrolmentKey)
		}
		_, err := w.tryEnrol(expired, "in time", w.now.Add(-time.Second))
		must(t, err)
	})
	t.Run("a limit holds when many enrol at once, over two processes", func(t *testing.T) {
		key := w.addKey(t, w.org)
		key.Limit, key.Rev = 3, key.Rev+1
		must(t, w.store.ChangeEnrolmentKey(w.ctx, key, w.entry("enrolment_key.changed", key.ID)))
		stores := []Store{w.store, w.backend.Open(t)}
		var wg sync.WaitGroup
		for i := range 12 {
			id := w.id(ident.PrefixDevice)
			wg.Go(func() {
				_, _ = stores[i%2].Enrol(w.ctx, key.Hash, ident.Device{ID: id, PublicKey: ident.PublicKey{X: id, Y: "y"}, EnrolledAt: w.now}, w.entry("device.enrolled", id))
			})
		}
		wg.Wait()
		list, err := w.store.Devices(w.ctx, w.org, ident.DeviceFilter{EnrolmentKeyID: key.ID})
		must(t, err)
		if len(list) != 3 {
			t.Errorf("%d devices with a limit of 3", len(list))
		}
	})
	t.Run("the same public key is one use, and replaces its device when it is used", func(t *testing.T) { testReplacement(t, w) })
	t.Run("a revoked device is in the list of revocations and never enrols again", func(t *testing.T) { testRevocation(t, w) })
	t.Run("devices are listed by id and by what the filter says", func(t *testing.T) { testDeviceList(t, w) })
}

func testReplacement(t *testing.T, w *world) {
	key := w.addKey(t, w.org)
	before := w.enrol(t, key, "again")
	must(t, w.store.UseAssertion(w.ctx, w.assertion(before, "before", w.now)))
	after := w.enrol(t, key, "again")
	if got, err := w.store.EnrolmentKey(w.ctx, w.org, key.ID); err != nil || got.Uses != 1 {
		t.Errorf("got %d uses, %v", got.Uses, err)
	}
	if !w.find(t, before.ID).RevokedAt.IsZero() {
		t.Error("it is replaced before the new one proved that it has the key")
	}
	must(t, w.store.UseAssertion(w.ctx, w.assertion(after, "after", w.now)))
	if got := w.find(t, before.ID); got.RevokedAt.IsZero() || got.RevokedFor != ident.Replaced {
		t.Errorf("got %+v", got)
	}
	if !w.find(t, after.ID).RevokedAt.IsZero() {
		t.Error("the new one is revoked")
	}
	w.enrol(t, key, "again") // a replaced device does not bar its key
}

func testRevocation(t *testing.T, w *world) {
	key := w.addKey(t, w.org)
	d := w.enrol(t, key, "stolen")
	at := w.now.Add(time.Minute)
	must(t, w.store.RevokeDevice(w.ctx, w.org, d.ID, at, w.entry("device.revoked", d.ID)))
	if got := w.find(t, d.ID); !got.RevokedAt.Equal(at) || got.RevokedFor != ident.RevokedByAdministrator {
		t.Errorf("got %+v", got)
	}
	wantFault(t, w.store.RevokeDevice(w.ctx, w.org, d.ID, at, w.entry("device.revoked", d.ID)), fault.Conflict)
	wantFault(t, w.store.RevokeDevice(w.ctx, w.org, "dev_nobody", at, w.entry("device.revoked", d.ID)), fault.NotFound)
	_, err := w.tryEnrol(w.addKey(t, w.org), "stolen", at)
	wantFault(t, err, fault.AuthDeviceRevoked)
	listed := func(since time.Time) bool {
		list, err := w.store.RevokedSince(w.ctx, since)
		must(t, err)
		for _, r := range list {
			if r == (auth.Revocation{OrgID: w.org, Kind: auth.RevocableDevice, ID: d.ID, At: at}) {
				return true
			}
		}
		return false
	}
	if !listed(at) || listed(at.Add(time.Millisecond)) {
		t.Error("the list does not go by the time of revocation")
	}
}

func testDeviceList(t *testing.T, w *world) {
	key := w.addKey(t, w.org)
	var all []string
	for _, name := range []string{"a", "b", "c"} {
		all = append(all, w.enrol(t, key, "list "+name).ID)
	}
	must(t, w.store.UseAssertion(w.ctx, w.assertion(w.find(t, all[0]), "seen", w.now)))
	must(t, w.store.RevokeDevice(w.ctx, w.org, all[2], w.now, w.entry("device.revoked", all[2])))
	for name, tt := range map[string]struct {
		filter ident.DeviceFilter
		want   []string
	}{
		"in service":         {ident.DeviceFilter{}, all[:2]},
		"also the revoked":   {ident.DeviceFilter{Revoked: true}, all},
		"a page":             {ident.DeviceFilter{Limit: 1}, all[:1]},
		"the page after it":  {ident.DeviceFilter{After: all[0], Limit: 5}, all[1:2]},
		"silent since today": {ident.DeviceFilter{SilentSince: ident.Day(w.now)}, all[1:2]},
		"silent for longer":  {ident.DeviceFilter{SilentSince: ident.Day(w.now).AddDate(0, 0, 1)}, all[:2]},
	} {
		tt.filter.EnrolmentKeyID = key.ID
		list, err := w.store.Devices(w.ctx, w.org, tt.filter)
		must(t, err)
		var got []string
		for _, d := range list {
			got = append(got, d.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func testDeviceTenancy(t *testing.T, w *world) {
	key := w.addKey(t, w.org)
	d := w.enrol(t, key, "tenancy")
	other, _ := w.addOrganisation(t)
	t.Run("another organisation finds and changes nothing by id", func(t *testing.T) {
		_, err := w.store.EnrolmentKey(w.ctx, other, key.ID)
		wantFault(t, err, fault.NotFound)
		foreign := key
		foreign.OrgID, foreign.Rev = other, key.Rev+1
		wantFault(t, w.store.ChangeEnrolmentKey(w.ctx, foreign, w.entry("enrolment_key.changed", key.ID)), fault.NotFound)
		wantFault(t, w.store.RevokeDevice(w.ctx, other, d.ID, w.now, w.entry("device.revoked", d.ID)), fault.NotFound)
		if got := w.find(t, d.ID); !got.RevokedAt.IsZero() {
			t.Error("it is revoked")
		}
		_, err = w.store.RevealKey(w.ctx, other)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("another organisation's lists hold none of it", func(t *testing.T) {
		devices, err := w.store.Devices(w.ctx, other, ident.DeviceFilter{Revoked: true})
		must(t, err)
		boxes, err := w.store.SealedIdentities(w.ctx, other, "2026Q4", "Reiger-7KQ2M")
		must(t, err)
		if len(devices) != 1 || len(boxes) != 0 {
			t.Errorf("got %d devices, %d boxes", len(devices), len(boxes))
		}
	})
	t.Run("the same public key elsewhere is another device", func(t *testing.T) {
		must(t, w.store.RevokeDevice(w.ctx, w.org, d.ID, w.now, w.entry("device.revoked", d.ID)))
		_, err := w.tryEnrol(w.addKey(t, other), "tenancy", w.now)
		must(t, err)
	})
}
