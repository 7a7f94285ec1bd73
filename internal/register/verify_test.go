package register_test

import (
	"database/sql"
	"errors"
	"path/filepath"
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
		"an event that is gone":          {"DELETE FROM outcomes; DELETE FROM events", 4, chain.ProblemObject},
		"an outcome":                     {"UPDATE outcomes SET body = replace(body, 'sent', 'blocked')", 6, chain.ProblemObject},
		"an incident":                    {"UPDATE incidents SET body = replace(body, 'detected', 'prevented')", 7, chain.ProblemObject},
		"an incident that is gone":       {"DELETE FROM incidents", 5, chain.ProblemObject},
		"an entry":                       {"UPDATE chain_entries SET actor = 'somebody' WHERE seq = 6", 6, chain.ProblemHash},
		"a payload":                      {"UPDATE chain_payloads SET payload = '{}' WHERE seq = 4", 4, chain.ProblemPayload},
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
			if !errors.As(err, &broken) || *broken != (chain.BrokenError{Seq: tt.seq, Problem: tt.problem}) {
				t.Errorf("got %v, want entry %d: %s", err, tt.seq, tt.problem)
			}
		})
	}
}
