package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/storetest"
)

// verifies accepts what has a whole register.
func verifies(ctx context.Context, s *Store) error {
	_, err := chain.Verify(ctx, s, "org_writers", chain.Scope{})
	return err
}

func restoring(from, dir string) Restoring {
	return Restoring{From: from, Dir: dir, Keep: FileName + ".kept", Random: rand.Reader, Check: verifies}
}

// lines is what a process has printed, without a torn last line.
func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Split(string(text), "\n")
	return list[:len(list)-1]
}

func TestABackupBesideWritersHoldsWhatWasAcknowledgedBeforeIt(t *testing.T) {
	b := sqliteFile{t, t.TempDir()}
	s := b.Open(t)
	storetest.SetUpWriters(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	said := filepath.Join(t.TempDir(), "acknowledged")
	out, err := os.Create(said)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	process := writers(writerDirEnv, b.dir)()
	process.Stdout = out
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = process.Process.Kill(), process.Wait() }()
	before := map[string][]string{}
	for n, deadline := 0, time.Now().Add(30*time.Second); len(before) < 3; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the writers stand still after %d backups", len(before))
		}
		acknowledged := lines(t, said)
		if len(acknowledged) < n+100 { // they go on between and during backups
			continue
		}
		n = len(acknowledged)
		file := filepath.Join(t.TempDir(), "backup.db")
		if err := Backup(t.Context(), b.dir, file); err != nil {
			t.Fatal(err)
		}
		before[file] = acknowledged
	}
	for file, acknowledged := range before {
		dir := t.TempDir()
		if err := Restore(t.Context(), restoring(file, dir)); err != nil {
			t.Fatal(err)
		}
		stored := map[string]bool{}
		for a, err := range (sqliteFile{t, dir}).Open(t).Attempts(t.Context(), "org_writers", time.UnixMilli(1), time.Now().Add(time.Hour)) {
			if err != nil {
				t.Fatal(err)
			}
			stored[a.Event.RequestID] = true
		}
		for _, request := range acknowledged {
			if !stored[request] {
				t.Errorf("attempt %s was acknowledged before the backup and is not in it", request)
			}
		}
		t.Logf("%d acknowledged before, %d in the backup", len(acknowledged), len(stored))
	}
}

// backedUp makes a database with one attempt, and a backup of it.
func backedUp(t *testing.T) (b sqliteFile, file string) {
	t.Helper()
	b = sqliteFile{t, filepath.Join(t.TempDir(), "data")}
	s := b.Open(t)
	storetest.SetUpWriters(t, s)
	if err := storetest.WriteOne(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "backup.db")
	if err := Backup(t.Context(), b.dir, file); err != nil {
		t.Fatal(err)
	}
	return b, file
}

func TestABackupIsANewFileForItsOwnerAlone(t *testing.T) {
	b, file := backedUp(t)
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	if err := Backup(t.Context(), b.dir, file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	other := filepath.Join(filepath.Dir(file), "other.db")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := Backup(stopped, b.dir, other); err == nil {
		t.Error("a backup that was stopped says it is there")
	}
	if err := Backup(t.Context(), t.TempDir(), other); !errors.Is(err, ErrNoDatabase) {
		t.Errorf("of nothing: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("beside the backup: %v, %v", left, err)
	}
}

// spoil changes a backup past the service.
func spoil(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestABackupThatIsNotInOrderIsNotPutInPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, file string)
		words string
	}{
		"an event that was changed": {func(t *testing.T, file string) {
			spoil(t, file, "DROP TRIGGER events_fixed", "UPDATE events SET severity = 'low'")
		}, "chain is broken"},
		"the end cut off": {func(t *testing.T, file string) {
			spoil(t, file, "DROP TRIGGER chain_entries_kept", "PRAGMA foreign_keys = OFF",
				"DELETE FROM chain_payloads WHERE seq = (SELECT max(seq) FROM chain_entries)", "DELETE FROM chain_entries WHERE seq = (SELECT max(seq) FROM chain_entries)")
		}, "entries are missing at the end"},
		"a newer schema": {func(t *testing.T, file string) {
			spoil(t, file, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
		}, "newer release"},
		"half a file": {func(t *testing.T, file string) {
			info, err := os.Stat(file)
			if err == nil {
				err = os.Truncate(file, info.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, "not a whole SQLite database"},
		"another kind of file": {func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte(strings.Repeat("geen database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "not a whole SQLite database"},
		"a database in use": {func(t *testing.T, file string) {
			if err := os.WriteFile(file+"-wal", nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "in use"},
	} {
		t.Run(name, func(t *testing.T) {
			b, file := backedUp(t)
			tt.spoil(t, file)
			was, err := os.ReadFile(filepath.Join(b.dir, FileName))
			if err != nil {
				t.Fatal(err)
			}
			if err := Restore(t.Context(), restoring(file, b.dir)); err == nil || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("got %v", err)
			}
			if is, err := os.ReadFile(filepath.Join(b.dir, FileName)); err != nil || string(is) != string(was) {
				t.Errorf("the database that was there changed: %v", err)
			}
			if left, err := os.ReadDir(b.dir); err != nil || len(left) != 1 {
				t.Errorf("in the folder: %v, %v", left, err)
			}
		})
	}
}

func TestRestoringKeepsWhatWasThere(t *testing.T) {
	b, file := backedUp(t)
	s := b.Open(t)
	if err := storetest.WriteOne(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), restoring(file, b.dir)); !errors.Is(err, ErrInUse) {
		t.Fatalf("under a running service: %v", err)
	}
	if err := storetest.WriteOne(t.Context(), s); err != nil {
		t.Errorf("the service after the refusal: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// What a service that was killed leaves behind is part of the database.
	if err := Restore(t.Context(), restoring(file, b.dir)); err != nil {
		t.Fatal(err)
	}
	count := func(dir string) (n int) {
		for _, err := range (sqliteFile{t, dir}).Open(t).Attempts(t.Context(), "org_writers", time.UnixMilli(1), time.Now().Add(time.Hour)) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if n := count(b.dir); n != 1 {
		t.Errorf("%d attempts in the restored database", n)
	}
	again := t.TempDir()
	if err := os.Rename(filepath.Join(b.dir, FileName+".kept"), filepath.Join(again, FileName)); err != nil {
		t.Fatal(err)
	}
	if n := count(again); n != 3 {
		t.Errorf("%d attempts in the one that is kept", n)
	}
}

func TestAStoreThatStopsLeavesOneFile(t *testing.T) {
	b, _ := backedUp(t)
	if left, err := os.ReadDir(b.dir); err != nil || len(left) != 1 {
		t.Errorf("got %v, %v", left, err)
	}
}
