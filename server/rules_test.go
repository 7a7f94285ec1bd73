package main

import (
	"strings"
	"testing"
)

func TestRulesListHasALineForEachRule(t *testing.T) {
	got := call(t, "", "rules", "list")
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if got.code != exitFine || strings.Join(strings.Fields(lines[0]), " ") != "ID TYPE GROUP PACK" {
		t.Fatalf("got %+v", got)
	}
	for _, line := range lines[1:] {
		if len(strings.Fields(line)) != 4 {
			t.Errorf("line %q", line)
		}
	}
	if !strings.Contains(got.out, "nl.bsn ") || len(lines) < 30 {
		t.Errorf("%d lines, nl.bsn in them: %t", len(lines), strings.Contains(got.out, "nl.bsn "))
	}
}

func TestRulesTestRunsTheChosenRules(t *testing.T) {
	got := call(t, "", "rules", "test", "nl.bsn")
	if !strings.HasPrefix(got.out, "1 rule, ") || !strings.HasSuffix(got.out, " 0 failed\n") || got.code != exitFine {
		t.Errorf("got %+v", got)
	}
	call(t, "", "rules", "test", "nl.none").fails(t, "no rule has such an id")
}

func TestExplainTellsRuleScoreAndEvidence(t *testing.T) {
	for _, c := range []struct {
		name, stdin string
		args        []string
	}{
		{"a quoted text", "", []string{violation}},
		{"words without quotes", "", strings.Fields(violation)},
		{"standard input", violation, nil},
		{"standard input by name", violation, []string{"-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, c.stdin, append([]string{"rules", "explain"}, c.args...)...)
			if got.code != exitFine || got.err != "" {
				t.Fatalf("got %+v", got)
			}
			for _, words := range []string{`"111222333"`, "type      bsn (identity)", "rule      nl.bsn", "score     0.9", "its checksum", "a cue beside it"} {
				if !strings.Contains(got.out, words) {
					t.Errorf("%q is not in\n%s", words, got.out)
				}
			}
		})
	}
	if got := call(t, "", "rules", "explain", "Hoe laat is het?"); got.code != exitFine || !strings.HasPrefix(got.out, "nothing found") {
		t.Errorf("got %+v", got)
	}
}

func TestExplainTellsWhyALookAlikeWasLeftAlone(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"a number with the label of an order", "artikelnummer 111222333 is uitverkocht", "the label before it says that it is something else"},
		{"a number without any cue", "het kostte 111222334 euro", "left alone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, "", "rules", "explain", c.text)
			if got.code != exitFine || !strings.HasPrefix(got.out, "nothing found\nleft alone  \"11122233") || !strings.Contains(got.out, c.says) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestEveryRuleHoldsInEveryContext(t *testing.T) {
	if got := call(t, "", "rules", "test"); got.code != exitFine {
		t.Errorf("dijkwacht rules test says\n%s", got.out)
	}
}
