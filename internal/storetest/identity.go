package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
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
	t.Run("of several servers that start at once, one makes the first organisation", func(t *testing.T) {
		var made [4]bool
		var group sync.WaitGroup
		for i := range made {
			store, id := w.backend.Open(t), w.id(ident.PrefixOrganisation)
			group.Go(func() {
				var err error
				made[i], err = store.CreateFirstOrganisation(w.ctx, ident.Organisation{ID: id, Name: "Ziekenhuis", CreatedAt: w.now}, w.entry("organisation.created", id))
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		list, err := w.store.Organisations(w.ctx)
		must(t, err)
		if n := len(slices.DeleteFunc(made[:], func(b bool) bool { return !b })); n != 1 || len(list) != 2 {
			t.Errorf("%d made it, %d organisations in all", n, len(list))
		}
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
