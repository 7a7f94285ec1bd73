package ident

import (
	"net/netip"
	"slices"
	"time"
)

// The prefixes of ids of API keys, and of groups that an identity provider sends.
const (
	PrefixAPIKey = "key_"
	PrefixGroup  = "grp_"
)

// KeyScope is a part of the API that a program may use with an API key.
type KeyScope string

// The scopes.
const (
	ScopeIncidentsRead KeyScope = "incidents:read"
	ScopeReportsRead   KeyScope = "reports:read"
	ScopePoliciesRead  KeyScope = "policies:read"
	// ScopePoliciesWrite changes drafts. Publishing is the act of two persons.
	ScopePoliciesWrite KeyScope = "policies:write"
	ScopeDevicesRead   KeyScope = "devices:read"
	// ScopeDevicesRevoke takes lost devices out of service.
	ScopeDevicesRevoke KeyScope = "devices:revoke"
	ScopeAuditRead     KeyScope = "audit:read"
	ScopePeopleRead    KeyScope = "people:read"
	// ScopeSCIM is for the identity provider, and for /scim/v2 alone.
	ScopeSCIM KeyScope = "scim"
)

// keyGrants is the closed list of what keys may do. Nothing in it reveals, approves,
// decides on a breach, publishes a policy or is an act of a person for the own
// account.
var keyGrants = map[KeyScope][]Permission{
	ScopeIncidentsRead: {IncidentsRead},
	ScopeReportsRead:   {StatisticsRead},
	ScopePoliciesRead:  {PolicyRead},
	ScopePoliciesWrite: {PolicyRead, PolicyEdit, PolicyTighten},
	ScopeDevicesRead:   {DevicesRead},
	ScopeDevicesRevoke: {DevicesRead, DevicesRevoke},
	ScopeAuditRead:     {AuditVerify, AuditExport},
	ScopePeopleRead:    {PeopleRead},
	ScopeSCIM:          {PeopleProvision},
}

// KeyScopes lists all, in the order in which screens show them.
var KeyScopes = []KeyScope{
	ScopeIncidentsRead, ScopeReportsRead, ScopePoliciesRead, ScopePoliciesWrite, ScopeDevicesRead, ScopeDevicesRevoke, ScopeAuditRead, ScopePeopleRead, ScopeSCIM,
}

// Known reports whether s is a scope.
func (s KeyScope) Known() bool { return slices.Contains(KeyScopes, s) }

// Holds reports whether the scope gives the permission.
func (s KeyScope) Holds(perm Permission) bool { return slices.Contains(keyGrants[s], perm) }

// Departmental reports whether a key of one department may have the scope.
func (s KeyScope) Departmental() bool { return s == ScopeIncidentsRead || s == ScopeReportsRead }

// demands is what a person needs to give the scope to a key: nobody gives what they
// do not hold. Who provisions people has the say over them.
func (s KeyScope) demands() []Permission {
	if s == ScopeSCIM {
		return []Permission{PeopleManage}
	}
	return keyGrants[s]
}

// APIKey lets a program use the API. The key itself is not kept.
type APIKey struct {
	OrgID, ID, Name string
	Scopes          []KeyScope
	// DepartmentID is where the scopes count, with all departments below it; "" is
	// the whole organisation.
	DepartmentID string
	// Networks are the addresses from which the key works; none: all.
	Networks  []netip.Prefix
	CreatedAt time.Time
	// CreatedBy is the actor who made it.
	CreatedBy string
	ExpiresAt time.Time
	// RevokedAt is zero while the key works.
	RevokedAt time.Time
	// LastUsedAt is the hour of the last use; zero: never.
	LastUsedAt time.Time
	// Hash is that of the key. After a rotation OldHash is that of the key before,
	// which works until OldUntil.
	Hash, OldHash string
	OldUntil      time.Time
	Rev           int64
}

// State says whether the key works.
func (k APIKey) State(now time.Time) KeyState {
	switch {
	case !k.RevokedAt.IsZero():
		return KeyRevoked
	case !now.Before(k.ExpiresAt):
		return KeyExpired
	}
	return KeyActive
}

// Admits reports whether the key works from the address.
func (k APIKey) Admits(from netip.Addr) bool {
	from = from.Unmap().WithZone("")
	return len(k.Networks) == 0 || slices.ContainsFunc(k.Networks, func(p netip.Prefix) bool { return p.Contains(from) })
}

// Has reports whether the key has the scope.
func (k APIKey) Has(s KeyScope) bool { return slices.Contains(k.Scopes, s) }

// Program is who uses the key.
func (k APIKey) Program(at time.Time) Principal {
	return Principal{OrgID: k.OrgID, Name: k.Name, At: at, kind: kindKey, key: &k}
}

// CanGive reports whether the principal holds, for the department, all that the
// scopes give; path is the department and those above it, empty for the whole
// organisation. Returns fault.PermissionDenied.
func (p Principal) CanGive(scopes []KeyScope, path ...string) error {
	for _, s := range scopes {
		for _, perm := range s.demands() {
			if err := p.RequireIn(perm, path...); err != nil {
				return err
			}
		}
	}
	return nil
}

// keyScope is Scope for a program.
func (p Principal) keyScope(perm Permission) (whole bool, departments []string) {
	if !slices.ContainsFunc(p.key.Scopes, func(s KeyScope) bool { return s.Holds(perm) }) {
		return false, nil
	}
	if p.key.DepartmentID != "" {
		return false, []string{p.key.DepartmentID}
	}
	return true, nil
}
