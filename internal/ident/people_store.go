package ident

import (
	"context"

	"dijkwacht/internal/chain"
)

// PeopleStore keeps people, roles and departments. Each method is for one
// organisation; ids of another are fault.NotFound. Writes are on disk when the
// method returns, with their entry, and changes of one organisation go one after
// the other: what a function argument sees is what it changes. Such a function may
// be called more than once. Failures of the store itself are
// fault.StoreUnavailable.
type PeopleStore interface {
	EntryStore

	// Organisation finds one by its id.
	Organisation(ctx context.Context, org string) (Organisation, error)
	// UpdateOrganisation writes what change makes of the organisation.
	UpdateOrganisation(ctx context.Context, org string, change func(Organisation) (Organisation, chain.Draft, error)) error

	// Departments lists all of the organisation.
	Departments(ctx context.Context, org string) ([]Department, error)
	// ChangeDepartments writes what change says. Returns fault.Conflict if a
	// department that it removes is one that a role is bound to.
	ChangeDepartments(ctx context.Context, org string, change func(*Tree) (DepartmentChange, error)) error

	// Users lists those with ids above after, by id, at most limit.
	Users(ctx context.Context, org, after string, limit int) ([]User, error)
	// User finds one by its id.
	User(ctx context.Context, org, id string) (User, error)
	// Bindings lists the bindings of a user, or of all users when user is "",
	// with ids above after, by id, at most limit.
	Bindings(ctx context.Context, org, user, after string, limit int) ([]RoleBinding, error)
	// Binding finds one by its id.
	Binding(ctx context.Context, org, id string) (RoleBinding, error)
	// AddUser adds a user with bindings. Returns fault.RequestInvalid with
	// "/email" and "taken" if another user has the address, of whatever
	// organisation, and fault.NotFound if a department is not there.
	AddUser(ctx context.Context, u User, bindings []RoleBinding, entry chain.Draft) error
	// ChangeUser writes what change says about the user. Returns the faults of
	// AddUser.
	ChangeUser(ctx context.Context, org, id string, change func(Standing) (UserChange, error)) error
}

// DepartmentChange is what becomes of the departments.
type DepartmentChange struct {
	// Add may name parents that are added with them, in any order.
	Add, Update []Department
	// Remove holds ids of departments that have none below them.
	Remove []string
	Entry  chain.Draft
}

// Standing is a user among the others, at the moment of a change.
type Standing struct {
	User     User
	Bindings []RoleBinding
	// OtherOwners counts the other active users who are owner without an end.
	OtherOwners int
}

// UserChange is what becomes of a user.
type UserChange struct {
	// User replaces name, locale, state and revision; nil: as it was.
	User        *User
	Add, Update []RoleBinding
	// Remove holds ids of bindings.
	Remove []string
	// EndSessions signs the user out everywhere.
	EndSessions bool
	Entry       chain.Draft
}
