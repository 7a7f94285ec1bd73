package sso

import (
	"slices"
	"time"

	"dijkwacht/internal/ident"
)

// rolesOf are the bindings that the groups give, each once: a role for the whole
// organisation makes the same one for a department needless. Departments that are
// gone give nothing.
func (s Settings) rolesOf(groups []string, departments map[string]bool) []ident.Binding {
	var list []ident.Binding
	for _, m := range s.Roles {
		b := ident.Binding{Role: m.Role, DepartmentID: m.DepartmentID}
		if slices.Contains(groups, m.Group) && (m.DepartmentID == "" || departments[m.DepartmentID]) && !slices.Contains(list, b) {
			list = append(list, b)
		}
	}
	return slices.DeleteFunc(list, func(b ident.Binding) bool {
		return b.DepartmentID != "" && slices.Contains(list, ident.Binding{Role: b.Role})
	})
}

// change is what becomes of the bindings of a user who is to have these by the
// provider at a time. What was given by hand stays, and makes the same by the provider
// needless until it ends.
func change(now []ident.RoleBinding, want []ident.Binding, at time.Time) (add []ident.Binding, remove []string, roles []ident.Role) {
	var kept []ident.RoleBinding
	for _, b := range now {
		wanted := slices.Contains(want, ident.Binding{Role: b.Role, DepartmentID: b.DepartmentID})
		if b.Origin == ident.OriginSSO && !wanted || wanted && !b.InForce(at) {
			remove = append(remove, b.ID)
			continue
		}
		kept, roles = append(kept, b), append(roles, b.Role)
	}
	for _, b := range want {
		if !slices.ContainsFunc(kept, func(r ident.RoleBinding) bool { return r.Role == b.Role && r.DepartmentID == b.DepartmentID }) {
			add = append(add, b)
			roles = append(roles, b.Role)
		}
	}
	return add, remove, roles
}
