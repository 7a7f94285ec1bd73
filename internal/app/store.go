package app

import (
	"context"
	"crypto/rand"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/sqlstore"
)

// OpenStore opens the database that the settings name, PostgreSQL or SQLite, and
// brings its schema up to date.
func OpenStore(ctx context.Context, data config.Data) (*sqlstore.Store, error) {
	if err := data.Check(); err != nil {
		return nil, err
	}
	if data.DatabaseURL != "" {
		return sqlstore.OpenPostgres(ctx, data.DatabaseURL, data.MigrateURL, rand.Reader)
	}
	return sqlstore.Open(ctx, data.Dir, rand.Reader)
}

// Migrate brings the schema of the database that the settings name up to date, and
// returns its version.
func Migrate(ctx context.Context, data config.Data) (int64, error) {
	if err := data.Check(); err != nil {
		return 0, err
	}
	if data.DatabaseURL != "" {
		return sqlstore.MigratePostgres(ctx, data.DatabaseURL, data.MigrateURL)
	}
	return sqlstore.MigrateSQLite(ctx, data.Dir)
}

// partitionsEvery is how often a running service makes the next partitions of
// events. Opening the store does it too.
const partitionsEvery = 24 * time.Hour

func (a *App) addPartitions(ctx context.Context) error {
	return a.store.AddPartitions(ctx, a.opts.Now())
}
