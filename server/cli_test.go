package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ran is what one call of the program left behind.
type ran struct {
	code     int
	out, err string
}

// call runs the program as the shell would.
func call(t *testing.T, stdin string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(context.Background(), args, process{
		in: strings.NewReader(stdin), out: &out, err: &errs,
		now: func() time.Time { return time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC) },
	})
	return ran{code, out.String(), errs.String()}
}

// fails asserts exit code 2, nothing printed, and one line of error that holds
// the wanted words and nothing of the text.
func (r ran) fails(t *testing.T, words string) {
	t.Helper()
	if r.code != exitError || r.out != "" {
		t.Errorf("exit code %d and output %q, want %d and none", r.code, r.out, exitError)
	}
	if !strings.HasPrefix(r.err, "dijkwacht: ") || strings.Count(r.err, "\n") != 1 {
		t.Errorf("want one line of error, got %q", r.err)
	}
	r.says(t, words)
}

// says asserts that the error output holds the words and nothing of the text.
func (r ran) says(t *testing.T, words string) {
	t.Helper()
	if !strings.Contains(r.err, words) {
		t.Errorf("error %q does not say %q", r.err, words)
	}
	for _, piece := range []string{"Jansen", "111222333", "hartfalen"} {
		if strings.Contains(r.err, piece) {
			t.Errorf("the error repeats %q: %q", piece, r.err)
		}
	}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	violation = "Mevr. Jansen, BSN 111222333, heeft hartfalen"
	clean     = "Wat zijn de bijwerkingen van paracetamol?"
)

func TestWrongUseEndsWithTwoAndOneClearLine(t *testing.T) {
	for _, c := range []struct {
		name, says string
		args       []string
	}{
		{"no command", "expected one of", nil},
		{"an unknown command", "unexpected argument", []string{"scann"}},
		{"a text as a command", "unexpected argument", []string{violation}},
		{"an unknown flag", "unknown flag --verbose", []string{"scan", "--verbose"}},
		{"a text as a flag", "unknown flag", []string{"scan", "--Jansen"}},
		{"a text as a file", "does not exist", []string{"scan", violation}},
		{"an unknown format", "must be one of", []string{"scan", "--format", violation}},
		{"a flag without its value", "--policy: expected string value", []string{"scan", "--policy"}},
		{"an unknown destination", "no AI service has this id", []string{"scan", "--destination", "jansen"}},
		{"a policy that is not there", "read the policy", []string{"scan", "--policy", "Jansen.yaml"}},
		{"two forms at once", "contradict", []string{"scan", "--jsonl", "--format", "json"}},
		{"redaction in SARIF", "SARIF", []string{"scan", "--redact", "--format", "sarif"}},
		{"redaction of two files as text", "one file", []string{"scan", "--redact", "a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) { call(t, "", c.args...).fails(t, c.says) })
	}
}

func TestHelpIsPrintedWithoutError(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"scan", "--help"}} {
		got := call(t, "", args...)
		if got.code != exitFine || got.err != "" || !strings.Contains(got.out, "Usage: dijkwacht") {
			t.Errorf("%v: got %+v", args, got)
		}
	}
}

func TestVersionIsOneLine(t *testing.T) {
	got := call(t, "", "version")
	if got.code != exitFine || !strings.HasPrefix(got.out, "dijkwacht ") || strings.Count(got.out, "\n") != 1 {
		t.Errorf("got %+v", got)
	}
}
