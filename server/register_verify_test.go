package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/sqlstore"
)

// signed makes a data directory whose chain has a checkpoint at its end, and
// returns that.
func signed(t *testing.T) (dir string, mark chain.Checkpoint) {
	t.Helper()
	dir = seeded(t, "2026-10-19T00:00:00+02:00")
	store, err := sqlstore.Open(t.Context(), dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := key.Public().(ed25519.PublicKey)
	now := func() time.Time { return time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC) }
	err = store.BeginSigningKeys(t.Context(), []auth.SigningKey{{ID: chain.KeyID(public), Use: auth.UseCheckpoint, Public: public, CreatedAt: now(), ActiveAt: now()}})
	if err != nil {
		t.Fatal(err)
	}
	service := audit.New(store, store, func() ed25519.PrivateKey { return key }, now)
	list, err := store.Organisations(t.Context())
	if err == nil {
		err = service.Checkpoint(t.Context(), list[0].ID)
	}
	if err == nil {
		mark, err = service.Newest(t.Context(), list[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir, mark
}

func TestVerifyComparesWithCheckpointsKeptElsewhere(t *testing.T) {
	dir, mark := signed(t)
	file := filepath.Join(t.TempDir(), "weekrapport.eml")
	if err := os.WriteFile(file, []byte("Subject: Weekrapport\r\n\r\nControlepunt: "+mark.Text()+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, arg := range map[string]string{"a file": file, "the text": mark.Text(), "the short form": mark.Short()} {
		got := call(t, "", "register", "verify", "--data", dir, "--checkpoint", arg)
		if got.code != exitFine || !strings.Contains(got.out, "Checkpoints that agree: 1 of its own, 1 given.") {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	got := call(t, "Kopie: "+mark.Text(), "register", "verify", "--data", dir, "--checkpoint", "-", "--checkpoint", mark.Short())
	if got.code != exitFine || !strings.Contains(got.out, "Checkpoints that agree: 1 of its own, 2 given.") {
		t.Errorf("standard input: got %+v", got)
	}
}

func TestVerifyFindsWhatWasCutOffWithItsCheckpoints(t *testing.T) {
	dir, mark := signed(t)
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`PRAGMA foreign_keys = OFF; DROP TRIGGER chain_entries_kept; DROP TRIGGER checkpoints_kept; DELETE FROM checkpoints;
		DELETE FROM outcomes; DELETE FROM events; DELETE FROM incidents;
		DELETE FROM chain_payloads WHERE seq > 3; DELETE FROM chain_entries WHERE seq > 3;
		UPDATE chain_heads SET seq = 3, hash = (SELECT hash FROM chain_entries WHERE seq = 3)`)
	if err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", "register", "verify", "--data", dir); got.code != exitFine {
		t.Errorf("the database alone shows nothing, but got %+v", got)
	}
	got := call(t, "", "register", "verify", "--data", dir, "--checkpoint", mark.Text())
	if got.code != exitFound || !strings.Contains(got.out, "NOT whole: entry 4 is bad (entries are missing at the end)") {
		t.Errorf("got %+v", got)
	}
}

func TestVerifyRefusesWhatIsNoCheckpoint(t *testing.T) {
	dir, mark := signed(t)
	for name, arg := range map[string]string{
		"words": "geen controlepunt", "one that is cut off": mark.Text()[:150], "one of another organisation": strings.Replace(mark.Text(), mark.Org, "org_other", 1),
	} {
		t.Run(name, func(t *testing.T) {
			call(t, "", "register", "verify", "--data", dir, "--checkpoint", arg).fails(t, "checkpoint")
		})
	}
	forged := strings.Replace(mark.Text(), "2026-11-23T07", "2026-11-23T08", 1)
	got := call(t, "", "register", "verify", "--data", dir, "--checkpoint", forged)
	if got.code != exitFound || !strings.Contains(got.out, "was not signed by this service") {
		t.Errorf("got %+v", got)
	}
}
