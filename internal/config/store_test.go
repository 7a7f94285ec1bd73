package config

import (
	"strings"
	"testing"
)

func TestDataAreInAFolderOrInPostgres(t *testing.T) {
	tests := map[string]struct {
		in    Data
		words string // of the error
	}{
		"a folder":                    {Data{Dir: "data"}, ""},
		"an address":                  {Data{DatabaseURL: "postgres://dijkwacht@db/dijkwacht"}, ""},
		"both roles":                  {Data{DatabaseURL: "postgresql://dijkwacht@db/x", MigrateURL: "postgres://owner@db/x"}, ""},
		"an owner without a service":  {Data{MigrateURL: "postgres://owner:geheim@db/x"}, "DIJKWACHT_DATABASE_URL"},
		"another kind of database":    {Data{DatabaseURL: "mysql://u:geheim@db/x"}, "postgres://"},
		"another kind for the owner":  {Data{DatabaseURL: "postgres://u@db/x", MigrateURL: "u:geheim@db"}, "postgres://"},
		"a host without a scheme":     {Data{DatabaseURL: "u:geheim@db.example.nl"}, "postgres://"},
		"a name from the environment": {Data{DatabaseURL: "host=db password=geheim"}, "postgres://"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.in.Check()
			if tt.words == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.words) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("got %v", err)
			}
		})
	}
}
