package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dijkwacht/internal/config"
	"dijkwacht/internal/sqlstore"
)

type backupCmd struct {
	config.Data
	config.Keys
	File string `arg:"" type:"path" help:"New file for the backup. It is never written over one that is there."`
}

// errElsewhere says what to do for PostgreSQL, whose own tools copy it better.
var errElsewhere = errors.New("the data are in PostgreSQL, which has its own backup: pg_dump and pg_restore, or continuous archiving; the commands are in docs/deploy/backup.md")

// Run copies the database beside a running service.
func (c *backupCmd) Run(ctx context.Context, p process) error {
	if c.DatabaseURL != "" {
		return errElsewhere
	}
	switch err := sqlstore.Backup(ctx, c.Dir, c.File); {
	case errors.Is(err, sqlstore.ErrNoDatabase):
		return noData(c.Dir)
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s exists already: a backup is never overwritten; choose another name, such as one with the date", c.File)
	case err != nil:
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "The backup is in %s (%d KiB).\nKeep %s too, in another place: without that file nobody can sign in to a restored service.\n",
		c.File, (info.Size()+1023)/1024, c.KeyPath(c.Dir))
	return err
}

// noData says that a folder holds no database.
func noData(dir string) error {
	return fmt.Errorf("there are no data in %s: start the service first with dijkwacht serve, or say where the data are with --data", dir)
}

// hasOther reports whether the folder holds more than the key file, which may well
// be put there first.
func hasOther(dir, keyFile string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	for _, entry := range entries {
		if name := filepath.Join(dir, entry.Name()); name != keyFile && entry.Name() != "lost+found" {
			return true, nil
		}
	}
	return false, err
}
