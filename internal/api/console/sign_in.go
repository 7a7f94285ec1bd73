package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

// The largest texts of sign-in, in bytes.
const (
	maxPassword = 4 * auth.MaxPassword
	maxCode     = 16
)

// signIn starts a session for who gives all factors.
func (a *API) signIn(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("email", "password", "code")
		attempt := auth.Attempt{
			Email: o.String("email", ident.MaxEmail), Password: o.String("password", maxPassword), Code: o.String("code", maxCode),
			From: clientAddress(c), Replaces: a.cookie.read(c),
		}
		o.Only("email", "password", "code")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Sessions.SignIn(c.Request.Context(), attempt)
	})
}

// stepUp starts a session in the place of the one at hand.
func (a *API) stepUp(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("password", "code")
		password, code := o.String("password", maxPassword), o.String("code", maxCode)
		o.Only("password", "code")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Sessions.StepUp(c.Request.Context(), callOf(c).who, a.cookie.read(c), password, code, clientAddress(c))
	})
}

// enter reads a body, gives the browser the session that came of it, and answers
// with who that is.
func (a *API) enter(c *gin.Context, start func(wire.Object) (token string, err error)) {
	a.signingIn(c, func(o wire.Object) error {
		token, err := start(o)
		if err != nil {
			return err
		}
		who, user, err := a.Sessions.Authenticate(c.Request.Context(), token)
		if err != nil {
			return err
		}
		r, err := a.me(call{Context: c, who: who, user: user})
		if err != nil {
			return err
		}
		a.cookie.set(c, token)
		send(c, r)
		return nil
	})
}

// signingIn reads the body of a request that leads to a session, where one may go over
// the network, and lets answer take it from there.
func (a *API) signingIn(c *gin.Context, answer func(wire.Object) error) {
	if err := a.cookie.check(); err != nil {
		a.fail(c, err)
		return
	}
	o, release, err := wire.Read(c, wire.MaxBody)
	if err != nil {
		a.fail(c, err)
		return
	}
	defer release()
	if err := answer(o); err != nil {
		a.fail(c, err)
	}
}

// signOutEverywhere ends all sessions of the person.
func (a *API) signOutEverywhere(c *gin.Context) {
	who := callOf(c).who
	a.leave(c, a.Sessions.SignOutEverywhere(c.Request.Context(), who, who.UserID))
}

func (a *API) leave(c *gin.Context, err error) {
	if err != nil {
		a.fail(c, err)
		return
	}
	a.cookie.clear(c)
	send(c, reply{status: http.StatusNoContent})
}

// changePassword gives the person another password.
func (a *API) changePassword(c *gin.Context) {
	k := callOf(c)
	o, release, err := wire.Read(c, wire.MaxBody)
	if err != nil {
		a.fail(c, err)
		return
	}
	defer release()
	o.Require("password")
	password := o.String("password", maxPassword)
	o.Only("password")
	if err = o.Err(); err == nil {
		err = a.Sessions.ChangePassword(c.Request.Context(), k.who, password)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	send(c, reply{status: http.StatusNoContent})
}
