package sqlstore

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"sync/atomic"
	"testing"

	"dijkwacht/internal/storetest"
	"dijkwacht/internal/testenv"
)

// postgresDatabase is a database of its own, with the service in a plain role and
// the schema in another.
type postgresDatabase struct {
	t testing.TB
	testenv.Databases
}

func (b postgresDatabase) Open(t testing.TB) storetest.Store {
	t.Helper()
	s, err := OpenPostgres(t.Context(), b.Service, b.Owner, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = s.Close() })
	return s
}

func (b postgresDatabase) Exec(statement string) error {
	db, err := sql.Open("pgx", b.Superuser)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// databases makes empty databases on one server.
func databases(t testing.TB) func(testing.TB) postgresDatabase {
	server := testenv.StartPostgres(t)
	var n atomic.Int64
	return func(t testing.TB) postgresDatabase {
		return postgresDatabase{t, server.Databases(t, fmt.Sprintf("test_%d", n.Add(1)))}
	}
}

// migratedDatabases makes databases that have the schema, which saves its making.
func migratedDatabases(t testing.TB) func(testing.TB) postgresDatabase {
	server := testenv.StartPostgres(t)
	first := server.Databases(t, "first")
	if _, err := MigratePostgres(t.Context(), first.Service, first.Owner); err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	return func(t testing.TB) postgresDatabase {
		return postgresDatabase{t, server.Copy(t, fmt.Sprintf("test_%d", n.Add(1)), "first")}
	}
}

func TestPostgresKeepsTheContract(t *testing.T) {
	fresh := migratedDatabases(t)
	storetest.Run(t, func(t testing.TB) storetest.Backend { return fresh(t) })
}
