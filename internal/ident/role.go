package ident

import (
	"slices"
	"time"
)

// Role is a part that a person plays in an organisation.
type Role string

// The roles.
const (
	FG           Role = "fg"        // data protection officer (GDPR articles 37 to 39)
	DeputyFG     Role = "deputy_fg" // stands in for the officer
	CISO         Role = "ciso"
	Analyst      Role = "analyst"
	PolicyEditor Role = "policy_editor"
	ITAdmin      Role = "it_admin"
	WardManager  Role = "ward_manager"
	WorksCouncil Role = "works_council"
	Auditor      Role = "auditor"
	Owner        Role = "owner" // looks after the installation and its people, sees no content
)

// Roles lists all, in the order in which screens show them.
var Roles = []Role{FG, DeputyFG, CISO, Analyst, PolicyEditor, ITAdmin, WardManager, WorksCouncil, Auditor, Owner}

// Known reports whether r is a role.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// Holds reports whether the role gives the permission.
func (r Role) Holds(perm Permission) bool { return slices.Contains(grants[r], perm) }

// Binding gives a person a role.
type Binding struct {
	Role Role
	// DepartmentID is where the role counts, with all departments below it; "" is
	// the whole organisation.
	DepartmentID string
	// ExpiresAt is when the role ends; zero: never.
	ExpiresAt time.Time
}

// InForce reports whether the binding counts at t.
func (b Binding) InForce(t time.Time) bool { return b.ExpiresAt.IsZero() || t.Before(b.ExpiresAt) }

// Scoped says how a role may be bound: to a department, to the whole
// organisation, or to either.
func (r Role) Scoped() (department, whole bool) {
	switch r {
	case WardManager:
		return true, false
	case Owner, ITAdmin, PolicyEditor:
		return false, true
	}
	return true, true
}

// Compatible reports whether one person may hold all these roles: never both
// halves of a pair, and never the say over people beside a view of content. Where
// and how long the roles count makes no difference.
func Compatible(roles []Role) bool {
	holds := func(perm Permission) bool {
		return slices.ContainsFunc(roles, func(r Role) bool { return r.Holds(perm) })
	}
	for _, pair := range apart {
		if holds(pair[0]) && holds(pair[1]) {
			return false
		}
	}
	return true
}
