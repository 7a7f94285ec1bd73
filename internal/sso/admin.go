package sso

import (
	"context"
	"errors"
	"slices"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Names of acts in the chain.
const (
	actChanged  = "sso.changed"
	actRoles    = "sso.roles_changed"
	actEnabled  = "sso.enabled"
	actDisabled = "sso.disabled"
	actTested   = "sso.tested"
	actUnlinked = "user.unlinked"
)

// Settings shows what the organisation says about its provider, without the secret.
// Returns fault.PermissionDenied.
func (s *Service) Settings(ctx context.Context, p ident.Principal) (Settings, error) {
	if err := p.Require(ident.SettingsRead); err != nil {
		return Settings{}, err
	}
	return s.Store.SSOSettings(ctx, p.OrgID)
}

// Change edits the connection of revision rev; secret is a new client secret, "" to
// keep the old one. Where people sign in by it already, a change by who does not look
// after people switches it off until an owner switches it on again: who says which
// provider is believed, says who may come in. It asks for a step-up. Returns
// fault.PermissionDenied, fault.PreconditionFailed and fault.RequestInvalid.
func (s *Service) Change(ctx context.Context, p ident.Principal, rev int64, secret string, edit func(*Settings)) (Settings, error) {
	return s.save(ctx, p, actChanged, ident.SettingsManage, rev, func(v *Settings) (any, error) {
		was := *v
		edit(v)
		if err := v.check(s.Inside); err != nil {
			return nil, err
		}
		if err := s.unclaimed(ctx, *v); err != nil {
			return nil, err
		}
		if secret != "" {
			sealed, err := s.Sealer.Seal([]byte(secret), secretName(v.OrgID), s.Random)
			if err != nil {
				return nil, err
			}
			v.Secret = sealed
		} else if v.Issuer != was.Issuer {
			v.Secret = "" // one provider's secret is never told to another
		}
		if !v.Ready() || p.Require(ident.PeopleManage) != nil {
			v.Enabled = false
		}
		s.directory.forget(v.Issuer)
		return map[string]any{
			"issuer": v.Issuer, "client": v.ClientID, "secret_changed": secret != "", "groups_claim": v.GroupsClaim, "address_claim": v.AddressClaim,
			"factor": v.Factor, "domains": append([]string{}, v.Domains...), "enabled": v.Enabled, "was_enabled": was.Enabled,
		}, nil
	})
}

// unclaimed refuses domains that another organisation of the installation has.
func (s *Service) unclaimed(ctx context.Context, v Settings) error {
	all, err := s.Store.SSOProviders(ctx)
	for _, other := range all {
		if other.OrgID != v.OrgID && slices.ContainsFunc(v.Domains, func(d string) bool { return slices.Contains(other.Domains, d) }) {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/domains", Code: "taken"})
		}
	}
	return err
}

// SetRoles says which groups give which roles. It asks for a step-up. Returns the
// faults of Change, and fault.NotFound for a department that is not there.
func (s *Service) SetRoles(ctx context.Context, p ident.Principal, rev int64, list []Mapping) (Settings, error) {
	return s.save(ctx, p, actRoles, ident.PeopleManage, rev, func(v *Settings) (any, error) {
		if err := checkMappings(list); err != nil {
			return nil, err
		}
		departments, err := s.departments(ctx, p.OrgID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(m Mapping) bool { return m.DepartmentID != "" && !departments[m.DepartmentID] }) {
			return nil, fault.E(fault.NotFound)
		}
		v.Roles = list
		v.Enabled = v.Enabled && v.Ready()
		return map[string]any{"roles": append([]Mapping{}, list...)}, nil
	})
}

func (s *Service) departments(ctx context.Context, org string) (map[string]bool, error) {
	list, err := s.Store.Departments(ctx, org)
	known := map[string]bool{}
	for _, d := range list {
		known[d.ID] = true
	}
	return known, err
}

// Enable lets people sign in by the provider, once it was found to answer. It asks for
// a step-up. Returns fault.Conflict when something is missing or it is so already, and
// the faults of Change.
func (s *Service) Enable(ctx context.Context, p ident.Principal, rev int64) (Settings, error) {
	return s.save(ctx, p, actEnabled, ident.PeopleManage, rev, func(v *Settings) (any, error) {
		if v.Enabled || !v.Ready() {
			return nil, fault.E(fault.Conflict)
		}
		v.Enabled = true
		return map[string]any{"issuer": v.Issuer, "client": v.ClientID}, nil
	})
}

// Disable lets nobody in by the provider any more; whose session it began is out at the
// next request. Returns fault.Conflict when it is so already, and the faults of Change.
func (s *Service) Disable(ctx context.Context, p ident.Principal, rev int64) (Settings, error) {
	return s.save(ctx, p, actDisabled, ident.SettingsManage, rev, func(v *Settings) (any, error) {
		if !v.Enabled {
			return nil, fault.E(fault.Conflict)
		}
		v.Enabled = false
		return nil, nil
	})
}

// save is the frame of all changes. The settings that nobody made have revision 0.
func (s *Service) save(ctx context.Context, p ident.Principal, action string, perm ident.Permission, rev int64, edit func(*Settings) (detail any, err error)) (Settings, error) {
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(perm), p.RequireStepUp()); err != nil {
		return Settings{}, err
	}
	v, err := s.Store.SSOSettings(ctx, p.OrgID)
	if err != nil {
		return Settings{}, err
	}
	if v.Rev != rev {
		return Settings{}, fault.E(fault.PreconditionFailed)
	}
	detail, err := edit(&v)
	if err != nil {
		return Settings{}, err
	}
	v.Rev++
	v.ChangedAt = s.Now()
	entry, err := p.Draft(action, p.OrgID, v.Rev, ident.OutcomeDone, detail, v.ChangedAt)
	if err != nil {
		return Settings{}, err
	}
	return v, s.Store.SaveSSOSettings(ctx, v, entry)
}

