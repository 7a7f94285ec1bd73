package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3/database"

	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/testenv"
)

// TestAnUpdateCountsTheEventsOfEveryOrganisation brings a database with rows of two
// organisations, as the sixth schema left them, up to date. On PostgreSQL even the
// owner of the schema sees no row without naming the organisation.
func TestAnUpdateCountsTheEventsOfEveryOrganisation(t *testing.T) {
	t.Run("on SQLite", func(t *testing.T) {
		dir := t.TempDir()
		path, err := createPrivate(dir)
		if err != nil {
			t.Fatal(err)
		}
		db, err := openSQLite(path, 1)
		if err != nil {
			t.Fatal(err)
		}
		s := stepped{db, database.DialectSQLite3, nil}
		s.upTo(t, 6)
		for _, org := range []string{"org_1", "org_2"} {
			s.fill(t, org)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		store, err := Open(t.Context(), dir, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		countsEverything(t, store)
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		server := testenv.StartPostgres(t)
		b := server.Databases(t, "upgrade")
		config, err := postgresConfig(b.Owner)
		if err != nil {
			t.Fatal(err)
		}
		db := stdlib.OpenDB(*config)
		defer db.Close()
		db.SetMaxOpenConns(1)
		s := stepped{db, database.DialectPostgres, nil}
		s.upTo(t, 6)
		for _, org := range []string{"org_1", "org_2"} {
			s.exec(t, "SELECT set_config('dijkwacht.org', '"+org+"', false)")
			s.fill(t, org)
		}
		s.exec(t, "SELECT set_config('dijkwacht.org', '', false)")
		store, err := OpenPostgres(t.Context(), b.Service, b.Owner, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		countsEverything(t, store)
		unforced(t, db)
	})
}

// fill adds an organisation with three events, of which one was sent, and an
// incident, as releases of that time did.
func (s stepped) fill(t *testing.T, org string) {
	t.Helper()
	const at = 1795424400000
	s.exec(t, fmt.Sprintf("INSERT INTO organisations (id, name, created_at) VALUES ('%s', 'x', 1)", org))
	s.exec(t, fmt.Sprintf("INSERT INTO enrolment_keys (org_id, id, hash, label, created_at) VALUES ('%[1]s', 'ek', '%[1]s', 'x', 1)", org))
	s.exec(t, fmt.Sprintf(`INSERT INTO devices (org_id, id, enrolment_key_id, key_x, key_y, browser, browser_version, os, extension_version, user_groups, enrolled_at)
		VALUES ('%[1]s', 'dev_%[1]s', 'ek', 'x%[1]s', 'y', '', '', '', '', '[]', 1)`, org))
	s.exec(t, fmt.Sprintf(`INSERT INTO incidents (org_id, id, year, number, state, awaiting, needs_review, severity, subject, destination_id, destination_class, conversation, detected_at, last_event_at, events, rev, body)
		VALUES ('%[1]s', 'inc_%[1]s', 2026, 1, 'detected', 0, 1, 2, 'Reiger', 'chatgpt', 'unapproved', '', %[2]d, %[2]d, 3, 1, '{"incident_kind":"privacy"}')`, org, at))
	for n := range 3 {
		s.exec(t, fmt.Sprintf(`INSERT INTO events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body)
			VALUES ('%[1]s', 'evt_%[2]d', 'dec_%[2]d', 'req_%[2]d', 'dev_%[1]s', 'inc_%[1]s', %[3]d, 'chatgpt', 'unapproved', 'block', 2, 'Reiger', 1, '{}', '{}')`, org, n, at+n))
	}
	for rev, result := range []string{"unknown", "sent"} {
		s.exec(t, fmt.Sprintf("INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body) VALUES ('%s', 'evt_1', %d, %d, '%s', 'full', '{}')", org, rev+1, at, result))
	}
}

func countsEverything(t *testing.T, s *Store) {
	t.Helper()
	for _, org := range []string{"org_1", "org_2"} {
		facets, err := s.EventFacets(context.Background(), org, casework.EventFilter{})
		if err != nil || facets.Total != 3 || facets.Counts["outcome"]["sent"] != 1 || facets.Counts["outcome"]["unknown"] != 0 {
			t.Errorf("%s: got %+v, %v", org, facets, err)
		}
		cases, err := s.IncidentFacets(context.Background(), org, casework.Filter{Kinds: []string{"privacy"}})
		if err != nil || cases.Total != 1 {
			t.Errorf("%s: got %+v, %v", org, cases, err)
		}
	}
}

// unforced fails the test when a table of organisations was left open to the owner.
func unforced(t *testing.T, db *sql.DB) {
	t.Helper()
	list, err := names(t.Context(), db, `SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`)
	if err != nil || len(list) > 0 {
		t.Errorf("without row-level security for everyone: %v, %v", list, err)
	}
}
