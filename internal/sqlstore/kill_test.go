package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	options "flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dijkwacht/internal/storetest"
	"dijkwacht/internal/testenv"
)

// kills is how often each test of this file kills; make chaos asks for more.
var kills = options.Int("kills", 3, "how often to kill under load")

// These make the test binary a process of writers, on the SQLite database in a
// folder or on the PostgreSQL database at a URL.
const (
	writerDirEnv = "DIJKWACHT_TEST_WRITER_DIR"
	writerURLEnv = "DIJKWACHT_TEST_WRITER_URL"
	// workEnv makes it a process that works on jobs instead.
	workEnv = "DIJKWACHT_TEST_WORK"
)

func TestMain(m *testing.M) {
	dir, url := os.Getenv(writerDirEnv), os.Getenv(writerURLEnv)
	if dir == "" && url == "" {
		os.Exit(m.Run())
	}
	var s *Store
	var err error
	if url != "" {
		s, err = OpenPostgres(context.Background(), url, "", rand.Reader)
	} else {
		s, err = Open(context.Background(), dir, rand.Reader)
	}
	if err == nil {
		if os.Getenv(workEnv) != "" {
			err = storetest.Workers(s, os.Stdout)
		} else {
			err = storetest.Writers(s, os.Stdout)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func writers(variable, value string) func() *exec.Cmd {
	return func() *exec.Cmd {
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), variable+"="+value)
		return process
	}
}

func TestKillingTheProcessLosesNoAcknowledgedEvent(t *testing.T) {
	t.Run("on SQLite", func(t *testing.T) {
		b := sqliteFile{t, t.TempDir()}
		storetest.Survives(t, b, writers(writerDirEnv, b.dir), storetest.KillProcess, *kills)
		db, err := sql.Open("sqlite", filepath.Join(b.dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var verdict string
		if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity check: %s, %v", verdict, err)
		}
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		b := databases(t)(t)
		storetest.Survives(t, b, writers(writerURLEnv, b.Service), storetest.KillProcess, *kills)
	})
}

func TestKillingPostgresLosesNoAcknowledgedEvent(t *testing.T) {
	server := testenv.StartPostgres(t)
	b := postgresDatabase{t, server.Databases(t, "killed")}
	storetest.Survives(t, b, writers(writerURLEnv, b.Service), func(writers *os.Process) {
		server.Kill() // the writers end by themselves: they have failed
		server.Start(t)
	}, *kills)
}