// Given is what groups give.
type Given struct {
	Roles []ident.Binding
	// Refused is why nobody with these groups could sign in, "" when somebody could.
	Refused Reason
	// Unmatched are the places, from 0, of groups that give nothing.
	Unmatched []int
}

// Try says which roles these groups would give, without changing anything. Returns
// fault.PermissionDenied.
func (s *Service) Try(ctx context.Context, p ident.Principal, groups []string) (Given, error) {
	if err := s.Gate.Check(ctx, p, "sso.tried", p.OrgID, p.Require(ident.SettingsRead)); err != nil {
		return Given{}, err
	}
	v, err := s.Store.SSOSettings(ctx, p.OrgID)
	if err != nil {
		return Given{}, err
	}
	departments, err := s.departments(ctx, p.OrgID)
	if err != nil {
		return Given{}, err
	}
	g := Given{Roles: v.rolesOf(groups, departments)}
	var roles []ident.Role
	for _, b := range g.Roles {
		roles = append(roles, b.Role)
	}
	for i, name := range groups {
		if !slices.ContainsFunc(v.Roles, func(m Mapping) bool { return m.Group == name }) {
			g.Unmatched = append(g.Unmatched, i)
		}
	}
	switch {
	case len(roles) == 0:
		g.Refused = ReasonNoRole
	case !ident.Compatible(roles):
		g.Refused = ReasonRoles
	}
	return g, nil
}

// Unlink forgets which person at the provider a user is, so that somebody else there,
// with the same address, can become the user. It asks for a step-up. Returns
// fault.PermissionDenied, fault.NotFound, fault.OwnAccount, and fault.Conflict when it
// was nobody.
func (s *Service) Unlink(ctx context.Context, p ident.Principal, user string) error {
	var own error
	if p.UserID != "" && p.UserID == user {
		own = fault.E(fault.OwnAccount)
	}
	if err := s.Gate.Check(ctx, p, actUnlinked, user, p.Require(ident.PeopleManage), p.RequireStepUp(), own); err != nil {
		return err
	}
	entry, err := p.Draft(actUnlinked, user, 0, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	return s.Store.UnlinkSSO(ctx, p.OrgID, user, entry)
}

// Report is what a look at the provider found.
type Report struct {
	// Trouble is what is the matter, "" for nothing.
	Trouble Trouble
	// EndSession, BackChannel and Refresh say what else the provider does: signing out
	// there too, ending sessions here, and telling of groups between sign-ins.
	EndSession, BackChannel, Refresh bool
}

// Test looks whether the provider answers, is what it should be, and knows this client
// with its secret and address. Nobody signs in. Returns fault.PermissionDenied, and
// fault.Conflict when there is nothing to test yet.
func (s *Service) Test(ctx context.Context, p ident.Principal) (Report, error) {
	if err := s.Gate.Check(ctx, p, actTested, p.OrgID, p.Require(ident.SettingsManage)); err != nil {
		return Report{}, err
	}
	v, err := s.Store.SSOSettings(ctx, p.OrgID)
	if err == nil && (v.Issuer == "" || v.ClientID == "" || v.Secret == "") {
		err = fault.E(fault.Conflict)
	}
	if err != nil {
		return Report{}, err
	}
	s.directory.forget(v.Issuer)
	var r Report
	known, err := s.directory.find(ctx, v.Issuer)
	var trouble *troubleError
	switch {
	case errors.As(err, &trouble):
		r.Trouble = trouble.trouble
	case err != nil:
		return r, err
	default:
		r.EndSession, r.BackChannel = known.EndSession != "", known.BackChannel
		// Entra ID gives refresh tokens to who asks for them; Keycloak and most others to all.
		r.Refresh = slices.Contains(v.Scopes, "offline_access") || !microsoft(v.Issuer)
		if r.Trouble, err = s.tryClient(ctx, v, known); err != nil {
			return r, err
		}
	}
	entry, err := p.Draft(actTested, p.OrgID, v.Rev, ident.OutcomeDone, map[string]any{"trouble": r.Trouble}, s.Now())
	if err != nil {
		return r, err
	}
	return r, s.Store.AppendEntry(ctx, p.OrgID, entry)
}
