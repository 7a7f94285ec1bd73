package sqlstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSumsAreReadAsTheyWerePacked(t *testing.T) {
	sums := []sum{
		{hour: 3, values: []string{"chatgpt", "", "8"}, n: 300},
		{hour: 23, values: []string{"claude", "dep_1", "0"}, n: 1},
		{hour: 23, values: []string{"chatgpt", "dep_1", "0"}, n: 70_000},
	}
	p, err := unpackSums(3, encodeSums(3, sums))
	if err != nil {
		t.Fatal(err)
	}
	claude := func(v string) bool { return v == "claude" }
	chatgpt := func(v string) bool { return v == "chatgpt" }
	dep := func(v string) bool { return v == "dep_1" }
	for name, c := range map[string]struct {
		filter      sumFilter
		first, last int
		want        []map[string]int64
		total       int64
	}{
		"all":             {sumFilter{nil, nil, nil}, 0, 24, []map[string]int64{{"chatgpt": 70_300, "claude": 1}, {"": 300, "dep_1": 70_001}, {"8": 300, "0": 70_001}}, 70_301},
		"of one value":    {sumFilter{claude, nil, nil}, 0, 24, []map[string]int64{{"claude": 1}, {"dep_1": 1}, {"0": 1}}, 1},
		"of two columns":  {sumFilter{chatgpt, dep, nil}, 0, 24, []map[string]int64{{"chatgpt": 70_000}, {"dep_1": 70_000}, {"0": 70_000}}, 70_000},
		"of one hour":     {sumFilter{nil, nil, nil}, 3, 4, []map[string]int64{{"chatgpt": 300}, {"": 300}, {"8": 300}}, 300},
		"of no hour":      {sumFilter{nil, nil, nil}, 5, -2, []map[string]int64{{}, {}, {}}, 0},
		"that are not so": {sumFilter{nil, nil, claude}, 0, 24, []map[string]int64{{}, {}, {}}, 0},
	} {
		rows, err := p.find(c.filter)
		if err != nil {
			t.Fatal(err)
		}
		rows = p.inHours(rows, c.first, c.last)
		got := []map[string]int64{{}, {}, {}}
		if err := p.count(rows, got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || p.total(rows) != c.total {
			t.Errorf("%s: got %d, %s", name, p.total(rows), diff)
		}
	}
}

func TestSumsOfManyValuesAreReadAsTheyWerePacked(t *testing.T) {
	var sums []sum
	for i := range 300 {
		sums = append(sums, sum{values: []string{string(rune('a' + i))}, n: int64(i)})
	}
	p, err := unpackSums(1, encodeSums(1, sums))
	if err != nil {
		t.Fatal(err)
	}
	last := string(rune('a' + 299))
	rows, err := p.find(sumFilter{func(v string) bool { return v == last }})
	if err != nil || p.total(rows) != 299 || len(rows) != 1 {
		t.Errorf("got %d, %v", p.total(rows), err)
	}
}

func FuzzUnpackSums(f *testing.F) {
	f.Add(encodeSums(2, []sum{{hour: 3, values: []string{"a", "8"}, n: 300}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := unpackSums(2, b)
		if err != nil {
			return
		}
		for _, filter := range []sumFilter{{nil, nil}, {func(v string) bool { return v != "a" }, nil}} {
			if rows, err := p.find(filter); err == nil {
				_ = p.count(p.inHours(rows, 0, 20), []map[string]int64{{}, {}})
				_ = p.total(rows)
			}
		}
	})
}
