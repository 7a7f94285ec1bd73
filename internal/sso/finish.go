package sso

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/netip"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"dijkwacht/internal/ident"
)

// Answer is with what a provider sends the browser back.
type Answer struct {
	State, Code, Error, Issuer string
	// Cookie is that of Begun.
	Cookie string
	// Replaces is the token of the session that the browser had, "" for none.
	Replaces string
	From     netip.Addr
}

// Arrived is a session that began, or with Token "" an employee at a device.
type Arrived struct{ Token, ReturnTo string }

// clockSkew is how far the clock of a provider may be off.
const clockSkew = time.Minute

// Finish checks what the provider answered and starts the session. Returns a
// RefusedError and an auth.LimitedError. Whatever is wrong with a person whose
// organisation is known is in the chain.
func (s *Service) Finish(ctx context.Context, a Answer) (Arrived, error) {
	if err := s.limit(ctx, a.From); err != nil {
		return Arrived{}, err
	}
	f, err := openFlow(a.Cookie, a.State, s.Sealer, s.Now())
	if err != nil {
		return Arrived{}, err
	}
	token, err := s.finish(ctx, f, a)
	if isRefusal(err) {
		if f.Device != "" {
			return Arrived{ReturnTo: f.ReturnTo}, s.deniedEmployee(ctx, f, err)
		}
		return Arrived{ReturnTo: f.ReturnTo}, s.denied(ctx, f.Org, f.User, f.action(), err)
	}
	if f.Device != "" {
		f.ReturnTo = employeeDone
	}
	return Arrived{Token: token, ReturnTo: f.ReturnTo}, err
}

// action is what the chain calls it.
func (f flow) action() string {
	if f.Device != "" {
		return "device.person_signed_in"
	}
	if f.Session != "" {
		return "auth.stepped_up"
	}
	return "auth.signed_in"
}

func (s *Service) finish(ctx context.Context, f flow, a Answer) (string, error) {
	v, err := s.of(ctx, f.Org)
	if err != nil {
		return "", err
	}
	p, err := s.directory.find(ctx, v.Issuer)
	if err != nil {
		return "", refusedBy(err)
	}
	switch {
	case a.Issuer != "" && a.Issuer != v.Issuer, a.Issuer == "" && p.AnswersWithIss:
		return "", refuse(ReasonToken) // an answer of another provider (RFC 9207)
	case a.Error == "access_denied", a.Error == "login_required", a.Error == "interaction_required":
		return "", refuse(ReasonCancelled)
	case a.Error != "" || a.Code == "":
		return "", refuse(ReasonProvider)
	}
	if f.Device != "" {
		return "", s.identified(ctx, v, p, f, a.Code)
	}
	person, err := s.redeem(ctx, v, p, f, a.Code)
	if err != nil {
		return "", err
	}
	return s.enter(ctx, v, f, person, a.Replaces)
}

// person is who the provider says has come.
type person struct {
	Arrival
	claims claims
	groups []string
	// authenticated is when the person last proved to be it, zero when the provider
	// does not tell.
	authenticated time.Time
	tokens        tokens
	// untold says that the provider told of no groups between sign-ins: the roles stay.
	untold bool
}

