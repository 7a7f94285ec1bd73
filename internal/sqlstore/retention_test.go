package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// asService is a connection of the plain role in the scope of an organisation.
func asService(t *testing.T, b postgresDatabase, org string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("pgx", b.Service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := conn.ExecContext(t.Context(), "SELECT set_config('dijkwacht.org', $1, false)", org); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestTheServiceOnPostgresDeletesEvidenceOnlyPastTheShortestTerm(t *testing.T) {
	b, _, own, other := isolated(t)
	if err := b.Exec("INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body) SELECT org_id, id, 1, at, 'sent', 'full', '{}' FROM events"); err != nil {
		t.Fatal(err)
	}
	conn := asService(t, b, own)
	deleted := func(conn *sql.Conn, statement string) int64 {
		t.Helper()
		r, err := conn.ExecContext(context.Background(), statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		n, _ := r.RowsAffected()
		return n
	}
	set := func(age time.Duration) {
		t.Helper()
		at := time.Now().Add(-age).UnixMilli()
		for _, statement := range []string{
			"ALTER TABLE events DISABLE TRIGGER events_fixed", "ALTER TABLE chain_entries DISABLE TRIGGER chain_entries_fixed",
			"UPDATE events SET at = " + strconv.FormatInt(at, 10), "UPDATE chain_entries SET at = " + strconv.FormatInt(at, 10),
		} {
			if err := b.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	const day = 24 * time.Hour
	set(27 * day)
	for _, view := range past {
		if n := deleted(conn, "DELETE FROM "+view); n != 0 {
			t.Errorf("%s lets go of %d rows before their term", view, n)
		}
	}
	set(29 * day)
	stranger := asService(t, b, other)
	for _, view := range []string{"past_outcomes", "past_decisions", "past_chain_payloads", "past_events"} {
		if n := deleted(stranger, "DELETE FROM "+view); n != 0 {
			t.Errorf("%s lets another organisation delete %d rows", view, n)
		}
		var e *pgconn.PgError
		if _, err := conn.ExecContext(t.Context(), "UPDATE "+view+" SET org_id = org_id"); !errors.As(err, &e) || e.Code != "42501" {
			t.Errorf("%s can be changed: %v", view, err)
		}
		if n := deleted(conn, "DELETE FROM "+view); n == 0 {
			t.Errorf("%s keeps what is past its term", view)
		}
	}
	var left int
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM chain_payloads p JOIN chain_entries c ON c.org_id = p.org_id AND c.seq = p.seq WHERE c.action LIKE 'event.%' OR c.action LIKE 'outcome.%'").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d payloads of events are left, %v", left, err)
	}
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM chain_payloads").Scan(&left); err != nil || left == 0 {
		t.Errorf("the payloads of other entries went after 29 days, %v", err)
	}
}

func TestMonthsOfEventsThatAreEmptyAreDropped(t *testing.T) {
	b, s, _, _ := isolated(t)
	months := func() map[string]bool {
		t.Helper()
		db, err := sql.Open("pgx", b.Superuser)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		list, err := names(t.Context(), db, "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE inhparent = 'events'::regclass")
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, name := range list {
			there[name] = true
		}
		return there
	}
	now := time.Now().UTC()
	longAgo, ago := now.AddDate(-1, 0, 0), now.AddDate(-1, 3, 0)
	for _, at := range []time.Time{longAgo, ago} {
		if err := s.AddPartitions(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	name := func(at time.Time) string { return "events_" + at.Format("2006_01") }
	if err := b.Exec("INSERT INTO events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id, marks, types) SELECT org_id, '" + firstID("evt_", ago) + "', 'd', 'r', device_id, '', at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id, marks, types FROM events LIMIT 1"); err != nil {
		t.Fatal(err)
	}
	if err := s.DropPartitions(t.Context(), now.AddDate(0, -6, 0)); err != nil {
		t.Fatal(err)
	}
	if m := months(); m[name(longAgo)] || !m[name(ago)] || !m[name(now)] {
		t.Errorf("left are %v", m)
	}
}
