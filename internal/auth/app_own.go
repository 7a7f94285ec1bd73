package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// The acts with the own authenticator app.
const (
	appAdded   = "app.added"
	appRemoved = "app.removed"
)

// OfferLife is how long a person may take to put a new secret into the app.
const OfferLife = 10 * time.Minute

// Offer is the secret for an authenticator app of a person who is signed in. Nothing
// of it is kept: it goes back, sealed, with the first code.
type Offer struct {
	State, CodeSecret, CodeURI string
	QR                         []string
}

// offered is what the state of an offer holds.
type offered struct {
	Secret string `json:"s"`
	// Bound is the session that asked.
	Bound string `json:"b"`
	Ends  int64  `json:"e"` // Unix milliseconds
}

func offerName(user string) string { return "app/offer/" + user }

// OfferApp draws a secret for an authenticator app, the first one or one in the place
// of the other. It asks for a step-up. Returns fault.Conflict for an account without a
// password: who signs in at an identity provider has the second factor there.
func (s *Sessions) OfferApp(ctx context.Context, p ident.Principal) (Offer, error) {
	account, err := s.appOf(ctx, p, appAdded)
	if err != nil {
		return Offer{}, err
	}
	secret, err := NewCodeSecret(s.Random)
	if err != nil {
		return Offer{}, err
	}
	plain, err := json.Marshal(offered{Secret: secret, Bound: p.SessionID, Ends: s.Now().Add(OfferLife).UnixMilli()})
	if err != nil {
		return Offer{}, err
	}
	o := Offer{CodeSecret: secret, CodeURI: CodeURI(secret, "", account.Email)}
	if o.State, err = s.Sealer.Seal(plain, offerName(p.UserID), s.Random); err != nil {
		return Offer{}, err
	}
	o.QR, err = QRCode(o.CodeURI)
	return o, err
}

// AddApp takes the app whose secret was offered, once it shows a code of it, and ends
// the person's other sessions. It asks for a step-up. Returns fault.Conflict as
// OfferApp does and for an offer of another session or too long ago, and
// fault.RequestInvalid for the code ("/code", "format").
func (s *Sessions) AddApp(ctx context.Context, p ident.Principal, state, code string) error {
	account, err := s.appOf(ctx, p, appAdded)
	if err != nil {
		return err
	}
	var o offered
	plain, err := s.Sealer.Open(state, offerName(p.UserID))
	if err != nil || json.Unmarshal(plain, &o) != nil || o.Bound != p.SessionID || s.Now().UnixMilli() >= o.Ends {
		return fault.E(fault.Conflict)
	}
	step, ok := CheckCode(o.Secret, code, s.Now(), 0)
	if !ok {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/code", Code: "format"})
	}
	sealed, err := s.Sealer.Seal([]byte(o.Secret), codeSecretName(p.UserID), s.Random)
	if err != nil {
		return err
	}
	entry, err := p.Draft(appAdded, p.UserID, account.Rev, ident.OutcomeDone, map[string]bool{"replaced": account.CodeSecret != ""}, s.Now())
	if err != nil {
		return err
	}
	return s.Store.ChangeCode(ctx, CodeChange{OrgID: p.OrgID, UserID: p.UserID, Was: account.CodeSecret, Secret: sealed, Step: step, Except: p.SessionID}, entry)
}

// RemoveApp takes the authenticator app away and ends the person's other sessions. It
// asks for a step-up. Returns fault.Conflict when there is none, and fault.LastFactor
// when no passkey is left that proves something.
func (s *Sessions) RemoveApp(ctx context.Context, p ident.Principal) error {
	account, err := s.appOf(ctx, p, appRemoved)
	if err == nil && account.CodeSecret == "" {
		err = fault.E(fault.Conflict)
	}
	if err != nil {
		return err
	}
	entry, err := p.Draft(appRemoved, p.UserID, account.Rev, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	err = s.Store.ChangeCode(ctx, CodeChange{OrgID: p.OrgID, UserID: p.UserID, Was: account.CodeSecret, Except: p.SessionID}, entry)
	if errors.Is(err, fault.E(fault.LastFactor)) {
		return s.gate.Check(ctx, p, appRemoved, p.UserID, err)
	}
	return err
}

// appOf is the account of a person who may change the app.
func (s *Sessions) appOf(ctx context.Context, p ident.Principal, action string) (Account, error) {
	if !p.IsPerson() {
		return Account{}, fault.E(fault.PermissionDenied)
	}
	if err := s.gate.Check(ctx, p, action, p.UserID, p.RequireStepUp()); err != nil {
		return Account{}, err
	}
	account, err := s.Store.Account(ctx, p.OrgID, p.UserID)
	if err == nil && account.Password == "" {
		err = fault.E(fault.Conflict)
	}
	return account, err
}