// tokens is what is kept for the session, sealed.
type tokens struct {
	Issuer  string `json:"issuer"`
	Client  string `json:"client"`
	Rev     int64  `json:"rev"` // of the settings by which the roles were given
	Refresh string `json:"refresh,omitempty"`
	// Access is for asking about the person where there is no refresh token, until Until,
	// when the session ends.
	Access string    `json:"access,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	// ID is the token that tells the provider whom to sign out.
	ID string `json:"id,omitempty"`
}

// maxIDToken is the longest token that goes along to the provider at signing out:
// addresses have limits.
const maxIDToken = 4 << 10

// redeem changes the code for tokens, and checks them.
func (s *Service) redeem(ctx context.Context, v Settings, p *provider, f flow, code string) (person, error) {
	ctx = oidc.ClientContext(ctx, s.Client)
	token, c, raw, err := s.exchange(ctx, v, p, f, code)
	if err != nil {
		return person{}, err
	}
	who, err := s.describe(ctx, v, p, c, token)
	if err != nil {
		return person{}, err
	}
	if who.tokens.Refresh = token.RefreshToken; token.RefreshToken == "" {
		who.tokens.Access, who.tokens.Until = token.AccessToken, s.unrefreshed(token)
	}
	if len(raw) <= maxIDToken {
		who.tokens.ID = raw
	}
	return who, s.fresh(v, f, who)
}

// exchange gives the code, and returns the tokens with what the id token says.
func (s *Service) exchange(ctx context.Context, v Settings, p *provider, f flow, code string) (*oauth2.Token, claims, string, error) {
	secret, err := s.secret(v)
	if err != nil {
		return nil, nil, "", err
	}
	token, err := p.oauth(v, secret, s.PublicURL+CallbackPath).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return nil, nil, "", refuse(reasonOf(err))
	}
	c, raw, err := s.verified(ctx, v, p, token)
	if err != nil {
		return nil, nil, "", err
	}
	if subtle.ConstantTimeCompare([]byte(c.text("nonce")), []byte(f.Nonce)) != 1 {
		return nil, nil, "", refuse(ReasonToken)
	}
	return token, c, raw, nil
}

// reasonOf is why a code was not redeemed.
func reasonOf(err error) Reason {
	if refusedGrant(err) {
		return ReasonToken
	}
	return ReasonProvider
}

// verified is what the id token says, once signature, issuer, audience, time, and who
// it was made for are right (OpenID Connect Core 1.0 section 3.1.3.7). Returns
// ReasonToken.
func (s *Service) verified(ctx context.Context, v Settings, p *provider, token *oauth2.Token) (claims, string, error) {
	raw, _ := token.Extra("id_token").(string)
	id, err := p.verifier(v, s.Now).Verify(ctx, raw)
	if err != nil {
		return nil, "", refuse(ReasonToken)
	}
	c := claims{}
	if id.Claims(&c) != nil || id.Subject == "" || len(id.Subject) > 255 {
		return nil, "", refuse(ReasonToken)
	}
	azp, there := c["azp"]
	if len(id.Audience) > 1 && !there || there && (claims{"azp": azp}).text("azp") != v.ClientID {
		return nil, "", refuse(ReasonToken)
	}
	if id.IssuedAt.After(s.Now().Add(clockSkew)) {
		return nil, "", refuse(ReasonToken)
	}
	if id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil {
		return nil, "", refuse(ReasonToken)
	}
	return c, raw, nil
}

// describe is the person of the claims, with the groups: those of the token, else those
// that the provider tells when asked.
func (s *Service) describe(ctx context.Context, v Settings, p *provider, c claims, token *oauth2.Token) (person, error) {
	if c.overage(v.GroupsClaim) {
		return person{}, refuse(ReasonOverage)
	}
	who := person{claims: c, authenticated: c.at("auth_time")}
	groups, there := c.groups(v.GroupsClaim)
	if (!there || c.address(v.AddressClaim) == "") && p.UserInfo != "" {
		more, err := s.userInfo(ctx, p, c.text("sub"), token)
		if err != nil {
			return person{}, err
		}
		c.complete(more, v)
		if !there {
			groups, _ = c.groups(v.GroupsClaim)
		}
	}
	who.groups = groups
	who.Arrival = v.arrival(c)
	if sid := c.text("sid"); sid != "" {
		who.SID = hash("sid", v.Issuer, sid)
	}
	who.tokens = tokens{Issuer: v.Issuer, Client: v.ClientID, Rev: v.Rev}
	return who, nil
}

// arrival is who the claims are about.
func (s Settings) arrival(c claims) Arrival {
	return Arrival{Subject: hash("subject", s.Issuer, c.text("sub")), Provider: hash("provider", s.Issuer), Email: c.address(s.AddressClaim), External: c.ids()}
}

// userInfo asks the provider about the person. Returns ReasonToken when it answers
// about somebody else (OpenID Connect Core 1.0 section 5.3.2).
func (s *Service) userInfo(ctx context.Context, p *provider, subject string, token *oauth2.Token) (claims, error) {
	info, err := p.oidc.UserInfo(oidc.ClientContext(ctx, s.Client), oauth2.StaticTokenSource(token))
	if err != nil {
		return nil, refuse(ReasonProvider)
	}
	c := claims{}
	if info.Subject != subject || info.Claims(&c) != nil {
		return nil, refuse(ReasonToken)
	}
	return c, nil
}

// fresh checks that the person proved enough, and for a step-up within the time that
// one counts.
func (s *Service) fresh(v Settings, f flow, who person) error {
	if !v.proves(who.claims) {
		return refuse(ReasonFactor)
	}
	if now := s.Now(); f.Session != "" && (now.Sub(who.authenticated) >= ident.StepUpLife || who.authenticated.After(now.Add(clockSkew))) {
		return refuse(ReasonNotFresh)
	}
	if len(v.Domains) > 0 && who.Email != "" && !slices.Contains(v.Domains, domainOf(who.Email)) {
		return refuse(ReasonDomain)
	}
	return nil
}

// seal keeps the tokens.
func (s *Service) seal(t tokens, org string) (string, error) {
	b, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	return s.Sealer.Seal(b, tokensName(org), s.Random)
}

// steppedUp is when the person last gave all factors, never later than now. A provider
// that does not tell gives no step-up by signing in.
func (who person) steppedUp(now time.Time) time.Time {
	if who.authenticated.After(now) {
		return now
	}
	return who.authenticated
}

// newBindings gives bindings ids.
func (s *Service) newBindings(org, user string, list []ident.Binding, now time.Time) ([]ident.RoleBinding, error) {
	var out []ident.RoleBinding
	for _, b := range list {
		id, err := ident.NewID(ident.PrefixBinding, now, s.Random)
		if err != nil {
			return nil, err
		}
		out = append(out, ident.RoleBinding{OrgID: org, ID: id, UserID: user, Binding: b, Origin: ident.OriginSSO, CreatedAt: now, Rev: 1})
	}
	return out, nil
}
