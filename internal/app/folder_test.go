package app

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"dijkwacht/internal/sqlstore"
)

// migrated is a database that has the schema and nothing else: to make it takes longer
// than most tests do.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "dijkwacht-schema-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := sqlstore.MigrateSQLite(context.Background(), dir); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, sqlstore.FileName))
})

// migratedFolder is a data folder in which the database is ready.
func migratedFolder(t *testing.T) string {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlstore.FileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
