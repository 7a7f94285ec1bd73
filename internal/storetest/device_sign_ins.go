package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

func testDeviceSignIns(t *testing.T, w *world) {
	ends := w.now.Add(auth.SignInTicketLife)
	change := func(subject string) auth.SignInChange {
		return auth.SignInChange{OrgID: w.org, DeviceID: w.device, Subject: subject, Quarter: ident.Quarter(w.now), At: w.now, Entry: w.entry("device.person_signed_in", w.device)}
	}
	_, err := w.store.ChangeDeviceSignIn(w.ctx, change("Reiger-7KQ2M"))
	wantFault(t, err, fault.NotFound)
	_, err = w.store.DeviceSignIn(w.ctx, w.org, w.device)
	wantFault(t, err, fault.NotFound)
	t.Run("a ticket is spent once, in time, at its own device, and the last one counts", func(t *testing.T) {
		other, theirs := w.addOrganisation(t)
		wantFault(t, w.store.KeepSignInTicket(w.ctx, other, w.device, "h", ends), fault.NotFound)
		must(t, w.store.KeepSignInTicket(w.ctx, other, theirs, "h0", ends))
		must(t, w.store.KeepSignInTicket(w.ctx, w.org, w.device, "h1", ends))
		must(t, w.store.KeepSignInTicket(w.ctx, w.org, w.device, "h2", ends))
		wantFault(t, w.store.UseSignInTicket(w.ctx, w.org, w.device, "h1", w.now), fault.NotFound)
		wantFault(t, w.store.UseSignInTicket(w.ctx, w.org, w.device, "h2", ends), fault.NotFound)
		wantFault(t, w.store.UseSignInTicket(w.ctx, other, theirs, "h2", w.now), fault.NotFound)
		must(t, w.store.UseSignInTicket(w.ctx, w.org, w.device, "h2", w.now))
		wantFault(t, w.store.UseSignInTicket(w.ctx, w.org, w.device, "h2", w.now), fault.NotFound)
		wantFault(t, w.store.UseSignInTicket(w.ctx, w.org, w.device, "", w.now), fault.NotFound)
	})
	t.Run("a change is one revision further, and revokes what was issued in those before", func(t *testing.T) {
		rev, err := w.store.ChangeDeviceSignIn(w.ctx, change("Reiger-7KQ2M"))
		must(t, err)
		got, err := w.store.DeviceSignIn(w.ctx, w.org, w.device)
		must(t, err)
		want := auth.DeviceSignIn{OrgID: w.org, DeviceID: w.device, Rev: 1, Subject: "Reiger-7KQ2M", Quarter: ident.Quarter(w.now), At: w.now, UsedAt: w.now}
		if diff := cmp.Diff(want, got); diff != "" || rev != 1 {
			t.Error(rev, diff)
		}
		if _, err := w.store.ChangeDeviceSignIn(w.ctx, change("Otter-2M7QK")); err != nil {
			t.Fatal(err)
		}
		revoked, err := w.store.RevokedSince(w.ctx, w.now)
		must(t, err)
		var ids []string
		for _, r := range revoked {
			if r.OrgID == w.org && r.Kind == auth.RevocableSignIn {
				ids = append(ids, r.ID)
			}
		}
		if diff := cmp.Diff([]string{auth.SignInID(w.device, 1), auth.SignInID(w.device, 0)}, ids); diff != "" {
			t.Error(diff)
		}
		if later, err := w.store.RevokedSince(w.ctx, w.now.Add(time.Second)); err != nil || len(later) != 0 {
			t.Error(later, err)
		}
	})
	t.Run("use counts for the revision that it was of", func(t *testing.T) {
		must(t, w.store.TouchDeviceSignIn(w.ctx, w.org, w.device, 1, w.now.Add(time.Hour)))
		must(t, w.store.TouchDeviceSignIn(w.ctx, w.org, w.device, 2, w.now.Add(time.Minute)))
		must(t, w.store.TouchDeviceSignIn(w.ctx, w.org, w.device, 2, w.now.Add(time.Second)))
		if got, err := w.store.DeviceSignIn(w.ctx, w.org, w.device); err != nil || !got.UsedAt.Equal(w.now.Add(time.Minute)) {
			t.Error(got, err)
		}
	})
	t.Run("who no longer counts is forgotten", func(t *testing.T) {
		must(t, w.store.ForgetDeviceSignIns(w.ctx, w.org, w.now, w.now.Add(time.Minute)))
		if got, err := w.store.DeviceSignIn(w.ctx, w.org, w.device); err != nil || got.Subject == "" {
			t.Error(got, err)
		}
		must(t, w.store.ForgetDeviceSignIns(w.ctx, w.org, w.now, w.now.Add(time.Minute+time.Millisecond)))
		if got, err := w.store.DeviceSignIn(w.ctx, w.org, w.device); err != nil || got.Subject != "" || got.Quarter != "" || !got.At.IsZero() || got.Rev != 2 {
			t.Error(got, err)
		}
	})
	t.Run("a device that was revoked takes nobody", func(t *testing.T) {
		must(t, w.store.RevokeDevice(w.ctx, w.org, w.device, w.now, w.entry("device.revoked", w.device)))
		wantFault(t, w.store.KeepSignInTicket(w.ctx, w.org, w.device, "h3", ends), fault.NotFound)
		_, err := w.store.ChangeDeviceSignIn(w.ctx, change("Reiger-7KQ2M"))
		wantFault(t, err, fault.NotFound)
	})
}
