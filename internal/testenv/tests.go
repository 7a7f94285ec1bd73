package testenv

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var madeTest = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// TestNames are the names of all Go tests in the folders: what a page or a paper may
// refer to.
func TestNames(tb testing.TB, dirs ...string) map[string]bool {
	tb.Helper()
	there := map[string]bool{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			for _, m := range madeTest.FindAllStringSubmatch(string(content), -1) {
				there[m[1]] = true
			}
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return there
}
