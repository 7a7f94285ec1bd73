package sqlstore

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/council"
)

// columns lists the columns of every table that the service has, by table. Parts of
// a table have the columns of the whole; the tables of the migration tool and of the
// engine are nobody's.
func columns(t *testing.T, s *Store, query string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := s.query(t.Context(), anyOrganisation, query, nil, func(rows *sql.Rows) error {
		var table, column string
		err := rows.Scan(&table, &column)
		if table != "goose_db_version" && table != "sqlite_sequence" && !strings.HasPrefix(table, "events_") {
			found[table] = append(found[table], column)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range found {
		slices.Sort(list)
	}
	return found
}

// A new column is told to the works council from its first day: it needs a place in
// council.Tables, and words.
func TestEveryColumnOfTheDatabaseIsStatedToTheWorksCouncil(t *testing.T) {
	stated := map[string][]string{}
	for _, table := range council.Tables {
		list := strings.Fields(table.Columns)
		slices.Sort(list)
		stated[table.Name] = list
	}
	for name, test := range map[string]struct {
		store func(t *testing.T) *Store
		query string
	}{
		"SQLite": {
			func(t *testing.T) *Store { return sqliteFile{t, t.TempDir()}.Open(t).(*Store) },
			"SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
		},
		"PostgreSQL": {
			func(t *testing.T) *Store { return databases(t)(t).Open(t).(*Store) },
			"SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			found := columns(t, test.store(t), test.query)
			delete(found, "events_default")
			want := map[string][]string{}
			for table, list := range stated {
				want[table] = list
			}
			if diff := cmp.Diff(want, found); diff != "" {
				t.Errorf("council.Tables and the database differ (-stated +there):\n%s", diff)
			}
		})
	}
}
