package register_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

func TestAnIncidentThatCannotBeSettledDoesNotHoldUpTheOthers(t *testing.T) {
	dir := t.TempDir()
	d := newDeskIn(t, dir)
	first, second := d.attempt(policy.Block, policy.Unapproved), d.attempt(policy.Block, policy.Unapproved)
	second.Conversation = "c2"
	damaged := d.record(first)
	d.record(second)
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
	d.must(err)
	defer db.Close()
	_, err = db.Exec("UPDATE incidents SET body = '{' WHERE id = ?", damaged.IncidentID)
	d.must(err)
	d.now = d.now.Add(register.OutcomeWait)
	settled, err := d.register.SettleOverdue(t.Context(), d.org)
	if settled != 1 || err == nil {
		t.Errorf("settled %d, error %v", settled, err)
	}
}
