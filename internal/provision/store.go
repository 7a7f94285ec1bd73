package provision

import (
	"context"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store keeps people and groups. Each method is for one organisation; ids of another
// are fault.NotFound. Writes are on disk when the method returns, with their
// entries, and changes of one organisation go one after the other. Functions among
// the arguments may be called more than once. Failures of the store itself are
// fault.StoreUnavailable.
type Store interface {
	ident.EntryStore

	// Organisation finds one by its id.
	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	// DirectoryPeople lists those that the filter selects, by id, from the offset on
	// and at most limit, and counts all. A user whom no provider has sent is among
	// them by the mail address; one whose account was closed is not.
	DirectoryPeople(ctx context.Context, org string, f PersonFilter, offset, limit int) ([]Person, int, error)
	// AddDirectoryPerson adds a user without roles and without a password. Returns
	// fault.Conflict if the user name or the address is taken.
	AddDirectoryPerson(ctx context.Context, p Person, entry chain.Draft) error
	// ChangeDirectoryPerson writes what change says. Returns the faults of
	// AddDirectoryPerson.
	ChangeDirectoryPerson(ctx context.Context, org, id string, change func(Standing) (PersonChange, error)) error
	// DirectoryMembers lists the users who are in a group, or have a role by one.
	DirectoryMembers(ctx context.Context, org string) ([]string, error)

	// DirectoryGroups lists those that the filter selects, by id, from the offset on
	// and at most limit, without members, and counts all.
	DirectoryGroups(ctx context.Context, org string, f GroupFilter, offset, limit int) ([]Group, int, error)
	// DirectoryGroup finds one, with its members.
	DirectoryGroup(ctx context.Context, org, id string) (Group, error)
	// AddDirectoryGroup adds a group with its members, and writes what roles makes of
	// each. Returns fault.Conflict if the name is taken, fault.RequestInvalid with
	// "/members" for one who is not there.
	AddDirectoryGroup(ctx context.Context, g Group, roles Roles, entry chain.Draft) error
	// ChangeDirectoryGroup writes what change says. Returns the faults of
	// AddDirectoryGroup.
	ChangeDirectoryGroup(ctx context.Context, org, id string, change func(Group) (GroupChange, error)) error
}

// PersonFilter selects people; what is "" selects all.
type PersonFilter struct {
	// UserName and Address are compared as Fold and ident.FoldEmail make them.
	ID, UserName, ExternalID, Address string
}

// GroupFilter selects groups; what is "" selects all.
type GroupFilter struct {
	// Name is compared as Fold makes it. Member is the id of a user.
	ID, Name, ExternalID, Member string
}

// Standing is a person among the others, at the moment of a change.
type Standing struct {
	ident.Standing
	Person Person
	// Groups are those that the person is in, without members.
	Groups []Group
}

// Roles says what becomes of the roles of a person whose groups have changed. A change
// whose Entry has no action is none.
type Roles func(Standing) (ident.UserChange, error)

// PersonChange is what becomes of a person. One whose Entry has no action is none.
type PersonChange struct {
	// Person replaces what is kept; nil: as it was. The account gets its address.
	Person *Person
	// Closed takes address, roles, groups and sign-in away for good. What the person
	// did stays in the register.
	Closed bool
	ident.UserChange
}

// GroupChange is what becomes of a group. One whose Entry has no action is none.
type GroupChange struct {
	// Group replaces name and external id.
	Group Group
	// Add and Remove hold ids of users.
	Add, Remove []string
	// Gone removes the group.
	Gone bool
	// Roles is asked for everybody who came, went, or is in a group that has other
	// names now.
	Roles Roles
	Entry chain.Draft
}
