package ext

import (
	"context"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

type token struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
}

// token exchanges an assertion for an access token. The user's id is in memory for
// this request only.
func (a *API) token(c *gin.Context) {
	a.handle(c, http.StatusOK, func() (any, error) {
		o, release, err := wire.Read(c, wire.MaxBody)
		if err != nil {
			return nil, err
		}
		defer release()
		o.Require("assertion")
		assertion, hint := o.String("assertion", 4096), o.String("user_hint", 320)
		source := o.OneOf("identity_source", "managed", "profile", "oidc")
		if err := o.Err(); err != nil {
			return nil, err
		}
		ctx := c.Request.Context()
		device, err := a.Assertions.Redeem(ctx, assertion)
		if err != nil {
			return nil, err
		}
		caller := auth.Caller{OrgID: device.OrgID, DeviceID: device.ID, Groups: device.Groups}
		caller.Subject, caller.IdentitySource, err = a.subject(ctx, device, hint, source)
		if err != nil {
			return nil, err
		}
		access, err := a.Tokens.Issue(caller)
		if err != nil {
			return nil, err
		}
		return token{AccessToken: access, TokenType: "Bearer", ExpiresIn: int(auth.TokenLife.Seconds())}, nil
	})
}

// subject is the pseudonym of the user, or the device when no user is known.
func (a *API) subject(ctx context.Context, d ident.Device, hint, source string) (subject, identity string, err error) {
	if hint == "" {
		return d.ID, "device", nil
	}
	key, err := a.pseudonymKey(ctx, d.OrgID)
	if err != nil {
		return "", "", err
	}
	if source == "" {
		source = "unstated"
	}
	return ident.Pseudonym(key, hint), source, nil
}

// pseudonymKey is the organisation's key of this quarter.
func (a *API) pseudonymKey(ctx context.Context, org string) ([]byte, error) {
	fresh := make([]byte, ident.PseudonymKeySize)
	if _, err := io.ReadFull(a.Random, fresh); err != nil {
		return nil, err
	}
	return a.Ident.PseudonymKey(ctx, org, ident.Quarter(a.Now()), fresh)
}
