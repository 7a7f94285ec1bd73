package sso

import (
	"context"
	"encoding/json"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Recheck implements auth.Federation: it asks the provider for fresh tokens, and gives
// the person the roles of the groups in them. A provider that cannot be reached does
// not end a session, unless it stays so for patience.
func (s *Service) Recheck(ctx context.Context, session auth.Session) error {
	now := s.Now()
	mine, err := s.Store.ClaimSSOCheck(ctx, session.OrgID, session.Hash, session.CheckedAt, now)
	if err != nil || !mine {
		return nil // another request asks, or the store cannot be written: then nothing is done with the session either
	}
	sealed, subject, err := s.Store.SSOTokens(ctx, session.OrgID, session.Hash)
	if err != nil {
		return err
	}
	kept, err := s.open(sealed, session.OrgID)
	if err != nil {
		return s.end(ctx, session, subject, ReasonToken)
	}
	v, err := s.of(ctx, session.OrgID)
	switch {
	case isRefusal(err):
		return s.end(ctx, session, subject, ReasonOff)
	case err != nil:
		return err
	case v.Issuer != kept.Issuer || v.ClientID != kept.Client, kept.Refresh == "" && v.Rev != kept.Rev:
		return s.end(ctx, session, subject, ReasonState)
	case kept.Refresh == "" && !now.Before(kept.Until):
		return s.end(ctx, session, subject, ReasonOver)
	}
	ask := s.renew
	if kept.Refresh == "" {
		ask = s.inquire
	}
	who, err := ask(ctx, v, kept, subject)
	switch reason := ReasonOf(err); {
	case reason == ReasonUnreachable && now.Sub(session.ReachedAt) < patience:
		return nil
	case reason != "":
		return s.end(ctx, session, subject, reason)
	case err != nil:
		return err
	}
	return s.carryOn(ctx, v, session, who)
}

// patience is for how long sessions go on while the provider cannot be reached.
const patience = 15 * time.Minute

// carryOn writes the roles and the tokens, and ends a session without a role.
func (s *Service) carryOn(ctx context.Context, v Settings, session auth.Session, who person) error {
	sealed, err := s.seal(who.tokens, v.OrgID)
	if err != nil {
		return err
	}
	var refusal error
	err = s.Store.EnterBySSO(ctx, v.OrgID, who.Arrival, func(k Known) (Entrance, error) {
		e := Entrance{UserID: k.Standing.User.ID, At: s.Now(), Kept: session.Hash, Tokens: sealed}
		if !k.Linked || e.UserID != session.UserID {
			return e, fault.E(fault.SessionRequired)
		}
		if who.untold {
			return e, nil
		}
		var err error
		if refusal, err = s.roles(&e, v, k, who); err != nil || refusal == nil {
			return e, err
		}
		e.Kept, e.Ended, e.Add = "", session.Hash, nil
		entry, err := ended(v.OrgID, e.UserID, ReasonOf(refusal), e.At)
		e.Entries = append(e.Entries, entry)
		return e, err
	})
	if err == nil && refusal != nil {
		err = fault.E(fault.SessionRequired)
	}
	return err
}

// end ends a session.
func (s *Service) end(ctx context.Context, session auth.Session, subject string, why Reason) error {
	err := s.Store.EnterBySSO(ctx, session.OrgID, Arrival{Subject: subject}, func(Known) (Entrance, error) {
		entry, err := ended(session.OrgID, session.UserID, why, s.Now())
		return Entrance{UserID: session.UserID, Ended: session.Hash, At: s.Now(), Entries: []chain.Draft{entry}}, err
	})
	if err != nil {
		return err
	}
	return fault.E(fault.SessionRequired)
}

func ended(org, user string, why Reason, at time.Time) (chain.Draft, error) {
	return ident.Service(org, "sso").Draft("auth.session_ended", user, 0, ident.OutcomeDone, map[string]any{"by": "sso", "reason": why}, at)
}

// renew asks the provider for fresh tokens and says who the person is by them. Returns
// ReasonUnreachable, and ReasonToken when the provider says that it is over.
func (s *Service) renew(ctx context.Context, v Settings, kept tokens, subject string) (person, error) {
	p, err := s.directory.find(ctx, v.Issuer)
	if err != nil {
		return person{}, refusedBy(err)
	}
	secret, err := s.secret(v)
	if err != nil {
		return person{}, err
	}
	asked, cancel := context.WithTimeout(oidc.ClientContext(ctx, s.Client), renewTime)
	defer cancel()
	fresh, err := p.oauth(v, secret, "").TokenSource(asked, &oauth2.Token{RefreshToken: kept.Refresh}).Token()
	switch {
	case refusedGrant(err):
		return person{}, refuse(ReasonToken)
	case err != nil:
		return person{}, refuse(ReasonUnreachable)
	}
	who, err := s.renewed(asked, v, p, fresh)
	if err != nil {
		return person{}, err
	}
	if who.Subject != subject {
		return person{}, refuse(ReasonToken)
	}
	who.tokens.Refresh, who.tokens.ID = fresh.RefreshToken, kept.ID
	return who, nil
}

// renewTime bounds how long a request waits for the provider.
const renewTime = 5 * time.Second

// renewed is the person of fresh tokens. A provider that gives no id token with them is
// asked about the person.
func (s *Service) renewed(ctx context.Context, v Settings, p *provider, fresh *oauth2.Token) (person, error) {
	if raw, _ := fresh.Extra("id_token").(string); raw != "" {
		c, _, err := s.verified(ctx, v, p, fresh)
		if err != nil {
			return person{}, err
		}
		return s.describe(ctx, v, p, c, fresh)
	}
	info, err := p.oidc.UserInfo(ctx, oauth2.StaticTokenSource(fresh))
	c := claims{}
	if err != nil || info.Claims(&c) != nil {
		return person{}, refuse(ReasonUnreachable)
	}
	return s.describe(ctx, v, p, c, fresh)
}

// open reads what is kept for a session.
func (s *Service) open(sealed, org string) (tokens, error) {
	var t tokens
	b, err := s.Sealer.Open(sealed, tokensName(org))
	if err == nil {
		err = json.Unmarshal(b, &t)
	}
	return t, err
}
