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
	// WithoutMFA is how many administrators signed in with one factor. It is 0: package
	// auth opens a session for a password and a code together and in no other way.
	WithoutMFA int `json:"sign_ins_without_mfa"`
}

// PolicyChange is a version that came into force.
type PolicyChange struct {
	At      time.Time `json:"at"`
	Act     string    `json:"act"`
	Role    string    `json:"role"`
	Version int       `json:"version,omitempty"`
	// Effect is EffectNeutral, EffectTightens or EffectLoosens; absent for a first
	// version, which is compared with nothing.
	Effect string `json:"effect,omitempty"`
	// SecondPerson says that another person approved, in the roles of ApprovedBy.
	SecondPerson bool   `json:"second_person,omitempty"`
	ApprovedBy   string `json:"approved_by_role,omitempty"`
}

// Expiring is an exception that ends soon.
type Expiring struct {
	ID    string    `json:"id"`
	Until time.Time `json:"until"`
}

// policyActs are the acts that change what the policy does.
var policyActs = []string{"policy.published", "policy.activated", "policy.rolled_back", "destination.changed"}

func (c *counted) governancePart(head Head) *Governance {
	g := &Governance{Policy: []PolicyChange{}, Expiring: slices.Clone(head.Expiring), Reveals: []Count{}}
	purposes, approvers := map[string]int{}, map[string]string{}
	for _, a := range c.acts {
		if a.Action == "approval.spent" && a.Outcome == ident.OutcomeDone {
			approvers[a.Object] = a.Approvers
		}
	}
	for _, a := range c.acts {
		switch {
		case a.Outcome == ident.OutcomeDenied:
			g.Denied++
			if a.Action == "reveal.requested" {
				g.RevealsRefused++
			}
		case slices.Contains(policyActs, a.Action):
			g.Policy = append(g.Policy, PolicyChange{
				At: a.At, Act: a.Action, Role: a.Role, Version: a.Version, Effect: a.Effect, SecondPerson: a.Approval != "", ApprovedBy: approvers[a.Approval],
			})
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
