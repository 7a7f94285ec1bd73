package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/ident"
)

// Governance is who changed what about the guard itself, by role and never by name.
type Governance struct {
	Policy   []PolicyChange `json:"policy_changes"`
	Expiring []Expiring     `json:"exceptions_expiring"`
	// Reveals that were carried out, by purpose, and those that were asked for.
	Reveals        []Count `json:"reveals"`
	RevealsAsked   int     `json:"reveals_asked"`
	RevealsRefused int     `json:"reveals_refused"`
	// Denied is how often somebody tried what the roles do not allow.
	Denied int `json:"denied"`
	// WithoutMFA is how many signed in with a password alone; absent when that is not
	// recorded.
	WithoutMFA *int `json:"sign_ins_without_mfa,omitempty"`
}

// PolicyChange is a version that came into force, or an exception.
type PolicyChange struct {
	At      time.Time `json:"at"`
	Act     string    `json:"act"`
	Role    string    `json:"role"`
	Version int       `json:"version,omitempty"`
}

// Expiring is an exception that ends soon.
type Expiring struct {
	ID    string    `json:"id"`
	Until time.Time `json:"until"`
}

// policyActs are the acts that change what the policy does.
var policyActs = []string{"policy.published", "policy.activated", "policy.rolled_back", "exception.changed", "exception.removed", "destination.changed"}

func (c *counted) governancePart(head Head) *Governance {
	g := &Governance{Policy: []PolicyChange{}, Expiring: slices.Clone(head.Expiring), Reveals: []Count{}}
	purposes := map[string]int{}
	for _, a := range c.acts {
		switch {
		case a.Outcome == ident.OutcomeDenied:
			g.Denied++
			if a.Action == "reveal.requested" {
				g.RevealsRefused++
			}
		case slices.Contains(policyActs, a.Action):
			g.Policy = append(g.Policy, PolicyChange{a.At, a.Action, a.Role, a.Version})
		case a.Action == "reveal.done":
			purposes[a.Purpose]++
		case a.Action == "reveal.requested":
			g.RevealsAsked++
		}
	}
	g.Reveals = compare(purposes, nil, nil)
	slices.SortFunc(g.Policy, func(a, b PolicyChange) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Act, b.Act)) })
	return g
}
