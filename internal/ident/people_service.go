package ident

import (
	"context"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// People looks after the people of an organisation and its departments, as far as
// the roles of who asks allow.
type People struct {
	store  PeopleStore
	gate   *Gate
	now    func() time.Time
	random io.Reader
	// Agreed reports whether the works council agreed that it may, or may not, approve
	// reveals; what it did not agree to waits for its consent. Nil: nothing waits.
	Agreed func(ctx context.Context, org string, approves bool) (bool, error)
	// GroupRoles lists which groups of the identity provider give roles now, to people
	// whose roles have the origin. Nil: none do.
	GroupRoles func(ctx context.Context, org, origin string) ([]GroupRole, error)
}

// NewPeople is a service on the given store.
func NewPeople(store PeopleStore, now func() time.Time, random io.Reader) *People {
	return &People{store: store, gate: NewGate(store, now), now: now, random: random}
}

// Organisation is the one of the principal. Returns fault.PermissionDenied for who
// belongs to none.
func (s *People) Organisation(ctx context.Context, p Principal) (Organisation, error) {
	if p.OrgID == "" {
		return Organisation{}, fault.E(fault.PermissionDenied)
	}
	return s.store.Organisation(ctx, p.OrgID)
}

// UpdateOrganisation changes settings; rev is the revision that the caller saw.
// A change of who approves reveals waits when the works council has not agreed to it.
// Returns fault.PreconditionFailed when there is a newer one, and
// fault.RequestInvalid.
func (s *People) UpdateOrganisation(ctx context.Context, p Principal, rev int64, change func(*Organisation)) (Organisation, error) {
	const action = "organisation.updated"
	if err := s.gate.Check(ctx, p, action, p.OrgID, p.Require(SettingsManage)); err != nil {
		return Organisation{}, err
	}
	agreed := [2]bool{true, true} // to not approving, and to approving
	for i := range agreed {
		if s.Agreed == nil {
			break
		}
		var err error
		if agreed[i], err = s.Agreed(ctx, p.OrgID, i == 1); err != nil {
			return Organisation{}, err
		}
	}
	var after Organisation
	err := s.store.UpdateOrganisation(ctx, p.OrgID, func(o Organisation) (Organisation, chain.Draft, error) {
		if o.Rev != rev {
			return o, chain.Draft{}, fault.E(fault.PreconditionFailed)
		}
		after = o
		change(&after)
		after.settle(o, agreed)
		after.Rev++
		if err := after.check(); err != nil {
			return o, chain.Draft{}, err
		}
		entry, err := p.Draft(action, o.ID, after.Rev, OutcomeDone,
			map[string]any{"language": after.Language, "time_zone": after.TimeZone, "council_approves": after.CouncilApproves, "council_waits": after.CouncilWaits}, s.now())
		return after, entry, err
	})
	return after, err
}

// settle leaves a change of who approves reveals for later when the works council did
// not agree to it.
func (o *Organisation) settle(before Organisation, agreed [2]bool) {
	if o.CouncilApproves == before.CouncilApproves {
		return
	}
	to := 0
	if o.CouncilApproves {
		to = 1
	}
	o.CouncilWaits = !agreed[to]
	if o.CouncilWaits {
		o.CouncilApproves = before.CouncilApproves
	}
}

// ApplyAgreed carries a change out that waited for the consent of the works council,
// once that is there.
func (s *People) ApplyAgreed(ctx context.Context, org string) error {
	o, err := s.store.Organisation(ctx, org)
	if err != nil || !o.CouncilWaits || s.Agreed == nil {
		return err
	}
	if agreed, err := s.Agreed(ctx, org, !o.CouncilApproves); err != nil || !agreed {
		return err
	}
	_, err = s.UpdateOrganisation(ctx, Service(org, "consent"), o.Rev, func(o *Organisation) { o.CouncilApproves = !o.CouncilApproves })
	return err
}

// Users lists a page of users. Returns fault.PermissionDenied.
func (s *People) Users(ctx context.Context, p Principal, after string, limit int) ([]User, error) {
	if err := p.Require(PeopleRead); err != nil {
		return nil, err
	}
	return s.store.Users(ctx, p.OrgID, after, limit)
}

// User finds a user. Everybody may see the own account. Returns
// fault.PermissionDenied and fault.NotFound.
func (s *People) User(ctx context.Context, p Principal, id string) (User, error) {
	if err := p.Require(PeopleRead); err != nil && (id == "" || id != p.UserID) {
		return User{}, err
	}
	return s.store.User(ctx, p.OrgID, id)
}

// AddUser adds a user who has no password yet, with roles. Returns
// fault.PermissionDenied, fault.RequestInvalid and fault.RoleConflict.
func (s *People) AddUser(ctx context.Context, p Principal, u User, bindings []Binding) (User, []RoleBinding, error) {
	n, err := s.NewUser(ctx, p, u, bindings)
	if err != nil {
		return User{}, nil, err
	}
	return n.User, n.Bindings, s.store.AddUser(ctx, n.User, n.Bindings, n.Entry)
}

// Newcomer is a user who is to be added.
type Newcomer struct {
	User     User
	Bindings []RoleBinding
	Entry    chain.Draft
}

// NewUser is AddUser without adding: who invites the user adds both at once. Returns
// the faults of AddUser.
func (s *People) NewUser(ctx context.Context, p Principal, u User, bindings []Binding) (Newcomer, error) {
	const action = "user.created"
	if err := s.gate.Check(ctx, p, action, "", p.Require(PeopleManage), p.RequireStepUp()); err != nil {
		return Newcomer{}, err
	}
	now := s.now()
	id, err := NewID(PrefixUser, now, s.random)
	if err != nil {
		return Newcomer{}, err
	}
	u.OrgID, u.ID, u.State, u.CreatedAt, u.Rev = p.OrgID, id, UserInvited, now, 1
	if err := u.check(); err != nil {
		return Newcomer{}, err
	}
	list, err := s.bind(p.OrgID, id, bindings)
	if err != nil {
		return Newcomer{}, err
	}
	entry, err := p.Draft(action, id, 1, OutcomeDone, bound(list), now)
	return Newcomer{User: u, Bindings: list, Entry: entry}, err
}

func (u *User) check() error {
	var fields []fault.Field
	if u.Email != "" {
		if u.Email = FoldEmail(u.Email); u.Email == "" {
			fields = append(fields, fault.Field{Pointer: "/email", Code: "format"})
		}
	}
	if u.Name != "" {
		if u.Name = CleanName(u.Name, MaxName); u.Name == "" {
			fields = append(fields, fault.Field{Pointer: "/name", Code: "format"})
		}
	}
	if !slices.Contains(Languages, u.Locale) {
		fields = append(fields, fault.Field{Pointer: "/locale", Code: "enum"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// UpdateUser changes the name and locale of a user; rev is the revision that the
// caller saw. Returns fault.PreconditionFailed when there is a newer one.
func (s *People) UpdateUser(ctx context.Context, p Principal, id string, rev int64, change func(*User)) (User, error) {
	const action = "user.updated"
	perm := PeopleManage
	if id == p.UserID {
		perm = SelfManage
	}
	if err := s.gate.Check(ctx, p, action, id, s.hold(p, perm)); err != nil {
		return User{}, err
	}
	var after User
	err := s.store.ChangeUser(ctx, p.OrgID, id, func(now Standing) (UserChange, error) {
		if now.User.Rev != rev {
			return UserChange{}, fault.E(fault.PreconditionFailed)
		}
		after = now.User
		change(&after)
		after.Rev++
		if err := after.check(); err != nil {
			return UserChange{}, err
		}
		entry, err := p.Draft(action, id, after.Rev, OutcomeDone, nil, s.now())
		return UserChange{User: &after, Entry: entry}, err
	})
	return after, err
}

// hold is Require, but SelfManage counts in whatever department the role is.
func (s *People) hold(p Principal, perm Permission) error {
	if whole, departments := p.Scope(perm); perm == SelfManage && (whole || len(departments) > 0) {
		return nil
	}
	return p.Require(perm)
}

// SetDisabled ends or restores the access of a user; ending it signs the user out
// everywhere. Returns fault.OwnAccount, fault.LastOwner, and fault.Conflict when
// it is so already.
func (s *People) SetDisabled(ctx context.Context, p Principal, id string, disabled bool) (User, error) {
	action := "user.enabled"
	if disabled {
		action = "user.disabled"
	}
	if err := s.gate.Check(ctx, p, action, id, p.Require(PeopleManage), p.RequireStepUp(), s.notOwn(p, id)); err != nil {
		return User{}, err
	}
	var after User
	err := s.store.ChangeUser(ctx, p.OrgID, id, func(now Standing) (UserChange, error) {
		after = now.User
		if disabled == (after.State == UserDisabled) {
			return UserChange{}, fault.E(fault.Conflict)
		}
		after.Rev++
		// The store knows whether there is a password.
		if after.State = UserActive; disabled {
			after.State = UserDisabled
			if now.User.State == UserActive && now.lasting() && now.OtherOwners == 0 {
				return UserChange{}, fault.E(fault.LastOwner)
			}
		}
		entry, err := p.Draft(action, id, after.Rev, OutcomeDone, nil, s.now())
		return UserChange{User: &after, EndSessions: disabled, Entry: entry}, err
	})
	if err != nil {
		return User{}, err
	}
	return s.store.User(ctx, p.OrgID, id)
}

// lasting reports whether the user is owner without an end.
func (s Standing) lasting() bool {
	return slices.ContainsFunc(s.Bindings, func(b RoleBinding) bool { return b.Role == Owner && b.ExpiresAt.IsZero() })
}
