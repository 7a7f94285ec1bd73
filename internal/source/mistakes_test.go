package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sound is a policy in order; each mistake changes one thing in it.
const sound = `apiVersion: dijkwacht/v1
kind: Policy
metadata:
  id: proef
  owner: fg
spec:
  fail_mode: closed
  rules:
    - id: nummer
      mode: enforce
      when:
        destination: {class: [unapproved, unknown]}
        any:
          - {type: bsn, confidence: high, distinct: ">=1"}
      then: {action: block, message: bsn-stop, severity: high, offers: [safe_rewrite]}
    - id: persoon
      when:
        same_person: true
        all:
          - {any_type: [person_name, phone], confidence: medium}
          - {group: health, confidence: low}
      then:
        action: justify
        message: patient-stop
        override: {allow: true, reasons: [spoed], budget_per_day: 2}
  exceptions:
    - {id: les, rules: [persoon], reason: "les", owner: ciso, until: 2027-02-01}
`

// mistakes are what people get wrong: what stands there, and what they write.
var mistakes = []struct{ name, old, fresh string }{
	{"a misspelt key at the top", "kind: Policy", "knid: Policy"},
	{"another version", "dijkwacht/v1", "dijkwacht/v2"},
	{"another kind", "kind: Policy", "kind: Policies"},
	{"an id with capitals", "id: proef", "id: Proef"},
	{"no id", "  id: proef\n", ""},
	{"a misspelt key in a rule", "mode: enforce", "mod: enforce"},
	{"an unknown mode", "mode: enforce", "mode: strict"},
	{"an unknown action", "action: block", "action: stop"},
	{"an unknown class", "[unapproved, unknown]", "[unaproved, unknown]"},
	{"an unknown type", "type: bsn", "type: bsnummer"},
	{"an unknown group", "group: health", "group: medical"},
	{"an unknown confidence", "confidence: high", "confidence: sure"},
	{"a bound that is none", `distinct: ">=1"`, `distinct: "many"`},
	{"an unknown severity", "severity: high", "severity: urgent"},
	{"an unknown offer", "[safe_rewrite]", "[rewrite]"},
	{"an unknown reason", "[spoed]", "[haast]"},
	{"an unknown fail mode", "fail_mode: closed", "fail_mode: shut"},
	{"text where a number belongs", "budget_per_day: 2", "budget_per_day: twee"},
	{"text where a truth belongs", "same_person: true", "same_person: ja"},
	{"one value where a list belongs", "[spoed]", "spoed"},
	{"an empty value", "owner: fg", "owner:"},
	{"a key given twice", "fail_mode: closed", "fail_mode: closed\n  fail_mode: closed"},
	{"a rule id given twice", "id: persoon\n", "id: nummer\n"},
	{"a rule without message", ", message: bsn-stop", ""},
	{"a rule that allows", "action: block, message: bsn-stop", "action: allow"},
	{"an override of a block", "offers: [safe_rewrite]", "override: {allow: true}"},
	{"a justification without reasons", "override: {allow: true, reasons: [spoed], budget_per_day: 2}", "override: {allow: false}"},
	{"a count within one person", "group: health, confidence: low", `group: health, count: ">=2"`},
	{"an exception to no rule", "rules: [persoon]", "rules: [persoom]"},
	{"a date that does not exist", "until: 2027-02-01", "until: 2027-02-30"},
	{"an exception without end", ", until: 2027-02-01", ""},
	{"a tab for a space", "  owner: fg", "\towner: fg"},
	{"an alias", "owner: fg", "owner: *baas"},
	{"a second document", "  exceptions:", "---\n  exceptions:"},
}

// TestEachMistakeHasAClearErrorAtItsPlace compares the errors with the golden file;
// run it with UPDATE_GOLDEN=1 to write it anew, and read what changed.
func TestEachMistakeHasAClearErrorAtItsPlace(t *testing.T) {
	if _, err := Policy("beleid.yaml", []byte(sound)); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, m := range mistakes {
		if strings.Count(sound, m.old) == 0 {
			t.Fatalf("%s: nothing to change", m.name)
		}
		_, err := Policy("beleid.yaml", []byte(strings.Replace(sound, m.old, m.fresh, 1)))
		if err == nil {
			t.Errorf("%s is accepted", m.name)
			continue
		}
		fmt.Fprintf(&out, "%s\n", m.name)
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintf(&out, "    %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	golden := filepath.Join("testdata", "mistakes.txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("got\n%s", out.String())
	}
	if len(mistakes) < 30 {
		t.Errorf("only %d mistakes", len(mistakes))
	}
}
