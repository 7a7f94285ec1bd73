package ident

import (
	"context"
	"slices"
	"strconv"
	"time"

	"dijkwacht/internal/fault"
)

// Bindings lists a page of the bindings of a user, or of all when user is "".
// Everybody may see the own ones. Returns fault.PermissionDenied.
func (s *People) Bindings(ctx context.Context, p Principal, user, after string, limit int) ([]RoleBinding, error) {
	if err := p.Require(PeopleRead); err != nil && (user == "" || user != p.UserID) {
		return nil, err
	}
	return s.store.Bindings(ctx, p.OrgID, user, after, limit)
}

// Binding finds a binding. Returns fault.PermissionDenied and fault.NotFound.
func (s *People) Binding(ctx context.Context, p Principal, id string) (RoleBinding, error) {
	if err := p.Require(PeopleRead); err != nil {
		return RoleBinding{}, err
	}
	return s.store.Binding(ctx, p.OrgID, id)
}

// Bind gives a user a role. Returns fault.OwnAccount for the own account,
// fault.RoleConflict when the user may not hold the roles together, fault.Conflict
// when the user has the role there already, and fault.RequestInvalid.
func (s *People) Bind(ctx context.Context, p Principal, user string, b Binding) (RoleBinding, error) {
	const action = "role.bound"
	if err := s.gate.Check(ctx, p, action, user, p.Require(PeopleManage), p.RequireStepUp(), s.notOwn(p, user)); err != nil {
		return RoleBinding{}, err
	}
	list, err := s.bind(p.OrgID, user, []Binding{b})
	if err != nil {
		return RoleBinding{}, err
	}
	err = s.store.ChangeUser(ctx, p.OrgID, user, func(now Standing) (UserChange, error) {
		roles := []Role{b.Role}
		for _, other := range now.Bindings {
			if other.Role == b.Role && other.DepartmentID == b.DepartmentID {
				return UserChange{}, fault.E(fault.Conflict)
			}
			roles = append(roles, other.Role)
		}
		if !Compatible(roles) {
			return UserChange{}, fault.E(fault.RoleConflict)
		}
		entry, err := p.Draft(action, user, now.User.Rev, OutcomeDone, bound(list), s.now())
		return UserChange{Add: list, Entry: entry}, err
	})
	return list[0], err
}

