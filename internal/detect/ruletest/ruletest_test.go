package ruletest_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect/ruletest"
	"dijkwacht/internal/rule"
)

// bsn is a rule that finds nine digits with a checksum beside its cue.
func bsn(t *testing.T, positives, negatives []string) (*rule.Pack, *rule.Rule) {
	t.Helper()
	pack, err := rule.Compile(rule.Source{Rules: []rule.Rule{{
		ID: "bsn", Type: rule.BSN, Label: rule.Label{NL: "BSN", EN: "BSN"}, Matcher: rule.MatchNumber,
		Params: rule.Params{Lengths: []int{9}}, Validator: "bsn", Cues: rule.Cues{Left: []string{"bsn"}},
		Scores: rule.Scores{CueValid: 0.99}, Positives: positives, Negatives: negatives,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return pack, &pack.Rules[0]
}

func TestARuleIsTestedAsWrittenAndInEachContext(t *testing.T) {
	pack, r := bsn(t, []string{"bsn «111222333»"}, []string{"bestelling 111222333"})
	result := ruletest.Run(pack, r)
	if len(result.Failures) != 0 {
		t.Errorf("failures: %+v", result.Failures)
	}
	if result.Checks < 12 {
		t.Errorf("only %d checks", result.Checks)
	}
}

func TestWhatARuleGetsWrongIsTold(t *testing.T) {
	for _, c := range []struct {
		name                 string
		positives, negatives []string
		problem              string
	}{
		{"a positive that is not found", []string{"bsn «123456789»"}, []string{"x"}, "is not found"},
		{"bounds that are too wide", []string{"bsn «111222333 »"}, []string{"x"}, "exactly these bounds"},
		{"a positive without marks", []string{"bsn 111222333"}, []string{"x"}, "marks nothing"},
		{"a negative that is found", []string{"bsn «111222333»"}, []string{"bsn 111222333"}, `"111222333" is found`},
	} {
		t.Run(c.name, func(t *testing.T) {
			pack, r := bsn(t, c.positives, c.negatives)
			for _, f := range ruletest.Run(pack, r).Failures {
				if strings.Contains(f.Problem, c.problem) {
					return
				}
			}
			t.Errorf("no failure says %q", c.problem)
		})
	}
}

func TestAnExampleOfSeveralLinesIsNotForcedIntoOne(t *testing.T) {
	one, r := bsn(t, []string{"bsn «111222333»"}, []string{"x"})
	short := ruletest.Run(one, r).Checks
	two, r := bsn(t, []string{"Gegevens:\nbsn «111222333»"}, []string{"x"})
	if long := ruletest.Run(two, r).Checks; long >= short || long < 5 {
		t.Errorf("%d checks for several lines, %d for one", long, short)
	}
}
