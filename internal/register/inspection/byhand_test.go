package inspection_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/register/inspection"
)

// byHand runs the lines of docs/inspection.md on a file.
func byHand(t *testing.T, content []byte) (said string, whole bool) {
	t.Helper()
	page, err := os.ReadFile("../../../docs/inspection.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```sh\n")
	script, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/inspection.md has no lines to run")
	}
	for _, tool := range []string{"bash", "unzip", "jq", "sha256sum", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: install it (see .ci/setup)", tool)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "register.zip")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "-c", script)
	cmd.Env = append(os.Environ(), "file="+file, "TMPDIR="+dir)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil && strings.HasSuffix(string(out), "whole\n")
}

func TestAThirdPartyChecksAFileWithStandardTools(t *testing.T) {
	w := newWorld(t)
	good := w.file(inspection.Period{From: day, To: day.Add(9 * time.Hour)}) // few entries: each takes some programs
	said, whole := byHand(t, good)
	if !whole || !strings.Contains(said, "signed by key "+report(w.key)) || !strings.Contains(said, "checkpoint "+w.mark.Short()) {
		t.Fatalf("a good file: %s", said)
	}
	entries := func(from, to string) func(map[string][]byte) {
		return func(f map[string][]byte) {
			l := lines(f, "entries.jsonl")
			n := holding(l, from)
			l[n] = swap(l[n], from, to)
			f["entries.jsonl"] = joined(l)
		}
	}
	for name, tt := range map[string]struct {
		change func(map[string][]byte)
		resign bool
		says   string
	}{
		"an outsider":     {entries("chatgpt", "copilot"), false, "a file"},
		"another content": {entries("chatgpt", "copilot"), true, "the content of entry"},
		"another actor":   {entries(`actor\":\"dev_1`, `actor\":\"dev_2`), true, "was changed"},
		"a dropped entry": {func(f map[string][]byte) { f["entries.jsonl"] = joined(lines(f, "entries.jsonl")[1:]) }, true, "does not follow"},
		"a cut end":       {func(f map[string][]byte) { l := lines(f, "entries.jsonl"); f["entries.jsonl"] = joined(l[:len(l)-1]) }, true, "missing at the end"},
		"another register": {func(f map[string][]byte) {
			f["register.jsonl"] = []byte(swap(string(f["register.jsonl"]), "chatgpt", "copilot"))
		}, true, "the register differs"},
		"a case left out": {func(f map[string][]byte) { f["register.jsonl"] = joined(lines(f, "register.jsonl")[1:]) }, true, "missing from the register"},
		"another checkpoint": {func(f map[string][]byte) {
			f["checkpoints.jsonl"] = []byte(swap(string(f["checkpoints.jsonl"]), w.mark.Hash[:4], "0000"))
		}, true, "a checkpoint"},
		"a changed manifest": {func(f map[string][]byte) {
			f["manifest.json"] = []byte(swap(string(f["manifest.json"]), "Linde", "Eik"))
		}, false, "the signature"},
	} {
		files := unpack(t, good)
		tt.change(files)
		if tt.resign {
			resign(t, files, w.key, nil)
		}
		if said, whole := byHand(t, pack(t, files)); whole || !strings.Contains(said, "NOT whole: ") || !strings.Contains(said, tt.says) {
			t.Errorf("%s: got %s, want %q", name, said, tt.says)
		}
	}
}
