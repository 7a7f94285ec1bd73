package config

import (
	"errors"
	"strings"
)

// Data says where the data are; every command that touches them has it.
type Data struct {
	Dir string `name:"data" env:"DIJKWACHT_DATA" default:"./data" type:"path" placeholder:"DIR" help:"Folder of the SQLite database."`
	// DatabaseURL and MigrateURL hold passwords: they go nowhere but to the driver.
	DatabaseURL string `name:"database-url" env:"DIJKWACHT_DATABASE_URL" placeholder:"URL" help:"PostgreSQL database to use instead of SQLite, in a plain role. Better set in the environment: it may hold a password."`
	MigrateURL  string `name:"migrate-url" env:"DIJKWACHT_MIGRATE_URL" placeholder:"URL" help:"The same database in the role that owns the schema, for migrations."`
	// Org matters to the commands that work for one organisation.
	Org string `env:"DIJKWACHT_ORG" placeholder:"ID" help:"Organisation to work for, when there are several; serve serves all."`
}

// Check fails with a sentence for the administrator when the settings cannot go
// together. It repeats none of them.
func (d Data) Check() error {
	if d.DatabaseURL == "" && d.MigrateURL != "" {
		return errors.New("DIJKWACHT_MIGRATE_URL goes with DIJKWACHT_DATABASE_URL, which is not set")
	}
	for _, url := range []string{d.DatabaseURL, d.MigrateURL} {
		if url != "" && !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
			return errors.New("DIJKWACHT_DATABASE_URL and DIJKWACHT_MIGRATE_URL must begin with postgres://")
		}
	}
	return nil
}
