package console

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
)

// programRate is how many requests one key may make.
var programRate = limit.Rate{Quota: 600, Window: time.Minute}

// programLanguage is that of sentences for programs.
const programLanguage = "nl"

// byProgram reports whether the request brings a key, or another token, of its own.
// No browser adds one by itself, so that no page of another origin is behind it; the
// cookie of such a request does not count.
func byProgram(c *gin.Context) bool { return c.GetHeader("Authorization") != "" }

// admitProgram lets requests with an API key through, as far as programs go.
func (a *API) admitProgram(c *gin.Context) {
	token, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if !ok {
		a.Kit.Fail(c, fault.E(fault.KeyRefused))
		return
	}
	key, err := a.APIKeys.Authenticate(c.Request.Context(), token, clientAddress(c))
	if err != nil {
		a.Kit.Fail(c, err)
		return
	}
	if !a.Kit.Limit(c, a.Limiter, key.OrgID, limit.Claim{Name: "api_key", Key: key.ID, Rate: programRate}) {
		return
	}
	who := key.Program(a.Now())
	if !wire.ForPrograms(c.Request.Method, c.FullPath()) {
		refused := fault.E(fault.PermissionDenied)
		if c.Request.Method == http.MethodGet {
			a.Kit.Fail(c, refused)
			return
		}
		a.Kit.Fail(c, a.Gate.Check(c.Request.Context(), who, "api_key.operation", c.FullPath(), refused))
		return
	}
	c.Set(callKey, call{Context: c, who: who, user: ident.User{OrgID: key.OrgID, Locale: programLanguage}})
}
