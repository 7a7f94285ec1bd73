package storetest

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// signingKey is a key that the store takes.
func (w *world) signingKey(use auth.Use, position int, active time.Time) auth.SigningKey {
	id := w.id("key_")
	public := sha256.Sum256([]byte(id))
	return auth.SigningKey{ID: id, Use: use, Position: position, Public: public[:], Sealed: "x1:" + id, CreatedAt: w.now, ActiveAt: active}
}

func (w *world) signingKeys(t testing.TB, s Store, use auth.Use) (list []auth.SigningKey) {
	t.Helper()
	all, err := s.SigningKeys(w.ctx)
	must(t, err)
	for _, k := range all {
		if k.Use == use {
			list = append(list, k)
		}
	}
	return list
}

func testAuth(t *testing.T, w *world) {
	t.Run("signing keys", func(t *testing.T) { testSigningKeys(t, w) })
	t.Run("enrolment keys", func(t *testing.T) { testEnrolmentKeys(t, w) })
	t.Run("devices", func(t *testing.T) { testDevices(t, w) })
	t.Run("assertions", func(t *testing.T) { testAssertions(t, w) })
	t.Run("identities", func(t *testing.T) { testIdentities(t, w) })
	t.Run("tenancy", func(t *testing.T) { testDeviceTenancy(t, w) })
}

func testSigningKeys(t *testing.T, w *world) {
	first, next := w.signingKey(auth.UseAccess, 0, w.now), w.signingKey(auth.UseAccess, 1, time.Time{})
	other := w.backend.Open(t)
	t.Run("the first keys of a use stay, also for another process", func(t *testing.T) {
		must(t, w.store.BeginSigningKeys(w.ctx, []auth.SigningKey{first, next}))
		must(t, other.BeginSigningKeys(w.ctx, []auth.SigningKey{w.signingKey(auth.UseAccess, 0, w.now)}))
		must(t, other.BeginSigningKeys(w.ctx, []auth.SigningKey{w.signingKey(auth.UseBundle, 0, w.now)}))
		if diff := cmp.Diff([]auth.SigningKey{first, next}, w.signingKeys(t, other, auth.UseAccess)); diff != "" {
			t.Error(diff)
		}
		if n := len(w.signingKeys(t, w.store, auth.UseBundle)); n != 1 {
			t.Errorf("got %d keys of another use", n)
		}
	})
	at := w.now.Add(time.Hour)
	rotate := func(s Store, from, to string, fresh auth.SigningKey) error {
		return s.RotateSigningKeys(w.ctx, w.org, auth.Rotation{Use: auth.UseAccess, From: from, To: to, At: at, Fresh: fresh}, w.entry("signing_key.rotated", to))
	}
	third := w.signingKey(auth.UseAccess, 2, time.Time{})
	t.Run("of two that rotate at once one wins, and the chain has one entry", func(t *testing.T) {
		before := w.verify(t, w.org).Head.Seq
		must(t, rotate(w.store, first.ID, next.ID, third))
		wantFault(t, rotate(other, first.ID, next.ID, w.signingKey(auth.UseAccess, 2, time.Time{})), fault.Conflict)
		next.ActiveAt = at
		if diff := cmp.Diff([]auth.SigningKey{first, next, third}, w.signingKeys(t, other, auth.UseAccess)); diff != "" {
			t.Error(diff)
		}
		if after := w.verify(t, w.org).Head.Seq; after != before+1 {
			t.Errorf("the chain grew by %d", after-before)
		}
	})
	t.Run("only the successor of the key that signs can follow it", func(t *testing.T) {
		fresh := w.signingKey(auth.UseAccess, 3, time.Time{})
		wantFault(t, rotate(w.store, first.ID, third.ID, fresh), fault.Conflict)
		wantFault(t, rotate(w.store, third.ID, third.ID, fresh), fault.Conflict)
		wantFault(t, rotate(w.store, "nobody", third.ID, fresh), fault.Conflict)
	})
	t.Run("a destroyed private half is gone, the public half stays", func(t *testing.T) {
		must(t, w.store.DestroySigningKeys(w.ctx, []string{first.ID}))
		got := w.signingKeys(t, other, auth.UseAccess)[0]
		if got.Sealed != "" || !got.Public.Equal(first.Public) {
			t.Errorf("got %+v", got)
		}
	})
}

