package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/sso"
)

// employeeLeaves spends the ticket of a device and says where at the provider its
// person signs in. It is a request of a page, so that no link alone can do it.
func (a *API) employeeLeaves(c *gin.Context) {
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
	o.Require("ticket")
	ticket := o.String("ticket", 1000)
	o.Only("ticket")
	if err := o.Err(); err != nil {
		a.fail(c, err)
		return
	}
	begun, err := a.SSO.BeginEmployee(c.Request.Context(), ticket, clientAddress(c))
	if reason := sso.ReasonOf(err); reason != "" {
		// The page explains it.
		begun, err = sso.Begun{Location: sso.EmployeePath + ssoMark + string(reason)}, nil
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	if begun.Cookie != "" {
		a.cookie.setFlow(c, begun.Cookie, sso.FlowLife)
	}
	send(c, reply{status: http.StatusOK, body: struct {
		ContinueAt string `json:"continue_at"`
	}{begun.Location}})
}