// Prolong changes the end of a binding; the zero time is none. Returns
// fault.PreconditionFailed when rev is not the newest revision, fault.OwnAccount,
// fault.LastOwner, fault.RequestInvalid, and fault.RoleManaged for a role that a group
// gives.
func (s *People) Prolong(ctx context.Context, p Principal, id string, rev int64, until time.Time) (RoleBinding, error) {
	const action = "role.prolonged"
	return s.changeBinding(ctx, p, action, id, rev, func(b RoleBinding, now Standing) (UserChange, error) {
		if !until.IsZero() && !until.After(s.now()) {
			return UserChange{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/expires_at", Code: "range"})
		}
		if b.Role == Owner && b.ExpiresAt.IsZero() && !until.IsZero() && now.User.State == UserActive && now.OtherOwners == 0 {
			return UserChange{}, fault.E(fault.LastOwner)
		}
		b.ExpiresAt = until
		b.Rev++
		entry, err := p.Draft(action, b.UserID, now.User.Rev, OutcomeDone, bound([]RoleBinding{b}), s.now())
		return UserChange{Update: []RoleBinding{b}, Entry: entry}, err
	})
}

// Unbind takes a role away. Returns the faults of Prolong.
func (s *People) Unbind(ctx context.Context, p Principal, id string, rev int64) error {
	const action = "role.unbound"
	_, err := s.changeBinding(ctx, p, action, id, rev, func(b RoleBinding, now Standing) (UserChange, error) {
		if b.Role == Owner && b.ExpiresAt.IsZero() && now.User.State == UserActive && now.OtherOwners == 0 {
			return UserChange{}, fault.E(fault.LastOwner)
		}
		entry, err := p.Draft(action, b.UserID, now.User.Rev, OutcomeDone, bound([]RoleBinding{b}), s.now())
		return UserChange{Remove: []string{b.ID}, Entry: entry}, err
	})
	return err
}

func (s *People) changeBinding(ctx context.Context, p Principal, action, id string, rev int64, change func(RoleBinding, Standing) (UserChange, error)) (RoleBinding, error) {
	if err := s.gate.Check(ctx, p, action, id, p.Require(PeopleManage), p.RequireStepUp()); err != nil {
		return RoleBinding{}, err
	}
	found, err := s.store.Binding(ctx, p.OrgID, id)
	if err != nil {
		return RoleBinding{}, err
	}
	groups, err := s.groupsOf(ctx, p.OrgID)
	if err != nil {
		return RoleBinding{}, err
	}
	if err := s.gate.Check(ctx, p, action, id, s.notOwn(p, found.UserID), managed(found, groups(found))); err != nil {
		return RoleBinding{}, err
	}
	after := found
	err = s.store.ChangeUser(ctx, p.OrgID, found.UserID, func(now Standing) (UserChange, error) {
		i := slices.IndexFunc(now.Bindings, func(b RoleBinding) bool { return b.ID == id })
		if i < 0 {
			return UserChange{}, fault.E(fault.NotFound)
		}
		if now.Bindings[i].Rev != rev {
			return UserChange{}, fault.E(fault.PreconditionFailed)
		}
		c, err := change(now.Bindings[i], now)
		if len(c.Update) > 0 {
			after = c.Update[0]
		}
		return c, err
	})
	return after, err
}

// notOwn keeps people from changing their own power.
func (s *People) notOwn(p Principal, user string) error {
	if p.UserID != "" && user == p.UserID {
		return fault.E(fault.OwnAccount)
	}
	return nil
}

// bind checks the bindings and gives them ids.
func (s *People) bind(org, user string, bindings []Binding) ([]RoleBinding, error) {
	now := s.now()
	var roles []Role
	list := make([]RoleBinding, 0, len(bindings))
	for i, b := range bindings {
		if err := b.check(strconv.Itoa(i), now); err != nil {
			return nil, err
		}
		id, err := NewID(PrefixBinding, now, s.random)
		if err != nil {
			return nil, err
		}
		roles = append(roles, b.Role)
		list = append(list, RoleBinding{OrgID: org, ID: id, UserID: user, Binding: b, CreatedAt: now, Rev: 1})
	}
	if !Compatible(roles) {
		return nil, fault.E(fault.RoleConflict)
	}
	return list, nil
}

// check reports what is wrong with a binding, by member of the API.
func (b Binding) check(index string, now time.Time) error {
	department, whole := b.Role.Scoped()
	switch {
	case !b.Role.Known():
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/roles/" + index + "/role", Code: "enum"})
	case b.DepartmentID == "" && !whole:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/roles/" + index + "/department_id", Code: "required"})
	case b.DepartmentID != "" && !department:
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/roles/" + index + "/department_id", Code: "range"})
	case !b.ExpiresAt.IsZero() && !b.ExpiresAt.After(now):
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/roles/" + index + "/expires_at", Code: "range"})
	}
	return nil
}

type boundRole struct {
	Role       Role   `json:"role"`
	Department string `json:"department_id,omitempty"`
	Expires    string `json:"expires_at,omitempty"`
}

// bound is what the chain keeps of bindings.
func bound(list []RoleBinding) any {
	roles := make([]boundRole, len(list))
	for i, b := range list {
		roles[i] = boundRole{Role: b.Role, Department: b.DepartmentID}
		if !b.ExpiresAt.IsZero() {
			roles[i].Expires = b.ExpiresAt.UTC().Format(time.RFC3339)
		}
	}
	return map[string]any{"roles": roles}
}
