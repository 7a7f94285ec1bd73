package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestATableOfSitesIsReadFromAFile(t *testing.T) {
	own, err := ReadSites("../../extension/src/sites/sites.json")
	if err != nil || !strings.Contains(string(own), `"chatgpt"`) {
		t.Fatalf("the extension's own table: %v", err)
	}
	if none, err := ReadSites(""); none != nil || err != nil {
		t.Errorf("no file: got %q, %v", none, err)
	}
}

func TestWhatIsNoTableOfSitesIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty":      "",
		"no object":  "[]",
		"no version": `{"sites":[{}]}`,
		"no sites":   `{"version":2,"sites":[]}`,
		"cut off":    `{"version":2,"sites":[{}]`,
		"too large":  `{"version":2,"sites":[{}],"x":"` + strings.Repeat("x", maxSites) + `"}`,
	} {
		file := filepath.Join(t.TempDir(), "sites.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadSites(file); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := ReadSites(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("a file that is not there: taken")
	}
}
