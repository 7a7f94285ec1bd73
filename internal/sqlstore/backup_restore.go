package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrInUse is returned when a service still has the database open.
var ErrInUse = errors.New("the database is in use")

// Restoring says how to put a backup in place.
type Restoring struct {
	// From is the file that Backup made; it is only read.
	From string
	// Dir is the data folder, made when it is not there.
	Dir string
	// Keep is the name beside the database under which the one that was there is
	// kept. Where there is none it does not matter.
	Keep string
	// Random is the source of randomness of the store that Check gets.
	Random io.Reader
	// Check decides whether the backup is fit, on a copy that has the schema of this
	// release. What it writes is in the restored database.
	Check func(context.Context, *Store) error
}

// Restore puts the database of a backup in place. Until the last step the database
// that is there stays as it is, and after an error too: a file that is damaged, that
// has a newer schema, or that Check refuses never gets there. It fails with ErrInUse
// while a service has the database open.
func Restore(ctx context.Context, r Restoring) (err error) {
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return fmt.Errorf("create data directory: %w", err)
	}
	work, err := os.MkdirTemp(r.Dir, ".restore-") // mode 0700, on the same file system
	if err != nil {
		return fmt.Errorf("create folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	fresh := filepath.Join(work, FileName)
	if err := copyFile(r.From, fresh); err != nil {
		return err
	}
	if err := checkIntegrity(ctx, fresh); err != nil {
		return err
	}
	if err := prepareRestored(ctx, r, work); err != nil {
		return err
	}
	if err := syncFile(fresh); err != nil {
		return err
	}
	return putInPlace(ctx, fresh, filepath.Join(r.Dir, FileName), r.Keep)
}

// prepareRestored brings the copy up to date and has it checked.
func prepareRestored(ctx context.Context, r Restoring, work string) error {
	s, err := Open(ctx, work, r.Random)
	if err != nil {
		return err
	}
	if err := errors.Join(r.Check(ctx, s), s.Close()); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(work, FileName+"-wal")); err == nil {
		return errors.New("the restored database did not close")
	}
	return nil
}

// putInPlace changes one database for another: under the name is always one of
// them, and never with the side files of the other.
func putInPlace(ctx context.Context, fresh, path, keep string) error {
	kept := filepath.Join(filepath.Dir(path), keep)
	if _, err := os.Stat(path); err == nil {
		if err := release(ctx, path); err != nil {
			return err
		}
		if err := os.Link(path, kept); err != nil {
			return fmt.Errorf("keep the database that is there: %w", err)
		}
	}
	for _, side := range []string{"-wal", "-shm", "-journal"} { // those of a damaged database
		if err := absent(os.Rename(path+side, kept+side)); err != nil {
			return fmt.Errorf("keep the database that is there: %w", err)
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return fmt.Errorf("put the database in place: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

// release folds the side files into the database and fails when another process has
// it open: only the last one can end the mode in which it is shared. A file that is
// no database is nobody's.
func release(ctx context.Context, path string) error {
	db, err := openFile(path, url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(0)"}})
	if err != nil {
		return err
	}
	var mode string
	err = db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	var e *sqlite.Error
	busy := errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY || err == nil && mode == "wal"
	if closed := db.Close(); closed != nil {
		return fmt.Errorf("close database: %w", tellable(closed))
	}
	if busy {
		return ErrInUse
	}
	return ctx.Err()
}

// copyFile copies to a new file for its owner alone.
func copyFile(from, to string) error {
	if _, err := os.Stat(from + "-wal"); err == nil {
		return errors.New("the file is a database in use, and part of it is in another file: restore what dijkwacht backup made")
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("open backup: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("create copy: %w", err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("copy backup: %w", err)
	}
	return nil
}

// syncFile brings a file to disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write file to disk: %w", err)
	}
	return nil
}
