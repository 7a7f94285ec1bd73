package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const gold = `{"id":"a","lang":"nl","kind":"note","text":"Jan, bsn 111222333","spans":[{"start":0,"end":3,"type":"person_name"},{"start":9,"end":18,"type":"bsn"}],"complete":true,"expect":"violation"}
{"id":"b","lang":"nl","kind":"question","text":"Wat is reuma?","spans":[],"mentions":[{"start":7,"end":12,"type":"diagnosis"}],"complete":true,"expect":"clean"}
`

const perfect = `{"id":"a","action":"block","spans":[{"start":0,"end":3,"type":"person_name","rule":"name"},{"start":9,"end":18,"type":"bsn","rule":"nl.bsn"}],"ms":0.1}
{"id":"b","action":"allow","spans":[{"start":7,"end":12,"type":"diagnosis","rule":"x"}],"ms":0.1}
`

const worse = `{"id":"a","action":"allow","spans":[{"start":5,"end":8,"type":"person_name","rule":"name"}],"ms":0.1}
{"id":"b","action":"warn","spans":[],"ms":0.1}
`

// measure writes the corpus and the floor to a directory and scores predictions.
func measure(t *testing.T, predictions, floor string, set bool) (out string, fallen []string, floorFile string, err error) {
	t.Helper()
	dir := t.TempDir()
	corpus, floorFile := filepath.Join(dir, "gold.jsonl"), filepath.Join(dir, "floor.json")
	if err := os.WriteFile(corpus, []byte(gold), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(floorFile, []byte(floor), 0o600); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fallen, err = run(strings.NewReader(predictions), &b, corpus, floorFile, set, "all", 5)
	return b.String(), fallen, floorFile, err
}

const highFloor = `{"identity_recall":1,"identity_precision":1,"medical_recall":1,"secret_recall":1,"caught":1,"false_alarm":0,"evasive_caught":1}`

func TestPerfectAnswersHoldTheHighestFloor(t *testing.T) {
	out, fallen, _, err := measure(t, perfect, highFloor, false)
	if err != nil || fallen != nil {
		t.Fatalf("fallen %v, %v", fallen, err)
	}
	for _, words := range []string{"ident.R", "person_name", "question", "violations let pass (0)", "identity missed (0)"} {
		if !strings.Contains(out, words) {
			t.Errorf("%q is not in\n%s", words, out)
		}
	}
}

func TestWorseAnswersFallAndTheMistakesAreListed(t *testing.T) {
	out, fallen, _, err := measure(t, worse, highFloor, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(fallen, ","), "identity recall,identity precision,caught,false alarm"; got != want {
		t.Errorf("fallen %s, want %s", got, want)
	}
	for _, words := range []string{"violations let pass (1): a", "clean texts stopped (1): b", `"111222333"`, "identity found wrongly (1)"} {
		if !strings.Contains(out, words) {
			t.Errorf("%q is not in\n%s", words, out)
		}
	}
}

func TestAFloorThatIsSetHoldsTheSameAnswers(t *testing.T) {
	_, _, file, err := measure(t, worse, highFloor, true)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, fallen, _, err := measure(t, worse, string(raw), false); err != nil || fallen != nil {
		t.Errorf("fallen %v, %v, below %s", fallen, err, raw)
	}
}

func TestWhatCannotBeScoredIsAnError(t *testing.T) {
	for name, c := range map[string]struct{ predictions, floor string }{
		"no predictions":      {"", highFloor},
		"a broken prediction": {"{", highFloor},
		"a broken floor":      {perfect, "{"},
	} {
		if _, _, _, err := measure(t, c.predictions, c.floor, false); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
