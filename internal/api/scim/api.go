package scim

import (
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/provision"
)

// Deps are what the API works with.
type Deps struct {
	Kit       *wire.Kit
	Keys      *auth.APIKeys
	Directory *provision.Service
	Limiter   limit.Limiter
	// Pool bounds what providers do at once.
	Pool *wire.Pool
	// PublicURL is the address by which the provider reaches the service.
	PublicURL string
	Now       func() time.Time
}

// API is the SCIM interface.
type API struct{ Deps }

// New is an API on the given dependencies.
func New(d Deps) *API { return &API{d} }

// Base is the path under which the provider finds it all.
const Base = "/scim/v2"

// mediaType is that of RFC 7644 section 3.1.
const mediaType = "application/scim+json"

// maxBody is the largest body in bytes: a group of some ten thousand members.
const maxBody = 1 << 20

// rate is how many requests one provider may make.
var rate = limit.Rate{Quota: 1500, Window: time.Minute}

// Mount adds the routes.
func (a *API) Mount(r gin.IRouter) {
	g := r.Group(Base, a.admit, a.Kit.Within(a.Pool))
	g.GET("/ServiceProviderConfig", a.of(a.config))
	g.GET("/ResourceTypes", a.of(a.resourceTypes))
	g.GET("/ResourceTypes/:id", a.of(a.resourceType))
	g.GET("/Schemas", a.of(a.schemas))
	g.GET("/Schemas/:id", a.of(a.schema))

	g.GET("/Users", a.of(a.users))
	g.POST("/Users", a.of(a.addUser))
	g.GET("/Users/:id", a.of(a.user))
	g.PUT("/Users/:id", a.of(a.replaceUser))
	g.PATCH("/Users/:id", a.of(a.patchUser))
	g.DELETE("/Users/:id", a.of(a.removeUser))

	g.GET("/Groups", a.of(a.groups))
	g.POST("/Groups", a.of(a.addGroup))
	g.GET("/Groups/:id", a.of(a.group))
	g.PUT("/Groups/:id", a.of(a.replaceGroup))
	g.PATCH("/Groups/:id", a.of(a.patchGroup))
	g.DELETE("/Groups/:id", a.of(a.removeGroup))

	for _, path := range []string{"/Bulk", "/Me", "/.search"} {
		g.Any(path, a.of(a.unsupported))
	}
	g.POST("/Users/.search", a.of(a.unsupported))
	g.POST("/Groups/.search", a.of(a.unsupported))
}

// call is one request of a provider.
type call struct {
	*gin.Context
	who ident.Principal
}

// reply is a successful answer.
type reply struct {
	status   int
	body     any // nil: none
	location string
}

const callKey = "call"

// admit lets requests with a key for provisioning through.
func (a *API) admit(c *gin.Context) {
	token, _ := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	from, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		from = netip.IPv4Unspecified()
	}
	key, err := a.Keys.Authenticate(c.Request.Context(), token, from)
	if err != nil {
		a.fail(c, err)
		return
	}
	result := a.Limiter.Take(c.Request.Context(), key.OrgID, limit.Claim{Name: "scim", Key: key.ID, Rate: rate})
	if !result.Allowed {
		retryAfter(c, result.RetryAfter)
		a.fail(c, fault.E(fault.RateLimitExceeded))
		return
	}
	who := key.Program(a.Now())
	if err := who.Require(ident.PeopleProvision); err != nil {
		a.fail(c, err)
		return
	}
	c.Set(callKey, call{Context: c, who: who})
}

// of runs a handler.
func (a *API) of(handler func(call) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		k, _ := c.MustGet(callKey).(call)
		r, err := handler(k)
		if err != nil {
			a.fail(c, err)
			return
		}
		if r.location != "" {
			c.Header("Location", r.location)
		}
		if r.body == nil {
			c.Status(r.status)
			c.Writer.WriteHeaderNow()
			return
		}
		c.Header("Content-Type", mediaType)
		c.JSON(r.status, r.body)
	}
}

// read reads a body that is one object, in either of the media types that RFC 7644
// section 8.2 names.
func (k call) read() (object, error) {
	media := mediaType
	if strings.HasPrefix(k.ContentType(), "application/json") {
		media = "application/json"
	}
	raw, err := wire.ReadBytes(k.Context, media, maxBody)
	if err != nil {
		return nil, err
	}
	if _, err := wire.Parse(raw); err != nil {
		return nil, err
	}
	return decode(raw)
}

// locate is the address of a resource.
func (a *API) locate(kind, id string) string { return a.PublicURL + Base + "/" + kind + "/" + id }

// unsupported answers what is not of the part of SCIM that is here.
func (a *API) unsupported(call) (reply, error) {
	return reply{}, problem{status: http.StatusNotImplemented, detail: "This part of SCIM is not supported: no bulk operations, no /Me, no search by POST."}
}
