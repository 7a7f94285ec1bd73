package sso

import (
	"context"
	"errors"
	"slices"
	"strings"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// enter gives the person the roles of the groups and starts the session. Returns a
// RefusedError; roles that the groups no longer give are gone even then.
func (s *Service) enter(ctx context.Context, v Settings, f flow, who person, replaces string) (string, error) {
	token, begun, err := s.session(ctx, v, f, who, replaces)
	if err != nil {
		return "", err
	}
	org, err := s.Store.Organisation(ctx, v.OrgID)
	if err != nil {
		return "", err
	}
	sealed, err := s.seal(who.tokens, v.OrgID)
	if err != nil {
		return "", err
	}
	if replaces != "" {
		replaces = auth.SessionHash(replaces)
	}
	var refusal error
	err = s.Store.EnterBySSO(ctx, v.OrgID, who.Arrival, func(k Known) (Entrance, error) {
		e := Entrance{UserID: k.Standing.User.ID, At: begun.SeenAt, Tokens: sealed, Replaces: replaces}
		if refusal = admit(k, f, who); refusal != nil {
			return e, refusal
		}
		if e.UserID == "" {
			if err := s.addUser(&e, org, who); err != nil {
				return e, err
			}
		}
		if refusal, err = s.roles(&e, v, k, who); err != nil || refusal != nil {
			if refusal != nil && len(e.Remove) == 0 {
				return e, refusal
			}
			e.New, e.Link, e.Add = nil, false, nil
			return e, err
		}
		e.Link = !k.Linked
		if err := s.rename(&e, k, who); err != nil {
			return e, err
		}
		started := begun
		started.UserID = e.UserID
		e.Started = &started
		return e, s.signed(&e, f)
	})
	switch {
	case isTaken(err):
		return "", refuse(ReasonTaken)
	case err == nil && refusal != nil:
		return "", refusal
	}
	return token, err
}

// signed adds the entry of the sign-in.
func (s *Service) signed(e *Entrance, f flow) error {
	entry, err := drafted(e.Started.OrgID, e.UserID, f.action(), ident.OutcomeDone, map[string]any{"by": "sso"}, e.At)
	e.Entries = append(e.Entries, entry)
	return err
}

// session is the one to begin. One that steps up takes the place of the one that the
// browser has, and ends when that would have.
func (s *Service) session(ctx context.Context, v Settings, f flow, who person, replaces string) (string, auth.Session, error) {
	token, hash, err := auth.NewSessionToken(s.Random)
	if err != nil {
		return "", auth.Session{}, err
	}
	now := s.Now()
	begun := auth.Session{OrgID: v.OrgID, Hash: hash, CreatedAt: now, SeenAt: now, SteppedUpAt: who.steppedUp(now)}
	if f.Session == "" {
		return token, begun, nil
	}
	if replaces == "" || auth.SessionHash(replaces) != f.Session {
		return "", begun, refuse(ReasonState)
	}
	old, _, _, err := s.Store.Session(ctx, f.Session)
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = refuse(ReasonState)
	}
	begun.CreatedAt = old.CreatedAt
	return token, begun, err
}

// admit is why somebody may not come in whatever the groups, nil for nothing.
func admit(k Known, f flow, who person) error {
	u := k.Standing.User
	switch {
	case f.Session != "" && (!k.Linked || u.ID != f.User):
		return refuse(ReasonOtherPerson)
	case u.ID == "" && who.Email == "":
		return refuse(ReasonAddress)
	case k.LinkedElsewhere:
		return refuse(ReasonTaken)
	case u.State == ident.UserDisabled:
		return refuse(ReasonDisabled)
	case !k.Linked && k.HasPassword && slices.ContainsFunc(k.Standing.Bindings, func(b ident.RoleBinding) bool { return b.Role == ident.Owner }):
		// The way in when the provider fails, or is in wrong hands, is not the provider's.
		return refuse(ReasonOwner)
	}
	return nil
}

// roles changes the roles to those of the groups. The refusal is ReasonNoRole or
// ReasonRoles.
func (s *Service) roles(e *Entrance, v Settings, k Known, who person) (refusal, err error) {
	add, remove, roles := change(k.Standing.Bindings, v.rolesOf(who.groups, k.Departments), e.At)
	e.Remove = remove
	switch {
	case !ident.Compatible(roles):
		refusal = refuse(ReasonRoles)
	case len(add) == 0 && !slices.ContainsFunc(k.Standing.Bindings, func(b ident.RoleBinding) bool { return b.InForce(e.At) && !slices.Contains(remove, b.ID) }):
		refusal = refuse(ReasonNoRole)
	default:
		if e.Add, err = s.newBindings(v.OrgID, e.UserID, add, e.At); err != nil {
			return nil, err
		}
	}
	if len(e.Add) == 0 && len(e.Remove) == 0 {
		return refusal, nil
	}
	var given, taken []string
	for _, b := range e.Add {
		given = append(given, roleName(b))
	}
	for _, b := range k.Standing.Bindings {
		if slices.Contains(remove, b.ID) {
			taken = append(taken, roleName(b))
		}
	}
	entry, err := ident.Service(v.OrgID, "sso").Draft("role.synchronised", e.UserID, 0, ident.OutcomeDone, map[string]any{"given": append([]string{}, given...), "taken": append([]string{}, taken...)}, e.At)
	e.Entries = append(e.Entries, entry)
	return refusal, err
}

func roleName(b ident.RoleBinding) string {
	if b.DepartmentID == "" {
		return string(b.Role)
	}
	return string(b.Role) + "@" + b.DepartmentID
}

// addUser makes an account for who has none.
func (s *Service) addUser(e *Entrance, org ident.Organisation, who person) error {
	id, err := ident.NewID(ident.PrefixUser, e.At, s.Random)
	if err != nil {
		return err
	}
	locale := org.Language
	if asked, _, _ := strings.Cut(who.claims.text("locale"), "-"); slices.Contains(ident.Languages, asked) {
		locale = asked
	}
	e.UserID = id
	e.New = &ident.User{OrgID: org.ID, ID: id, Email: who.Email, Name: who.claims.name(who.Email), Locale: locale, State: ident.UserActive, CreatedAt: e.At, Rev: 1}
	entry, err := ident.Service(org.ID, "sso").Draft("user.created", id, 1, ident.OutcomeDone, nil, e.At)
	e.Entries = []chain.Draft{entry}
	return err
}

// isTaken reports whether another organisation has the address.
func isTaken(err error) bool {
	f := fault.From(err)
	return err != nil && f.Code == fault.RequestInvalid && len(f.Fields) == 1 && f.Fields[0].Code == "taken"
}
