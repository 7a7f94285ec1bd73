package guard_test

import (
	"os"
	"testing"

	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

func load(t testing.TB) (*rule.Pack, *policy.Policy) {
	t.Helper()
	pack, err := source.LoadPack(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../rules/policies/zorg-basis.yaml")
	if err != nil {
		t.Fatal(err)
	}
	pol, err := source.Policy("zorg-basis.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return pack, pol
}

func TestCitizenNumberToAnUnknownServiceIsBlocked(t *testing.T) {
	pack, pol := load(t)
	v := guard.Inspect(pack, pol, guard.Input{Text: "Mevr. Jansen, BSN 111222333, heeft hartfalen"})
	if v.Decision.Action != policy.Block {
		t.Errorf("action = %v, want block; findings %+v", v.Decision.Action, v.Findings)
	}
}

func TestListedTestValueIsLeftAlone(t *testing.T) {
	pack, pol := load(t)
	pol.TestValues = []string{"1112.22.333"}
	v := guard.Inspect(pack, pol, guard.Input{Text: "BSN 111222333"})
	if v.Decision.Action != policy.Allow || len(v.Findings) != 0 {
		t.Errorf("action = %v, findings %+v", v.Decision.Action, v.Findings)
	}
}
