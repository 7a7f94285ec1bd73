package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

// withStore opens the existing database beside a running server, and runs the work
// for its organisation.
func withStore(ctx context.Context, data config.Data, work func(*sqlstore.Store, ident.Organisation) error) (err error) {
	if _, err := os.Stat(filepath.Join(data.Dir, sqlstore.FileName)); data.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there are no data in %s: start the service first with dijkwacht serve, or say where the data are with --data", data.Dir)
	}
	store, err := app.OpenStore(ctx, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	list, err := store.Organisations(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("there is no organisation yet: start the service first with dijkwacht serve")
	}
	return work(store, list[0])
}
