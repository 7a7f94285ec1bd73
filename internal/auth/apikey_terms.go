package auth

import (
	"context"
	"slices"
	"strconv"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// MaxKeyNetworks is how many networks a key may have.
const MaxKeyNetworks = 50

// path is the department and those above it; none for the whole organisation, and
// for a department that is not there.
func (s *APIKeys) path(ctx context.Context, org, department string) ([]string, error) {
	if department == "" {
		return nil, nil
	}
	list, err := s.Departments.Departments(ctx, org)
	if err != nil {
		return nil, err
	}
	return ident.NewTree(list).Path(department), nil
}

// check brings the terms of a new key into their form and reports what is wrong with
// them, by member of the API.
func check(k *ident.APIKey, path []string, now time.Time) error {
	var fields []fault.Field
	fail := func(name, code string) { fields = append(fields, fault.Field{Pointer: "/" + name, Code: code}) }
	if k.Name = ident.CleanName(k.Name, maxLabel); k.Name == "" {
		fail("name", "format")
	}
	slices.Sort(k.Scopes)
	k.Scopes = slices.Compact(k.Scopes)
	switch {
	case len(k.Scopes) == 0:
		fail("scopes", "required")
	case slices.ContainsFunc(k.Scopes, func(s ident.KeyScope) bool { return !s.Known() }):
		fail("scopes", "enum")
	case k.Has(ident.ScopeSCIM) && len(k.Scopes) > 1:
		fail("scopes", "invalid") // what the identity provider has opens nothing else
	case k.DepartmentID != "" && slices.ContainsFunc(k.Scopes, func(s ident.KeyScope) bool { return !s.Departmental() }):
		fail("department_id", "invalid")
	}
	if k.DepartmentID != "" && len(path) == 0 {
		fail("department_id", "enum")
	}
	if len(k.Networks) > MaxKeyNetworks {
		fail("networks", "range")
	}
	for i, n := range k.Networks {
		if !n.IsValid() || n != n.Masked() || n.Addr().Is4In6() || n.Bits() == 0 {
			fail("networks/"+strconv.Itoa(i), "format")
		}
	}
	if !k.ExpiresAt.After(now) || k.ExpiresAt.Sub(now) > APIKeyLife {
		fail("expires_at", "range")
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// keyDetail is what the chain keeps of a new key.
func keyDetail(k ident.APIKey) any {
	detail := map[string]any{"name": k.Name, "scopes": k.Scopes, "expires_at": k.ExpiresAt.UTC().Format(time.RFC3339)}
	if k.DepartmentID != "" {
		detail["department_id"] = k.DepartmentID
	}
	if len(k.Networks) > 0 {
		networks := make([]string, len(k.Networks))
		for i, n := range k.Networks {
			networks[i] = n.String()
		}
		detail["networks"] = networks
	}
	return detail
}
