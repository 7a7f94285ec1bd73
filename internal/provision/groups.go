package provision

import (
	"context"
	"slices"

	"dijkwacht/internal/ident"
)

// Groups lists a page of groups without members, and counts all. Returns
// fault.PermissionDenied.
func (s *Service) Groups(ctx context.Context, p ident.Principal, f GroupFilter, offset, limit int) ([]Group, int, error) {
	if err := p.Require(ident.PeopleProvision); err != nil {
		return nil, 0, err
	}
	return s.Store.DirectoryGroups(ctx, p.OrgID, f, offset, min(limit, MaxPage))
}

// Group finds one with its members. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Group(ctx context.Context, p ident.Principal, id string) (Group, error) {
	if err := p.Require(ident.PeopleProvision); err != nil {
		return Group{}, err
	}
	return s.Store.DirectoryGroup(ctx, p.OrgID, id)
}

// AddGroup adds a group; its members get the roles of it. Returns
// fault.PermissionDenied, fault.RequestInvalid, and fault.Conflict when the name is
// taken.
func (s *Service) AddGroup(ctx context.Context, p ident.Principal, g Group) (Group, error) {
	const action = "group.created"
	if err := s.Gate.Check(ctx, p, action, "", p.Require(ident.PeopleProvision)); err != nil {
		return Group{}, err
	}
	if err := g.check(); err != nil {
		return Group{}, err
	}
	a, err := s.assigner(ctx, p)
	if err != nil {
		return Group{}, err
	}
	if g.ID, err = ident.NewID(ident.PrefixGroup, a.now, s.Random); err != nil {
		return Group{}, err
	}
	g.OrgID, g.CreatedAt, g.ChangedAt = p.OrgID, a.now, a.now
	g.Members = sorted(g.Members)
	entry, err := p.Draft(action, g.ID, 1, ident.OutcomeDone, map[string]any{"members": len(g.Members)}, a.now)
	if err != nil {
		return Group{}, err
	}
	return g, s.Store.AddDirectoryGroup(ctx, g, a.forGroup(g), entry)
}

// forGroup is what asks for the roles of the people of a group, nil when no mapping
// names one of its forms.
func (a assigner) forGroup(forms ...Group) Roles {
	if !slices.ContainsFunc(forms, func(g Group) bool { return means(a.mapping, g) }) {
		return nil
	}
	return a.roles
}

// ChangeGroup writes what change makes of a group, and nothing when that is what was
// there. Returns the faults of AddGroup, fault.NotFound and fault.LastOwner.
func (s *Service) ChangeGroup(ctx context.Context, p ident.Principal, id string, change func(*Group) error) error {
	const action = "group.updated"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.PeopleProvision)); err != nil {
		return err
	}
	a, err := s.assigner(ctx, p)
	if err != nil {
		return err
	}
	return s.Store.ChangeDirectoryGroup(ctx, p.OrgID, id, func(was Group) (GroupChange, error) {
		after := was
		after.Members = slices.Clone(was.Members)
		if err := change(&after); err != nil {
			return GroupChange{}, err
		}
		if err := after.check(); err != nil {
			return GroupChange{}, err
		}
		after.Members, after.ChangedAt = sorted(after.Members), a.now
		c := GroupChange{Group: after, Add: without(after.Members, was.Members), Remove: without(was.Members, after.Members), Roles: a.forGroup(was, after)}
		if len(c.Add)+len(c.Remove) == 0 && slices.Equal(was.names(), after.names()) {
			return GroupChange{}, nil
		}
		var err error
		c.Entry, err = p.Draft(action, id, 0, ident.OutcomeDone, map[string]any{"added": c.Add, "removed": c.Remove}, a.now)
		return c, err
	})
}

// RemoveGroup removes a group; its members lose what it gave. Returns
// fault.PermissionDenied, fault.NotFound and fault.LastOwner.
func (s *Service) RemoveGroup(ctx context.Context, p ident.Principal, id string) error {
	const action = "group.removed"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.PeopleProvision)); err != nil {
		return err
	}
	a, err := s.assigner(ctx, p)
	if err != nil {
		return err
	}
	return s.Store.ChangeDirectoryGroup(ctx, p.OrgID, id, func(was Group) (GroupChange, error) {
		c := GroupChange{Group: was, Gone: true, Remove: was.Members, Roles: a.forGroup(was)}
		var err error
		c.Entry, err = p.Draft(action, id, 0, ident.OutcomeDone, map[string]any{"removed": append([]string{}, was.Members...)}, a.now)
		return c, err
	})
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// without are those of the one list that are not in the other; both are sorted.
func without(list, other []string) []string {
	out := []string{}
	for _, id := range list {
		if _, there := slices.BinarySearch(other, id); !there {
			out = append(out, id)
		}
	}
	return out
}
