package sso

import (
	"context"
	"errors"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// tryClient redeems a code that there is not: a provider that knows the client and its
// secret says that the code is wrong, any other says something else.
func (s *Service) tryClient(ctx context.Context, v Settings, p *provider) (Trouble, error) {
	var keys struct {
		Keys []any `json:"keys"`
	}
	var trouble *troubleError
	if err := s.directory.read(ctx, p.Keys, &keys); errors.As(err, &trouble) || len(keys.Keys) == 0 {
		return TroubleKeys, nil
	}
	secret, err := s.secret(v)
	if err != nil {
		return "", err
	}
	verifier, err := draw(s.Random)
	if err != nil {
		return "", err
	}
	_, err = p.oauth(v, secret, s.PublicURL+CallbackPath).Exchange(oidc.ClientContext(ctx, s.Client), "dijkwacht-test", oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && (refused.ErrorCode == "invalid_grant" || refused.ErrorCode == "invalid_request"):
		return "", nil
	case errors.As(err, &refused):
		return TroubleClient, nil
	case err != nil:
		return troubleOf(err), nil
	}
	return TroubleClient, nil
}
