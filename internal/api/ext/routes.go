package ext

import (
	"errors"
	"runtime"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/extract"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/setup"
)

// Core is what decisions are made with. It does not change while the service runs.
type Core struct {
	Pack *rule.Pack
	// Files reads what is uploaded.
	Files *extract.Reader
}

// Deps are what the API works with.
type Deps struct {
	Kit        *wire.Kit
	Core       Core
	Devices    *auth.Devices
	Identities *auth.Identities
	SignIns    *auth.DeviceSignIns
	SignInOffer
	Keyring    *auth.Keyring
	Tokens     *auth.Tokens
	Assertions *auth.Assertions
	Register   *register.Service
	Tally      *register.Tally
	Bundles    *publish.Bundles
	Policies   *publish.InForce
	Feed       register.Feed
	Limiter    limit.Limiter
	Limits     Limits
	SenderDeps
	Coverage *coverage.Service
	Trial    *setup.Trial
	// Audience is the public address of the service.
	Audience string
	Now      func() time.Time
}

// API is the extension API.
type API struct {
	Deps
	recent *recent
	// inspections bounds the texts that are looked at at once.
	inspections *wire.Pool
	// readings bounds the files that are read at once.
	readings *wire.Pool
	files    *fileJobs
}

// New is an API on the given dependencies.
func New(d Deps) *API {
	return &API{Deps: d, recent: newRecent(), files: newFileJobs(d.Now), readings: wire.NewPool(readingsPerCore*runtime.GOMAXPROCS(0), inspectionWait), inspections: wire.NewPool(inspectionsPerCore*runtime.GOMAXPROCS(0), inspectionWait)}
}

// recordTime bounds how long a decision may wait for the register. The extension
// gives up after 2.5 s.
const recordTime = 2 * time.Second

// Mount adds the routes.
func (a *API) Mount(r gin.IRouter) {
	g := r.Group("/api/v1/ext")
	g.POST("/enrol", a.limitEnrolments, a.enrol)
	g.POST("/token", a.limitAssertions, a.token)
	g.POST("/inspect/text", a.device, a.limitInspections, a.inUse, a.inspectText)
	g.POST("/inspect/file", a.device, a.limitInspections, a.inUse, a.inspectFile)
	g.GET("/inspect/file/:id", a.device, a.limitAs("file_device"), a.inspectedFile)
	g.POST("/outcomes", a.device, a.limitAs("outcomes_device"), a.outcomes)
	g.GET("/policy-bundle", a.device, a.limitAs("bundle_device"), a.policyBundle)
	g.POST("/heartbeat", a.device, a.limitSender("heartbeat_device"), a.heartbeat)
	a.mountSenders(g)
}

const callerKey = "caller"

// device lets requests with a valid access token through.
func (a *API) device(c *gin.Context) {
	kind, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || token == "" {
		a.Kit.Fail(c, fault.E(fault.AuthRequired))
		return
	}
	caller, err := a.Tokens.Verify(c.Request.Context(), token)
	if err != nil {
		a.Kit.Fail(c, err)
		return
	}
	c.Set(callerKey, caller)
}

func callerOf(c *gin.Context) auth.Caller {
	caller, _ := c.MustGet(callerKey).(auth.Caller)
	return caller
}

// handle runs a handler that returns an answer or an error.
func (a *API) handle(c *gin.Context, status int, answer func() (any, error)) {
	body, err := answer()
	if errors.Is(err, errAnswered) {
		return
	}
	if err != nil {
		a.Kit.Fail(c, err)
		return
	}
	c.JSON(status, body)
}
