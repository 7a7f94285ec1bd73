package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileName is the name of the SQLite database in the data directory.
const FileName = "dijkwacht.db"

var sqliteDialect = dialect{
	begin:      "BEGIN IMMEDIATE",
	takeChain:  "SELECT seq, hash FROM chain_heads WHERE org_id = $1",
	refused:    refusedBySQLite,
	unnumbered: true,
	holds:      true,
	passing:    func(error) bool { return false },
}

// Open opens the SQLite database in dir, creates both when they are not there, and
// brings the schema up to date. The directory and its files are for the owner
// alone. It fails with a clear sentence when a newer release has written the
// database, and when the connection does not have the settings that durability
// rests on.
func Open(ctx context.Context, dir string, random io.Reader) (*Store, error) {
	path, err := createPrivate(dir)
	if err != nil {
		return nil, err
	}
	write, err := openSQLite(path, 1)
	if err != nil {
		return nil, err
	}
	read, err := openSQLite(path, readers)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	if err := prepareSQLite(ctx, write, read); err != nil {
		return nil, errors.Join(err, read.Close(), write.Close())
	}
	return newStore(sqliteDialect, write, read, random), nil
}

// MigrateSQLite brings the schema of the database in dir up to date, as Open does,
// and returns its version.
func MigrateSQLite(ctx context.Context, dir string) (version int64, err error) {
	path, err := createPrivate(dir)
	if err != nil {
		return 0, err
	}
	db, err := openSQLite(path, 1)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrate(ctx, database.DialectSQLite3, db)
}

func prepareSQLite(ctx context.Context, write, read *sql.DB) error {
	if _, err := migrate(ctx, database.DialectSQLite3, write); err != nil {
		return err
	}
	for _, db := range []*sql.DB{write, read} {
		if err := checkSettings(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

const readers = 4

// settings are read back from the live connections at start.
var settings = map[string]string{
	"journal_mode":  "wal",
	"synchronous":   "2", // FULL: an acknowledged write survives power loss
	"foreign_keys":  "1",
	"secure_delete": "1", // what is deleted is overwritten
	"busy_timeout":  "5000",
}

func openSQLite(path string, connections int) (*sql.DB, error) {
	query := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)",
		"secure_delete(ON)", "journal_size_limit(67108864)", "temp_store(MEMORY)", "wal_autocheckpoint(4000)",
	}}
	db, err := sql.Open("sqlite", sqliteAddress(path, query))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func checkSettings(ctx context.Context, db *sql.DB) error {
	for name, want := range settings {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil {
			return fmt.Errorf("read setting %s: %w", name, err)
		}
		if got != want {
			return fmt.Errorf("database setting %s is %s instead of %s", name, got, want)
		}
	}
	return nil
}

// createPrivate makes the folder and the file before SQLite does, so that they are
// never readable for others; SQLite gives its side files the same mode.
func createPrivate(dir string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("create data directory: %w", err)
	}
	path = filepath.Join(dir, FileName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", fmt.Errorf("create database: %w", err)
	}
	return path, f.Close()
}

// refusedBySQLite knows the results that are about one statement. After any other,
// such as a full disk or a failed read, the connection is not used again.
func refusedBySQLite(_ *sql.Conn, err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_TOOBIG:
		return true
	}
	return false
}
