package internal_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dijkwacht/internal/testenv"
)

// Pages that promise something say where it shows: an endpoint, a command or a test.
var promises = []string{"docs/record-of-processing.md", "docs/processor-breach.md", "docs/inspection.md", "docs/works-council.md"}

var (
	saidEndpoint = regexp.MustCompile("`(GET|POST|PUT|PATCH|DELETE) (/api/v1/[^`]*)`")
	saidTest     = regexp.MustCompile(`\bTest[A-Z]\w+`)
	saidCommand  = regexp.MustCompile("`dijkwacht ([a-z-]+)(?: ([a-z]+))?")
	saidLink     = regexp.MustCompile(`\]\(([a-z][^):]*\.md)\)`)
	madeCommand  = regexp.MustCompile("(?m)^\\s+[A-Z]\\w+\\s+(\\w+)\\s+`cmd:\"\"(?: name:\"([a-z-]+)\")?")
)

func TestWhatThePagesPromiseIsThere(t *testing.T) {
	endpoints, tests, commands := operationsSaid(t), testenv.TestNames(t, filepath.Join(root, "internal"), filepath.Join(root, "server")), commandsThere(t)
	for _, page := range promises {
		content := read(t, page)
		said := 0
		for _, m := range saidEndpoint.FindAllStringSubmatch(content, -1) {
			said++
			if !endpoints[strings.ToLower(m[1])+" "+m[2]] {
				t.Errorf("%s: there is no %s %s", page, m[1], m[2])
			}
		}
		for _, name := range saidTest.FindAllString(content, -1) {
			said++
			if !tests[name] {
				t.Errorf("%s: there is no %s", page, name)
			}
		}
		for _, m := range saidCommand.FindAllStringSubmatch(content, -1) {
			said++
			if !commands[m[1]] {
				t.Errorf("%s: there is no dijkwacht %s", page, m[1])
			}
		}
		for _, m := range saidLink.FindAllStringSubmatch(content, -1) {
			if _, err := os.Stat(filepath.Join(root, "docs", m[1])); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", page, m[1])
			}
		}
		if said == 0 {
			t.Errorf("%s says nowhere where its statements show", page)
		}
	}
}

// operationsSaid are the operations of the OpenAPI document.
func operationsSaid(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("api/wire/openapi/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no OpenAPI document: %v", err)
	}
	there := map[string]bool{}
	for _, file := range files {
		var part struct {
			Paths map[string]map[string]json.RawMessage `json:"paths"`
		}
		content, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(content, &part)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for path, item := range part.Paths {
			for method := range item {
				there[method+" "+path] = true
			}
		}
	}
	return there
}

// commandsThere are the commands of the program, read from its list.
func commandsThere(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	for _, m := range madeCommand.FindAllStringSubmatch(read(t, "server/main.go"), -1) {
		name := m[2]
		if name == "" {
			name = strings.TrimSuffix(m[1], "Cmd")
		}
		there[name] = true
	}
	return there
}
