package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/content"
	"dijkwacht/internal/fault"
)

func testContent(t *testing.T, w *world) {
	update := func(version int) content.Update {
		return content.Update{Version: version, IssuedAt: w.now, Files: map[string]string{"destinations.yaml": "a"}}
	}
	active := func(want content.Update) {
		t.Helper()
		got, err := w.store.ActiveContent(w.ctx)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	active(content.Update{})
	_, err := w.store.RollbackContent(w.ctx)
	wantFault(t, err, fault.NotFound)
	for _, version := range []int{2, 5} {
		must(t, w.store.InstallContent(w.ctx, update(version), w.now))
		active(update(version))
	}
	for _, version := range []int{5, 3} {
		wantFault(t, w.store.InstallContent(w.ctx, update(version), w.now), fault.Conflict)
	}
	for _, want := range []content.Update{update(2), {}} {
		got, err := w.store.RollbackContent(w.ctx)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		active(want)
	}
	wantFault(t, w.store.InstallContent(w.ctx, update(4), w.now), fault.Conflict) // older than what was taken back
	must(t, w.store.InstallContent(w.ctx, update(6), w.now))
	active(update(6))
}
