package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/storetest"
)

// isolated is a PostgreSQL store with rows of two organisations.
func isolated(t *testing.T) (b postgresDatabase, s *Store, own, other string) {
	t.Helper()
	b = databases(t)(t)
	s = b.Open(t).(*Store)
	own = storetest.SetUpWriters(t, s)
	if err := storetest.WriteOne(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	other = "org_other"
	entry := chain.Draft{Actor: "test", Role: "system", Action: "set-up"}
	if err := s.CreateOrganisation(t.Context(), ident.Organisation{ID: other}, entry); err != nil {
		t.Fatal(err)
	}
	return b, s, own, other
}

// scoped lists the tables with a column org_id and whether row-level security
// holds for everyone on them.
func scoped(t *testing.T, s *Store) map[string]bool {
	t.Helper()
	tables := map[string]bool{}
	err := s.query(t.Context(), anyOrganisation, `SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`, nil, func(rows *sql.Rows) error {
		var name string
		var forced bool
		err := rows.Scan(&name, &forced)
		tables[name] = forced
		return err
	})
	if err != nil || len(tables) < 15 {
		t.Fatalf("got %d tables, %v", len(tables), err)
	}
	return tables
}

func TestPostgresKeepsOrganisationsApartWithoutTheHelpOfAnyQuery(t *testing.T) {
	_, s, own, other := isolated(t)
	count := func(t *testing.T, org, table string) (n int) {
		t.Helper()
		if err := s.row(t.Context(), org, "SELECT count(*) FROM "+table, nil, &n); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		return n
	}
	filled := 0
	for table, forced := range scoped(t, s) {
		if !forced {
			t.Errorf("%s has no row-level security for everyone", table)
		}
		if strings.HasPrefix(table, "events_") {
			continue // only by way of events, which the next test shows
		}
		if count(t, own, table) > 0 {
			filled++
		}
		switch table {
		case "chain_heads", "chain_entries", "chain_payloads":
			if n := count(t, other, table); n != 1 {
				t.Errorf("%s: the other organisation sees %d rows besides its own", table, n-1)
			}
		default:
			if n := count(t, other, table); n != 0 {
				t.Errorf("%s: the other organisation sees %d rows", table, n)
			}
		}
		if n := count(t, "", table); n != 0 {
			t.Errorf("%s: without organisation %d rows are seen", table, n)
		}
	}
	if filled < 8 {
		t.Fatalf("only %d tables hold anything: the test says little", filled)
	}
	for name, statement := range map[string]string{
		"changing":           "UPDATE incidents SET rev = rev + 1",
		"deleting":           "DELETE FROM incidents",
		"head":               "UPDATE chain_heads SET seq = 0 WHERE org_id = 'org_writers'",
		"device":             "UPDATE devices SET revoked_at = 1",
		"before it is known": "UPDATE enrolment_keys SET revoked_at = 1",
	} {
		scope := other
		if name == "before it is known" {
			scope = anyOrganisation
		}
		err := s.do(t.Context(), scope, func(b *batch) error {
			n, err := b.changed(statement)
			if n != 0 {
				t.Errorf("%s the rows of another organisation is possible", name)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := s.do(t.Context(), other, func(b *batch) error {
		return b.exec("INSERT INTO decisions (org_id, id, event_id) VALUES ($1, 'dec_x', 'evt_x')", own)
	})
	if err == nil {
		t.Error("a row can be planted in another organisation")
	}
}

func TestTheServiceOnPostgresCanOnlyAddToEvidence(t *testing.T) {
	b, _, own, _ := isolated(t)
	db, err := sql.Open("pgx", b.Service)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "SELECT set_config('dijkwacht.org', $1, false)", own); err != nil {
		t.Fatal(err)
	}
	denied := func(statement string) {
		t.Helper()
		var e *pgconn.PgError
		_, err := conn.ExecContext(context.Background(), statement)
		if !errors.As(err, &e) || e.Code != "42501" {
			t.Errorf("%s: got %v", statement, err)
		}
	}
	for _, table := range appendOnly {
		denied("UPDATE " + table + " SET org_id = org_id")
		denied("DELETE FROM " + table)
		denied("TRUNCATE " + table)
		denied("DROP TABLE " + table)
	}
	denied("SELECT * FROM events_default")
	denied("DELETE FROM events_default")
	denied("DELETE FROM goose_db_version")
	denied("ALTER TABLE events DISABLE ROW LEVEL SECURITY")
	denied("CREATE TABLE mine (x int)")
}

func TestTheOwnerOfTheSchemaCannotChangeEvidenceEither(t *testing.T) {
	b, _, own, _ := isolated(t)
	db, err := sql.Open("pgx", b.Owner)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("SELECT set_config('dijkwacht.org', $1, false)", own); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"UPDATE events SET body = '{}'", "UPDATE chain_entries SET actor = 'x'", "DELETE FROM chain_entries", "TRUNCATE chain_entries CASCADE",
		"UPDATE chain_payloads SET payload = 'x'",
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("accepted: %s", statement)
		}
	}
}

// scopeOf is how a statement limits itself to an organisation.
var scopeOf = regexp.MustCompile(`(?:\b[a-z]+\.)?\borg_id = (\$\d+)`)

// always puts a condition in place of the scope that holds for every row.
func always(kind byte, body []byte) {
	if kind != 'P' && kind != 'Q' { // Parse, Query
		return
	}
	for _, m := range scopeOf.FindAllSubmatchIndex(body, -1) {
		parameter := string(body[m[2]:m[3]])
		always := parameter + strings.Repeat(" ", m[1]-m[0]-2*len(parameter)-2) + "= " + parameter
		copy(body[m[0]:m[1]], always)
	}
}

// mutated is a database on which no statement limits itself to an organisation.
type mutated struct{ postgresDatabase }

func (b mutated) Open(t testing.TB) storetest.Store {
	t.Helper()
	s, err := OpenPostgres(t.Context(), between{request: always}.before(t, b.Service), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestTheContractHoldsOnPostgresWhenEveryStatementForgetsTheOrganisation(t *testing.T) {
	fresh := migratedDatabases(t)
	storetest.Run(t, func(t testing.TB) storetest.Backend { return mutated{fresh(t)} })
}
