package ident

import (
	"context"
	"slices"

	"dijkwacht/internal/fault"
)

// GroupRole gives everybody in a group of the identity provider a role.
type GroupRole struct {
	// Group is the name of the group, or its id at the provider, to the letter.
	Group string
	Binding
}

// Groups says which groups of the identity provider would give the role of a binding,
// in order; none for who may not see people.
func (s *People) Groups(ctx context.Context, p Principal) (func(RoleBinding) []string, error) {
	if p.Require(PeopleRead) != nil {
		return func(RoleBinding) []string { return nil }, nil
	}
	return s.groupsOf(ctx, p.OrgID)
}

func (s *People) groupsOf(ctx context.Context, org string) (func(RoleBinding) []string, error) {
	given := map[string][]GroupRole{}
	if s.GroupRoles != nil {
		for _, origin := range []string{OriginHand, OriginSSO, OriginDirectory} {
			list, err := s.GroupRoles(ctx, org, origin)
			if err != nil {
				return nil, err
			}
			given[origin] = list
		}
	}
	return func(b RoleBinding) []string {
		var names []string
		for _, g := range given[b.Origin] {
			if g.Role == b.Role && g.DepartmentID == b.DepartmentID && !slices.Contains(names, g.Group) {
				names = append(names, g.Group)
			}
		}
		return names
	}, nil
}

// managed refuses a change by hand of a role that a group gives: it would come back at
// the next sign-in, or with the next message of the provider. One that no group gives
// any more is there to be taken away. Returns fault.RoleManaged with the groups.
func managed(b RoleBinding, groups []string) error {
	if b.Origin == OriginHand || len(groups) == 0 {
		return nil
	}
	var fields []fault.Field
	for _, g := range groups {
		fields = append(fields, fault.Field{Pointer: "/groups", Code: "taken", Detail: g})
	}
	return fault.E(fault.RoleManaged, fields...)
}
