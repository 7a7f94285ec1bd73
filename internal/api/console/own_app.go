package console

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// appRoutes are those of the own authenticator app.
func (a *API) appRoutes(g gin.IRouter) {
	g.POST("/me/app/challenge", a.offerApp)
	g.POST("/me/app", a.once(jsonObject, a.addApp))
	g.POST("/me/app/remove", a.once(noBody, a.removeApp))
}

type offerView struct {
	State string   `json:"state"`
	Code  codeView `json:"code"`
}

// offerApp draws a secret for the app. It is no resource, and what it answers is kept
// nowhere, so it has no Idempotency-Key.
func (a *API) offerApp(c *gin.Context) {
	o, err := a.Sessions.OfferApp(c.Request.Context(), callOf(c).who)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.JSON(http.StatusOK, offerView{o.State, codeView{Secret: o.CodeSecret, URI: o.CodeURI, QR: o.QR}})
}

// addApp takes the app that shows a code of the secret.
func (a *API) addApp(k call) (reply, error) {
	k.body.Require("state", "code")
	state, code := k.body.String("state", maxState), k.body.String("code", 16)
	k.body.Only("state", "code")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: struct{}{}}, a.Sessions.AddApp(k.Request.Context(), k.who, state, code)
}

// removeApp takes the app away.
func (a *API) removeApp(k call) (reply, error) {
	return reply{status: http.StatusOK, body: struct{}{}}, a.Sessions.RemoveApp(k.Request.Context(), k.who)
}
