package auth

import (
	"context"
	"errors"
	"net/netip"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Authenticate finds who has the session of the token. Returns
// fault.SessionRequired for one that is unknown or has ended.
func (s *Sessions) Authenticate(ctx context.Context, token string) (ident.Principal, ident.User, error) {
	session, p, user, err := s.find(ctx, token)
	if err == nil && p.At.Sub(session.SeenAt) >= touchEvery {
		// A store that cannot be written must not end sessions that it can read.
		_ = s.Store.TouchSession(ctx, session.OrgID, session.Hash, p.At)
	}
	return p, user, err
}

// Recognise is Authenticate for what a page asks by itself: a session that nobody
// uses goes on to its idle limit.
func (s *Sessions) Recognise(ctx context.Context, token string) (ident.Principal, ident.User, error) {
	_, p, user, err := s.find(ctx, token)
	return p, user, err
}

func (s *Sessions) find(ctx context.Context, token string) (Session, ident.Principal, ident.User, error) {
	ended := fault.E(fault.SessionRequired)
	if token == "" {
		return Session{}, ident.Principal{}, ident.User{}, ended
	}
	session, user, bindings, err := s.Store.Session(ctx, hashToken("session", token))
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = ended
	}
	if err != nil {
		return Session{}, ident.Principal{}, ident.User{}, err
	}
	now := s.Now()
	if !session.alive(now) || user.State != ident.UserActive {
		return Session{}, ident.Principal{}, ident.User{}, ended
	}
	if session.Federated() && s.Federation != nil && now.Sub(session.CheckedAt) >= recheckEvery {
		if bindings, err = s.recheck(ctx, session); err != nil {
			return Session{}, ident.Principal{}, ident.User{}, err
		}
	}
	return session, ident.Principal{
		OrgID: session.OrgID, UserID: user.ID, Name: user.Name, Bindings: bindings,
		At: now, SteppedUpAt: session.SteppedUpAt, SessionID: session.Hash, Federated: session.Federated(),
	}, user, nil
}

// recheck asks the identity provider whether the session goes on, and returns the
// bindings that the user has after it. Returns fault.SessionRequired when it does not.
func (s *Sessions) recheck(ctx context.Context, session Session) ([]ident.Binding, error) {
	if err := s.Federation.Recheck(ctx, session); err != nil {
		return nil, err
	}
	_, _, bindings, err := s.Store.Session(ctx, session.Hash)
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = fault.E(fault.SessionRequired)
	}
	return bindings, err
}

// StepUp checks all factors again and returns the token of a session that takes
// the place of the old one and ends when that would have. Returns
// fault.SignInRefused, fault.StepUpElsewhere for a session that an identity provider
// began, and a LimitedError.
func (s *Sessions) StepUp(ctx context.Context, p ident.Principal, token, password, code string, from netip.Addr) (string, error) {
	start := s.Now()
	if err := s.limit(ctx, from, p.UserID); err != nil {
		return "", err
	}
	old, _, _, err := s.Store.Session(ctx, p.SessionID)
	if err == nil && old.Federated() {
		err = fault.E(fault.StepUpElsewhere)
	}
	if err != nil {
		return "", err
	}
	account, err := s.Store.Account(ctx, p.OrgID, p.UserID)
	if err != nil {
		return "", err
	}
	fresh, err := s.prove(ctx, account, password, code, Session{CreatedAt: old.CreatedAt}, token)
	if errors.Is(err, fault.E(fault.SignInRefused)) {
		s.Sleep(ctx, refusalTime-s.Now().Sub(start))
	}
	return fresh, err
}

// SignOut ends the session of the principal.
func (s *Sessions) SignOut(ctx context.Context, p ident.Principal) error {
	entry, err := p.Draft("auth.signed_out", p.UserID, 0, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	return s.Store.EndSession(ctx, p.OrgID, p.SessionID, entry)
}

// SignOutEverywhere ends all sessions of a user: the own ones, or those of another
// user of the organisation for who manages people. Returns
// fault.PermissionDenied and fault.NotFound.
func (s *Sessions) SignOutEverywhere(ctx context.Context, p ident.Principal, user string) error {
	const action = "auth.signed_out_everywhere"
	if user != p.UserID {
		if err := s.gate.Check(ctx, p, action, user, p.Require(ident.PeopleManage)); err != nil {
			return err
		}
	}
	entry, err := p.Draft(action, user, 0, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	return s.Store.EndSessions(ctx, p.OrgID, user, "", entry)
}

// ChangePassword gives the principal another password and ends the other sessions.
// It asks for a step-up. Returns fault.PasswordUnfit.
func (s *Sessions) ChangePassword(ctx context.Context, p ident.Principal, password string) error {
	const action = "auth.password_changed"
	if err := s.gate.Check(ctx, p, action, p.UserID, p.RequireStepUp()); err != nil {
		return err
	}
	account, err := s.Store.Account(ctx, p.OrgID, p.UserID)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	entry, err := p.Draft(action, p.UserID, account.Rev, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	return s.Store.ChangePassword(ctx, p.OrgID, p.UserID, account.Password, hash, p.SessionID, entry)
}
