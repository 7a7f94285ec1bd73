package sqlstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/storetest"
)

// sqliteFile is a database in a folder of its own.
type sqliteFile struct {
	t   testing.TB
	dir string
}

func (b sqliteFile) Open(t testing.TB) storetest.Store {
	t.Helper()
	s, err := Open(t.Context(), b.dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = s.Close() })
	return s
}

func (b sqliteFile) Exec(statement string) error {
	db, err := sql.Open("sqlite", filepath.Join(b.dir, FileName))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// migratedFile is a database that has the schema, which saves its making.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "dijkwacht-schema-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := MigrateSQLite(context.Background(), dir); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, FileName))
})

func TestSQLiteKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Backend {
		content, err := migratedFile()
		if err != nil {
			t.Fatal(err)
		}
		b := sqliteFile{t, t.TempDir()}
		if err := os.WriteFile(filepath.Join(b.dir, FileName), content, 0o600); err != nil {
			t.Fatal(err)
		}
		return b
	})
}

func TestADatabaseOfANewerReleaseIsRefused(t *testing.T) {
	b := sqliteFile{t, t.TempDir()}
	if err := b.Open(t).Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), b.dir, rand.Reader)
	if err == nil || !strings.Contains(err.Error(), "newer release") {
		t.Errorf("got %v", err)
	}
}

func TestConnectionsHaveTheSettingsThatDurabilityNeeds(t *testing.T) {
	s := sqliteFile{t, t.TempDir()}.Open(t).(*Store)
	for name, want := range settings {
		for _, db := range []*sql.DB{s.read, s.write} {
			var got string
			if err := db.QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != want {
				t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
			}
		}
	}
}

func TestAConnectionWithoutThemIsRefused(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if checkSettings(context.Background(), db) == nil {
		t.Error("it was accepted")
	}
}

func TestOnlyTheOwnerCanReadTheFiles(t *testing.T) {
	b := sqliteFile{t, filepath.Join(t.TempDir(), "data")}
	b.Open(t)
	entries, err := os.ReadDir(b.dir)
	if err != nil || len(entries) < 2 {
		t.Fatalf("got %d files, %v", len(entries), err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
	}
}

func TestAFullDiskFailsTheWriteAndTheStoreRecovers(t *testing.T) {
	b := sqliteFile{t, t.TempDir()}
	s := b.Open(t).(*Store)
	storetest.SetUpWriters(t, s)
	org, err := s.Organisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	big := chain.Draft{Action: "test.recorded", Payload: bytes.Repeat([]byte("x"), 64<<10)}
	add := func() error {
		return s.do(t.Context(), org[0].ID, func(b *batch) error { return b.appendEntry(org[0].ID, big) })
	}
	// As small as the file is: the connection that has this limit is dropped when a
	// write fails on it.
	if err := s.do(t.Context(), anyOrganisation, func(b *batch) error { return b.exec("PRAGMA max_page_count = 1") }); err != nil {
		t.Fatal(err)
	}
	if err := add(); fault.From(err).Code != fault.StoreUnavailable {
		t.Fatalf("on a full disk: %v", err)
	}
	if err := add(); err != nil {
		t.Fatalf("with space again: %v", err)
	}
	if err := s.CheckHead(t.Context(), org[0].ID); err != nil {
		t.Error(err)
	}
}
