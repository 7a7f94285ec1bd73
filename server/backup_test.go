package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/sqlstore"
)

func TestARunningServiceIsBackedUpAndRestored(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	file := filepath.Join(t.TempDir(), "backup.db")
	made := call(t, "", "backup", "--data", s.data, file)
	if made.code != exitFine || !strings.Contains(made.out, file) || !strings.Contains(made.out, filepath.Join(s.data, "secret.key")) {
		t.Fatalf("got %+v", made)
	}
	call(t, "", "backup", "--data", s.data, file).fails(t, "never overwritten")
	call(t, "", "restore", "--data", s.data, file).fails(t, "--replace")
	call(t, "", "restore", "--data", s.data, "--replace", file).fails(t, "stop it first")
	if code := s.stop(); code != 0 {
		t.Fatalf("it stopped with %d", code)
	}
	back := call(t, "", "restore", "--data", s.data, "--replace", file)
	if back.code != exitFine || !strings.Contains(back.out, "The register is whole") || !strings.Contains(back.out, "kept as "+sqlstore.FileName+".before-20261123T080000Z") {
		t.Errorf("got %+v", back)
	}
	elsewhere := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(elsewhere, 0o700); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(s.data, "secret.key"))
	if err == nil {
		err = os.WriteFile(filepath.Join(elsewhere, "secret.key"), key, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", "restore", "--data", elsewhere, file); got.code != exitFine || strings.Contains(got.out, "key file") {
		t.Errorf("beside its key file: got %+v", got)
	}
	if got := call(t, "", "restore", "--data", filepath.Join(t.TempDir(), "data"), file); got.code != exitFine || !strings.Contains(got.out, "Put the key file") {
		t.Errorf("without its key file: got %+v", got)
	}
	again := serve(t, elsewhere)
	if got := call(t, "", "register", "verify", "--data", again.data); got.code != exitFine || !strings.Contains(got.out, "whole") {
		t.Errorf("got %+v", got)
	}
}

func TestBackupsThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "backup.db")
	call(t, "", "backup", "--data", t.TempDir(), file).fails(t, "there are no data")
	call(t, "", "restore", "--data", t.TempDir(), file).fails(t, "no such file")
	call(t, "", "backup", "--data", seeded(t), filepath.Join(t.TempDir(), "no", "folder")).fails(t, "create backup")
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := sqlstore.Backup(t.Context(), migrated(t), empty); err != nil {
		t.Fatal(err)
	}
	call(t, "", "restore", "--data", filepath.Join(t.TempDir(), "data"), empty).fails(t, "no organisation")
	t.Setenv("DIJKWACHT_DATABASE_URL", "postgres://dijkwacht:geheim@127.0.0.1:1/x")
	for _, args := range [][]string{{"backup", file}, {"restore", empty}} {
		r := call(t, "", args...)
		if r.fails(t, "pg_dump"); strings.Contains(r.err, "geheim") {
			t.Errorf("got %q", r.err)
		}
	}
}

// migrated is a folder with an empty database.
func migrated(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if r := call(t, "", "migrate", "--data", dir); r.code != exitFine {
		t.Fatalf("got %+v", r)
	}
	return dir
}
