package auth

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Invite makes the link with which a new user chooses a password, and returns its
// token, which cannot be shown again. Earlier links of the user end. It asks for a
// step-up. Returns fault.PermissionDenied, fault.NotFound, and fault.Conflict for a
// user who has a password or is disabled.
func (s *Sessions) Invite(ctx context.Context, p ident.Principal, user string) (string, Link, error) {
	const action = "user.invited"
	if err := s.gate.Check(ctx, p, action, user, p.Require(ident.PeopleManage), p.RequireStepUp()); err != nil {
		return "", Link{}, err
	}
	token, l, entry, err := s.newLink(p, action, Link{OrgID: p.OrgID, UserID: user, Kind: LinkInvitation}, invitationLife(p))
	if err != nil {
		return "", Link{}, err
	}
	return token, l, s.Store.AddLink(ctx, l, entry)
}

func invitationLife(p ident.Principal) time.Duration {
	if !p.IsPerson() {
		return RecoveryLife // it is on a screen, in the hands of who asked for it
	}
	return InvitationLife
}

// AddInvited adds a user whom people made, and Invites the user, both or neither. It
// asks for a step-up. Returns fault.PermissionDenied, fault.NotFound for a department
// that is not there, and fault.RequestInvalid with "/email" and "taken".
func (s *Sessions) AddInvited(ctx context.Context, p ident.Principal, n ident.Newcomer) (string, Link, error) {
	const action = "user.invited"
	if err := s.gate.Check(ctx, p, action, n.User.ID, p.Require(ident.PeopleManage), p.RequireStepUp()); err != nil {
		return "", Link{}, err
	}
	token, l, entry, err := s.newLink(p, action, Link{OrgID: p.OrgID, UserID: n.User.ID, Kind: LinkInvitation}, invitationLife(p))
	if err != nil {
		return "", Link{}, err
	}
	return token, l, s.Store.AddInvited(ctx, l, n, entry)
}

// Recover takes password, authenticator app, passkeys and sessions of a user away and
// returns the token of the link for new ones. Only the command line may: who runs
// the machine knows who asks, a mailbox or a help desk does not. Returns
// fault.PermissionDenied, fault.NotFound, and fault.Conflict for a disabled user.
func (s *Sessions) Recover(ctx context.Context, p ident.Principal, user string) (string, Link, error) {
	const action = "user.recovered"
	refused := p.Require(ident.PeopleManage)
	if p.IsPerson() {
		refused = fault.E(fault.PermissionDenied)
	}
	if err := s.gate.Check(ctx, p, action, user, refused); err != nil {
		return "", Link{}, err
	}
	token, l, entry, err := s.newLink(p, action, Link{OrgID: p.OrgID, UserID: user, Kind: LinkRecovery}, RecoveryLife)
	if err != nil {
		return "", Link{}, err
	}
	return token, l, s.Store.AddLink(ctx, l, entry)
}

func (s *Sessions) newLink(p ident.Principal, action string, l Link, life time.Duration) (string, Link, chain.Draft, error) {
	token, err := newToken(s.Random)
	if err != nil {
		return "", Link{}, chain.Draft{}, err
	}
	secret, err := NewCodeSecret(s.Random)
	if err != nil {
		return "", Link{}, chain.Draft{}, err
	}
	if l.CodeSecret, err = s.Sealer.Seal([]byte(secret), codeSecretName(l.UserID), s.Random); err != nil {
		return "", Link{}, chain.Draft{}, err
	}
	l.Hash, l.CreatedAt = hashToken("link", token), s.Now()
	l.ExpiresAt = l.CreatedAt.Add(life)
	entry, err := p.Draft(action, l.UserID, 0, ident.OutcomeDone, nil, l.CreatedAt)
	return token, l, entry, err
}

// Opened is what the page of a link shows.
type Opened struct {
	Link         Link
	User         ident.User
	Organisation ident.Organisation
	// CodeSecret, and CodeURI and QR that hold it, are for an authenticator app.
	CodeSecret, CodeURI string
	QR                  []string
}

