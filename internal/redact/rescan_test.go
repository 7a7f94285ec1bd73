package redact_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/redact"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// A text whose findings are replaced holds nothing of the same kind any more.
func TestRedactedTextHoldsNoFindingOfTheSameType(t *testing.T) {
	pack, err := source.LoadPack(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("../detect/testdata/corpus/dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	texts := 0
	for lines.Scan() {
		var c struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		texts++
		for _, language := range []redact.Language{redact.Dutch, redact.English} {
			checkRescan(t, pack, c.ID, c.Text, language)
		}
	}
	if texts < 400 {
		t.Errorf("only %d texts", texts)
	}
}

func checkRescan(t *testing.T, pack *rule.Pack, id, text string, language redact.Language) {
	t.Helper()
	scan := func(s string) []detect.Finding { return detect.Scan(pack, s).Findings }
	var replaced rule.TypeSet
	findings := scan(text)
	for _, f := range findings {
		replaced |= rule.SetOf(f.Type)
	}
	o := redact.Options{Covers: replaced, Language: language}
	whole, ok := redact.Complete(text, findings, scan, o)
	safe := redact.Text(text, whole, o)
	if !ok {
		t.Errorf("%s: something is left after all rounds", id)
	}
	for _, f := range scan(safe) {
		if replaced.Has(f.Type) {
			t.Errorf("%s: %s by rule %s is found again", id, f.Type, f.Rule)
		}
	}
}
