package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"
	"unicode/utf8"

	"dijkwacht/internal/detect/nametag"
)

const rulesRoot = "../../../../rules"

func TestTheSameSeedMakesTheSameTexts(t *testing.T) {
	var texts [2][]example
	for k := range texts {
		g, err := newGenerator(os.DirFS(rulesRoot), seed)
		if err != nil {
			t.Fatal(err)
		}
		g.f.homonyms = []string{"bakker"}
		for range 200 {
			texts[k] = append(texts[k], g.next())
		}
	}
	for i := range texts[0] {
		if texts[0][i].text != texts[1][i].text {
			t.Fatalf("text %d differs:\n%s\n%s", i, texts[0][i].text, texts[1][i].text)
		}
	}
}

func TestMadeTextsAreValidAndTheirNamesLieWithin(t *testing.T) {
	g, err := newGenerator(os.DirFS(rulesRoot), 1)
	if err != nil {
		t.Fatal(err)
	}
	g.f.homonyms = []string{"bakker"}
	for range 3000 {
		e := g.next()
		if !utf8.ValidString(e.text) {
			t.Fatalf("no UTF-8: %q", e.text)
		}
		for _, n := range e.names {
			if n.start >= n.end || n.end > len(e.text) || !utf8.RuneStart(e.text[n.start]) {
				t.Fatalf("name %v in %q", n, e.text)
			}
		}
	}
}

func TestLearningIsDeterministicAndFits(t *testing.T) {
	runs := []run{
		{rows: [][]uint32{{1, 2}, {3, 4}}, labels: []nametag.Label{nametag.Begin, nametag.Inside}},
		{rows: [][]uint32{{5, 6}}, labels: []nametag.Label{nametag.Outside}},
	}
	var models [2][]byte
	for k := range models {
		l := &learner{}
		rng := rand.New(rand.NewPCG(1, 1))
		wrong := 0
		for range 60 {
			wrong = l.pass(runs, rng)
		}
		if wrong > 0 {
			t.Errorf("%d of %d runs are still wrong", wrong, len(runs))
		}
		models[k] = l.model(unit).Bytes()
	}
	if !bytes.Equal(models[0], models[1]) {
		t.Error("two trainings on the same runs differ")
	}
}

func TestStoreChecksTheFile(t *testing.T) {
	l := &learner{}
	data := l.model(unit).Bytes()
	file := t.TempDir() + "/names.bin"
	if err := store(file, data, false); err != nil {
		t.Fatal(err)
	}
	if err := store(file, data, true); err != nil {
		t.Errorf("check of the same bytes: %v", err)
	}
	data[len(data)-2]++
	if err := store(file, data, true); err == nil {
		t.Error("no error for other weights")
	}
}
