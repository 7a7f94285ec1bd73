package provision

import (
	"context"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Deps are what the service works with.
type Deps struct {
	Store   Store
	Mapping Mapping
	Gate    *ident.Gate
	Now     func() time.Time
	Random  io.Reader
}

// Service keeps people and groups for who may provision.
type Service struct{ Deps }

// New is a service on the given dependencies.
func New(d Deps) *Service { return &Service{d} }

// MaxPage is the most that a list gives at once.
const MaxPage = 200

// People lists a page of people and counts all. Returns fault.PermissionDenied.
func (s *Service) People(ctx context.Context, p ident.Principal, f PersonFilter, offset, limit int) ([]Person, int, error) {
	if err := p.Require(ident.PeopleProvision); err != nil {
		return nil, 0, err
	}
	return s.Store.DirectoryPeople(ctx, p.OrgID, f, offset, min(limit, MaxPage))
}

// Person finds one. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Person(ctx context.Context, p ident.Principal, id string) (Person, error) {
	list, _, err := s.People(ctx, p, PersonFilter{ID: id}, 0, 1)
	if err == nil && len(list) == 0 {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return Person{}, err
	}
	return list[0], nil
}

// AddPerson adds a user. Returns fault.PermissionDenied, fault.RequestInvalid, and
// fault.Conflict when the user name or the address is taken.
func (s *Service) AddPerson(ctx context.Context, p ident.Principal, person Person) (Person, error) {
	const action = "user.created"
	if err := s.Gate.Check(ctx, p, action, "", p.Require(ident.PeopleProvision)); err != nil {
		return Person{}, err
	}
	if err := person.check(); err != nil {
		return Person{}, err
	}
	org, err := s.Store.Organisation(ctx, p.OrgID)
	if err != nil {
		return Person{}, err
	}
	now := s.Now()
	if person.ID, err = ident.NewID(ident.PrefixUser, now, s.Random); err != nil {
		return Person{}, err
	}
	person.OrgID, person.CreatedAt, person.ChangedAt = p.OrgID, now, now
	if !slices.Contains(ident.Languages, person.Locale) {
		person.Locale = org.Language
	}
	entry, err := p.Draft(action, person.ID, 1, ident.OutcomeDone, map[string]any{"active": person.Active}, now)
	if err != nil {
		return Person{}, err
	}
	return person, s.Store.AddDirectoryPerson(ctx, person, entry)
}

// ChangePerson writes what change makes of a person, and nothing when that is what
// was there. Who is not active any more is signed out everywhere. Returns the faults
// of AddPerson, fault.NotFound and fault.LastOwner.
func (s *Service) ChangePerson(ctx context.Context, p ident.Principal, id string, change func(*Person) error) (Person, error) {
	if err := s.Gate.Check(ctx, p, "user.updated", id, p.Require(ident.PeopleProvision)); err != nil {
		return Person{}, err
	}
	err := s.Store.ChangeDirectoryPerson(ctx, p.OrgID, id, func(now Standing) (PersonChange, error) {
		after := now.Person
		if err := change(&after); err != nil {
			return PersonChange{}, err
		}
		if after == now.Person {
			return PersonChange{}, nil
		}
		return s.personChange(p, now, after)
	})
	if err != nil {
		return Person{}, err
	}
	return s.Person(ctx, p, id)
}

func (s *Service) personChange(p ident.Principal, now Standing, after Person) (c PersonChange, err error) {
	if err := after.check(); err != nil {
		return c, err
	}
	action := "user.updated"
	user := now.User
	user.Name, user.Rev = after.Name(), user.Rev+1
	if slices.Contains(ident.Languages, after.Locale) {
		user.Locale = after.Locale
	}
	switch {
	case now.Person.Active && !after.Active:
		if now.OnlyOwner() {
			return c, fault.E(fault.LastOwner)
		}
		action, user.State, c.EndSessions = "user.disabled", ident.UserDisabled, true
	case !now.Person.Active && after.Active:
		action, user.State = "user.enabled", ident.UserActive // the store knows whether there is a password
	}
	after.ChangedAt = s.Now()
	c.Person, c.User = &after, &user
	c.Entry, err = p.Draft(action, user.ID, user.Rev, ident.OutcomeDone, nil, after.ChangedAt)
	return c, err
}

// ClosePerson ends an account for good: its address is free for another one, and what
// the person did stays in the register under the same id. Returns
// fault.PermissionDenied, fault.NotFound and fault.LastOwner.
func (s *Service) ClosePerson(ctx context.Context, p ident.Principal, id string) error {
	const action = "user.closed"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.PeopleProvision)); err != nil {
		return err
	}
	return s.Store.ChangeDirectoryPerson(ctx, p.OrgID, id, func(now Standing) (PersonChange, error) {
		if now.OnlyOwner() {
			return PersonChange{}, fault.E(fault.LastOwner)
		}
		user := now.User
		user.State, user.Rev = ident.UserDisabled, user.Rev+1
		c := PersonChange{Closed: true, UserChange: ident.UserChange{User: &user, EndSessions: true}}
		for _, b := range now.Bindings {
			c.Remove = append(c.Remove, b.ID)
		}
		var err error
		c.Entry, err = p.Draft(action, id, user.Rev, ident.OutcomeDone, roleNames(now.Bindings), s.Now())
		return c, err
	})
}

// roleNames is what the chain keeps of roles that end.
func roleNames(list []ident.RoleBinding) any {
	var names []string
	for _, b := range list {
		names = append(names, describe(b.Binding))
	}
	return map[string]any{"removed": append([]string{}, names...)}
}

// Apply brings the roles of everybody in line with their groups, after a change of what
// groups give. By is the service itself.
func (s *Service) Apply(ctx context.Context, org string) error {
	people, err := s.Store.DirectoryMembers(ctx, org)
	if err != nil || len(people) == 0 {
		return err
	}
	a, err := s.assigner(ctx, ident.Service(org, "groups"))
	if err != nil {
		return err
	}
	a.quiet = true
	for _, id := range people {
		err := s.Store.ChangeDirectoryPerson(ctx, org, id, func(now Standing) (PersonChange, error) {
			c, err := a.roles(now)
			return PersonChange{UserChange: c}, err
		})
		// The last owner keeps the role until there is another one; who left meanwhile has none.
		if code := fault.From(err).Code; err != nil && code != fault.LastOwner && code != fault.NotFound {
			return err
		}
	}
	return nil
}

func (s *Service) assigner(ctx context.Context, by ident.Principal) (assigner, error) {
	mapping, err := s.Mapping.GroupRoles(ctx, by.OrgID)
	return assigner{by: by, mapping: mapping, now: s.Now(), random: s.Random}, err
}
