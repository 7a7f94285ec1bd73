package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
)

func wantFault(t testing.TB, err error, code fault.Code) {
	t.Helper()
	if !errors.Is(err, fault.E(code)) && (err == nil || fault.From(err).Code != code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func testIdentity(t *testing.T, w *world) {
	t.Run("organisations are listed oldest first", func(t *testing.T) {
		list, err := w.store.Organisations(w.ctx)
		must(t, err)
		want := []ident.Organisation{{ID: w.org, Name: "Ziekenhuis", CreatedAt: w.now}}
		if diff := cmp.Diff(want, list); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a device is found as it was enrolled, in the organisation of the key", func(t *testing.T) {
		key := w.addKey(t, w.org)
		d := ident.Device{ID: w.id(ident.PrefixDevice), PublicKey: ident.PublicKey{X: "x", Y: "y"}, Groups: []string{"seh"}, EnrolledAt: w.now,
			Client: ident.Client{Browser: "firefox", BrowserVersion: "153.7", OS: "linux", ExtensionVersion: "1.0"}}
		enrolled, err := w.store.Enrol(w.ctx, key.Hash, d, w.entry("device.enrolled", d.ID))
		must(t, err)
		found, err := w.store.Device(w.ctx, d.ID)
		must(t, err)
		d.OrgID, d.EnrolmentKeyID = w.org, key.ID
		if diff := cmp.Diff([]ident.Device{d, d}, []ident.Device{enrolled, found}); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("enrolling counts one use of the key", func(t *testing.T) {
		keys, err := w.store.EnrolmentKeys(w.ctx, w.org)
		must(t, err)
		if keys[0].Uses != 1 || keys[0].Label != "SEH" {
			t.Errorf("got %+v", keys[0])
		}
	})
	t.Run("an unknown key admits no device", func(t *testing.T) {
		_, err := w.store.Enrol(w.ctx, "nothing", ident.Device{ID: w.id(ident.PrefixDevice)}, w.entry("device.enrolled", "x"))
		wantFault(t, err, fault.AuthEnrolmentKey)
	})
	t.Run("a revoked key admits no device and cannot be revoked again", func(t *testing.T) {
		key := w.addKey(t, w.org)
		must(t, w.store.RevokeEnrolmentKey(w.ctx, w.org, key.ID, w.now, w.entry("enrolment_key.revoked", key.ID)))
		_, err := w.store.Enrol(w.ctx, key.Hash, ident.Device{ID: w.id(ident.PrefixDevice)}, w.entry("device.enrolled", "x"))
		wantFault(t, err, fault.AuthEnrolmentKey)
		wantFault(t, w.store.RevokeEnrolmentKey(w.ctx, w.org, key.ID, w.now, w.entry("enrolment_key.revoked", key.ID)), fault.NotFound)
	})
	t.Run("a device that does not exist is not found", func(t *testing.T) {
		_, err := w.store.Device(w.ctx, "dev_nobody")
		wantFault(t, err, fault.NotFound)
	})
	t.Run("the first pseudonym key of a quarter stays, the next quarter has another", func(t *testing.T) {
		for _, tt := range []struct{ quarter, fresh, want string }{
			{"2026Q4", "first", "first"}, {"2026Q4", "second", "first"}, {"2027Q1", "third", "third"},
		} {
			got, err := w.store.PseudonymKey(w.ctx, w.org, tt.quarter, []byte(tt.fresh))
			must(t, err)
			if string(got) != tt.want {
				t.Errorf("%s: got %q, want %q", tt.quarter, got, tt.want)
			}
		}
	})
}

func testAuth(t *testing.T, w *world) {
	t.Run("the first signing keys stay, also for another process", func(t *testing.T) {
		keys := func(ids ...string) (list []auth.SigningKey) {
			for _, id := range ids {
				list = append(list, auth.SigningKey{ID: id, Use: auth.UseAccess, Seed: []byte(id), CreatedAt: w.now})
			}
			return list
		}
		first, err := w.store.EnsureSigningKeys(w.ctx, keys("a", "b"))
		must(t, err)
		other := w.backend.Open(t)
		second, err := other.EnsureSigningKeys(w.ctx, keys("c", "d"))
		must(t, err)
		if diff := cmp.Diff([][]auth.SigningKey{keys("a", "b"), keys("a", "b")}, [][]auth.SigningKey{first, second}); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("an assertion works once and its reuse is in the chain", func(t *testing.T) {
		use := func(hash string, now, expires time.Time) error {
			d := w.entry("auth.assertion_reused", w.device)
			d.At = now
			return w.store.UseAssertion(w.ctx, w.org, hash, expires, d)
		}
		must(t, use("h1", w.now, w.now.Add(time.Minute)))
		before := w.verify(t, w.org).Head.Seq
		wantFault(t, use("h1", w.now, w.now.Add(time.Minute)), fault.AuthAssertionReused)
		if after := w.verify(t, w.org).Head.Seq; after != before+1 {
			t.Errorf("the chain grew by %d", after-before)
		}
		// Once expired it is refused by its times; the store forgets it.
		must(t, use("h1", w.now.Add(time.Hour), w.now.Add(2*time.Hour)))
	})
}

func testPublish(t *testing.T, w *world) {
	t.Run("versions count from 1 and the same document keeps its version", func(t *testing.T) {
		for i, tt := range []struct {
			digest string
			want   int
		}{{"a", 1}, {"a", 1}, {"b", 2}, {"a", 3}} {
			v := publish.Version{OrgID: w.org, Digest: tt.digest, Source: "document " + tt.digest, ActivatedAt: w.now}
			var told int
			got, err := w.store.ActivatePolicy(w.ctx, v, func(n int) chain.Draft { told = n; return w.entry("policy.activated", "policy") })
			must(t, err)
			if got != tt.want || told != 0 && told != tt.want {
				t.Errorf("activation %d: got version %d (entry %d), want %d", i, got, told, tt.want)
			}
		}
	})
}
