package ident

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// StepUpLife is how long a re-authentication counts.
const StepUpLife = 5 * time.Minute

// Outcomes of an administrative act.
const (
	OutcomeDone   = "done"
	OutcomeDenied = "denied"
)

// Principal is who acts: a person who signed in, a program with an API key, the
// administrator at the command line, or the service itself. Domain services take it as the parameter after the
// context and begin with Require. The zero Principal may do nothing.
type Principal struct {
	OrgID string
	// UserID is "" for programs, the command line and the service.
	UserID, Name string
	Bindings     []Binding
	// At is when the request was authenticated: bindings count that are in force
	// then.
	At time.Time
	// SteppedUpAt is when the person last gave all factors of sign-in.
	SteppedUpAt time.Time
	// OnBehalfOf is the user for whom the act is done, "" for none.
	OnBehalfOf string
	// SessionID is the id of the session by its hash, "" without one.
	SessionID string
	// Federated says that an identity provider began the session.
	Federated bool

	kind kind
	key  *APIKey // of a program
}

type kind string

const (
	kindOperator kind = "operator"
	kindService  kind = "service"
	kindKey      kind = "key"
)

// Operator is the command line on the server's own machine.
func Operator(org string) Principal {
	return Principal{OrgID: org, Name: "command-line", kind: kindOperator}
}

// Service is the service itself, at a task of its own such as "settle".
func Service(org, task string) Principal {
	return Principal{OrgID: org, Name: task, kind: kindService}
}

// IsPerson reports whether a person signed in.
func (p Principal) IsPerson() bool { return p.kind == "" && p.UserID != "" }

// Require reports whether the permission is held for the whole organisation.
// Returns fault.PermissionDenied.
func (p Principal) Require(perm Permission) error { return p.RequireIn(perm) }

// RequireIn reports whether the permission is held for the whole organisation, or
// for one of the departments of the path: a department and those above it.
// Returns fault.PermissionDenied.
func (p Principal) RequireIn(perm Permission, path ...string) error {
	whole, departments := p.Scope(perm)
	if whole || slices.ContainsFunc(path, func(id string) bool { return slices.Contains(departments, id) }) {
		return nil
	}
	return fault.E(fault.PermissionDenied)
}

// Scope is where the permission is held: in the whole organisation, or in these
// departments and all below them.
func (p Principal) Scope(perm Permission) (whole bool, departments []string) {
	switch p.kind {
	case kindOperator:
		return p.OrgID != "" && slices.Contains(operatorGrants, perm), nil
	case kindService:
		return p.OrgID != "" && slices.Contains(serviceGrants, perm), nil
	case kindKey:
		return p.keyScope(perm)
	}
	if p.OrgID == "" || p.UserID == "" {
		return false, nil
	}
	for _, b := range p.inForce() {
		switch {
		case !b.Role.Holds(perm):
		case b.DepartmentID == "":
			return true, nil
		default:
			departments = append(departments, b.DepartmentID)
		}
	}
	return false, departments
}

// RequireStepUp reports whether the person gave all factors of sign-in within the
// last StepUpLife. The command line and the service do not sign in and pass; a
// program cannot confirm anything. Returns fault.StepUpRequired, and for programs
// fault.PermissionDenied.
func (p Principal) RequireStepUp() error {
	if p.kind == kindKey {
		return fault.E(fault.PermissionDenied)
	}
	if p.kind != "" || p.UserID != "" && !p.SteppedUpAt.IsZero() && p.At.Sub(p.SteppedUpAt) < StepUpLife {
		return nil
	}
	return fault.E(fault.StepUpRequired)
}

// Roles lists the roles in force, each once.
func (p Principal) Roles() []Role {
	var roles []Role
	for _, b := range p.inForce() {
		roles = append(roles, b.Role)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// IsProgram reports whether a program acts, with an API key.
func (p Principal) IsProgram() bool { return p.kind == kindKey }

// Permissions lists what the person may do somewhere, sorted.
func (p Principal) Permissions() []Permission {
	var list []Permission
	for _, r := range p.Roles() {
		list = append(list, grants[r]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (p Principal) inForce() []Binding {
	return slices.DeleteFunc(slices.Clone(p.Bindings), func(b Binding) bool { return !b.InForce(p.At) })
}

// Actor is the name of the principal in the chain.
func (p Principal) Actor() string {
	switch p.kind {
	case kindOperator:
		return p.Name
	case kindService:
		return "dijkwacht"
	case kindKey:
		return p.key.ID
	}
	return p.UserID
}

// Role is what the chain notes as the role in which the principal acted: all roles
// in force, with a plus between them.
func (p Principal) Role() string {
	switch p.kind {
	case kindOperator:
		return "administrator"
	case kindService:
		return "system"
	case kindKey:
		return "program"
	}
	var names []string
	for _, r := range p.Roles() {
		names = append(names, string(r))
	}
	return cmp.Or(strings.Join(names, "+"), "none")
}

// act is the payload of the chain entry of an administrative act.
type act struct {
	Outcome    string `json:"outcome"`
	Task       string `json:"task,omitempty"`
	OnBehalfOf string `json:"on_behalf_of,omitempty"`
	Detail     any    `json:"detail,omitempty"`
}

// Draft is the chain entry of an administrative act: who did what to which object
// in which revision, when, on whose behalf, and with which outcome. The payload
// is anything that JSON can hold, or nil; it holds ids and settings, no text of a
// prompt and no secret.
func (p Principal) Draft(action, object string, rev int64, outcome string, payload any, at time.Time) (chain.Draft, error) {
	a := act{Outcome: outcome, OnBehalfOf: p.OnBehalfOf, Detail: payload}
	if p.kind == kindService {
		a.Task = p.Name
	}
	canonical, err := chain.Canonical(a)
	if err != nil {
		return chain.Draft{}, err
	}
	return chain.Draft{At: at, Actor: p.Actor(), Role: p.Role(), Action: action, Object: object, Rev: rev, Payload: canonical}, nil
}