func (w *world) assertion(device ident.Device, hash string, at time.Time) auth.UsedAssertion {
	return auth.UsedAssertion{Device: device, Hash: hash, At: at, Expires: at.Add(time.Minute), Replaced: func(before string) chain.Draft { return w.entry("device.replaced", before) }}
}

func (w *world) find(t testing.TB, id string) ident.Device {
	t.Helper()
	d, err := w.store.Device(w.ctx, id)
	must(t, err)
	return d
}

func testAssertions(t *testing.T, w *world) {
	d := w.enrol(t, w.addKey(t, w.org), "assertion")
	t.Run("an assertion works once, and again when the first has long expired", func(t *testing.T) {
		must(t, w.store.UseAssertion(w.ctx, w.assertion(d, "h1", w.now)))
		wantFault(t, w.store.UseAssertion(w.ctx, w.assertion(d, "h1", w.now)), fault.AuthAssertionReused)
		// Once expired it is refused by its times; the store forgets it.
		must(t, w.store.UseAssertion(w.ctx, w.assertion(d, "h1", w.now.Add(time.Hour))))
	})
	t.Run("of many at once one is accepted, over two processes", func(t *testing.T) {
		stores := []Store{w.store, w.backend.Open(t)}
		errs := make(chan error, 16)
		for i := range cap(errs) {
			go func() { errs <- stores[i%2].UseAssertion(w.ctx, w.assertion(d, "h2", w.now)) }()
		}
		accepted := 0
		for range cap(errs) {
			if err := <-errs; err == nil {
				accepted++
			} else {
				wantFault(t, err, fault.AuthAssertionReused)
			}
		}
		if accepted != 1 {
			t.Errorf("%d were accepted", accepted)
		}
	})
	t.Run("the device is seen on that day, without a time", func(t *testing.T) {
		if got := w.find(t, d.ID).SeenOn; !got.Equal(ident.Day(w.now)) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a device that was revoked in the meantime is refused", func(t *testing.T) {
		gone := w.enrol(t, w.addKey(t, w.org), "gone")
		must(t, w.store.RevokeDevice(w.ctx, w.org, gone.ID, w.now, w.entry("device.revoked", gone.ID)))
		wantFault(t, w.store.UseAssertion(w.ctx, w.assertion(gone, "h3", w.now)), fault.AuthAssertion)
	})
}

func testIdentities(t *testing.T, w *world) {
	key := func(id string, first byte) auth.RevealKey {
		return auth.RevealKey{OrgID: w.org, ID: id, Public: [32]byte{first}, CreatedAt: w.now}
	}
	t.Run("without a reveal key there is none", func(t *testing.T) {
		_, err := w.store.RevealKey(w.ctx, w.org)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a reveal key is replaced only by somebody who knows it", func(t *testing.T) {
		must(t, w.store.AddRevealKey(w.ctx, key("rvk_1", 1), "", w.entry("reveal_key.created", "rvk_1")))
		wantFault(t, w.store.AddRevealKey(w.ctx, key("rvk_2", 2), "", w.entry("reveal_key.created", "rvk_2")), fault.Conflict)
		must(t, w.store.AddRevealKey(w.ctx, key("rvk_2", 2), "rvk_1", w.entry("reveal_key.created", "rvk_2")))
		got, err := w.store.RevealKey(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(key("rvk_2", 2), got); diff != "" {
			t.Error(diff)
		}
	})
	box := auth.SealedIdentity{OrgID: w.org, Quarter: "2026Q4", Subject: "Reiger-7KQ2M", KeyID: "rvk_2", Source: "managed", Box: []byte{1, 2}, KeptAt: w.now}
	has := func(key string) bool {
		got, err := w.store.HasIdentity(w.ctx, w.org, box.Quarter, box.Subject, key)
		must(t, err)
		return got
	}
	t.Run("the first box of a subject, quarter and key stays", func(t *testing.T) {
		must(t, w.store.KeepIdentity(w.ctx, box))
		again := box
		again.Box = []byte{3}
		must(t, w.store.KeepIdentity(w.ctx, again))
		list, err := w.store.SealedIdentities(w.ctx, w.org, box.Quarter, box.Subject)
		must(t, err)
		if diff := cmp.Diff([]auth.SealedIdentity{box}, list); diff != "" || !has("rvk_2") || has("rvk_1") {
			t.Error(diff)
		}
	})
}
