package phrase_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/phrase"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

var update = flag.Bool("update", false, "write the golden files")

// The golden file is meant to be read aloud: each rule must be a sentence that a
// privacy officer understands.
func TestEachBuiltInPolicyReadsAsSentences(t *testing.T) {
	document, err := rules.FS.ReadFile("policies/zorg-basis.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := source.Policy("zorg-basis.yaml", document)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range p.Rules {
		r := &p.Rules[i]
		fmt.Fprintf(&b, "%s\n  nl: %s\n  en: %s\n", r.ID, phrase.In(policy.Dutch).Rule(r), phrase.In(policy.English).Rule(r))
	}
	const file = "testdata/zorg-basis.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}
