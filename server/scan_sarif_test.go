package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSARIFHoldsWhatTheStandardAsks(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "brief één.txt")
	if err := os.WriteFile(name, []byte("Dag,\nBSN 111222333 👍 en BSN 111222333"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, "", "scan", "--format", "sarif", name)
	if got.code != exitFound {
		t.Fatalf("got %+v", got)
	}
	var log map[string]any
	if err := json.Unmarshal([]byte(got.out), &log); err != nil {
		t.Fatal(err)
	}
	if log["version"] != "2.1.0" || log["$schema"] == "" {
		t.Errorf("version %v, schema %v", log["version"], log["$schema"])
	}
	run := log["runs"].([]any)[0].(map[string]any)
	if run["columnKind"] != "unicodeCodePoints" {
		t.Errorf("columnKind %v", run["columnKind"])
	}
	driver := run["tool"].(map[string]any)["driver"].(map[string]any)
	if driver["name"] != "dijkwacht" {
		t.Errorf("driver %v", driver)
	}
	rules, results := driver["rules"].([]any), run["results"].([]any)
	if len(rules) != 1 || len(results) != 2 {
		t.Fatalf("%d rules and %d results, want 1 and 2", len(rules), len(results))
	}
	result := results[1].(map[string]any)
	if result["ruleId"] != rules[0].(map[string]any)["id"] || result["ruleIndex"] != 0.0 || result["level"] != "error" {
		t.Errorf("result %v", result)
	}
	physical := result["locations"].([]any)[0].(map[string]any)["physicalLocation"].(map[string]any)
	want := map[string]any{"startLine": 2.0, "startColumn": 24.0, "endLine": 2.0, "endColumn": 33.0}
	if diff := cmp.Diff(want, physical["region"]); diff != "" {
		t.Errorf("region (-want +got):\n%s", diff)
	}
	uri := physical["artifactLocation"].(map[string]any)["uri"]
	if want := "file://" + dir + "/brief%20%C3%A9%C3%A9n.txt"; uri != want {
		t.Errorf("uri %v, want %s", uri, want)
	}
}

func TestSARIFOfNothingFoundIsEmptyAndValid(t *testing.T) {
	got := call(t, clean, "scan", "--format", "sarif")
	var log sarifLog
	if err := json.Unmarshal([]byte(got.out), &log); err != nil {
		t.Fatal(err)
	}
	if got.code != exitFine || len(log.Runs) != 1 || log.Runs[0].Results == nil || log.Runs[0].Tool.Driver.Rules == nil {
		t.Errorf("got %+v", got)
	}
}
