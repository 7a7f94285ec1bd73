package app

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"dijkwacht/internal/config"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/internal/testenv"
)

// compose is the part of docker-compose.yml that the tests look at.
type compose struct {
	Services map[string]struct {
		User        string
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
		Ports       []string
		Volumes     []string
		Networks    []string
		Environment map[string]string
		Healthcheck struct {
			Test    []string
			Disable bool
		}
	}
	Configs map[string]struct{ Content string }
	Volumes map[string]any
}

func readCompose(t *testing.T) compose {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docker-compose.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var c compose
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// variables are the settings of the service by their names in the environment.
func variables(settings reflect.Type) (names []string) {
	for _, field := range reflect.VisibleFields(settings) {
		if name := field.Tag.Get("env"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func TestEachContainerHasNoMoreRightsThanItNeeds(t *testing.T) {
	c := readCompose(t)
	known := variables(reflect.TypeFor[config.Serve]())
	for name, s := range c.Services {
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
			t.Errorf("%s can do more than it needs: %+v", name, s)
		}
		if s.User == "" || s.User == "root" || strings.HasPrefix(s.User, "0") {
			t.Errorf("%s runs as %q", name, s.User)
		}
		if len(s.Healthcheck.Test) == 0 && !s.Healthcheck.Disable {
			t.Errorf("%s has no health check", name)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s publishes %s to everybody", name, port)
			}
		}
		for _, v := range s.Volumes {
			volume, _, _ := strings.Cut(v, ":")
			if _, named := c.Volumes[volume]; !named {
				t.Errorf("%s keeps things in %s, which is no named volume", name, v)
			}
		}
		if name == "dijkwacht" || name == "migrate" {
			for variable := range s.Environment {
				if !slices.Contains(known, variable) {
					t.Errorf("%s gets %s, which the program does not know", name, variable)
				}
			}
		}
		if _, owner := s.Environment["DIJKWACHT_MIGRATE_URL"]; owner != (name == "migrate") {
			t.Errorf("%s: has the role that owns the schema: %v", name, owner)
		}
	}
	if len(c.Services) != 4 {
		t.Errorf("%d services", len(c.Services))
	}
}

// secretForm is how a secret comes into the file: from the environment, or not at
// all.
var secretForm = regexp.MustCompile(`\$\{[A-Z_]*PASSWORD:\?[^}]*\}`)

func TestNoSecretIsWrittenInTheComposeFile(t *testing.T) {
	for name, s := range readCompose(t).Services {
		for variable, value := range s.Environment {
			secret := strings.Contains(variable, "PASSWORD") || strings.Contains(variable, "AUTH") || strings.HasSuffix(variable, "_URL") && variable != "DIJKWACHT_PUBLIC_URL"
			if secret && !secretForm.MatchString(value) {
				t.Errorf("%s: %s does not come from the environment", name, variable)
			}
		}
	}
}

func TestTheRolesOfTheComposeFileSuffice(t *testing.T) {
	server := testenv.StartPostgres(t)
	server.Run(t, "psql", "--quiet", "--host", server.Folder(), "--username", "postgres", "--command", "DROP ROLE dijkwacht, dijkwacht_owner")
	content := strings.ReplaceAll(readCompose(t).Configs["roles"].Content, "$$", "$")
	t.Setenv("PGHOST", server.Folder())
	t.Setenv("DIJKWACHT_DB_PASSWORD", "plain's")
	t.Setenv("DIJKWACHT_DB_OWNER_PASSWORD", "owner")
	server.Run(t, "/bin/sh", "-euc", content)
	address := func(role string) string { return "postgres://" + role + "@/dijkwacht?host=" + server.Folder() }
	if _, err := sqlstore.MigratePostgres(t.Context(), address("dijkwacht"), address("dijkwacht_owner")); err != nil {
		t.Fatal(err)
	}
	s, err := sqlstore.OpenPostgres(t.Context(), address("dijkwacht"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
