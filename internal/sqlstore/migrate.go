package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// migrate brings the schema up to date. A database with a newer schema than this
// release knows is refused, because writing to it could corrupt the register.
func migrate(ctx context.Context, dialect database.Dialect, db *sql.DB, options ...goose.ProviderOption) (int64, error) {
	files, err := schema(dialect)
	if err != nil {
		return 0, err
	}
	provider, err := goose.NewProvider(dialect, db, files, append(options, goose.WithVerbose(false), goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", migrationError(err))
	}
	if current > target {
		return 0, newerSchema(current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		now, _, again := provider.GetVersions(ctx)
		switch {
		case again == nil && now == target: // another process was first
			return target, nil
		case again == nil:
			return 0, fmt.Errorf("migrate schema: %w; nothing of this step is left, the database has schema %d", migrationError(err), now)
		}
		return 0, fmt.Errorf("migrate schema: %w", migrationError(err))
	}
	return target, nil
}

func newerSchema(current, target int64) error {
	return fmt.Errorf("the database has schema %d, written by a newer release; this release knows schemas up to %d: use the newer release, or restore a backup made before it", current, target)
}

// latest is the newest schema that this release knows.
func latest() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.New("this program holds no migrations")
	}
	number, _, _ := strings.Cut(path.Base(files[len(files)-1]), "_")
	return strconv.ParseInt(number, 10, 64)
}

// migrationError names the migration that failed and why, without stored values.
func migrationError(err error) error {
	var partial *goose.PartialError
	if errors.As(err, &partial) && partial.Failed != nil {
		return fmt.Errorf("%s: %w", path.Base(partial.Failed.Source.Path), refusal(err))
	}
	return refusal(err)
}
