package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

// monthsAhead is how many months of partitions exist before they are needed.
const monthsAhead = 3

// appendOnly are the tables that hold evidence: the service adds to them and reads
// them, nothing else.
var appendOnly = []string{"chain_entries", "chain_payloads", "checkpoints", "decisions", "erasures", "events", "outcomes", "policy_versions"}

// past are the views through which retention deletes evidence that is past its term.
var past = []string{"past_chain_payloads", "past_decisions", "past_events", "past_outcomes"}

// MigratePostgres brings the schema up to date as the role of migrateURL, or that of
// url where migrateURL is empty, lets the role of url work with it, and returns the
// version. Of several processes at once, one migrates and the others wait.
func MigratePostgres(ctx context.Context, url, migrateURL string) (int64, error) {
	service, err := postgresConfig(url)
	if err != nil {
		return 0, err
	}
	owner := service
	if migrateURL != "" {
		if owner, err = postgresConfig(migrateURL); err != nil {
			return 0, err
		}
	}
	db := stdlib.OpenDB(*owner)
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return 0, err
	}
	version, err := migrate(ctx, database.DialectPostgres, db, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, withAdvice(err, migrateURL)
	}
	if err := addPartitions(ctx, db, time.Now()); err != nil {
		return 0, err
	}
	if owner.User != service.User {
		err = grant(ctx, db, service.User)
	}
	return version, err
}

// withAdvice says what an administrator can do about missing privileges.
func withAdvice(err error, migrateURL string) error {
	var e toldError
	if errors.As(err, &e) && e.cause.Code == "42501" && migrateURL == "" {
		return fmt.Errorf("%w: give DIJKWACHT_MIGRATE_URL with the role that owns the schema, or let it run dijkwacht migrate", err)
	}
	return err
}

// grantLock keeps processes that grant at once apart; PostgreSQL refuses the second.
const grantLock = 7_306_942_113

// grant lets the service work in its plain role. It runs after every migration, so
// that new tables are covered. It is one transaction: a replica that works at the
// time never finds its privileges revoked.
func grant(ctx context.Context, db *sql.DB, role string) error {
	to := pgx.Identifier{role}.Sanitize()
	statements := []string{
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + to,
		"REVOKE ALL ON goose_db_version FROM " + to,
		"GRANT SELECT ON goose_db_version TO " + to,
		"GRANT EXECUTE ON FUNCTION add_event_partitions(bigint, int), drop_event_partitions(bigint) TO " + to,
	}
	for _, view := range past {
		statements = append(statements, "REVOKE ALL ON "+view+" FROM "+to, "GRANT SELECT, DELETE ON "+view+" TO "+to)
	}
	for _, table := range appendOnly {
		statements = append(statements, "REVOKE ALL ON "+table+" FROM "+to, "GRANT SELECT, INSERT ON "+table+" TO "+to)
	}
	partitions, err := names(ctx, db, "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'events'::regclass")
	if err != nil {
		return err
	}
	for _, table := range partitions {
		statements = append(statements, "REVOKE ALL ON "+table+" FROM "+to) // only by way of events
	}
	if err := inOneTransaction(ctx, db, statements); err != nil {
		return fmt.Errorf("grant privileges to the service: %w", tellable(err))
	}
	return nil
}

func inOneTransaction(ctx context.Context, db *sql.DB, statements []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", grantLock); err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func names(ctx context.Context, db *sql.DB, query string) ([]string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, tellable(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, tellable(err)
		}
		list = append(list, name)
	}
	return list, rows.Err()
}

func addPartitions(ctx context.Context, db *sql.DB, now time.Time) error {
	if _, err := db.ExecContext(ctx, "SELECT add_event_partitions($1, $2)", now.UnixMilli(), monthsAhead); err != nil {
		return fmt.Errorf("add partitions of events: %w", tellable(err))
	}
	return nil
}

// AddPartitions makes the partitions of events of this month and the next ones,
// where the engine divides them. What has no partition is kept all the same, and is
// found more slowly.
func (s *Store) AddPartitions(ctx context.Context, now time.Time) error {
	if s.dialect.scope == "" {
		return nil
	}
	return storeError(addPartitions(ctx, s.read, now))
}

// DropPartitions drops the partitions of events of months that ended before the given
// time and in which nothing is left, where the engine divides them.
func (s *Store) DropPartitions(ctx context.Context, before time.Time) error {
	if s.dialect.scope == "" {
		return nil
	}
	_, err := s.read.ExecContext(ctx, "SELECT drop_event_partitions($1)", before.UnixMilli())
	return storeError(err)
}

// schemaVersion reads the version that migrations left behind, 0 for none.
func schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var version sql.NullInt64
	err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "42P01" || e.Code == "42501") { // not there, or not ours to see yet
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", tellable(err))
	}
	return version.Int64, nil
}
