package rule_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// stripped is what the stored form keeps of a source.
func stripped(src rule.Source) rule.Source {
	src.Rules, src.Lists = slices.Clone(src.Rules), slices.Clone(src.Lists)
	src.Checked = true
	for i := range src.Rules {
		src.Rules[i].Positives, src.Rules[i].Negatives = nil, nil
	}
	for i := range src.Lists {
		src.Lists[i].Source, src.Lists[i].Licence = "", ""
	}
	return src
}

func TestStoredRulesReadAsTheyWere(t *testing.T) {
	src, err := source.ReadPack(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rule.ReadStored(src.Store())
	if err != nil {
		t.Fatal(err)
	}
	bothEmpty := func(a, b []string) bool { return len(a) == 0 && len(b) == 0 }
	if diff := cmp.Diff(stripped(src), got, cmp.FilterValues(bothEmpty, cmp.Ignore())); diff != "" {
		t.Errorf("stored form differs (-was +is):\n%.2000s", diff)
	}
}

func FuzzStoredRules(f *testing.F) {
	small := rule.Source{Version: "1", Rules: []rule.Rule{{ID: "a", Matcher: rule.MatchEmail, Params: rule.Params{Lengths: []int{9}, Words: []string{"x"}}}}}
	f.Add(small.Store())
	f.Add([]byte("dijkwacht-pack"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := rule.ReadStored(data)
		if err == nil && len(data) == 0 {
			t.Errorf("nothing reads as %+v", src)
		}
	})
}
