package main

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/testenv"
)

// manual is the commands in the sh blocks of a page of the manual.
func manual(t *testing.T, page string) (commands [][]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "deploy", page))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```sh\n")
	for _, block := range blocks[1:] {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			commands = append(commands, strings.Fields(line))
		}
	}
	return commands
}

func TestTheManualBacksUpAndRestoresPostgres(t *testing.T) {
	server := testenv.StartPostgres(t)
	db := server.Databases(t, "dijkwacht")
	t.Setenv("PGHOST", server.Folder())
	t.Setenv("PGUSER", "postgres")
	t.Setenv("DIJKWACHT_DATABASE_URL", db.Service)
	t.Setenv("DIJKWACHT_MIGRATE_URL", db.Owner)
	data := t.TempDir()
	s := serve(t, data)
	before := call(t, "", "register", "verify")
	if code := s.stop(); code != 0 || before.code != exitFine {
		t.Fatalf("got %d, %+v", code, before)
	}
	commands := manual(t, "backup.md")
	if len(commands) != 3 {
		t.Fatalf("the manual has %d commands", len(commands))
	}
	for _, c := range commands {
		server.Run(t, c[0], c[1:]...)
	}
	restored := strings.Replace(db.Service, "/dijkwacht?", "/dijkwacht_restored?", 1)
	t.Setenv("DIJKWACHT_DATABASE_URL", restored)
	t.Setenv("DIJKWACHT_MIGRATE_URL", "")
	if after := call(t, "", "register", "verify"); after.code != exitFine || !strings.Contains(after.out, "whole") {
		t.Errorf("the restored register: %+v", after)
	}
	keptApart(t, restored)
	if again := serve(t, data).out.String(); keyForm.MatchString(again) {
		t.Error("the service takes the restored database for an empty one")
	}
}

// keptApart expects that the plain role still cannot touch evidence, nor see rows
// without an organisation.
func keptApart(t *testing.T, address string) {
	t.Helper()
	if u, err := url.Parse(address); err != nil || u.User.Username() != "dijkwacht" {
		t.Fatalf("got %v, %v", u, err)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM chain_entries"); err == nil {
		t.Error("evidence can be deleted")
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM chain_entries").Scan(&n); err != nil || n != 0 {
		t.Errorf("without organisation %d rows are seen, %v", n, err)
	}
}
