package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBenchTextsAreTheSameEachTime(t *testing.T) {
	first, second := benchTexts(2_000), benchTexts(2_000)
	for i := range first {
		if first[i] != second[i] {
			t.Fatalf("text %d differs between two calls", i)
		}
		if n := len(first[i]); n > 2_000 || n < 1_990 || !utf8.ValidString(first[i]) {
			t.Errorf("text %d has %d bytes", i, n)
		}
	}
	if first[0] == first[1] {
		t.Error("all texts are alike")
	}
}

func TestBenchPrintsALineForEachSize(t *testing.T) {
	got := call(t, "", "bench", "--time", "1ms")
	if got.code != exitFine || got.err != "" {
		t.Fatalf("got %+v", got)
	}
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if len(lines) != 3+len(benchSizes) || !strings.HasPrefix(lines[0], "ready in ") {
		t.Fatalf("got\n%s", got.out)
	}
	for _, line := range lines[2:] {
		if fields := strings.Fields(line); len(fields) != 8 || fields[2] == "0.0" {
			t.Errorf("line %q", line)
		}
	}
}
