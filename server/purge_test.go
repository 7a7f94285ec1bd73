package main

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/retention"
)

// askForPurge asks for a purge and gives the approval, as two people do in the
// console, after an old count was added. It returns the id of the approval.
func askForPurge(t *testing.T, data string) string {
	t.Helper()
	store, err := app.OpenStore(t.Context(), config.Data{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.Organisations(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatal(len(list), err)
	}
	org, at := list[0].ID, time.Date(2026, time.November, 23, 7, 0, 0, 0, time.UTC)
	if err := store.AddTallies(t.Context(), org, []register.Counter{{Hour: at.AddDate(-2, 0, 0), Destination: "chatgpt", Name: "inspected", N: 7}}, nil); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return at }
	gate := ident.NewGate(store, now)
	clean := func(string) bool { return true }
	desk := approval.New(store, gate, clean, now, rand.Reader)
	service := retention.New(retention.Deps{Store: store, Gate: gate, Approvals: desk, Clean: clean, Now: now, Random: rand.Reader})
	person := func(user string, role ident.Role) ident.Principal {
		return ident.Principal{OrgID: org, UserID: user, Bindings: []ident.Binding{{Role: role}}, At: at, SteppedUpAt: at}
	}
	asked, err := service.RequestPurge(t.Context(), person("usr_1", ident.ITAdmin), "De termijnen zijn korter geworden.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Approve(t.Context(), person("usr_2", ident.FG), asked.ID); err != nil {
		t.Fatal(err)
	}
	return asked.ID
}

func TestAPurgeCountsAndDeletesOnceTwoPeopleAgree(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	s.stop()
	id := askForPurge(t, s.data)
	purge := func(args ...string) ran {
		return call(t, "", append(append([]string{"purge"}, args...), "--data", s.data)...)
	}
	says := func(r ran, rows, words string) {
		t.Helper()
		if r.code != exitFine || !strings.Contains(strings.Join(strings.Fields(r.out), " "), rows) || !strings.Contains(r.out, words) {
			t.Errorf("got %+v, want %q and %q", r, rows, words)
		}
	}
	for range 2 {
		says(purge(), "counters 1", "would be deleted")
	}
	purge("--approval", "apr_01M7ZTZ495AHSVCTSX8NBYX12A").fails(t, "no such approval")
	says(purge("--approval", id), "counters 1", "deleted.")
	says(purge(), "total 0 rows", "would be deleted")
	purge("--approval", id).fails(t, "was used")
	if r := call(t, "", "register", "verify", "--data", s.data); r.code != exitFine {
		t.Errorf("got %+v", r)
	}
}
