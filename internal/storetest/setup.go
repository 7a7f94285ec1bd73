package storetest

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/setup"
)

func testSetup(t *testing.T, w *world) {
	got, err := w.store.SetupProgress(w.ctx, w.org)
	must(t, err)
	if diff := cmp.Diff(setup.Progress{}, got); diff != "" {
		t.Errorf("before anything was said: %s", diff)
	}
	day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	p := setup.Progress{Gate: setup.Gate{AssessedOn: day, ConsentedOn: day}, Done: []setup.Step{setup.LegalGate}, Later: []setup.Step{setup.Report}, Rev: 1}
	must(t, w.store.SaveSetupProgress(w.ctx, w.org, p, w.entry("setup.step", "legal_gate")))
	wantFault(t, w.store.SaveSetupProgress(w.ctx, w.org, p, w.entry("setup.step", "legal_gate")), fault.PreconditionFailed)
	p.Later, p.Rev = nil, 2
	must(t, w.store.SaveSetupProgress(w.ctx, w.org, p, w.entry("setup.step", "report")))
	if got, err = w.store.SetupProgress(w.ctx, w.org); err != nil || cmp.Diff(p, got) != "" {
		t.Errorf("got %+v, %v", got, err)
	}
	other, _ := w.addOrganisation(t)
	if got, err = w.store.SetupProgress(w.ctx, other); err != nil || got.Rev != 0 {
		t.Errorf("another organisation has %+v, %v", got, err)
	}
}

func testTrial(t *testing.T, w *world) {
	key := w.addKey(t, w.org)
	var devices []string
	for _, public := range []string{"first", "second", "third"} {
		devices = append(devices, w.enrol(t, key, "trial "+public).ID)
	}
	// As of another replica, whose clock is behind.
	early, err := ident.NewID(ident.PrefixDevice, w.now.Add(-time.Hour), rand.Reader)
	must(t, err)
	_, err = w.store.Enrol(w.ctx, key.Hash, ident.Device{ID: early, PublicKey: ident.PublicKey{X: "trial early", Y: "y"}, EnrolledAt: w.now}, w.entry("device.enrolled", early))
	must(t, err)
	first := func(n int) []string {
		list, err := w.store.FirstDevices(w.ctx, w.org, 1000)
		must(t, err)
		at := slices.Index(list, devices[0])
		if at < 0 {
			at = slices.Index(list, devices[1])
		}
		return list[at:min(at+n, len(list))]
	}
	if diff := cmp.Diff(append(slices.Clone(devices), early), first(4)); diff != "" {
		t.Errorf("in the order in which they enrolled: %s", diff)
	}
	must(t, w.store.RevokeDevice(w.ctx, w.org, devices[0], w.now, w.entry("device.revoked", devices[0])))
	if diff := cmp.Diff([]string{devices[1], devices[2], early}, first(3)); diff != "" {
		t.Errorf("without the one that is revoked: %s", diff)
	}
	if got, err := w.store.FirstDevices(w.ctx, w.org, 1); err != nil || len(got) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	other, device := w.addOrganisation(t)
	if got, err := w.store.FirstDevices(w.ctx, other, 25); err != nil || cmp.Diff([]string{device}, got) != "" {
		t.Errorf("another organisation has %v, %v", got, err)
	}
}
