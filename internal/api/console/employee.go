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
	a.signingIn(c, func(o wire.Object) error {
		o.Require("ticket")
		ticket := o.String("ticket", 1000)
		o.Only("ticket")
		if err := o.Err(); err != nil {
			return err
		}
		begun, err := a.SSO.BeginEmployee(c.Request.Context(), ticket, clientAddress(c))
		if reason := sso.ReasonOf(err); reason != "" {
			// The page explains it.
			begun, err = sso.Begun{Location: sso.EmployeePath + ssoMark + string(reason)}, nil
		}
		if err != nil {
			return err
		}
		if begun.Cookie != "" {
			a.cookie.setFlow(c, begun.Cookie, sso.FlowLife)
		}
		send(c, reply{status: http.StatusOK, body: struct {
			ContinueAt string `json:"continue_at"`
		}{begun.Location}})
		return nil
	})
}
