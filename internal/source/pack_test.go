package source_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

func TestEveryRuleFindsItsPositivesAndLeavesItsNegatives(t *testing.T) {
	pack, err := source.LoadPack(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	for i := range pack.Rules {
		r := &pack.Rules[i]
		t.Run(r.ID, func(t *testing.T) {
			for _, failure := range detect.TestRule(pack, r) {
				t.Error(failure)
			}
		})
	}
}

func TestErrorsInRulesNameLineAndReason(t *testing.T) {
	const file = "rules:\n  - id: x\n    type: bsn\n    label: {nl: A, en: A}\n    matcher: nonsense\n    positives: [a]\n    negatives: [b]\n"
	_, err := source.ReadRules("mine.yaml", []byte(file))
	if err == nil || !strings.Contains(err.Error(), "mine.yaml:5:14: ") {
		t.Errorf("error = %v", err)
	}
	var r rule.Rule
	if r.Check() == nil {
		t.Error("an empty rule passes its check")
	}
}
