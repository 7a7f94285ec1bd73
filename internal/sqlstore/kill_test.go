package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dijkwacht/internal/storetest"
)

// writerEnv makes the test binary a process of writers on the database in a folder.
const writerEnv = "DIJKWACHT_TEST_WRITERS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerEnv); dir != "" {
		s, err := Open(context.Background(), dir, rand.Reader)
		if err == nil {
			err = storetest.Writers(s, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestKillingTheProcessLosesNoAcknowledgedEvent(t *testing.T) {
	b := sqliteFile{t, t.TempDir()}
	storetest.Survives(t, b, func() *exec.Cmd {
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), writerEnv+"="+b.dir)
		return process
	}, 3)
	db, err := sql.Open("sqlite", filepath.Join(b.dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check: %s, %v", verdict, err)
	}
}
