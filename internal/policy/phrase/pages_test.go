package phrase_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/phrase"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

var update = flag.Bool("update", false, "write the rules into the pages")

const (
	beginRules = "<!-- rules: go test ./internal/policy/phrase -update -->\n"
	endRules   = "<!-- end of rules -->\n"
)

// Each ready policy has a page; its list of rules is written by this test.
func TestThePageOfEachReadyPolicySaysItsRules(t *testing.T) {
	for _, id := range []string{"zorg-basis", "zorg-streng", "zorg-coach", "algemeen"} {
		t.Run(id, func(t *testing.T) {
			document, err := rules.FS.ReadFile("policies/" + id + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			p, err := source.Policy(id+".yaml", document)
			if err != nil {
				t.Fatal(err)
			}
			file := "../../../docs/policies/" + id + ".md"
			page, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			before, rest, found := strings.Cut(string(page), beginRules)
			_, after, ended := strings.Cut(rest, endRules)
			if !found || !ended {
				t.Fatal("the page has no place for the rules")
			}
			want := before + beginRules + sentences(p) + endRules + after
			if *update {
				if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want != string(page) {
				t.Error("the page says other rules than the policy has")
			}
		})
	}
}

func sentences(p *policy.Policy) string {
	var b strings.Builder
	for _, l := range []struct {
		language policy.Language
		heading  string
	}{{policy.Dutch, "## Regels\n\n"}, {policy.English, "## Rules in English\n\n"}} {
		b.WriteString(l.heading)
		for i := range p.Rules {
			b.WriteString("- `" + p.Rules[i].ID + "`: " + phrase.In(l.language).Rule(&p.Rules[i]) + "\n")
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
