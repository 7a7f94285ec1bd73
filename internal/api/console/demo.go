package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
)

// visit gives the browser of a visitor of a demo a session with the role.
func (a *API) visit(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<10)
	err := a.cookie.check()
	var token string
	if err == nil {
		token, err = a.Visit(c.Request.Context(), ident.Role(c.PostForm("role")), clientAddress(c))
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	a.cookie.set(c, token)
	c.Redirect(http.StatusSeeOther, "/console/")
}
