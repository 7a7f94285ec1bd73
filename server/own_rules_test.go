package main

import (
	"strings"
	"testing"
)

const ownRulesFile = "testdata/own-rules.yaml"

func TestRulesOfAnOrganisationWorkBesideTheBuiltInOnes(t *testing.T) {
	const in = "Vraag Z123456 naar project zeemeeuw; BSN 111222333"
	got := call(t, in, "scan", "--rules", ownRulesFile)
	for _, id := range []string{"own.staff_number", "own.trial", "nl.bsn"} {
		if !strings.Contains(got.out, id) {
			t.Errorf("no finding of %s in %q", id, got.out)
		}
	}
	if got := call(t, in, "scan"); strings.Contains(got.out, "own.") {
		t.Errorf("without the file its rules work too: %q", got.out)
	}
}

func TestRulesTestRunsTheExamplesOfTheFileOnly(t *testing.T) {
	got := call(t, "", "rules", "test", "--rules", ownRulesFile)
	if got.code != exitFine || !strings.HasPrefix(got.out, "2 rules, ") {
		t.Errorf("got %+v", got)
	}
}

func TestBadRulesOfAnOrganisationAreRefusedWithPlaceAndReason(t *testing.T) {
	const head = "rules:\n  - id: own.x\n    type: other\n    label: {nl: X, en: X}\n"
	for _, c := range []struct{ name, rules, want string }{
		{"an unknown matcher", head + "    matcher: magic\n    positives: [a]\n    negatives: [b]\n", "own.yaml:5:"},
		{"no negative", head + "    matcher: words\n    params: {words: [aap]}\n    scores: {valid: 0.9}\n    positives: [\"«aap»\"]\n", "needs at least one negative"},
		{"a score above one", head + "    matcher: words\n    params: {words: [aap]}\n    scores: {valid: 9}\n    positives: [\"«aap»\"]\n    negatives: [noot]\n", "scores run from 0 to 1"},
		{"a pattern that costs too much", head + "    matcher: pattern\n    params: {pattern: \"" + strings.Repeat("#{1,9}", 200) + "\"}\n    scores: {valid: 0.9}\n    positives: [\"«1»\"]\n    negatives: [noot]\n", "own.yaml:2:"},
		{"an example that is not found", head + "    matcher: words\n    params: {words: [aap]}\n    scores: {valid: 0.9}\n    positives: [\"«noot»\"]\n    negatives: [mies]\n", "fails its own example"},
		{"an id that is taken", "rules:\n  - id: nl.bsn\n    type: other\n    label: {nl: X, en: X}\n    matcher: words\n    params: {words: [aap]}\n    scores: {valid: 0.9}\n    positives: [\"«aap»\"]\n    negatives: [mies]\n", "id used twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			call(t, "Jansen", "scan", "--rules", write(t, "own.yaml", c.rules)).fails(t, c.want)
		})
	}
	t.Run("no such file", func(t *testing.T) {
		call(t, "Jansen", "scan", "--rules", "testdata/absent.yaml").fails(t, "read rules")
	})
}
