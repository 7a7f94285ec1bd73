package wire

import (
	"crypto/rand"
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/zap"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
)

// Kit is what every handler needs.
type Kit struct {
	Log     *zap.Logger
	Metrics *obs.Metrics
	Now     func() time.Time
	// Proxies are believed about the address of the client and the use of TLS.
	Proxies []netip.Prefix
}

// Engine is a router with the middleware that every route has, and without gin's
// own, which prints headers and query strings. No proxy is trusted but those named.
func (k *Kit) Engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.RedirectFixedPath = false
	if err := k.believe(e); err != nil {
		return nil, err
	}
	e.Use(k.identify, k.access, k.recover, secure, k.transport)
	e.NoRoute(func(c *gin.Context) { k.Fail(c, fault.E(fault.RouteNotFound)) })
	e.NoMethod(func(c *gin.Context) { k.Fail(c, fault.E(fault.RouteMethod)) })
	return e, nil
}

const requestIDKey = "request_id"

// identify gives the request an id of our own; one that a client sends is ignored.
func (k *Kit) identify(c *gin.Context) {
	id, err := ident.NewID("req_", k.Now(), rand.Reader)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Set(requestIDKey, id)
	c.Header("X-Request-Id", id)
}

// secure sets the headers of every answer.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

// Fail answers with the problem of err and ends the chain. It is the only place
// that turns errors into answers, but for protocols that have their own.
func (k *Kit) Fail(c *gin.Context, err error) {
	f := fault.From(err)
	k.Refused(c, f)
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(f.Code.Status(), k.Problem(c, f))
}

// Refused notes for log and metrics that the request ends with the failure. The answer
// is for the caller to write, in the words of its protocol.
func (k *Kit) Refused(c *gin.Context, f *fault.Error) {
	c.Set(faultKey, f)
	k.Metrics.Refused.WithLabelValues(string(f.Code)).Inc()
	if f.Code.Status() == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", "Bearer")
	}
}

// Problem is the body for a failure of this request.
func (k *Kit) Problem(c *gin.Context, f *fault.Error) fault.Problem {
	return fault.ProblemOf(f, c.FullPath(), c.GetString(requestIDKey))
}
