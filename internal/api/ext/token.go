package ext

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
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
		if !a.limitTokens(c, device) {
			return nil, errAnswered
		}
		caller := auth.Caller{OrgID: device.OrgID, DeviceID: device.ID, DepartmentID: device.DepartmentID, Groups: device.Groups}
		if hint == "" {
			caller, err = a.SignIns.Identify(ctx, caller)
		} else {
			caller.Subject, caller.IdentitySource, err = a.Identities.Subject(ctx, device, hint, source)
		}
		if err != nil {
			return nil, err
		}
		access, err := a.Tokens.Issue(caller)
		if err != nil {
			return nil, err
		}
		return token{AccessToken: access, TokenType: "Bearer", ExpiresIn: int(a.Tokens.Life(caller).Seconds())}, nil
	})
}
