package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/savedview"
)

func testSavedViews(t *testing.T, w *world) {
	add := func(owner, name string, shared bool) savedview.View {
		t.Helper()
		v := savedview.View{OrgID: w.org, ID: w.id(savedview.PrefixView), OwnerID: owner, Page: "incidents", Name: name, Query: "is:open", Columns: []string{"age"}, Shared: shared, Rev: 1}
		must(t, w.store.AddSavedView(w.ctx, v))
		return v
	}
	mine, hers, shared := add("usr_1", "Klok", false), add("usr_2", "Van haar", false), add("usr_2", "Van ons", true)
	t.Run("a person sees the own ones and those that are shared", func(t *testing.T) {
		got, err := w.store.SavedViews(w.ctx, w.org, "usr_1")
		must(t, err)
		if diff := cmp.Diff([]savedview.View{mine, shared}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a change needs the revision before", func(t *testing.T) {
		hers.Name, hers.Rev = "Anders", 2
		must(t, w.store.ReplaceSavedView(w.ctx, hers))
		wantFault(t, w.store.ReplaceSavedView(w.ctx, hers), fault.PreconditionFailed)
		got, err := w.store.SavedView(w.ctx, w.org, hers.ID)
		must(t, err)
		if diff := cmp.Diff(hers, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what is removed is gone", func(t *testing.T) {
		wantFault(t, w.store.RemoveSavedView(w.ctx, w.org, hers.ID, 1), fault.PreconditionFailed)
		must(t, w.store.RemoveSavedView(w.ctx, w.org, hers.ID, 2))
		wantFault(t, w.store.RemoveSavedView(w.ctx, w.org, hers.ID, 2), fault.NotFound)
		wantFault(t, w.store.ReplaceSavedView(w.ctx, hers), fault.NotFound)
		_, err := w.store.SavedView(w.ctx, w.org, hers.ID)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("another organisation sees and changes none", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		got, err := w.store.SavedViews(w.ctx, other, "usr_1")
		must(t, err)
		if len(got) != 0 {
			t.Errorf("it sees %v", got)
		}
		wantFault(t, w.store.RemoveSavedView(w.ctx, other, mine.ID, 1), fault.NotFound)
	})
	t.Run("there is an end to how many one person has", func(t *testing.T) {
		for range savedview.MaxOwn - 1 {
			add("usr_1", "Nog een", false)
		}
		wantFault(t, w.store.AddSavedView(w.ctx, savedview.View{OrgID: w.org, ID: w.id(savedview.PrefixView), OwnerID: "usr_1", Rev: 1}), fault.Conflict)
	})
}
