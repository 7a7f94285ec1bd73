package nametag_test

import (
	"os"
	"testing"

	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

func model(t testing.TB) nametag.Model {
	t.Helper()
	data, err := os.ReadFile("../../../rules/weights/names.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := nametag.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// view looks up the words of s in a small table.
func view(s string) *nametag.View {
	words := lexicon.NewTable(8)
	words.Add("Willem", lexicon.Given)
	words.Add("Bakker", lexicon.Surname)
	words.Add("mevrouw", lexicon.Title)
	words.Add("van", lexicon.Interfix)
	for _, w := range []string{"bakker", "heeft", "koorts", "de", "is", "dicht"} {
		words.Add(w, lexicon.Common)
	}
	d := &text.Doc{}
	d.Reset(s)
	v := &nametag.View{Doc: d, Classes: make([]lexicon.Class, len(d.Tokens))}
	for i := range d.Tokens {
		v.Classes[i] = words.Lookup(d.Tokens[i].Hash)
	}
	return v
}

func TestTheModelTellsANameFromATrade(t *testing.T) {
	m := model(t)
	v := view("mevrouw Bakker heeft koorts")
	m.Tag(v)
	if v.Labels[0] != nametag.Outside || v.Labels[1] != nametag.Begin || v.Margins[1] <= 0 {
		t.Errorf("labels %v, margins %v", v.Labels, v.Margins)
	}
	v = view("de bakker is dicht")
	m.Tag(v)
	for i, l := range v.Labels {
		if l != nametag.Outside {
			t.Errorf("token %d is labelled %d", i, l)
		}
	}
}

func TestBarredTokensAreNoNames(t *testing.T) {
	m := model(t)
	v := view("Willem Bakker heeft koorts")
	v.Barred = []bool{true, true, false, false}
	m.Tag(v)
	for i, l := range v.Labels {
		if l != nametag.Outside {
			t.Errorf("token %d is labelled %d", i, l)
		}
	}
}

func TestReadRefusesOtherData(t *testing.T) {
	m := model(t)
	good := m.Bytes()
	for name, bad := range map[string][]byte{"nothing": nil, "cut short": good[:len(good)-1], "another version": append([]byte("x"), good[1:]...)} {
		if _, err := nametag.Read(bad); err == nil {
			t.Errorf("no error for %s", name)
		}
	}
	if _, err := nametag.Read(good); err != nil {
		t.Errorf("Read of Bytes: %v", err)
	}
}

func TestQuantiseRoundsAndCuts(t *testing.T) {
	rows := make([][nametag.LabelCount]float64, nametag.Rows)
	rows[1] = [nametag.LabelCount]float64{0.6, -0.6, 1000}
	var steps [nametag.LabelCount][nametag.LabelCount]float64
	steps[0][1] = -3
	data := nametag.Quantise(rows, steps, 1).Bytes()
	tail := data[len(data)-4*nametag.Rows:]
	if got := [4]int8{int8(tail[4]), int8(tail[5]), int8(tail[6]), int8(tail[7])}; got != [4]int8{1, -1, 127, 0} {
		t.Errorf("row of weights %v", got)
	}
}

func TestMarkCommonTakesOffInflections(t *testing.T) {
	filter, err := lexicon.BuildFilter([]uint64{text.HashWord("bakker"), text.HashWord("lam")})
	if err != nil {
		t.Fatal(err)
	}
	d := &text.Doc{}
	d.Reset("bakkers Bakker lams zilver")
	classes := make([]lexicon.Class, len(d.Tokens))
	nametag.MarkCommon(d, classes, filter)
	want := []lexicon.Class{lexicon.Common | lexicon.Inflected, lexicon.Common, 0, 0}
	for i := range want {
		if classes[i] != want[i] {
			t.Errorf("%s: classes %b, want %b", d.Word(i), classes[i], want[i])
		}
	}
}

func TestTaggingAllocatesNothingOnceWarm(t *testing.T) {
	m, v := model(t), view("Willem Bakker heeft koorts, mevrouw van Bakker is dicht")
	m.Tag(v)
	if n := testing.AllocsPerRun(100, func() { m.Tag(v) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzTag checks that each token has a label and that a name begins with Begin.
func FuzzTag(f *testing.F) {
	m := model(f)
	for _, seed := range []string{"mevrouw Bakker", "J.P. van den Bakker-Willem", "WILLEM, K. DE\nVAN", "a.b.c. - (Willem) '", "i.bakker@x Ÿ é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := view(s)
		m.Tag(v)
		if len(v.Labels) != len(v.Doc.Tokens) || len(v.Margins) != len(v.Doc.Tokens) {
			t.Fatalf("%d labels for %d tokens", len(v.Labels), len(v.Doc.Tokens))
		}
		for i, l := range v.Labels {
			if l == nametag.Inside && (i == 0 || v.Labels[i-1] == nametag.Outside) {
				t.Fatalf("token %d goes on from no name", i)
			}
			if l != nametag.Outside && v.Margins[i] < 0 {
				t.Fatalf("token %d is in a name by a margin of %d", i, v.Margins[i])
			}
		}
	})
}
