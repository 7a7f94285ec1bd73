package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
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