// OpenLink finds a link that can be used. Returns fault.LinkInvalid and a
// LimitedError.
func (s *Sessions) OpenLink(ctx context.Context, token string, from netip.Addr) (Opened, error) {
	if err := s.limit(ctx, from, ""); err != nil {
		return Opened{}, err
	}
	link, user, org, err := s.Store.Link(ctx, hashToken("link", token))
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && !s.Now().Before(link.ExpiresAt) {
		return Opened{}, fault.E(fault.LinkInvalid)
	}
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Link: link, User: user, Organisation: org}
	if o.CodeSecret, err = s.codeSecret(link.CodeSecret, user.ID); err != nil {
		return Opened{}, err
	}
	name := user.Email
	if name == "" {
		name = "eigenaar"
	}
	o.CodeURI = CodeURI(o.CodeSecret, org.Name, name)
	o.QR, err = QRCode(o.CodeURI)
	return o, err
}

// Choice is what a person fills in on the page of a link.
type Choice struct {
	Token, Password, Code string
	// Email and Name count for an account that has none.
	Email, Name string
	// Locale is the language of the page, "" to keep what the account has.
	Locale string
	From   netip.Addr
}

// UseLink gives the account its password and authenticator app, uses the link up
// and signs the person in. Returns fault.LinkInvalid, fault.PasswordUnfit,
// fault.RequestInvalid for the code ("/code", "format") and for a missing or taken
// address, and a LimitedError.
func (s *Sessions) UseLink(ctx context.Context, c Choice) (string, error) {
	opened, err := s.OpenLink(ctx, c.Token, c.From)
	if err != nil {
		return "", err
	}
	a, err := s.fill(opened, c)
	if err != nil {
		return "", err
	}
	if err := CheckPassword(c.Password, a.Email, a.Name, opened.Organisation.Name); err != nil {
		return "", err
	}
	step, ok := CheckCode(opened.CodeSecret, c.Code, s.Now(), 0)
	if !ok {
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/code", Code: "format"})
	}
	if a.Password, err = s.Passwords.Hash(ctx, c.Password); err != nil {
		return "", err
	}
	a.CodeSecret, a.CodeStep = opened.Link.CodeSecret, step
	token, session, err := s.begin(a)
	if err != nil {
		return "", err
	}
	who := ident.Principal{OrgID: a.OrgID, UserID: a.ID}
	entry, err := who.Draft("user.link_used", a.ID, a.Rev, ident.OutcomeDone, map[string]string{"kind": string(opened.Link.Kind)}, session.CreatedAt)
	if err != nil {
		return "", err
	}
	return token, s.Store.UseLink(ctx, hashToken("link", c.Token), a, session, entry)
}

// begin is the first session of an account, and its token.
func (s *Sessions) begin(a Account) (string, Session, error) {
	token, err := newToken(s.Random)
	now := s.Now()
	return token, Session{OrgID: a.OrgID, UserID: a.ID, Hash: hashToken("session", token), CreatedAt: now, SeenAt: now, SteppedUpAt: now}, err
}

// fill is the account as it will be, without what proves it.
func (s *Sessions) fill(o Opened, c Choice) (Account, error) {
	a := Account{User: o.User}
	if a.Email == "" {
		if a.Email = ident.FoldEmail(c.Email); a.Email == "" {
			return a, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/email", Code: missing(c.Email)})
		}
	}
	if a.Name == "" {
		if a.Name = ident.CleanName(c.Name, ident.MaxName); a.Name == "" {
			return a, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/name", Code: missing(c.Name)})
		}
	}
	if c.Locale != "" {
		a.Locale = c.Locale
	}
	a.Rev++
	return a, nil
}

func missing(value string) string {
	if value == "" {
		return "required"
	}
	return "format"
}

// LinkURL is the address of the page for a link. The token is in the fragment,
// which browsers send to nobody: it reaches no log and no other site.
func LinkURL(public, token string) string { return public + "/welkom#" + token }
