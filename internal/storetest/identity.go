package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

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
