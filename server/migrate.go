package main

import (
	"context"
	"fmt"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
)

type migrateCmd struct {
	config.Data
}

// Run brings the schema up to date.
func (c *migrateCmd) Run(ctx context.Context, p process) error {
	version, err := app.Migrate(ctx, c.Data)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "The database has schema %d.\n", version)
	return err
}
