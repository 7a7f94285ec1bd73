package auth

import (
	"context"
	"errors"
	"net/netip"

	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const (
	passkeyAdded   = "passkey.added"
	passkeyRenamed = "passkey.renamed"
	passkeyRemoved = "passkey.removed"
)

// Factors are the second factors of an account.
type Factors struct {
	Passkeys []Passkey
	// App says that there is an authenticator app.
	App bool
	// Able says that the person can have passkeys: the account has a password, and the
	// public address a name. Who signs in at an identity provider has them there.
	Able bool
	// Local says that the account has a password, and so factors of its own.
	Local bool
}

// Own lists the second factors of the person. Returns fault.PermissionDenied for who
// is no person.
func (s *Passkeys) Own(ctx context.Context, p ident.Principal) (Factors, error) {
	if !p.IsPerson() {
		return Factors{}, fault.E(fault.PermissionDenied)
	}
	account, err := s.Sessions.Store.Account(ctx, p.OrgID, p.UserID)
	if err != nil {
		return Factors{}, err
	}
	list, err := s.Store.Passkeys(ctx, p.OrgID, p.UserID)
	return Factors{Passkeys: list, App: account.CodeSecret != "", Able: s.Available() && account.Password != "", Local: account.Password != ""}, err
}

// Get finds a passkey of the person. Returns fault.NotFound for one of somebody else.
func (s *Passkeys) Get(ctx context.Context, p ident.Principal, id string) (Passkey, error) {
	if !p.IsPerson() {
		return Passkey{}, fault.E(fault.PermissionDenied)
	}
	k, err := s.Store.Passkey(ctx, p.OrgID, id)
	if err == nil && k.UserID != p.UserID {
		return Passkey{}, fault.E(fault.NotFound)
	}
	return k, err
}

// AskOwn makes a challenge for a new passkey of the person. It asks for a step-up.
// Returns fault.PasskeyUnavailable, fault.PasskeyLimit, and fault.Conflict for an
// account without a password.
func (s *Passkeys) AskOwn(ctx context.Context, p ident.Principal) (Challenge, error) {
	if err := s.mayAdd(ctx, p); err != nil {
		return Challenge{}, err
	}
	account, err := s.Sessions.Store.Account(ctx, p.OrgID, p.UserID)
	if err != nil {
		return Challenge{}, err
	}
	if account.Password == "" {
		return Challenge{}, fault.E(fault.Conflict)
	}
	have, err := s.Store.Passkeys(ctx, p.OrgID, p.UserID)
	if err != nil {
		return Challenge{}, err
	}
	if len(have) >= MaxPasskeys {
		return Challenge{}, fault.E(fault.PasskeyLimit)
	}
	return s.challenge(useRegister, p.SessionID, func() (passkey.Options, string, error) {
		return s.Party.Create(holder(account.User), credentials(have))
	})
}

func (s *Passkeys) mayAdd(ctx context.Context, p ident.Principal) error {
	if !p.IsPerson() {
		return fault.E(fault.PermissionDenied)
	}
	if err := s.gate.Check(ctx, p, passkeyAdded, p.UserID, p.RequireStepUp()); err != nil {
		return err
	}
	if !s.Available() {
		return fault.E(fault.PasskeyUnavailable)
	}
	return nil
}

// holder is the user as an authenticator shows it.
func holder(u ident.User) passkey.User {
	v := passkey.User{Handle: u.ID, Name: u.Email, Shown: u.Name}
	if v.Name == "" {
		v.Name = "eigenaar"
	}
	if v.Shown == "" {
		v.Shown = v.Name
	}
	return v
}

// Add keeps the passkey that the browser made. It asks for a step-up. Returns
// fault.PasskeyRefused, fault.PasskeyKnown, fault.PasskeyLimit, and for the name
// fault.RequestInvalid and fault.TextRefused.
func (s *Passkeys) Add(ctx context.Context, p ident.Principal, name, state string, r passkey.Registration) (Passkey, error) {
	if err := s.mayAdd(ctx, p); err != nil {
		return Passkey{}, err
	}
	name, err := s.cleanName(name)
	if err != nil {
		return Passkey{}, err
	}
	user, err := s.Sessions.Store.Account(ctx, p.OrgID, p.UserID)
	if err != nil {
		return Passkey{}, err
	}
	k, err := s.register(ctx, user.User, useRegister, p.SessionID, name, state, r)
	if err != nil {
		return Passkey{}, err
	}
	entry, err := p.Draft(passkeyAdded, k.ID, k.Rev, ident.OutcomeDone, nil, k.CreatedAt)
	if err != nil {
		return Passkey{}, err
	}
	return k, s.Store.AddPasskey(ctx, k, entry)
}

// register verifies what a browser made.
func (s *Passkeys) register(ctx context.Context, u ident.User, use, bound, name, state string, r passkey.Registration) (Passkey, error) {
	asked, fresh := s.answered(ctx, use, bound, state)
	if !fresh {
		return Passkey{}, fault.E(fault.PasskeyRefused)
	}
	made, err := s.Party.Register(holder(u), asked.Challenge, r)
	if err != nil {
		return Passkey{}, fault.E(fault.PasskeyRefused)
	}
	now := s.Sessions.Now()
	id, err := ident.NewID(PrefixPasskey, now, s.Sessions.Random)
	return Passkey{OrgID: u.OrgID, ID: id, UserID: u.ID, Credential: made, Name: name, CreatedAt: now, Rev: 1}, err
}

// Rename gives a passkey of the person another name; rev is the revision that the
// person saw. Returns fault.NotFound, fault.PreconditionFailed, and for the name
// fault.RequestInvalid and fault.TextRefused.
func (s *Passkeys) Rename(ctx context.Context, p ident.Principal, id string, rev int64, name string) (Passkey, error) {
	k, err := s.seen(ctx, p, id, rev)
	if err != nil {
		return Passkey{}, err
	}
	if k.Name, err = s.cleanName(name); err != nil {
		return Passkey{}, err
	}
	k.Rev++
	entry, err := p.Draft(passkeyRenamed, id, k.Rev, ident.OutcomeDone, nil, s.Sessions.Now())
	if err != nil {
		return Passkey{}, err
	}
	return k, s.Store.RenamePasskey(ctx, k, entry)
}

// Remove takes a passkey of the person away and ends the person's other sessions: it
// may be in other hands. It asks for a step-up. Returns fault.NotFound,
// fault.PreconditionFailed, and fault.LastFactor for the last second factor.
func (s *Passkeys) Remove(ctx context.Context, p ident.Principal, id string, rev int64) error {
	if err := s.gate.Check(ctx, p, passkeyRemoved, id, p.RequireStepUp()); err != nil {
		return err
	}
	k, err := s.seen(ctx, p, id, rev)
	if err != nil {
		return err
	}
	entry, err := p.Draft(passkeyRemoved, id, k.Rev, ident.OutcomeDone, nil, s.Sessions.Now())
	if err != nil {
		return err
	}
	err = s.Store.RemovePasskey(ctx, k, p.SessionID, entry)
	if errors.Is(err, fault.E(fault.LastFactor)) {
		return s.gate.Check(ctx, p, passkeyRemoved, id, err)
	}
	return err
}

// seen is a passkey of the person in the revision that the person saw.
func (s *Passkeys) seen(ctx context.Context, p ident.Principal, id string, rev int64) (Passkey, error) {
	k, err := s.Get(ctx, p, id)
	if err == nil && k.Rev != rev {
		err = fault.E(fault.PreconditionFailed)
	}
	return k, err
}

// AskLink makes a challenge for the first passkey of who opens a one-time link. Returns
// fault.LinkInvalid, fault.PasskeyUnavailable and a LimitedError.
func (s *Passkeys) AskLink(ctx context.Context, token, browser string, from netip.Addr) (Challenge, error) {
	if !s.Available() {
		return Challenge{}, fault.E(fault.PasskeyUnavailable)
	}
	opened, err := s.Sessions.OpenLink(ctx, token, from)
	if err != nil {
		return Challenge{}, err
	}
	return s.challenge(useLink, boundToLink(token, browser), func() (passkey.Options, string, error) {
		return s.Party.Create(holder(opened.User), nil)
	})
}

func boundToLink(token, browser string) string {
	return hashToken("link", token) + hashToken("browser", browser)
}

// PasskeyChoice is what a person who has no authenticator app fills in on the page of
// a link. Code does not count.
type PasskeyChoice struct {
	Choice
	State, Browser string
	// Passkey is the name of the first one.
	Passkey      string
	Registration passkey.Registration
}

// UseLink gives the account its password and first passkey, uses the link up and signs
// the person in. Returns the faults of Sessions.UseLink and of Add.
func (s *Passkeys) UseLink(ctx context.Context, c PasskeyChoice) (string, error) {
	if !s.Available() {
		return "", fault.E(fault.PasskeyUnavailable)
	}
	opened, err := s.Sessions.OpenLink(ctx, c.Token, c.From)
	if err != nil {
		return "", err
	}
	a, err := s.Sessions.fill(opened, c.Choice)
	if err != nil {
		return "", err
	}
	if err := CheckPassword(c.Password, a.Email, a.Name, opened.Organisation.Name); err != nil {
		return "", err
	}
	name, err := s.cleanName(c.Passkey)
	if err != nil {
		return "", err
	}
	first, err := s.register(ctx, a.User, useLink, boundToLink(c.Token, c.Browser), name, c.State, c.Registration)
	if err != nil {
		return "", err
	}
	if a.Password, err = s.Sessions.Passwords.Hash(ctx, c.Password); err != nil {
		return "", err
	}
	token, session, err := s.Sessions.begin(a)
	if err != nil {
		return "", err
	}
	who := ident.Principal{OrgID: a.OrgID, UserID: a.ID}
	entry, err := who.Draft("user.link_used", a.ID, a.Rev, ident.OutcomeDone, map[string]string{"kind": string(opened.Link.Kind), "passkey": first.ID}, session.CreatedAt)
	if err != nil {
		return "", err
	}
	return token, s.Store.UseLinkByPasskey(ctx, hashToken("link", c.Token), a, first, session, entry)
}
