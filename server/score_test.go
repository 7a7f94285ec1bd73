package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"dijkwacht/internal/detect/score"
)

const (
	corpus = "../internal/detect/testdata/corpus/dev.jsonl"
	floor  = "../internal/detect/testdata/floor.json"
)

// TestDetectionKeepsItsFloor runs the development corpus through the command;
// `make score` shows the figures and the mistakes.
func TestDetectionKeepsItsFloor(t *testing.T) {
	got := call(t, "", "scan", "--jsonl", corpus)
	if got.code != exitFine {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	predictions, err := score.ReadPredictions(strings.NewReader(got.out))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(corpus)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cases, err := score.ReadCases(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(predictions) != len(cases) || len(cases) < 499 {
		t.Fatalf("%d answers to %d texts", len(predictions), len(cases))
	}
	var least score.Headline
	raw, err := os.ReadFile(floor)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &least); err != nil {
		t.Fatal(err)
	}
	headline := score.Measure(cases, predictions).Headline()
	if fallen := headline.Fallen(least); len(fallen) > 0 {
		t.Errorf("below the floor: %v\ngot   %+v\nfloor %+v", fallen, headline, least)
	}
}
