package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// ErrNoDatabase is returned for a folder without a SQLite database.
var ErrNoDatabase = errors.New("there is no database")

// Backup copies the SQLite database in dir to a new file at path, which is for its
// owner alone. It neither stops nor delays whoever uses the database: the copy is
// what was acknowledged when it began, or later. It does not change the schema. The
// file is whole and on disk when it appears under its name; after an error it is not
// there. It fails with fs.ErrExist when there is something at path.
func Backup(ctx context.Context, dir, path string) (err error) {
	source := filepath.Join(dir, FileName)
	if _, err := os.Stat(source); err != nil {
		return errors.Join(ErrNoDatabase, err)
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".dijkwacht-backup-*") // mode 0600
	if err != nil {
		return fmt.Errorf("create backup: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close(), absent(os.Remove(file.Name()))) }()
	if err := copyDatabase(ctx, source, file.Name()); err != nil {
		return fmt.Errorf("copy database: %w", tellable(err))
	}
	if err := checkIntegrity(ctx, file.Name()); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("write backup to disk: %w", err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("name backup: %w", err)
	}
	return syncFolder(folder)
}

// copyDatabase writes one moment of the database to an empty file, without the pages
// that were freed.
func copyDatabase(ctx context.Context, source, target string) error {
	db, err := openFile(source, url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(5000)"}})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", target)
	return errors.Join(err, db.Close())
}

// errDamagedFile is what a file that is no whole SQLite database is refused with.
var errDamagedFile = errors.New("the file is not a whole SQLite database")

// checkIntegrity reads every page of a database that nobody uses.
func checkIntegrity(ctx context.Context, path string) error {
	db, err := openFile(path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	if err != nil {
		return err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil || verdict != "ok" {
		return errDamagedFile
	}
	rows, err := db.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return errDamagedFile
	}
	defer rows.Close()
	if rows.Next() || rows.Err() != nil {
		return errDamagedFile
	}
	return nil
}

// openFile opens one connection to a SQLite file.
func openFile(path string, query url.Values) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", sqliteAddress(absolute, query))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// sqliteAddress is the URI of a SQLite file (https://www.sqlite.org/uri.html).
func sqliteAddress(path string, query url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: query.Encode()}).String()
}

// absent is err, unless that says that a file is not there.
func absent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolder brings the names in a folder to disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("write folder to disk: %w", err)
	}
	return nil
}
