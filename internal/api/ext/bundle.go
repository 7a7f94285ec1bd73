package ext

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// policyBundle answers with the signed bundle, or with 304 when the client has it.
func (a *API) policyBundle(c *gin.Context) {
	caller := callerOf(c)
	active := a.Policies.For(caller.OrgID, caller.DepartmentID)
	bundle, err := a.Bundles.For(caller.OrgID, active)
	if err != nil {
		a.Kit.Fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-cache, private")
	c.Header("ETag", bundle.ETag)
	c.Header("X-Policy-Version", strconv.Itoa(active.Version))
	if matchesETag(c.GetHeader("If-None-Match"), bundle.ETag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, "application/jose", []byte(bundle.JWS))
}

// matchesETag compares weakly (RFC 9110 section 13.1.2).
func matchesETag(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == etag || tag == "*" {
			return true
		}
	}
	return false
}
