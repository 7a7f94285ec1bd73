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
	"sync"

	_ "modernc.org/sqlite" // the driver

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// FileName is the name of the SQLite database in the data directory.
const FileName = "dijkwacht.db"

// Store is the one SQL store. It is safe for concurrent use, also beside another
// process on the same database.
type Store struct {
	write  *sql.DB
	read   *sql.DB
	random io.Reader

	jobs   chan *job
	done   chan struct{} // closed when the writer has stopped
	mu     sync.RWMutex  // guards closed against the closing of jobs
	closed bool
}

var (
	_ register.Store = (*Store)(nil)
	_ ident.Store    = (*Store)(nil)
	_ auth.Store     = (*Store)(nil)
	_ publish.Store  = (*Store)(nil)
)

// Open opens the SQLite database in dir, creates both when they are not there, and
// brings the schema up to date. The directory and its files are for the owner
// alone. It fails with a clear sentence when a newer release has written the
// database, and when the connection does not have the settings that durability
// rests on.
func Open(ctx context.Context, dir string, random io.Reader) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create data directory: %w", err)
	}
	path := filepath.Join(dir, FileName)
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	s := &Store{random: random, jobs: make(chan *job, maxBatch), done: make(chan struct{})}
	var err error
	if s.write, err = openSQLite(path, 1); err != nil {
		return nil, err
	}
	if s.read, err = openSQLite(path, readers); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.read.Close(), s.write.Close())
	}
	go s.runWriter()
	return s, nil
}

func (s *Store) prepare(ctx context.Context) error {
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	for _, db := range []*sql.DB{s.write, s.read} {
		if err := checkSettings(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

// Close waits for the writes under way and closes the database. Writes after it
// fail with fault.StoreUnavailable.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.mu.Unlock()
	<-s.done
	return errors.Join(s.read.Close(), s.write.Close())
}

// Ping reports whether the database can be written: it takes the write lock and
// lets go.
func (s *Store) Ping(ctx context.Context) error {
	return s.do(ctx, anyOrganisation, func(*batch) error { return nil })
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
		"secure_delete(ON)", "journal_size_limit(67108864)",
	}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: query.Encode()}).String())
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

// createPrivate makes the file before SQLite does, so that it is never readable
// for others; SQLite gives its side files the same mode.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return f.Close()
}

// storeError hides nothing and adds the code. Statements are parameterised and the
// driver quotes no values, so the text is fit for the log.
func storeError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.E(fault.NotFound)
	}
	return fault.Wrap(fault.StoreUnavailable, err)
}
