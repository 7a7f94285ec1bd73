package lexicon_test

import (
	"fmt"
	"testing"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

func TestTableGivesTheClassesOfAllLists(t *testing.T) {
	tab := lexicon.NewTable(2)
	tab.Add("Jansen", lexicon.Surname)
	tab.Add("jansen", lexicon.Common)
	for i := range 1000 {
		tab.Add(fmt.Sprint("w", i), lexicon.Place)
	}
	if got := tab.Lookup(text.HashWord("JANSEN")); got != lexicon.Surname|lexicon.Common {
		t.Errorf("classes of JANSEN = %b", got)
	}
	if got := tab.Lookup(text.HashWord("other")); got != 0 {
		t.Errorf("classes of a word in no list = %b", got)
	}
	if tab.Len() != 1001 {
		t.Errorf("Len = %d", tab.Len())
	}
}

func TestLongestPhraseWinsAndHyphensAreSpaces(t *testing.T) {
	p := lexicon.NewPhrases(1)
	p.Add("diabetes", 1)
	p.Add("diabetes mellitus type 2", 2)
	p.Add("covid-19", 3)
	for in, want := range map[string]struct {
		end   int
		value uint32
	}{
		"Diabetes mellitus is":     {1, 1},
		"diabetes mellitus type 2": {4, 2},
		"diabetes-mellitus type-2": {6, 2},
		"COVID 19":                 {2, 3},
	} {
		var d text.Doc
		d.Reset(in)
		end, value, ok := p.Longest(&d, 0)
		if !ok || end != want.end || value != want.value {
			t.Errorf("%q: end %d value %d %v, want %+v", in, end, value, ok, want)
		}
	}
}

func TestFilterHoldsItsWordsAndFewOthers(t *testing.T) {
	for _, n := range []int{1, 10, 5000, 200_000} {
		hashes := make([]uint64, n)
		for i := range hashes {
			hashes[i] = text.HashWord(fmt.Sprint("woord", i))
		}
		built, err := lexicon.BuildFilter(hashes)
		if err != nil {
			t.Fatal(n, err)
		}
		f, err := lexicon.ReadFilter(built.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hashes {
			if !f.Has(h) {
				t.Fatal("a word is missing")
			}
		}
		wrong := 0
		for i := range 100_000 {
			if f.Has(text.HashWord(fmt.Sprint("ander", i))) {
				wrong++
			}
		}
		if wrong > 700 {
			t.Errorf("%d words: %d of 100000 others are in", n, wrong)
		}
		t.Logf("%d words: %d bytes", n, len(built.Bytes()))
	}
}

func TestListNamesSourceLicenceAndKind(t *testing.T) {
	l, err := lexicon.ParseList("# source: own table\n# licence: CC0\n# class: given\n\nJan\n# note\nPiet\n")
	if err != nil || len(l.Entries) != 2 || l.Class != lexicon.Given {
		t.Errorf("%+v, %v", l, err)
	}
	for _, bad := range []string{"Jan\n", "# source: x\n# licence: y\nJan\n", "# source: x\n# licence: y\n# class: nonsense\nJan\n"} {
		if _, err := lexicon.ParseList(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}
