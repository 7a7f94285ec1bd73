package register_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

// The chain of a fresh desk: three entries of the set-up, then one attempt with
// its outcome: event 4, incident 5, outcome 6, incident settled 7.
func TestVerifyNamesTheEntryOfAChangedRow(t *testing.T) {
	drop := "DROP TRIGGER events_fixed; DROP TRIGGER outcomes_fixed; DROP TRIGGER chain_entries_fixed; DROP TRIGGER chain_payloads_fixed; DROP TRIGGER chain_entries_kept; PRAGMA foreign_keys = OFF; "
	tests := map[string]struct {
		statement string
		seq       int64
		problem   chain.Problem
	}{
		"an event":                       {"UPDATE events SET body = replace(body, 'block', 'allow')", 4, chain.ProblemObject},
		"an event without body":          {"UPDATE events SET body = ''", 4, chain.ProblemObject},
		"an event that says it is whole": {"UPDATE events SET body = '='", 4, chain.ProblemObject},
		"an event of more columns":       {"UPDATE events SET body = char(31) || '='", 4, chain.ProblemObject},
		"an event that is gone":          {"DELETE FROM outcomes; DELETE FROM events", 4, chain.ProblemObject},
		"an outcome":                     {"UPDATE outcomes SET body = replace(body, 'sent', 'blocked')", 6, chain.ProblemObject},
		"an incident":                    {"UPDATE incidents SET body = replace(body, 'detected', 'prevented')", 7, chain.ProblemObject},
		"an incident that is gone":       {"DELETE FROM incidents", 5, chain.ProblemObject},
		"a row without an entry":         {"INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body) SELECT org_id, event_id, 9, received_at, outcome, egress, body FROM outcomes", 0, chain.ProblemOrphan},
		"an entry":                       {"UPDATE chain_entries SET actor = 'somebody' WHERE seq = 6", 6, chain.ProblemHash},
		"a payload":                      {"UPDATE chain_payloads SET payload = '{}' WHERE seq = 4", 4, chain.ProblemPayload},
		"a payload that is gone":         {"DELETE FROM chain_payloads WHERE seq = 4; UPDATE events SET body = replace(body, 'block', 'allow')", 4, chain.ProblemGone},
		"an entry that is gone":          {"DELETE FROM chain_payloads WHERE seq = 6; DELETE FROM chain_entries WHERE seq = 6", 6, chain.ProblemGap},
		"the last entries that are gone": {"DELETE FROM chain_payloads WHERE seq > 5; DELETE FROM chain_entries WHERE seq > 5", 6, chain.ProblemHead},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			d := newDeskIn(t, dir)
			d.must(d.outcome(d.record(d.attempt(policy.Block, policy.Unapproved)), register.Sent, register.EgressFull))
			db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
			d.must(err)
			defer db.Close()
			_, err = db.Exec(drop + tt.statement)
			d.must(err)
			_, err = d.register.Verify(t.Context(), d.org)
			var broken *chain.BrokenError
			if !errors.As(err, &broken) || broken.Seq != tt.seq || broken.Problem != tt.problem {
				t.Errorf("got %v, want entry %d: %s", err, tt.seq, tt.problem)
			}
		})
	}
}

// The columns beside the body decide what lists, reports and replays find: each of
// them that somebody changes is found, but the few that say what the body does not.
func TestVerifyNamesTheEntryOfAChangedColumn(t *testing.T) {
	key := []string{"org_id", "id", "event_id", "rev", "body"}
	dir := t.TempDir()
	d := newDeskIn(t, dir)
	d.must(d.outcome(d.record(d.attempt(policy.Block, policy.Unapproved)), register.Sent, register.EgressFull))
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
	d.must(err)
	defer db.Close()
	_, err = db.Exec("DROP TRIGGER events_fixed; DROP TRIGGER outcomes_fixed; PRAGMA foreign_keys = OFF")
	d.must(err)
	for table, seq := range map[string]int64{"events": 4, "outcomes": 6, "incidents": 7} {
		for column, kind := range columnsOf(t, db, table) {
			if slices.Contains(key, column) {
				continue
			}
			var before any
			d.must(db.QueryRow("SELECT " + column + " FROM " + table).Scan(&before))
			var after any = "x"
			if kind == "BIGINT" {
				after = before.(int64) ^ 1
			}
			_, err := db.Exec("UPDATE "+table+" SET "+column+" = $1", after)
			d.must(err)
			_, err = d.register.Verify(t.Context(), d.org)
			var broken *chain.BrokenError
			if !errors.As(err, &broken) || broken.Seq != seq || broken.Problem != chain.ProblemObject {
				t.Errorf("%s.%s: got %v, want entry %d", table, column, err, seq)
			}
			_, err = db.Exec("UPDATE "+table+" SET "+column+" = $1", before)
			d.must(err)
		}
	}
	_, err = d.register.Verify(t.Context(), d.org)
	d.must(err)
}

// columnsOf lists the columns of a table with their types.
func columnsOf(t *testing.T, db *sql.DB, table string) map[string]string {
	t.Helper()
	rows, err := db.Query("SELECT name, type FROM pragma_table_info($1)", table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns := map[string]string{}
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		columns[name] = kind
	}
	return columns
}
