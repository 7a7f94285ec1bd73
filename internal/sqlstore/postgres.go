package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

var postgresDialect = dialect{
	begin:     "BEGIN",
	batchTime: 5 * time.Second,
	scope:     "SELECT set_config('dijkwacht.org', $1, true)",
	takeChain: "UPDATE chain_heads SET seq = seq WHERE org_id = $1 RETURNING seq, hash",
	refused:   refusedByPostgres,
	passing:   passingInPostgres,
	past:      "past_",
}

// connectTime bounds the making of a connection where the URL sets no other time.
const connectTime = 3 * time.Second

// postgresReaders is how many connections read.
const postgresReaders = 8

// OpenPostgres opens the PostgreSQL database at url. The role of url is a plain one;
// the schema belongs to the role of migrateURL, which brings it up to date where it
// is not. Without migrateURL the role of url owns the schema and does that itself.
// It fails with a clear sentence when a newer release has written the database, and
// when a connection does not have the settings that durability and the separation
// of organisations rest on.
func OpenPostgres(ctx context.Context, url, migrateURL string, random io.Reader) (*Store, error) {
	write, err := openPostgres(url, 1)
	if err != nil {
		return nil, err
	}
	read, err := openPostgres(url, postgresReaders)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	if err := preparePostgres(ctx, write, url, migrateURL); err != nil {
		return nil, errors.Join(err, read.Close(), write.Close())
	}
	return newStore(postgresDialect, write, read, random), nil
}

func preparePostgres(ctx context.Context, db *sql.DB, url, migrateURL string) error {
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to the database: %w", refusal(err))
	}
	current, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	switch target, err := latest(); {
	case err != nil:
		return err
	case current > target:
		return newerSchema(current, target)
	case current == target:
		return addPartitions(ctx, db, time.Now())
	}
	_, err = MigratePostgres(ctx, url, migrateURL) // adds partitions too
	return err
}

func openPostgres(url string, connections int) (*sql.DB, error) {
	config, err := postgresConfig(url)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(checkPostgres))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// postgresConfig reads a URL. Its errors hold nothing of it: it has a password.
func postgresConfig(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the address of the database is not a PostgreSQL URL such as postgres://dijkwacht@db.example.nl/dijkwacht")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTime
	}
	config.RuntimeParams["application_name"] = "dijkwacht"
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["timezone"] = "UTC"
	// Queries take milliseconds; to compile one first takes up to seconds, which
	// PostgreSQL does where its estimate is high.
	config.RuntimeParams["jit"] = "off"
	if config.ValidateConnect == nil { // of several hosts, the one that takes writes
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	return config, nil
}

// oldestPostgres is the oldest release that the tests cover.
const oldestPostgres = 15

// errSettings is what an unfit connection is refused with.
type errSettings struct{ sentence string }

func (e errSettings) Error() string { return e.sentence }

// checkPostgres reads the settings back from each new connection.
func checkPostgres(ctx context.Context, conn *pgx.Conn) error {
	var commit, fsync, pages, encoding, role string
	var version int
	var above bool
	err := conn.QueryRow(ctx, `SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
		current_setting('server_encoding'), current_setting('server_version_num')::int / 10000, rolname, rolsuper OR rolbypassrls
		FROM pg_roles WHERE rolname = current_user`).Scan(&commit, &fsync, &pages, &encoding, &version, &role, &above)
	switch {
	case err != nil:
		return err
	case commit != "on" || fsync != "on" || pages != "on":
		return errSettings{fmt.Sprintf("PostgreSQL does not keep what it acknowledges: synchronous_commit is %s, fsync %s, full_page_writes %s; all must be on", commit, fsync, pages)}
	case encoding != "UTF8":
		return errSettings{fmt.Sprintf("the database has the encoding %s; it must be UTF8", encoding)}
	case version < oldestPostgres:
		return errSettings{fmt.Sprintf("PostgreSQL %d is too old; use %d or newer", version, oldestPostgres)}
	case above:
		return errSettings{fmt.Sprintf("the role %q is above row-level security, which keeps organisations apart; use a role that is neither superuser nor BYPASSRLS", role)}
	}
	return nil
}

// refusal is the sentence of errSettings where that is the cause, otherwise what may
// be told.
func refusal(err error) error {
	var unfit errSettings
	if errors.As(err, &unfit) {
		return unfit
	}
	return tellable(err)
}

// refusedByPostgres knows the errors that are about one statement: the server names
// them by their class (its manual, appendix A), and when a value could not even be
// sent the connection is as it was.
func refusedByPostgres(conn *sql.Conn, err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code[:2] {
		case "22", "23", "42", "44", "P0":
			return true
		}
		return false
	}
	open := false
	_ = conn.Raw(func(c any) error {
		open = !c.(*stdlib.Conn).Conn().IsClosed()
		return nil
	})
	return open && !errors.Is(err, context.DeadlineExceeded)
}

// passingInPostgres knows deadlocks and conflicts of transactions, a server that
// went down or changed roles, prepared statements that a new schema made void, and a
// connection that broke. When no new connection can be made or nothing answers,
// trying again at once is no use.
func passingInPostgres(err error) bool {
	var connect *pgconn.ConnectError
	var e *pgconn.PgError
	switch {
	case errors.As(err, &connect), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return false
	case errors.As(err, &e):
		switch e.Code {
		case "40001", "40P01", "57P01", "57P02", "25006", "0A000", "26000":
			return true
		}
		return e.Code[:2] == "08"
	}
	return true
}
