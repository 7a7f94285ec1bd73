package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"net/netip"

	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// PasskeyAttempt is one try to sign in with a passkey.
type PasskeyAttempt struct {
	// Browser is the token of the cookie that the challenge is bound to.
	State, Browser string
	Assertion      passkey.Assertion
	// Email and Password are checked too when they are there: the passkey is then the
	// second factor.
	Email, Password string
	From            netip.Addr
	// Replaces is the token of the session that the browser had, "" for none.
	Replaces string
}

// AskSignIn makes a challenge that any passkey of this service answers. It is the
// same for everybody. Returns fault.PasskeyUnavailable and a LimitedError.
func (s *Passkeys) AskSignIn(ctx context.Context, browser string, from netip.Addr) (Challenge, error) {
	if !s.Available() {
		return Challenge{}, fault.E(fault.PasskeyUnavailable)
	}
	if err := s.limitChallenges(ctx, from); err != nil {
		return Challenge{}, err
	}
	return s.challenge(useSignIn, hashToken("browser", browser), func() (passkey.Options, string, error) { return s.Party.Ask(nil) })
}

// SignIn checks the passkey and returns the token of a new session. Returns
// fault.SignInRefused for whatever is not right, in about the same time,
// fault.PasskeyUnavailable and a LimitedError.
func (s *Passkeys) SignIn(ctx context.Context, a PasskeyAttempt) (string, error) {
	if !s.Available() {
		return "", fault.E(fault.PasskeyUnavailable)
	}
	account := "passkey\x00" + base64.RawURLEncoding.EncodeToString(a.Assertion.ID)
	if a.Email != "" {
		account = ident.FoldEmail(a.Email)
	}
	return s.refuseSlowly(ctx, account, a.From, func() (string, error) { return s.signIn(ctx, a) })
}

// refuseSlowly takes an attempt of the account, and sees to it that a refusal does not
// tell by its time what was not right.
func (s *Passkeys) refuseSlowly(ctx context.Context, account string, from netip.Addr, try func() (string, error)) (string, error) {
	start := s.Sessions.Now()
	if err := s.Sessions.limit(ctx, from, account); err != nil {
		return "", err
	}
	token, err := try()
	if errors.Is(err, fault.E(fault.SignInRefused)) {
		s.Sessions.Sleep(ctx, refusalTime-s.Sessions.Now().Sub(start))
	}
	return token, err
}

func (s *Passkeys) signIn(ctx context.Context, a PasskeyAttempt) (string, error) {
	bound := ""
	if a.Browser != "" {
		bound = hashToken("browser", a.Browser)
	}
	asked, fresh := s.answered(ctx, useSignIn, bound, a.State)
	k, account, err := s.owner(ctx, a.Assertion.ID)
	if err != nil {
		return "", err
	}
	passwordRight := true
	if a.Email != "" || a.Password != "" {
		if passwordRight, _, err = s.Sessions.Passwords.Verify(ctx, a.Password, account.Password); err != nil {
			return "", err
		}
		passwordRight = passwordRight && account.Email == ident.FoldEmail(a.Email)
	}
	if account.ID == "" {
		return "", fault.E(fault.SignInRefused)
	}
	now := s.Sessions.Now()
	return s.prove(ctx, proof{
		passkey: k, account: account, asked: asked, fresh: fresh, passwordRight: passwordRight, assertion: a.Assertion,
		session: Session{CreatedAt: now}, replaces: a.Replaces,
	})
}

// owner finds a passkey and whose it is; both are zero when nobody has it.
func (s *Passkeys) owner(ctx context.Context, credential []byte) (Passkey, Account, error) {
	k, err := s.Store.PasskeyByCredential(ctx, credential)
	if err == nil {
		var account Account
		if account, err = s.Sessions.Store.Account(ctx, k.OrgID, k.UserID); err == nil {
			return k, account, nil
		}
	}
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = nil
	}
	return Passkey{}, Account{}, err
}

// proof is an answer of a passkey that somebody has, and what came with it.
type proof struct {
	passkey       Passkey
	account       Account
	asked         ceremony
	fresh         bool // the challenge was for this, and not answered before
	passwordRight bool
	assertion     passkey.Assertion
	session       Session
	replaces      string
}

