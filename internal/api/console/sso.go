package console

import (
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
)

func (a *API) ssoRoutes(open, g gin.IRouter) {
	open.GET("/auth/options", a.signInOptions)
	open.GET("/auth/login", a.leaveForProvider)
	open.GET("/auth/callback", a.comeFromProvider)
	open.POST("/auth/backchannel-logout", a.backChannelLogout)
	open.POST("/auth/employee", a.employeeLeaves)

	g.GET("/settings/sso", a.of(a.ssoSettings))
	g.PATCH("/settings/sso", a.change(jsonObject, a.changeSSO))
	g.PUT("/settings/sso/roles", a.change(jsonObject, a.setSSORoles))
	g.POST("/settings/sso/enable", a.change(noBody, a.enableSSO))
	g.POST("/settings/sso/disable", a.change(noBody, a.disableSSO))
	g.POST("/settings/sso/test", a.once(noBody, a.testSSO))
	g.POST("/settings/sso/try", a.once(jsonObject, a.trySSO))
	g.POST("/users/:id/unlink", a.once(noBody, a.unlinkUser))
}

// The page on which a person arrives who did not get in, and the mark before the reason.
const (
	signInPage = "/inloggen"
	ssoMark    = "#sso."
)

// flowName is that of what a browser keeps while its person is at the provider.
func (k cookie) flowName() string { return k.name + "-sso" }

func (k cookie) setFlow(c *gin.Context, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.flowName(), Value: value, Path: "/", MaxAge: int(life.Seconds()), Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (k cookie) flow(c *gin.Context) string {
	v, err := c.Request.Cookie(k.flowName())
	if err != nil || len(v.Value) > 4<<10 {
		return ""
	}
	return v.Value
}

// signInOptions says how people can sign in.
func (a *API) signInOptions(c *gin.Context) {
	o, err := a.SSO.Offer(c.Request.Context())
	if err != nil {
		a.fail(c, err)
		return
	}
	v := struct {
		SSO   string  `json:"sso"`
		Label *string `json:"label"`
	}{"none", orNil(o.Label)}
	switch {
	case o.Providers == 1:
		v.SSO = "one"
	case o.Providers > 1:
		v.SSO = "by_address"
	}
	send(c, reply{status: http.StatusOK, body: v})
}

// leaveForProvider sends a browser to the identity provider: to sign in, or with
// ?step_up=true to confirm who has the session.
func (a *API) leaveForProvider(c *gin.Context) {
	if err := a.cookie.check(); err != nil {
		a.fail(c, err)
		return
	}
	ctx := c.Request.Context()
	d := sso.Departure{ReturnTo: c.Query("return_to"), Address: c.Query("address"), From: clientAddress(c)}
	if len(d.Address) > ident.MaxEmail {
		d.Address = ""
	}
	if c.Query("step_up") == "true" {
		who, _, err := a.Sessions.Authenticate(ctx, a.cookie.read(c))
		if err == nil && !who.Federated {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			a.fail(c, err)
			return
		}
		d.Confirm = &who
	}
	begun, err := a.SSO.Begin(ctx, d)
	if err != nil {
		a.turnAway(c, d.ReturnTo, err)
		return
	}
	a.cookie.setFlow(c, begun.Cookie, sso.FlowLife)
	c.Redirect(http.StatusSeeOther, begun.Location)
}

// turnAway shows a person why it did not work, on a page: what browsers open is no
// request of a program.
func (a *API) turnAway(c *gin.Context, returnTo string, err error) {
	reason := sso.ReasonOf(err)
	if reason == "" {
		a.fail(c, err)
		return
	}
	page := signInPage
	if returnTo == sso.ConfirmedPath || returnTo == sso.EmployeePath {
		page = returnTo
	}
	c.Redirect(http.StatusSeeOther, page+ssoMark+string(reason))
}

// comeFromProvider ends the way to the provider with a session.
func (a *API) comeFromProvider(c *gin.Context) {
	if err := a.cookie.check(); err != nil {
		a.fail(c, err)
		return
	}
	answer := sso.Answer{
		State: c.Query("state"), Code: c.Query("code"), Error: c.Query("error"), Issuer: c.Query("iss"),
		Cookie: a.cookie.flow(c), Replaces: a.cookie.read(c), From: clientAddress(c),
	}
	if answer.Cookie != "" {
		a.cookie.setFlow(c, "", -time.Second)
	}
	arrived, err := a.SSO.Finish(c.Request.Context(), answer)
	if err != nil {
		a.turnAway(c, arrived.ReturnTo, err)
		return
	}
	if arrived.Token != "" {
		a.cookie.set(c, arrived.Token)
	}
	c.Redirect(http.StatusSeeOther, arrived.ReturnTo)
}

// maxLogoutBody bounds what a provider posts.
const maxLogoutBody = 32 << 10

// backChannelLogout ends the sessions that a provider says are over.
func (a *API) backChannelLogout(c *gin.Context) {
	token, err := logoutToken(c)
	if err == nil {
		err = a.SSO.BackChannel(c.Request.Context(), token, clientAddress(c))
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
}

func logoutToken(c *gin.Context) (string, error) {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return "", fault.E(fault.RequestMediaType)
	}
	body, err := wire.ReadBytes(c, kind, maxLogoutBody)
	if err != nil {
		return "", err
	}
	values, err := url.ParseQuery(string(body))
	if err != nil || len(values["logout_token"]) != 1 {
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/logout_token", Code: "required"})
	}
	return values.Get("logout_token"), nil
}

// signOut ends the session; who signed in by a provider goes on to sign out there.
func (a *API) signOut(c *gin.Context) {
	who := callOf(c).who
	next := a.SSO.Leaving(c.Request.Context(), who)
	if err := a.Sessions.SignOut(c.Request.Context(), who); err != nil || next == "" {
		a.leave(c, err)
		return
	}
	a.cookie.clear(c)
	send(c, reply{status: http.StatusOK, body: struct {
		ContinueAt string `json:"continue_at"`
	}{next}})
}
