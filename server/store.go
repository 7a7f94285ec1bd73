package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

// withStore opens the existing database beside a running server, and runs the work
// for the organisation that the settings name, or the only one.
func withStore(ctx context.Context, data config.Data, work func(*sqlstore.Store, ident.Organisation) error) error {
	return withDatabase(ctx, data, func(s *sqlstore.Store, list []ident.Organisation) error {
		o, err := choose(list, data.Org)
		if err != nil {
			return err
		}
		return work(s, o)
	})
}

// withDatabase opens the existing database, and runs the work with the list of
// organisations.
func withDatabase(ctx context.Context, data config.Data, work func(*sqlstore.Store, []ident.Organisation) error) (err error) {
	if _, err := os.Stat(filepath.Join(data.Dir, sqlstore.FileName)); data.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		return noData(data.Dir)
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
	return work(store, list)
}
