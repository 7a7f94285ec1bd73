package main

import (
	"strings"
	"testing"

	"dijkwacht/internal/testenv"
)

func TestMigratePreparesTheDatabaseThatTheSettingsName(t *testing.T) {
	t.Run("SQLite in the folder", func(t *testing.T) {
		dir := t.TempDir()
		for range 2 { // the second time there is nothing to do
			if r := call(t, "", "migrate", "--data", dir); r.code != exitFine || !strings.HasPrefix(r.out, "The database has schema ") {
				t.Errorf("got %+v", r)
			}
		}
		call(t, "", "register", "list", "--data", dir).fails(t, "no organisation yet")
	})
	t.Run("PostgreSQL by its address", func(t *testing.T) {
		db := testenv.StartPostgres(t).Databases(t, "migrated")
		t.Setenv("DIJKWACHT_DATABASE_URL", db.Service)
		call(t, "", "migrate").fails(t, "DIJKWACHT_MIGRATE_URL")
		if r := call(t, "", "migrate", "--migrate-url", db.Owner); r.code != exitFine || !strings.HasPrefix(r.out, "The database has schema ") {
			t.Errorf("got %+v", r)
		}
		call(t, "", "register", "list").fails(t, "no organisation yet") // in the plain role alone
	})
	t.Run("an address that is none is not repeated", func(t *testing.T) {
		for _, address := range []string{"mysql://u:geheim@h/x", "postgres://u:geheim@[/x", "postgres://u:geheim@127.0.0.1:1/x"} {
			r := call(t, "", "migrate", "--database-url", address)
			if r.code != exitError || strings.Contains(r.err, "geheim") {
				t.Errorf("got %+v", r)
			}
		}
		call(t, "", "migrate", "--migrate-url", "postgres://x").fails(t, "DIJKWACHT_DATABASE_URL")
	})
}
