package provision

import (
	"context"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Mapping knows which group gives which role.
type Mapping interface {
	// GroupRoles lists them for an organisation.
	GroupRoles(ctx context.Context, org string) ([]ident.GroupRole, error)
}

// granted are the bindings that the groups give, each once. A role for the whole
// organisation makes the same one for a department needless.
func granted(mapping []ident.GroupRole, groups []Group) []ident.Binding {
	var list []ident.Binding
	for _, g := range groups {
		for _, m := range mapping {
			if slices.Contains(g.names(), m.Group) && !slices.Contains(list, m.Binding) {
				list = append(list, m.Binding)
			}
		}
	}
	return slices.DeleteFunc(list, func(b ident.Binding) bool {
		return b.DepartmentID != "" && slices.Contains(list, ident.Binding{Role: b.Role})
	})
}

// means reports whether the mapping names the group.
func means(mapping []ident.GroupRole, g Group) bool {
	return slices.ContainsFunc(mapping, func(m ident.GroupRole) bool { return slices.Contains(g.names(), m.Group) })
}

// assigner brings the roles of people in line with their groups.
type assigner struct {
	by      ident.Principal
	mapping []ident.GroupRole
	now     time.Time
	random  io.Reader
	// quiet leaves out the entry for roles that are withheld as before.
	quiet bool
}

// roles implements Roles. Roles that one person may not hold together are all
// withheld, which is in the chain: never both halves of a pair. Returns
// fault.LastOwner.
func (a assigner) roles(now Standing) (ident.UserChange, error) {
	want := granted(a.mapping, now.Groups)
	withheld := !a.fits(now, want)
	if withheld {
		want = nil
	}
	var c ident.UserChange
	for _, b := range now.Bindings {
		wanted := slices.Contains(want, ident.Binding{Role: b.Role, DepartmentID: b.DepartmentID})
		if b.Origin == ident.OriginDirectory && !wanted || wanted && !b.InForce(a.now) {
			c.Remove = append(c.Remove, b.ID)
		}
	}
	for _, b := range want {
		if a.has(now.Bindings, b) {
			continue
		}
		id, err := ident.NewID(ident.PrefixBinding, a.now, a.random)
		if err != nil {
			return c, err
		}
		c.Add = append(c.Add, ident.RoleBinding{OrgID: now.User.OrgID, ID: id, UserID: now.User.ID, Binding: b, Origin: ident.OriginDirectory, CreatedAt: a.now, Rev: 1})
	}
	if len(c.Add)+len(c.Remove) == 0 && (!withheld || a.quiet) {
		return ident.UserChange{}, nil
	}
	if now.OnlyOwner() && !slices.ContainsFunc(now.Bindings, func(b ident.RoleBinding) bool {
		return b.Role == ident.Owner && b.ExpiresAt.IsZero() && !slices.Contains(c.Remove, b.ID)
	}) {
		return ident.UserChange{}, fault.E(fault.LastOwner)
	}
	return c, a.note(now, &c, withheld)
}

// note writes the entry of a change.
func (a assigner) note(now Standing, c *ident.UserChange, withheld bool) (err error) {
	outcome, detail := ident.OutcomeDone, map[string]any{}
	if withheld {
		outcome, detail["withheld"] = ident.OutcomeDenied, true
	}
	var added, removed []string
	for _, b := range c.Add {
		added = append(added, describe(b.Binding))
	}
	for _, b := range now.Bindings {
		if slices.Contains(c.Remove, b.ID) {
			removed = append(removed, describe(b.Binding))
		}
	}
	if added != nil {
		detail["added"] = added
	}
	if removed != nil {
		detail["removed"] = removed
	}
	c.Entry, err = a.by.Draft("role.by_group", now.User.ID, now.User.Rev, outcome, detail, a.now)
	return err
}

// describe is a role with its department, as in "ward_manager dep_…".
func describe(b ident.Binding) string {
	if b.DepartmentID == "" {
		return string(b.Role)
	}
	return string(b.Role) + " " + b.DepartmentID
}

// has reports whether the role is there already, wherever it comes from.
func (a assigner) has(list []ident.RoleBinding, b ident.Binding) bool {
	return slices.ContainsFunc(list, func(r ident.RoleBinding) bool {
		return r.Role == b.Role && r.DepartmentID == b.DepartmentID && r.InForce(a.now)
	})
}

// fits reports whether the person may hold these roles beside those that do not come
// from groups of the directory.
func (a assigner) fits(now Standing, want []ident.Binding) bool {
	var roles []ident.Role
	for _, b := range now.Bindings {
		if b.Origin != ident.OriginDirectory {
			roles = append(roles, b.Role)
		}
	}
	for _, b := range want {
		roles = append(roles, b.Role)
	}
	return ident.Compatible(roles)
}
