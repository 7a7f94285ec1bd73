package internal_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = ".."

// topLevel is all that may lie at the top of the repository.
var topLevel = []string{
	"server", "extension", "internal", "rules", "docs", "go.mod", "go.sum", "package.json", "package-lock.json", "Makefile",
	"Dockerfile", "docker-compose.yml", "README.md", "LICENSE", "SECURITY.md", "CONTRIBUTING.md",
	".ci", ".dockerignore", ".git", ".gitignore", ".npmrc",
}

var (
	listedDependency = regexp.MustCompile("(?m)^- `([^`]+)`: \\S.+$")
	requiredModule   = regexp.MustCompile(`(?m)^(?:require )?\t?([a-z][^\s]*/[^\s]+) v[^\s]+$`) // no "// indirect"
	toolPackage      = regexp.MustCompile(`(?m)^(?:tool |\t)(\S+/\S+)$`)
)

func TestDependenciesPageListsExactlyTheDirectOnes(t *testing.T) {
	var listed []string
	for _, match := range listedDependency.FindAllStringSubmatch(read(t, "docs/dependencies.md"), -1) {
		listed = append(listed, match[1])
	}
	direct := append(goDependencies(t), npmDependencies(t)...)
	slices.Sort(listed)
	slices.Sort(direct)
	if diff := cmp.Diff(slices.Compact(direct), listed); diff != "" {
		t.Errorf("docs/dependencies.md differs from go.mod and the package.json files (-direct +listed):\n%s", diff)
	}
}

// A lock file with addresses would send every user to the registry of whoever wrote it.
func TestLockFileHoldsNoRegistryAddresses(t *testing.T) {
	for line := range strings.Lines(read(t, "package-lock.json")) {
		if strings.Contains(line, `"resolved": "http`) {
			t.Fatalf("package-lock.json holds a registry address: %s", strings.TrimSpace(line))
		}
	}
}

func TestTopLevelHoldsOnlyWhatTheLayoutNames(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(read(t, ".gitignore"))
	for _, entry := range entries {
		name := entry.Name()
		made := slices.Contains(ignored, "/"+name+"/") || slices.Contains(ignored, name+"/")
		if !made && !slices.Contains(topLevel, name) {
			t.Errorf("%s has no place in the layout", name)
		}
	}
}

// goDependencies returns the modules that go.mod requires directly, the modules of its tools among them.
func goDependencies(t *testing.T) []string {
	t.Helper()
	mod := read(t, "go.mod")
	var direct []string
	for _, match := range requiredModule.FindAllStringSubmatch(mod, -1) {
		direct = append(direct, match[1])
	}
	for _, match := range toolPackage.FindAllStringSubmatch(mod, -1) {
		module, _, _ := strings.Cut(match[1], "/cmd/")
		direct = append(direct, module)
	}
	return direct
}

func npmDependencies(t *testing.T) []string {
	t.Helper()
	var direct []string
	for _, file := range []string{"package.json", "extension/package.json", "server/console/package.json"} {
		var manifest struct {
			Dependencies    map[string]string `json:"dependencies"`
			DevDependencies map[string]string `json:"devDependencies"`
		}
		if err := json.Unmarshal([]byte(read(t, file)), &manifest); err != nil {
			t.Fatalf("parse %s: %v", file, err)
		}
		for name := range manifest.Dependencies {
			direct = append(direct, name)
		}
		for name := range manifest.DevDependencies {
			direct = append(direct, name)
		}
	}
	return direct
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
