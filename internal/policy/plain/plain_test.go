package plain_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy/plain"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

func TestCheckCountsSentencesWordsAndDifficultWords(t *testing.T) {
	difficult := map[string]string{"indien": "als", "te allen tijde": "altijd"}
	for name, tt := range map[string]struct {
		text string
		want plain.Result
	}{
		"plain":                    {"Haal het weg. Stuur het opnieuw!", plain.Result{Score: 100, Hints: []plain.Hint{}}},
		"nothing":                  {"", plain.Result{Score: 100, Hints: []plain.Hint{}}},
		"sixteen words":            {"een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien", plain.Result{Hints: []plain.Hint{{Problem: plain.LongSentence, Sentence: 1, Count: 16}}}},
		"four sentences":           {"Een. Twee? Drie! Vier", plain.Result{Score: 100, Hints: []plain.Hint{{Problem: plain.TooManySentences, Count: 4}}}},
		"a difficult word":         {"Haal het weg. Indien nodig (‘Indien’).", plain.Result{Score: 50, Hints: []plain.Hint{{Problem: plain.DifficultWord, Sentence: 2, Word: "indien", Instead: "als"}}}},
		"a difficult phrase":       {"Dit geldt te allen tijde.", plain.Result{Hints: []plain.Hint{{Problem: plain.DifficultWord, Sentence: 1, Word: "te allen tijde", Instead: "altijd"}}}},
		"part of a word is no hit": {"Indiener van de vraag.", plain.Result{Score: 100, Hints: []plain.Hint{}}},
		"a quoted end":             {"Klik op 'Klopt niet'. Dan stopt het.", plain.Result{Score: 100, Hints: []plain.Hint{}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, plain.Check(tt.text, difficult)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachShippedDutchMessageIsPlain(t *testing.T) {
	words, err := source.DifficultWords("difficult.yaml", file(t, "messages/difficult.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(words) < 100 || len(words) > 300 {
		t.Errorf("%d difficult words", len(words))
	}
	_, messages, err := source.Messages("nl.yaml", file(t, "messages/nl.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for id, text := range messages {
		if r := plain.Check(text, words); len(r.Hints) > 0 {
			t.Errorf("%s: %+v", id, r.Hints)
		}
	}
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := rules.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
