package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

type linkView struct {
	Kind         auth.LinkKind `json:"kind"`
	Organisation string        `json:"organisation"`
	Email        *string       `json:"email"`
	Name         *string       `json:"name"`
	Locale       string        `json:"locale"`
	ExpiresAt    string        `json:"expires_at"`
	MinPassword  int           `json:"min_password"`
	Code         codeView      `json:"code"`
}

type codeView struct {
	Secret string   `json:"secret"`
	URI    string   `json:"uri"`
	QR     []string `json:"qr"`
}

// openLink shows what a one-time link is for, and the secret for an authenticator
// app. It uses nothing up.
func (a *API) openLink(c *gin.Context) {
	token, ok := a.linkToken(c)
	if !ok {
		return
	}
	opened, err := a.Sessions.OpenLink(c.Request.Context(), token, clientAddress(c))
	if err != nil {
		a.fail(c, err)
		return
	}
	c.JSON(http.StatusOK, linkView{
		Kind: opened.Link.Kind, Organisation: opened.Organisation.Name, Email: orNil(opened.User.Email), Name: orNil(opened.User.Name),
		Locale: opened.User.Locale, ExpiresAt: stamp(opened.Link.ExpiresAt), MinPassword: auth.MinPassword,
		Code: codeView{Secret: opened.CodeSecret, URI: opened.CodeURI, QR: opened.QR},
	})
}

// linkToken reads a body that is the token of a link alone. When it is not, the request
// is answered.
func (a *API) linkToken(c *gin.Context) (token string, ok bool) {
	o, release, err := wire.Read(c, wire.MaxBody)
	if err != nil {
		a.fail(c, err)
		return "", false
	}
	defer release()
	o.Require("token")
	token = o.String("token", tokenLength)
	o.Only("token")
	if err := o.Err(); err != nil {
		a.fail(c, err)
		return "", false
	}
	return token, true
}

// useLink gives the account its password and authenticator app, and signs in.
func (a *API) useLink(c *gin.Context) {
	a.enter(c, func(o wire.Object) (string, error) {
		o.Require("token", "password", "code")
		choice := auth.Choice{
			Token: o.String("token", tokenLength), Password: o.String("password", maxPassword), Code: o.String("code", maxCode),
			Email: o.String("email", ident.MaxEmail), Name: o.String("name", 4*ident.MaxName), Locale: o.OneOf("locale", ident.Languages...),
			From: clientAddress(c),
		}
		o.Only("token", "password", "code", "email", "name", "locale")
		if err := o.Err(); err != nil {
			return "", err
		}
		return a.Sessions.UseLink(c.Request.Context(), choice)
	})
}
