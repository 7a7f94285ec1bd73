package register_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

// attacked is a register with a few attempts, opened past the service by somebody who
// has the file.
type attacked struct {
	*desk
	db *sql.DB
}

func newAttacked(t *testing.T) attacked {
	t.Helper()
	dir := t.TempDir()
	d := newDeskIn(t, dir)
	d.must(d.outcome(d.record(d.attempt(policy.Block, policy.Unapproved)), register.Sent, register.EgressFull))
	d.must(d.outcome(d.record(d.attempt(policy.Warn, policy.Tolerated)), register.Cancelled, register.EgressNone))
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
	d.must(err)
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	a := attacked{d, db}
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
	d.must(err)
	var triggers []string
	for rows.Next() {
		var name string
		d.must(rows.Scan(&name))
		triggers = append(triggers, name)
	}
	d.must(rows.Close())
	for _, name := range triggers {
		a.exec(t, "DROP TRIGGER "+name)
	}
	a.exec(t, "PRAGMA foreign_keys = OFF")
	return a
}

func (a attacked) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := a.db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// broken is the first bad entry that a verification names; nil when it finds the
// register whole. An error of another kind has entry -1.
func (a attacked) broken(t *testing.T) *chain.BrokenError {
	t.Helper()
	_, err := a.register.Verify(t.Context(), a.org)
	var b *chain.BrokenError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &b):
		return b
	}
	return &chain.BrokenError{Seq: -1}
}

// cells lists the text cells of a table, by rowid and column; those WITHOUT ROWID by
// their first key.
func (a attacked) cells(t *testing.T, table, key string) (list []struct{ row, column, value string }) {
	t.Helper()
	for column, kind := range columnsOf(t, a.db, table) {
		if kind == "BLOB" {
			continue
		}
		rows, err := a.db.Query(fmt.Sprintf("SELECT CAST(%s AS TEXT), CAST(%s AS TEXT) FROM %s", key, column, table))
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			c := struct{ row, column, value string }{column: column}
			if err := rows.Scan(&c.row, &c.value); err != nil {
				t.Fatal(err)
			}
			list = append(list, c)
		}
		_ = rows.Close()
	}
	return list
}

// TestNoByteOfTheRegisterCanBeFlipped changes one byte somewhere, many times over:
// in the entries and payloads of the chain the verification names the entry.
func TestNoByteOfTheRegisterCanBeFlipped(t *testing.T) {
	a := newAttacked(t)
	if b := a.broken(t); b != nil {
		t.Fatal(b)
	}
	random := rand.New(rand.NewPCG(7, 11))
	tried := 0
	for _, table := range []struct{ name, key string }{
		{"chain_entries", "seq"}, {"chain_payloads", "seq"}, {"events", "id"}, {"outcomes", "event_id"}, {"incidents", "id"},
	} {
		for _, c := range a.cells(t, table.name, table.key) {
			if c.value == "" {
				continue
			}
			if table.name == "chain_payloads" && (c.column == "seq" || c.column == "org_id") {
				continue // a payload that is nobody's is a payload that was deleted, as retention does
			}
			for range 2 {
				bytes := []byte(c.value)
				bytes[random.IntN(len(bytes))] ^= 1
				where := table.key + " = $2"
				restore := c.row
				if c.column == table.key {
					restore = string(bytes)
				}
				if _, err := a.db.Exec("UPDATE "+table.name+" SET "+c.column+" = $1 WHERE "+where, string(bytes), c.row); err != nil {
					continue // the key is taken: this flip is not possible
				}
				tried++
				b := a.broken(t)
				if b == nil {
					t.Errorf("%s.%s of %s: %q became %q, and nobody sees it", table.name, c.column, c.row, c.value, bytes)
				} else if named := fmt.Sprint(b.Seq); strings.HasPrefix(table.name, "chain_") && c.column != "seq" && c.column != "org_id" && named != c.row {
					t.Errorf("%s.%s: flipped in entry %s, named is %s", table.name, c.column, c.row, named)
				}
				a.exec(t, "UPDATE "+table.name+" SET "+c.column+" = $1 WHERE "+where, c.value, restore)
			}
		}
	}
	if b := a.broken(t); b != nil || tried < 300 {
		t.Errorf("after %d flips that were put right: %v", tried, b)
	}
}

// TestNoEntryCanBeDroppedMovedOrCutOff tries it with each entry.
func TestNoEntryCanBeDroppedMovedOrCutOff(t *testing.T) {
	var last int64
	if err := newAttacked(t).db.QueryRow("SELECT MAX(seq) FROM chain_entries").Scan(&last); err != nil || last < 8 {
		t.Fatal(last, err)
	}
	for seq := int64(1); seq <= last; seq++ {
		for name, attack := range map[string]func(attacked){
			"dropped": func(a attacked) {
				a.exec(t, "DELETE FROM chain_entries WHERE seq = $1", seq)
			},
			"dropped, and those behind it moved up": func(a attacked) {
				a.exec(t, "DELETE FROM chain_entries WHERE seq = $1", seq)
				a.exec(t, "UPDATE chain_entries SET seq = -seq WHERE seq > $1", seq)
				a.exec(t, "UPDATE chain_entries SET seq = -seq - 1 WHERE seq < 0")
			},
			"changed places with the next": func(a attacked) {
				a.exec(t, "UPDATE chain_entries SET seq = -1 WHERE seq = $1", seq)
				a.exec(t, "UPDATE chain_entries SET seq = $1 WHERE seq = $2", seq, seq+1)
				a.exec(t, "UPDATE chain_entries SET seq = $1 WHERE seq = -1", seq+1)
			},
			"cut off with all behind it": func(a attacked) {
				a.exec(t, "DELETE FROM chain_entries WHERE seq >= $1", seq)
			},
		} {
			a := newAttacked(t)
			attack(a)
			b := a.broken(t)
			switch {
			case b == nil:
				t.Errorf("entry %d %s: nobody sees it", seq, name)
			case b.Seq != seq:
				t.Errorf("entry %d %s: named is %d, %s", seq, name, b.Seq, b.Problem)
			}
		}
	}
}
