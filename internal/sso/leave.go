package sso

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// SignedOut is the state with which a provider sends a person back after signing out.
const SignedOut = "uit"

// Leaving is the address at the provider where a person signs out there too, "" when
// there is none (OpenID Connect RP-Initiated Logout 1.0). Ask for it before the session
// ends. A failure is no reason to stay signed in, so there is none.
func (s *Service) Leaving(ctx context.Context, p ident.Principal) string {
	if !p.Federated {
		return ""
	}
	sealed, _, err := s.Store.SSOTokens(ctx, p.OrgID, p.SessionID)
	if err != nil {
		return ""
	}
	kept, err := s.open(sealed, p.OrgID)
	if err != nil {
		return ""
	}
	known, err := s.directory.find(ctx, kept.Issuer)
	if err != nil || known.EndSession == "" {
		return ""
	}
	query := url.Values{"client_id": {kept.Client}, "post_logout_redirect_uri": {s.PublicURL + signedOutPath}, "state": {SignedOut}}
	if kept.ID != "" {
		query.Set("id_token_hint", kept.ID)
	}
	return withQuery(known.EndSession, query)
}

// maxLogoutToken bounds what a provider sends, and logoutAge how old it may be.
const (
	maxLogoutToken = 16 << 10
	logoutAge      = 5 * time.Minute
)

// BackChannel ends the sessions that a provider says are over (OpenID Connect
// Back-Channel Logout 1.0). Returns fault.RequestInvalid for a token that is not
// acceptable, and an auth.LimitedError.
func (s *Service) BackChannel(ctx context.Context, raw string, from netip.Addr) error {
	if err := s.limit(ctx, from); err != nil {
		return err
	}
	list, err := s.addressed(ctx, raw)
	if err != nil {
		return err
	}
	for _, v := range list {
		if err = s.backChannel(ctx, v, raw); err == nil {
			return nil
		}
	}
	return err
}

func errLogoutToken() error {
	return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/logout_token", Code: "invalid"})
}

// addressed are the settings of the provider that the token says it comes from, before
// anything of it is known to be true.
func (s *Service) addressed(ctx context.Context, raw string) (list []Settings, err error) {
	parts := strings.Split(raw, ".")
	c := claims{}
	if len(raw) > maxLogoutToken || len(parts) != 3 {
		return nil, errLogoutToken()
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(body, &c) != nil {
		return nil, errLogoutToken()
	}
	all, err := s.enabled(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if v.Issuer == c.text("iss") && slices.Contains(c.list("aud"), v.ClientID) {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return nil, errLogoutToken()
	}
	return list, nil
}

func (s *Service) backChannel(ctx context.Context, v Settings, raw string) error {
	p, err := s.directory.find(ctx, v.Issuer)
	if err != nil {
		return errLogoutToken()
	}
	token, err := p.verifier(v, s.Now).VerifyLogout(oidc.ClientContext(ctx, s.Client), raw)
	now := s.Now()
	if err != nil || now.Sub(token.IssuedAt) > logoutAge || token.IssuedAt.After(now.Add(clockSkew)) {
		return errLogoutToken()
	}
	var subject, sid string
	if token.Subject != "" {
		subject = hash("subject", v.Issuer, token.Subject)
	}
	if token.SessionID != "" {
		sid = hash("sid", v.Issuer, token.SessionID)
	}
	return s.Store.EndSSOSessions(ctx, v.OrgID, subject, sid, now, func(user string) (chain.Draft, error) {
		return ended(v.OrgID, user, "signed_out", now)
	})
}
