package scim

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

// problem is a failure in the words of RFC 7644 section 3.12. Detail is of the program,
// never of the request.
type problem struct {
	status   int
	scimType string
	detail   string
}

// Error is the detail.
func (p problem) Error() string { return p.detail }

func badFilter(detail string) error {
	return problem{http.StatusBadRequest, "invalidFilter", detail}
}

func badPath(detail string) error {
	return problem{http.StatusBadRequest, "invalidPath", detail}
}

func badValue(detail string) error {
	return problem{http.StatusBadRequest, "invalidValue", detail}
}

func badSyntax(detail string) error {
	return problem{http.StatusBadRequest, "invalidSyntax", detail}
}

func immutable(detail string) error {
	return problem{http.StatusBadRequest, "mutability", detail}
}

func noTarget(detail string) error {
	return problem{http.StatusBadRequest, "noTarget", detail}
}

// scimTypes are those of faults of the service.
var scimTypes = map[fault.Code]string{
	fault.RequestMalformed: "invalidSyntax", fault.RequestInvalid: "invalidValue", fault.Conflict: "uniqueness",
}

// details say more than the fault does.
var details = map[fault.Code]string{
	fault.Conflict:         "Another user has this userName or mail address, or another group this displayName.",
	fault.PermissionDenied: "The API key has no scope for provisioning.",
	fault.KeyRefused:       "Send an API key with the scope scim as a bearer token. This one is not known, or it was revoked or replaced, or has expired.",
}

// fail answers with the error and ends the chain.
func (a *API) fail(c *gin.Context, err error) {
	var p problem
	if errors.As(err, &p) {
		a.Kit.Refused(c, fault.E(codeOf(p)))
	} else {
		f := fault.From(err)
		a.Kit.Refused(c, f)
		p = problem{f.Code.Status(), scimTypes[f.Code], details[f.Code]}
		if p.detail == "" {
			p.detail = a.Kit.Problem(c, f).Detail
		}
		if len(f.Fields) > 0 {
			p.detail = fields(f.Fields)
		}
	}
	body := gin.H{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:Error"}, "status": strconv.Itoa(p.status), "detail": p.detail}
	if p.scimType != "" {
		body["scimType"] = p.scimType
	}
	c.Header("Content-Type", mediaType)
	c.AbortWithStatusJSON(p.status, body)
}

// codeOf is how logs and metrics count the problem.
func codeOf(p problem) fault.Code {
	if p.status == http.StatusNotImplemented {
		return fault.Unsupported
	}
	return fault.RequestInvalid
}

// fields names the attributes at fault.
func fields(list []fault.Field) string {
	parts := make([]string, len(list))
	for i, f := range list {
		parts[i] = strings.TrimPrefix(f.Pointer, "/") + ": " + f.Code
	}
	return "Attributes that are not acceptable: " + strings.Join(parts, ", ") + "."
}

func retryAfter(c *gin.Context, d time.Duration) {
	c.Header("Retry-After", strconv.Itoa(max(int(math.Ceil(d.Seconds())), 1)))
}
