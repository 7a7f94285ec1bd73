package sqlstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSumsAreReadAsTheyWerePacked(t *testing.T) {
	sums := []eventSum{
		{hour: 3, values: [sumColumns]string{"chatgpt", "unapproved", "warn", "typed", "high", "", "sent", "8"}, n: 300},
		{hour: 23, values: [sumColumns]string{"claude", "unapproved", "block", "paste", "low", "dep_1", "", "0"}, n: 1},
	}
	p, err := unpackSums(encodeSums(sums))
	if err != nil {
		t.Fatal(err)
	}
	var got []eventSum
	read := func(f sumFilter) {
		t.Helper()
		got = nil
		if err := p.each(f, func(hour int, places *[sumColumns]int, n int64) {
			one := eventSum{hour: hour, n: n}
			for c, place := range places {
				one.values[c] = p.values[c][place]
			}
			got = append(got, one)
		}); err != nil {
			t.Fatal(err)
		}
	}
	read(sumFilter{})
	if diff := cmp.Diff(sums, got, cmp.AllowUnexported(eventSum{})); diff != "" {
		t.Error(diff)
	}
	read(sumFilter{0: func(v string) bool { return v == "claude" }})
	if len(got) != 1 || got[0].hour != 23 {
		t.Errorf("got %v", got)
	}
}

func FuzzUnpackSums(f *testing.F) {
	f.Add(encodeSums([]eventSum{{hour: 3, values: [sumColumns]string{"a", "b", "c", "d", "e", "f", "g", "8"}, n: 300}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := unpackSums(b)
		if err == nil {
			_ = p.each(sumFilter{}, func(hour int, places *[sumColumns]int, _ int64) {
				for c, place := range places {
					_ = p.values[c][place]
				}
			})
		}
	})
}
