package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What docs/deploy/backup.md says of a lost key file.
func TestARegisterIsReadAndVerifiedWithoutItsKeyFile(t *testing.T) {
	s := serve(t, t.TempDir())
	if code := s.stop(); code != exitFine {
		t.Fatalf("the service ended with %d", code)
	}
	if err := os.Remove(filepath.Join(s.data, "secret.key")); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "old.db")
	for args, want := range map[string]string{
		"register verify":                      "is whole",
		"register list --jsonl":                "",
		"report --week 2026-W47 --format html": "2026",
		"backup " + copied:                     copied,
	} {
		command := append(strings.Fields(args), "--data", s.data)
		if got := call(t, "", command...); got.code != exitFine || !strings.Contains(got.out, want) {
			t.Errorf("%s: got %+v", args, got)
		}
	}
	call(t, "", "serve", "--data", s.data, "--listen", freeAddress(t)).fails(t, "docs/deploy/backup.md says what to do")
	call(t, "", "register", "export", "--data", s.data, "--from", "2026-01-01", "--out", filepath.Join(t.TempDir(), "register.zip")).fails(t, "is not there")
	if _, err := os.Stat(filepath.Join(s.data, "secret.key")); !os.IsNotExist(err) {
		t.Errorf("a key was made in silence: %v", err)
	}
	again := serve(t, filepath.Join(t.TempDir(), "data-new"))
	if !strings.Contains(again.out.String(), "dwe_") && !strings.Contains(again.out.String(), "enrol") {
		t.Errorf("the new service gives no enrolment key: %s", again.out.String())
	}
}
