package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"dijkwacht/internal/testenv"
)

// tableForm finds the tables that a migration makes.
var tableForm = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// stepped is a database that the test brings from schema to schema.
type stepped struct {
	db      *sql.DB
	dialect database.Dialect
	migrate func() (int64, error)
}

// upTo brings the schema to a version.
func (s stepped) upTo(t *testing.T, version int64) {
	t.Helper()
	files, err := schema(s.dialect)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(s.dialect, s.db, files, goose.WithVerbose(false), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}

func (s stepped) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := s.db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// failsHalfway plants a table that the step is going to make, behind others that it
// makes too.
func (s stepped) failsHalfway(t *testing.T, step step) {
	t.Helper()
	tables := step.tables
	obstacle := tables[len(tables)-1]
	s.upTo(t, step.before)
	s.exec(t, "CREATE TABLE "+obstacle+" (x int)")
	_, err := s.migrate()
	if err == nil {
		t.Fatalf("it migrated over %s", obstacle)
	}
	for _, words := range []string{fmt.Sprintf("%05d_", step.version), fmt.Sprintf("has schema %d", step.before)} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("it does not say %q: %v", words, err)
		}
	}
	now, err := schemaVersion(context.Background(), s.db)
	if err != nil || now != step.before {
		t.Errorf("schema %d, %v", now, err)
	}
	for _, table := range tables[:len(tables)-1] {
		if _, err := s.db.Exec("SELECT 1 FROM " + table); err == nil {
			t.Errorf("%s stayed behind", table)
		}
	}
	s.exec(t, "DROP TABLE "+obstacle)
	want, err := latest()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.migrate(); err != nil || got != want {
		t.Errorf("without the obstacle: schema %d, %v", got, err)
	}
}

// step is a migration with the tables that it makes, and the schema before it.
type step struct {
	before, version int64
	tables          []string
}

// eachStep runs the test for each migration that makes tables of which the step
// before knows nothing.
func eachStep(t *testing.T, test func(*testing.T, step)) {
	t.Helper()
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	known, tested, before := map[string]bool{}, 0, int64(0)
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		number, _, _ := strings.Cut(filepath.Base(file), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		next := step{before: before, version: version}
		before = version
		for _, m := range tableForm.FindAllStringSubmatch(string(text), -1) {
			if !known[m[1]] {
				next.tables = append(next.tables, m[1])
			}
			known[m[1]] = true
		}
		if next.before == 0 || len(next.tables) == 0 {
			continue
		}
		tested++
		t.Run(filepath.Base(file), func(t *testing.T) { test(t, next) })
	}
	if tested < 3 {
		t.Errorf("only %d steps were tried", tested)
	}
}

func TestAMigrationThatFailsLeavesTheSchemaBefore(t *testing.T) {
	t.Run("on SQLite", func(t *testing.T) {
		eachStep(t, func(t *testing.T, next step) {
			dir := t.TempDir()
			path, err := createPrivate(dir)
			if err != nil {
				t.Fatal(err)
			}
			db, err := openSQLite(path, 1)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			migrate := func() (int64, error) { return MigrateSQLite(t.Context(), dir) }
			stepped{db, database.DialectSQLite3, migrate}.failsHalfway(t, next)
		})
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		server := testenv.StartPostgres(t)
		eachStep(t, func(t *testing.T, next step) {
			b := server.Databases(t, fmt.Sprintf("step_%d", next.version))
			config, err := postgresConfig(b.Owner)
			if err != nil {
				t.Fatal(err)
			}
			db := stdlib.OpenDB(*config)
			defer db.Close()
			migrate := func() (int64, error) { return MigratePostgres(t.Context(), b.Service, b.Owner) }
			stepped{db, database.DialectPostgres, migrate}.failsHalfway(t, next)
		})
	})
}

func TestABackupWithAnOlderSchemaIsRestored(t *testing.T) {
	dir := t.TempDir()
	path, err := createPrivate(dir)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openSQLite(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	stepped{db, database.DialectSQLite3, nil}.upTo(t, 4)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := Backup(t.Context(), dir, file); err != nil {
		t.Fatal(err)
	}
	restored := restoring(file, t.TempDir())
	restored.Check = func(ctx context.Context, s *Store) error { return s.Ping(ctx) }
	if err := Restore(t.Context(), restored); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), restored.Dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
