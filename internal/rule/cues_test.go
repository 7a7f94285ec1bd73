package rule

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEachCue(t *testing.T) {
	for _, c := range []struct {
		name string
		in   string
		want []string
	}{
		{"a word is itself", "bsn", []string{"bsn"}},
		{"words also joined, and with a dot behind a short first one", "tel nr thuis", []string{"tel nr thuis", "telnrthuis", "tel. nr thuis"}},
		{"no dot behind a long word or another dot", "geb. datum", []string{"geb. datum", "geb.datum"}},
		{"a space in front", " bsn", []string{" bsn", "bsn"}},
		{"a brace that names no family", "a{b}", []string{"a{b}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			eachCue([]string{c.in}, func(cue []byte) { got = append(got, string(cue)) })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	forms := 0
	eachCue([]string{"kluis{code}"}, func([]byte) { forms++ })
	if forms < len(families["{code}"]) {
		t.Errorf("%d forms of a family of %d", forms, len(families["{code}"]))
	}
}
