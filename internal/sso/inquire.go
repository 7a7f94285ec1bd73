package sso

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// unrefreshedLife is the longest that a session lasts for which the provider gave no
// refresh token.
const unrefreshedLife = time.Hour

// unrefreshed is when a session ends that cannot be refreshed: with the access token,
// by which the provider says for how long it stands for what it told.
func (s *Service) unrefreshed(token *oauth2.Token) time.Time {
	life := time.Duration(token.ExpiresIn) * time.Second
	if life <= 0 || life > unrefreshedLife {
		life = unrefreshedLife
	}
	return s.Now().Add(life)
}

// inquire asks the provider about the person by the access token of the sign-in; one
// that tells of no groups, or cannot be asked, leaves the roles as they are. Returns
// ReasonUnreachable, and ReasonToken when the provider does not accept the token any
// more.
func (s *Service) inquire(ctx context.Context, v Settings, kept tokens, subject string) (person, error) {
	as := person{Arrival: Arrival{Subject: subject}, tokens: kept, untold: true}
	p, err := s.directory.find(ctx, v.Issuer)
	if err != nil || p.UserInfo == "" {
		return as, refusedBy(err)
	}
	c, err := s.ask(ctx, p.UserInfo, kept.Access)
	if err != nil {
		return as, err
	}
	who := v.arrival(c)
	if who.Subject != subject {
		return as, refuse(ReasonToken)
	}
	if groups, told := c.groups(v.GroupsClaim); told && !c.overage(v.GroupsClaim) {
		as = person{Arrival: who, claims: c, groups: groups, tokens: kept}
	}
	return as, nil
}

// ask reads what the provider tells by an access token (OpenID Connect Core 1.0 section
// 5.3, RFC 6750 section 3.1).
func (s *Service) ask(ctx context.Context, address, token string) (claims, error) {
	ctx, cancel := context.WithTimeout(ctx, renewTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := s.Client.Do(r)
	if err != nil {
		return nil, refuse(ReasonUnreachable)
	}
	defer answer.Body.Close()
	c := claims{}
	switch {
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusForbidden:
		return nil, refuse(ReasonToken)
	case answer.StatusCode != http.StatusOK || json.NewDecoder(answer.Body).Decode(&c) != nil:
		return nil, refuse(ReasonUnreachable)
	}
	return c, nil
}
