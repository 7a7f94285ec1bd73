package source_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect/ruletest"
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
			for _, failure := range ruletest.Run(pack, r).Failures {
				t.Error(failure)
			}
		})
	}
}

const ownRules = `rules:
  - id: org.staff
    type: other
    label: {nl: MEDEWERKER, en: STAFF}
    matcher: number
    params: {prefixes: [Z], lengths: [6]}
    scores: {bare: 0.9}
    positives: ["meld het aan «Z123456» of «z 654321»"]
    negatives: ["zaal Z12 is vrij"]
  - id: org.project
    type: other
    label: {nl: PROJECT, en: PROJECT}
    matcher: words
    params: {words: [Project Zeemeeuw, waterlelie]}
    scores: {valid: 0.85}
    positives: ["in «project zeemeeuw» en «Waterlelie»"]
    negatives: ["een zeemeeuw op het dak"]
  - id: org.bed
    type: other
    label: {nl: PLAATS, en: PLACE}
    matcher: pattern
    params: {pattern: "@#-##{1,2}"}
    scores: {valid: 0.85}
    positives: ["ligt op «C3-041» links"]
    negatives: ["C3-0 of C-041"]
`

func TestRulesOfAnOrganisationFindTheirPositives(t *testing.T) {
	own, err := source.ReadRules("own.yaml", []byte(ownRules))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := source.LoadPack(rules.FS, own...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range own {
		for _, failure := range ruletest.Run(pack, &own[i]).Failures {
			t.Error(failure)
		}
	}
}

func TestErrorsInRulesNameLineAndReason(t *testing.T) {
	const file = "rules:\n  - id: x\n    type: bsn\n    label: {nl: A, en: A}\n    matcher: nonsense\n    positives: [a]\n    negatives: [b]\n"
	_, err := source.ReadRules("mine.yaml", []byte(file))
	if err == nil || !strings.Contains(err.Error(), "mine.yaml:5:14: ") {
		t.Errorf("error = %v", err)
	}
	const label = "rules:\n  - id: x\n    type: bsn\n    label: {nl: E-MAIL, en: EMAIL}\n    matcher: number\n    positives: [a]\n    negatives: [b]\n"
	if _, err := source.ReadRules("mine.yaml", []byte(label)); err == nil || !strings.Contains(err.Error(), "capitals, digits and _") {
		t.Errorf("error = %v", err)
	}
	var r rule.Rule
	if r.Check() == nil {
		t.Error("an empty rule passes its check")
	}
}
