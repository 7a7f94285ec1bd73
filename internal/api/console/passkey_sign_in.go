package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/ident"
)

// askPasskey makes a challenge for who has no session yet, bound to the browser by a
// cookie.
func (a *API) askPasskey(c *gin.Context) {
	browser, err := a.browser(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	made, err := a.Passkeys.AskSignIn(c.Request.Context(), browser, clientAddress(c))
	a.sendChallenge(c, made, err)
}

// browser is the token of the browser's cookie, made and set when there is none; it
// lives on as long as the newest challenge. Returns fault.HTTPSRequired.
func (a *API) browser(c *gin.Context) (string, error) {
	if err := a.cookie.check(); err != nil {
		return "", err
	}
	token := a.asking().read(c)
	if token == "" {
		var err error
		if token, err = a.Passkeys.NewBrowserToken(); err != nil {
			return "", err
		}
	}
	http.SetCookie(c.Writer, &http.Cookie{
		Name: a.asking().name, Value: token, Path: "/", MaxAge: int(passkey.ChallengeLife.Seconds()), Secure: a.cookie.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return token, nil
}

// asking is the cookie that challenges are bound to.
func (a *API) asking() cookie {
	k := a.cookie
	k.name += "-passkey"
	return k
}

// signInByPasskey starts a session for who answers a challenge.
func (a *API) signInByPasskey(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("state", "credential")
		attempt := auth.PasskeyAttempt{
			State: o.String("state", maxState), Assertion: readAssertion(o), Browser: a.asking().read(c),
			Email: o.String("email", ident.MaxEmail), Password: o.String("password", maxPassword),
			From: clientAddress(c), Replaces: a.cookie.read(c),
		}
		if o.Has("email") != o.Has("password") {
			o.Require("email", "password")
		}
		o.Only("state", "credential", "email", "password")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Passkeys.SignIn(c.Request.Context(), attempt)
	})
}

// askStepUp makes a challenge for the own passkeys.
func (a *API) askStepUp(c *gin.Context) {
	made, err := a.Passkeys.AskStepUp(c.Request.Context(), callOf(c).who)
	a.sendChallenge(c, made, err)
}

// stepUpByPasskey starts a session in the place of the one at hand.
func (a *API) stepUpByPasskey(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("state", "credential")
		state, answer := o.String("state", maxState), readAssertion(o)
		o.Only("state", "credential")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Passkeys.StepUp(c.Request.Context(), callOf(c).who, a.cookie.read(c), state, answer, clientAddress(c))
	})
}

// askLinkPasskey makes a challenge for the first passkey of who opens a link.
func (a *API) askLinkPasskey(c *gin.Context) {
	token, ok := a.linkToken(c)
	if !ok {
		return
	}
	browser, err := a.browser(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	made, err := a.Passkeys.AskLink(c.Request.Context(), token, browser, clientAddress(c))
	a.sendChallenge(c, made, err)
}

// useLinkByPasskey gives the account its password and first passkey, and signs in.
func (a *API) useLinkByPasskey(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("token", "password", "passkey", "state", "credential")
		choice := auth.PasskeyChoice{
			Choice: auth.Choice{
				Token: o.String("token", tokenLength), Password: o.String("password", maxPassword),
				Email: o.String("email", ident.MaxEmail), Name: o.String("name", 4*ident.MaxName), Locale: o.OneOf("locale", ident.Languages...),
				From: clientAddress(c),
			},
			State: o.String("state", maxState), Browser: a.asking().read(c), Passkey: o.String("passkey", 4*auth.MaxPasskeyName), Registration: readRegistration(o),
		}
		o.Only("token", "password", "passkey", "state", "credential", "email", "name", "locale")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Passkeys.UseLink(c.Request.Context(), choice)
	})
}
