package breakglass_test

import (
	"testing"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/breakglass"
)

func TestOneRuleDoesNotOpenWhatAnotherHolds(t *testing.T) {
	rule := func(id string, action policy.Action, offers ...policy.Offer) policy.Rule {
		return policy.Rule{ID: id, Then: policy.Then{Action: action, Offers: offers}}
	}
	p := &policy.Policy{Rules: []policy.Rule{
		rule("patient", policy.Block, policy.SafeRewrite, policy.BreakGlass), rule("warns", policy.Warn, policy.BreakGlass),
		rule("secret", policy.Block, policy.SafeRewrite), rule("logs", policy.Log),
	}}
	match := func(ids ...string) *policy.Decision {
		d := &policy.Decision{}
		for _, id := range ids {
			d.Rules = append(d.Rules, policy.MatchedRule{ID: id, Action: p.Rule(id).Then.Action})
		}
		return d
	}
	shadowed := match("patient", "secret")
	shadowed.Rules[1].Mode = policy.Shadow
	excepted := match("patient", "secret")
	excepted.Rules[1].ExceptedBy = "exc_1"
	tests := map[string]struct {
		decision *policy.Decision
		want     bool
	}{
		"a rule that offers it":              {match("patient"), true},
		"two rules that offer it":            {match("patient", "warns"), true},
		"a rule that only logs beside it":    {match("patient", "logs"), true},
		"a rule that does not":               {match("secret"), false},
		"one that does and one that doesn't": {match("patient", "secret"), false},
		"the other in shadow":                {shadowed, true},
		"the other excepted":                 {excepted, true},
		"nothing held":                       {match("logs"), false},
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	grant := breakglass.Grant{ID: "brg_1", ExpiresAt: now.Add(breakglass.Life)}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := breakglass.Offered(p, tt.decision); got != tt.want {
				t.Errorf("got %v", got)
			}
			if got := grant.Covers(p, tt.decision, now); got != tt.want {
				t.Errorf("covers: got %v", got)
			}
			if grant.Covers(p, tt.decision, grant.ExpiresAt) || (breakglass.Grant{}).Covers(p, tt.decision, now) {
				t.Error("covers after its time, or without a grant")
			}
		})
	}
	if !breakglass.OfferedAnywhere(p) || breakglass.OfferedAnywhere(&policy.Policy{Rules: p.Rules[2:]}) {
		t.Error("a policy offers it where a rule does")
	}
}