// prove checks the answer and starts the session. What was not right is in the chain.
func (s *Passkeys) prove(ctx context.Context, f proof) (string, error) {
	who := ident.Principal{OrgID: f.account.OrgID, UserID: f.account.ID}
	reason := refusal(f.account, f.passwordRight, true)
	switch {
	case reason != "":
	case !f.fresh:
		reason = "challenge"
	case !f.passkey.SuspectAt.IsZero():
		reason = "passkey_suspect"
	}
	if reason != "" {
		return "", s.Sessions.refuse(ctx, who, reason)
	}
	after, err := s.Party.Verify(f.passkey.UserID, f.passkey.Credential, f.asked.Challenge, f.assertion)
	switch {
	case errors.Is(err, passkey.ErrCloned):
		return "", s.suspect(ctx, who, f.passkey)
	case err != nil:
		return "", s.Sessions.refuse(ctx, who, "passkey")
	}
	f.passkey.Credential = after
	token, err := s.open(ctx, f)
	if errors.Is(err, fault.E(fault.SignInRefused)) {
		return "", s.Sessions.refuse(ctx, who, "used_meanwhile")
	}
	return token, err
}

// suspect takes a passkey of which there may be a copy out of use: which of the two is
// the person's nobody can tell.
func (s *Passkeys) suspect(ctx context.Context, who ident.Principal, k Passkey) error {
	now := s.Sessions.Now()
	entry, err := who.Draft(signedIn, who.UserID, 0, ident.OutcomeDenied, map[string]string{"reason": "passkey_cloned", "passkey": k.ID}, now)
	if err == nil {
		err = s.Store.SuspectPasskey(ctx, k.OrgID, k.ID, now, entry)
	}
	if err != nil {
		return err
	}
	return fault.E(fault.SignInRefused)
}

// open starts the session of an account that was proved.
func (s *Passkeys) open(ctx context.Context, f proof) (string, error) {
	token, err := newToken(s.Sessions.Random)
	if err != nil {
		return "", err
	}
	now, v, a := s.Sessions.Now(), f.session, f.account
	v.OrgID, v.UserID, v.Hash, v.SeenAt, v.SteppedUpAt = a.OrgID, a.ID, hashToken("session", token), now, now
	entry, err := ident.Principal{OrgID: a.OrgID, UserID: a.ID}.Draft(signedIn, a.ID, a.Rev, ident.OutcomeDone, map[string]string{"passkey": f.passkey.ID}, now)
	if err != nil {
		return "", err
	}
	replaces := f.replaces
	if replaces != "" {
		replaces = hashToken("session", replaces)
	}
	f.passkey.LastUsedAt = now
	return token, s.Store.StartPasskeySession(ctx, v, f.asked.use(f.passkey), replaces, entry)
}

// AskStepUp makes a challenge that the own passkeys answer. Returns
// fault.PasskeyUnavailable, and fault.NotFound for who has none.
func (s *Passkeys) AskStepUp(ctx context.Context, p ident.Principal) (Challenge, error) {
	if !p.IsPerson() || !s.Available() {
		return Challenge{}, fault.E(fault.PasskeyUnavailable)
	}
	have, err := s.Store.Passkeys(ctx, p.OrgID, p.UserID)
	if err != nil {
		return Challenge{}, err
	}
	if len(have) == 0 {
		return Challenge{}, fault.E(fault.NotFound)
	}
	return s.challenge(useStepUp, p.SessionID, func() (passkey.Options, string, error) { return s.Party.Ask(credentials(have)) })
}

// StepUp checks a passkey of the person and returns the token of a session that takes
// the place of the old one and ends when that would have. Returns
// fault.SignInRefused, fault.StepUpElsewhere for a session that an identity provider
// began, fault.PasskeyUnavailable and a LimitedError.
func (s *Passkeys) StepUp(ctx context.Context, p ident.Principal, token, state string, a passkey.Assertion, from netip.Addr) (string, error) {
	if !p.IsPerson() || !s.Available() {
		return "", fault.E(fault.PasskeyUnavailable)
	}
	return s.refuseSlowly(ctx, p.UserID, from, func() (string, error) {
		asked, fresh := s.answered(ctx, useStepUp, p.SessionID, state)
		old, _, _, err := s.Sessions.Store.Session(ctx, p.SessionID)
		if err == nil && old.Federated() {
			err = fault.E(fault.StepUpElsewhere)
		}
		if err != nil {
			return "", err
		}
		k, account, err := s.owner(ctx, a.ID)
		if err != nil {
			return "", err
		}
		if account.OrgID != p.OrgID || account.ID != p.UserID {
			return "", s.Sessions.refuse(ctx, ident.Principal{OrgID: p.OrgID, UserID: p.UserID}, "passkey")
		}
		return s.prove(ctx, proof{
			passkey: k, account: account, asked: asked, fresh: fresh, passwordRight: true, assertion: a,
			session: Session{CreatedAt: old.CreatedAt}, replaces: token,
		})
	})
}

func credentials(list []Passkey) []passkey.Credential {
	all := make([]passkey.Credential, len(list))
	for i, k := range list {
		all[i] = k.Credential
	}
	return all
}
