package publish

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

func TestLocalRulesAreTheTypesThatBlockByThemselves(t *testing.T) {
	block := policy.Then{Action: policy.Block}
	one := func(types ...rule.Type) policy.Condition { return policy.Condition{AnyType: types} }
	p := &policy.Policy{Rules: []policy.Rule{
		{ID: "any", When: policy.When{Any: policy.List{{Type: rule.BSN}, one(rule.IBAN, rule.Passport)}}, Then: block},
		{ID: "group", When: policy.When{All: policy.List{{Group: rule.GroupSecret}}}, Then: block},
		{ID: "both needed", When: policy.When{All: policy.List{one(rule.PersonName), one(rule.Diagnosis)}}, Then: block},
		{ID: "warns", When: policy.When{Any: policy.List{{Type: rule.Phone}}}, Then: policy.Then{Action: policy.Warn}},
		{ID: "shadow", Mode: policy.Shadow, When: policy.When{Any: policy.List{{Type: rule.Email}}}, Then: block},
		{ID: "no condition", Then: block},
	}}
	want := []localRule{{rule.BSN, 1}, {rule.Passport, 1}, {rule.IBAN, 1}, {rule.SecretAPIKey, 1}, {rule.SecretPassword, 1}, {rule.SecretPrivateKey, 1}}
	if diff := cmp.Diff(want, localRules(p)); diff != "" {
		t.Error(diff)
	}
}

func TestTextsFallBackToDutch(t *testing.T) {
	m := policy.Messages{policy.Dutch: {"a": "nl a", "b": "nl b"}, policy.English: {"a": "en a"}}
	if diff := cmp.Diff(map[string]string{"a": "en a", "b": "nl b"}, m.ToShow(policy.English)); diff != "" {
		t.Error(diff)
	}
}
